from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TthcCalendarYear(models.Model):
    """A year's public holidays and swapped days, as decided for that year.

    The days are data: they are announced every year and never computed from the lunar calendar.
    A due date that would fall in a year without a record here is refused.
    """

    _name = "tthc.calendar.year"
    _description = "Working Calendar Year"
    _inherit = ["tthc.cache.source"]
    _order = "year desc"
    _rec_name = "year"

    year = fields.Integer(required=True)
    decision = fields.Char(help="The announcement on which the days rest.")
    provisional = fields.Boolean(
        help="The year's decision is not out yet: only the days fixed by law are entered, and "
        "due dates in this year may still move."
    )
    day_ids = fields.One2many("tthc.calendar.day", "year_id", "Days")

    _year_unique = models.UniqueIndex("(year)", "This year has a calendar already.")

    @api.constrains("year")
    def _check_year(self):
        for record in self:
            if not 2000 <= record.year <= 2100:
                raise ValidationError(self.env._("%s is not a year of this century.", record.year))

    @api.depends("year")
    def _compute_display_name(self):
        for record in self:
            record.display_name = str(record.year)


class TthcCalendarDay(models.Model):
    """A day that differs from the weekly pattern: holiday, compensatory day off or make-up day
    (BLLĐ 45/2019/QH14, Art. 111–112)."""

    _name = "tthc.calendar.day"
    _description = "Special Day"
    _inherit = ["tthc.cache.source"]
    _order = "date"
    _rec_name = "name"

    name = fields.Char(required=True)
    date = fields.Date(required=True, index=True)
    kind = fields.Selection(
        [
            ("holiday", "Holiday"),
            ("compensatory_off", "Compensatory Day Off"),
            ("make_up_work", "Make-up Working Day"),
        ],
        required=True,
        default="holiday",
    )
    year_id = fields.Many2one("tthc.calendar.year", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", "Only for", index=True, help="Empty: for every centre."
    )

    _day_unique = models.UniqueIndex(
        "(date, COALESCE(company_id, 0))", "This day is in the calendar already."
    )

    @api.constrains("date", "year_id")
    def _check_year(self):
        for day in self:
            if day.date.year != day.year_id.year:
                raise ValidationError(
                    self.env._(
                        "%(day)s does not lie in the year %(year)s.",
                        day=day.date.strftime("%d/%m/%Y"),
                        year=day.year_id.year,
                    )
                )
