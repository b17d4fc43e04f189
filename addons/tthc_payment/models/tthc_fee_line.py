from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcFeeLine(models.Model):
    """A fee (phí) or charge (lệ phí) that a dossier owes, as priced on the day it arose.

    Lines are made on acceptance from the catalogue's rules, or by an officer who asks for a
    supplementary fee. They do not change afterwards: a wrong one is cancelled with its payment
    request and asked for anew. A fee from which the applicant is exempt has a line of nothing,
    without a request, so that the benefit stays on record.
    """

    _name = "tthc.fee.line"
    _description = "Fee Line"
    _order = "dossier_id, id"

    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    expected_id = fields.Many2one(
        "tthc.expected.payment", "Payment Request", index=True, ondelete="restrict"
    )
    fee_id = fields.Many2one("tthc.procedure.fee", "Fee Rule", ondelete="restrict")
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("phi", "Fee"), ("le_phi", "Charge")],
        required=True,
        help="Phí pays for a service; lệ phí is a fixed charge and goes to the budget whole "
        "(97/2015/QH13).",
    )
    quantity = fields.Integer(default=1)
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    base_amount = fields.Monetary("Full Price", help="Before the benefit.")
    saving = fields.Monetary("Saved", help="By the benefit.")
    benefit_id = fields.Many2one("tthc.fee.benefit", ondelete="restrict")
    kept = fields.Monetary(help="Share of the collecting body.")
    remitted = fields.Monetary(help="Share of the budget.")
    explanation = fields.Text(help="How the amount was worked out.")
    state = fields.Selection(related="expected_id.state")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0 OR (amount = 0 AND benefit_id IS NOT NULL))",
        "A fee must be more than zero, but for an exemption.",
    )
    _asked_for = models.Constraint(
        "CHECK (amount = 0 OR expected_id IS NOT NULL)", "A fee belongs to a payment request."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Lines without a full price of their own (supplementary fees) were not lowered, and go
        to the budget whole unless said otherwise."""
        filled = []
        for vals in vals_list:
            amount = vals.get("amount", 0)
            base = vals.get("base_amount", amount)
            usual = {
                "base_amount": base,
                "saving": base - amount,
                "remitted": amount - vals.get("kept", 0),
            }
            # The currency, which comes with the values, before the amounts that it rounds.
            filled.append({**vals, **usual, **vals})
        return super().create(filled)

    @api.model
    @api.private
    def _record_exempt(self, dossier, lines):
        """Keep fees from which the applicant is exempt (values of lines of no amount)."""
        company = dossier.company_id.sudo()
        common = {
            "dossier_id": dossier.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
        }
        return self.create([{**common, **line} for line in lines])

    def write(self, vals):
        raise UserError(
            self.env._("A fee line does not change: cancel its payment request and ask anew.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Fee lines stay on record: cancel the payment request."))
