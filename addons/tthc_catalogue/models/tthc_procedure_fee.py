from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import fees
from .tthc_procedure_channel import CHANNELS

# Said on quotes and receipts in place of a sum: printed text, Vietnamese at source.
REMARKS = {"free": "Miễn thu", "local": "Theo nghị quyết của HĐND tỉnh"}


class TthcProcedureFee(models.Model):
    """A price rule of a case: phí (price of a service) or lệ phí (fixed charge), by law
    97/2015/QH13. Amounts are VND without decimals."""

    _name = "tthc.procedure.fee"
    _description = "Fee Rule"
    _inherit = ["tthc.version.part"]
    _order = "case_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    case_id = fields.Many2one("tthc.procedure.case", required=True, index=True, ondelete="cascade")
    kind = fields.Selection([("phi", "Fee"), ("le_phi", "Charge")], required=True, default="phi")
    amount_kind = fields.Selection(
        [("fixed", "Fixed Amount"), ("free", "Free of Charge"), ("local", "Set by the Province")],
        required=True,
        default="fixed",
        help="Set by the province: the People's Council of the province decides; without its "
        "amount here nothing is asked.",
    )
    amount = fields.Integer(help="VND, per unit.")
    unit = fields.Selection(
        [("dossier", "Dossier"), ("copy", "Copy"), ("page", "Page"), ("person", "Person")],
        required=True,
        default="dossier",
    )
    tier_from = fields.Integer(
        "Lower from", help="From this unit on the lower amount applies (3: from the third page)."
    )
    tier_amount = fields.Integer("Lower Amount", help="VND per unit from the tier on.")
    ceiling = fields.Integer(help="VND at most in all; 0: none.")
    channel = fields.Selection(CHANNELS, help="Empty: every channel.")
    date_from = fields.Date("Valid from")
    date_to = fields.Date("Valid until")
    retained_percent = fields.Float(
        "Share Kept",
        digits=(5, 2),
        help="Per cent kept by the collecting body; the rest goes to the budget.",
    )
    legal_document_id = fields.Many2one("tthc.legal.document", "Legal Basis", ondelete="restrict")
    note = fields.Char()

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A price rule cannot end before it begins.",
    )

    @api.constrains("amount", "tier_amount", "tier_from", "ceiling", "retained_percent", "kind")
    def _check_amounts(self):
        for fee in self:
            if min(fee.amount, fee.tier_amount, fee.tier_from, fee.ceiling) < 0:
                raise ValidationError(self.env._("“%s”: an amount cannot be negative.", fee.name))
            if not 0 <= fee.retained_percent <= 100:
                raise ValidationError(
                    self.env._("“%s”: the share kept lies between 0 and 100.", fee.name)
                )
            if fee.kind == "le_phi" and fee.retained_percent:
                raise ValidationError(
                    self.env._(
                        "“%s” is a charge (lệ phí): all of it goes to the budget "
                        "(law 97/2015/QH13).",
                        fee.name,
                    )
                )

    @api.model
    def _rule_fields(self):
        """Names of the fields that :meth:`_rule` reads."""
        return [
            "name",
            "kind",
            "amount_kind",
            "amount",
            "unit",
            "tier_from",
            "tier_amount",
            "ceiling",
            "channel",
            "date_from",
            "date_to",
        ]

    def _rule(self):
        """This row as the plain rule that :mod:`..tools.fees` prices."""
        self.ensure_one()
        return fees.FeeRule(
            fee_id=self.id,
            name=self.name,
            kind=self.kind,
            amount=self.amount,
            unit=self.unit,
            tier_from=self.tier_from,
            tier_amount=self.tier_amount,
            ceiling=self.ceiling,
            channel=self.channel or None,
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            remark=REMARKS.get(self.amount_kind, ""),
        )


class TthcProcedureCase(models.Model):
    _inherit = "tthc.procedure.case"

    def _fee_gaps(self):
        """Sentences on this case's fees that keep its version from being submitted."""
        self.ensure_one()
        return []
