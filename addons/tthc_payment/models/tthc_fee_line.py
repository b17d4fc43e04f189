from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcFeeLine(models.Model):
    """A fee (phí) or charge (lệ phí) that a dossier owes, as priced on the day it arose.

    Lines are made on acceptance from the catalogue's rules, or by an officer who asks for a
    supplementary fee. They do not change afterwards: a wrong one is cancelled with its payment
    request and asked for anew.
    """

    _name = "tthc.fee.line"
    _description = "Fee Line"
    _order = "dossier_id, id"

    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    expected_id = fields.Many2one(
        "tthc.expected.payment", "Payment Request", required=True, index=True, ondelete="restrict"
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
    explanation = fields.Char(help="How the amount was worked out.")
    state = fields.Selection(related="expected_id.state")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A fee must be more than zero.")

    def write(self, vals):
        raise UserError(
            self.env._("A fee line does not change: cancel its payment request and ask anew.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Fee lines stay on record: cancel the payment request."))
