from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import formatLang

from ..tools import limits

CHANNELS = [("counter", "At the Counter"), ("online", "Online"), ("post", "By Post")]
UNITS = [
    ("hour", "Working Hours"),
    ("working_day", "Working Days"),
    ("calendar_day", "Calendar Days"),
    ("month", "Months"),
    ("same_day", "Same Day"),
    ("unknown", "Not Stated"),
]


class TthcProcedureChannel(models.Model):
    """A way to submit ("cách thức thực hiện") with its legal and its committed time limit."""

    _name = "tthc.procedure.channel"
    _description = "Submission Channel"
    _inherit = ["tthc.version.part"]
    _order = "case_id, sequence, id"
    _rec_name = "channel"

    case_id = fields.Many2one("tthc.procedure.case", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    channel = fields.Selection(CHANNELS, required=True, default="counter")
    time_value = fields.Float("Legal Limit", digits=(6, 1))
    time_unit = fields.Selection(UNITS, "Legal Unit", required=True, default="working_day")
    cutoff_hour = fields.Float(
        "Cut-off",
        default=15.0,
        help="Received after this hour, a same-day result is due on the next working day "
        "(NĐ 61/2018/NĐ-CP, Art. 18).",
    )
    committed_value = fields.Float(
        "Committed Limit",
        digits=(6, 1),
        help="The shorter time to which the province commits itself; empty: the legal limit. A "
        "centre's own commitment stands with its offer.",
    )
    committed_unit = fields.Selection(UNITS)
    reduction_text = fields.Char(
        "Reduction",
        compute="_compute_reduction_text",
        help="Of the legal limit, in working days: a day counts 8 hours, a calendar day 5/7 of a "
        "working day, a month 22 working days. Due dates are counted in the calendar itself.",
    )
    limit_label = fields.Char("Time Limit", compute="_compute_limit_label")
    legal_label = fields.Char("Legal Time Limit", compute="_compute_limit_label")
    variant = fields.Char(
        help="Tells apart the rows that the national portal gives for one channel. They must "
        "become cases of their own before the version can be submitted."
    )
    fee_text = fields.Text("Fee as Published", help="Phí, lệ phí, as the portal prints it.")
    note = fields.Text(help="As published, where the portal's text says more.")

    _channel_unique = models.UniqueIndex(
        "(case_id, channel, coalesce(variant, ''))",
        "Each channel has one row per case; make another case instead.",
    )

    @api.depends("time_value", "time_unit", "committed_value", "committed_unit")
    @api.depends_context("lang")
    def _compute_limit_label(self):
        units = dict(self._fields["time_unit"]._description_selection(self.env))
        for row in self:
            row.legal_label = row._format_limit(row.time_value, row.time_unit, units)
            row.limit_label = row.legal_label
            if row.committed_unit:
                committed = row._format_limit(row.committed_value, row.committed_unit, units)
                row.limit_label = f"{row.limit_label} → {committed}"

    @api.depends("time_value", "time_unit", "committed_value", "committed_unit")
    @api.depends_context("lang")
    def _compute_reduction_text(self):
        for row in self:
            found = row.committed_unit and limits.reduction(
                row._limit(), row._limit(committed=True)
            )
            row.reduction_text = found and self.env._(
                "%(days)s days (%(percent).0f %%)",
                days=row._number_text(found.days),
                percent=found.percent,
            )

    @api.depends("channel", "limit_label")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["channel"]._description_selection(self.env))
        for row in self:
            row.display_name = f"{labels.get(row.channel, '')}: {row.limit_label}"

    def _limit_text(self, value, unit):
        """A limit in words, as :attr:`limit_label` writes it."""
        return self._format_limit(
            value, unit, dict(self._fields["time_unit"]._description_selection(self.env))
        )

    def _format_limit(self, value, unit, units):
        if unit in ("same_day", "unknown"):
            return units[unit]
        return f"{self._number_text(value)} {units.get(unit, '').lower()}"

    def _number_text(self, value):
        """``value`` to one decimal, which is left out where it is nought, as the user's language
        writes numbers."""
        value = round(value, 1)
        return formatLang(self.env, value, digits=0 if value == int(value) else 1)

    @api.constrains("time_value", "time_unit", "committed_value", "committed_unit", "cutoff_hour")
    def _check_limit(self):
        for row in self:
            if row.time_unit not in ("same_day", "unknown") and row.time_value <= 0:
                raise ValidationError(self.env._("A time limit must be above zero."))
            if row.committed_unit and row.committed_unit != "same_day" and row.committed_value <= 0:
                raise ValidationError(self.env._("A committed time limit must be above zero."))
            if row.committed_value and not row.committed_unit:
                raise ValidationError(self.env._("Choose the unit of the committed time limit."))
            if row._commits_longer():
                raise ValidationError(
                    self.env._("The committed time limit cannot be longer than the legal one.")
                )
            if not 0 <= row.cutoff_hour < 24:
                raise ValidationError(self.env._("The cut-off is an hour of the day."))

    def _limit(self, committed=False):
        """The legal limit as a :class:`~..tools.limits.Limit`; with ``committed`` the shorter one,
        where there is one."""
        self.ensure_one()
        if committed and self.committed_unit:
            return limits.Limit(self.committed_value, self.committed_unit, self.cutoff_hour)
        return limits.Limit(self.time_value, self.time_unit, self.cutoff_hour)

    def _working_hours(self, committed=False):
        """The limit in working hours by the conventions of :mod:`..tools.limits`; ``None`` when
        its unit is not known."""
        return self._limit(committed).hours

    def _commits_longer(self):
        """Whether the committed limit is longer than the legal one."""
        return bool(self.committed_unit) and limits.is_longer(
            self._limit(committed=True), self._limit()
        )
