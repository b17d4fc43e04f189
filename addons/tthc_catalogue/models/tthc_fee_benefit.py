from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import fees
from .tthc_fee_formula import APPLICANTS
from .tthc_procedure_channel import CHANNELS
from .tthc_procedure_fee import hundredths

GROUPS = [
    ("child", "Child"),
    ("poor", "Poor Household"),
    ("elderly", "Elderly Person"),
    ("disabled", "Person with Disability"),
    ("meritorious", "Meritorious Person"),
    ("minority", "Ethnic Minority in an Especially Difficult Commune"),
    ("digital", "Digital Citizen"),
    ("online", "Online Submission"),
    ("everybody", "Everybody"),
    ("other", "Other Group"),
]
EVIDENCE_SOURCES = [
    ("paper", "Paper"),
    ("vneid", "VNeID"),
    ("database", "National Database"),
]


class TthcFeeBenefit(models.Model):
    """An exemption or reduction that a regulation grants: to whom, on what evidence, of which
    fees. The groups are those of law 97/2015/QH13, Art. 10, and of later resolutions.

    Of several benefits the highest applies to a fee, and none are added up.
    """

    _name = "tthc.fee.benefit"
    _description = "Fee Benefit"
    _inherit = ["tthc.publication.part"]
    _order = "regulation_id, sequence, id"
    _rec_names_search = ["name", "regulation_id"]
    _publication_fields = ("regulation_id",)

    regulation_id = fields.Many2one(
        "tthc.fee.regulation", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True, help="Who or what is favoured, as printed: Trẻ em.")
    sequence = fields.Integer(
        default=10, help="Of benefits that save the same the lower one applies."
    )
    group = fields.Selection(GROUPS, "For Whom", required=True, default="other")
    mode = fields.Selection(
        [("exempt", "Exempt"), ("percent", "Reduction in per cent"), ("amount", "Reduced Amount")],
        required=True,
        default="exempt",
    )
    percent = fields.Float("Reduction", digits=(5, 2), help="Per cent taken off.")
    amount = fields.Integer(
        "Amount to Pay", help="VND for each unit that the fee counts, in place of its price."
    )
    value_text = fields.Char("Benefit", compute="_compute_value_text")
    automatic = fields.Boolean(
        help="Granted without a claim wherever channel, applicant and dates fit, e.g. a lower "
        "price for online submission."
    )
    evidence = fields.Char(help="The paper or data that proves it.")
    evidence_source = fields.Selection(EVIDENCE_SOURCES, default="paper")
    kind = fields.Selection(
        [("phi", "Fees only"), ("le_phi", "Charges only")], "Of", help="Empty: both."
    )
    sector_ids = fields.Many2many(
        "tthc.sector", "tthc_fee_benefit_sector_rel", "benefit_id", "sector_id", "Sectors"
    )
    procedure_ids = fields.Many2many(
        "tthc.procedure",
        "tthc_fee_benefit_procedure_rel",
        "benefit_id",
        "procedure_id",
        "Procedures",
        help="Sectors and procedures add up; without any it holds for all.",
    )
    channel = fields.Selection(CHANNELS, help="Empty: every channel.")
    applicant = fields.Selection(APPLICANTS, help="Empty: whoever asks.")
    date_from = fields.Date("Valid from", help="Empty: as the regulation.")
    date_to = fields.Date("Valid until", help="Empty: as the regulation.")
    state = fields.Selection(related="regulation_id.state")
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")
    note = fields.Char()

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A benefit cannot end before it begins.",
    )

    @api.constrains("mode", "percent", "amount")
    def _check_value(self):
        for benefit in self:
            if benefit.mode == "percent" and not 0 < benefit.percent <= 100:
                raise ValidationError(
                    self.env._("“%s”: a reduction lies above 0 and up to 100.", benefit.name)
                )
            if benefit.amount < 0:
                raise ValidationError(
                    self.env._("“%s”: an amount cannot be negative.", benefit.name)
                )

    @api.depends("mode", "percent", "amount")
    def _compute_value_text(self):
        for benefit in self:
            if benefit.mode == "exempt":
                benefit.value_text = self.env._("exempt")
            elif benefit.mode == "percent":
                benefit.value_text = f"−{benefit.percent:g} %"
            else:
                benefit.value_text = fees.money(benefit.amount)

    @api.depends("name", "mode", "percent", "amount", "regulation_id.name")
    def _compute_display_name(self):
        for benefit in self:
            parts = [benefit.name or "", benefit.value_text, benefit.regulation_id.name or ""]
            benefit.display_name = " · ".join(part for part in parts if part)

    def _period(self):
        """First and last day with effect, ``None`` where open."""
        regulation = self.regulation_id
        starts = [day for day in (self.date_from, regulation.date_from) if day]
        ends = [day for day in (self.date_to, regulation._last_day()) if day]
        return (max(starts) if starts else None), (min(ends) if ends else None)

    @api.depends(
        "date_from",
        "date_to",
        "regulation_id.date_from",
        "regulation_id.date_to",
        "regulation_id.state",
    )
    def _compute_in_force(self):
        today = fields.Date.context_today(self)
        for benefit in self:
            start, end = benefit._period()
            benefit.in_force = (
                benefit.regulation_id.state == "published"
                and (not start or start <= today)
                and (not end or end >= today)
            )

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        domain = Domain("regulation_id.state", "=", "published")
        for path in ("", "regulation_id."):
            start, end = f"{path}date_from", f"{path}date_to"
            domain &= Domain(start, "=", False) | Domain(start, "<=", today)
            domain &= Domain(end, "=", False) | Domain(end, ">=", today)
        return domain if True in value else ~domain

    def _gaps(self):
        """Sentences on benefits that nobody could check."""
        return [
            self.env._("“%s”: say which evidence proves it.", benefit.name)
            for benefit in self
            if not benefit.automatic and not benefit.evidence
        ]

    def _rule(self):
        """This row as the plain benefit that :mod:`..tools.fees` prices with."""
        self.ensure_one()
        start, end = self._period()
        value = hundredths(self.percent) if self.mode == "percent" else self.amount
        return fees.Benefit(
            benefit_id=self.id,
            name=self.name,
            mode=self.mode,
            value=value,
            regulation=self.regulation_id.name,
            regulation_id=self.regulation_id.id,
            automatic=self.automatic,
            kind=self.kind or None,
            channel=self.channel or None,
            applicant=self.applicant or None,
            sectors=frozenset(self.sector_ids.ids),
            procedures=frozenset(self.procedure_ids.ids),
            sequence=self.sequence,
            date_from=start,
            date_to=end,
        )
