from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import fees

# Said on quotes and receipts in place of a sum: printed text, Vietnamese at source.
REMARKS = {"free": "Miễn thu", "local": "Theo nghị quyết của HĐND tỉnh"}


def hundredths(percent):
    """Per cent as the integer hundredths that :mod:`..tools.fees` counts in."""
    return round(percent * 100)


class TthcProcedureFee(models.Model):
    """A price rule of a case: phí (price of a service) or lệ phí (fixed charge), by law
    97/2015/QH13."""

    _name = "tthc.procedure.fee"
    _description = "Fee Rule"
    _inherit = ["tthc.fee.formula", "tthc.version.part"]
    _order = "case_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    case_id = fields.Many2one("tthc.procedure.case", required=True, index=True, ondelete="cascade")
    kind = fields.Selection([("phi", "Fee"), ("le_phi", "Charge")], required=True, default="phi")
    amount_kind = fields.Selection(
        [("fixed", "Fixed Amount"), ("free", "Free of Charge"), ("local", "Set by the Province")],
        required=True,
        default="fixed",
        help="Set by the province: the amount is that of the published fee regulation in force on "
        "the day; without one nothing is asked.",
    )
    tier_ids = fields.One2many("tthc.fee.tier", "fee_id", "Tiers", copy=True)
    date_from = fields.Date("Valid from")
    date_to = fields.Date("Valid until")
    legal_document_id = fields.Many2one("tthc.legal.document", "Legal Basis", ondelete="restrict")
    legal_number = fields.Char(related="legal_document_id.number", store=True)
    note = fields.Char()

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A price rule cannot end before it begins.",
    )

    @api.constrains("retained_percent", "kind")
    def _check_charges_are_remitted(self):
        for fee in self:
            if fee.kind == "le_phi" and fee.retained_percent:
                raise ValidationError(
                    self.env._(
                        "“%s” is a charge (lệ phí): all of it goes to the budget "
                        "(law 97/2015/QH13).",
                        fee.name,
                    )
                )

    @api.depends("amount_kind")
    def _compute_formula_text(self):
        return super()._compute_formula_text()

    def _formula_words(self):
        return REMARKS.get(self.amount_kind) or super()._formula_words()

    @api.model
    def _rule_fields(self):
        """Names of the fields that :meth:`_rule` reads."""
        own = ["name", "kind", "amount_kind", "date_from", "date_to", "legal_number"]
        return own + self._formula_fields()

    def _rule(self):
        """This row as the plain rule that :mod:`..tools.fees` prices."""
        self.ensure_one()
        return fees.FeeRule(
            fee_id=self.id,
            name=self.name,
            kind=self.kind,
            formula=self._formula(),
            channel=self.channel or None,
            applicant=self.applicant or None,
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            remark=REMARKS.get(self.amount_kind, ""),
            local=self.amount_kind == "local",
            retained=hundredths(self.retained_percent),
            basis=self.legal_number or "",
        )
