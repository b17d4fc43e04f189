from datetime import time

from odoo import fields, models, tools
from odoo.exceptions import UserError

from ..tools import clock, wall_time


class ResCompany(models.Model):
    _inherit = "res.company"

    tthc_cutoff_shifts_start = fields.Boolean(
        "Late Acceptance Counts from the Next Day",
        help="Accepted after the cut-off, a dossier's limit begins on the next working day. The "
        "law speaks of the transfer only; some provinces shift the limit too.",
    )
    tthc_cutoff_hour = fields.Float(
        "Transfer Cut-off",
        default=15.0,
        help="The hour after which “Late Acceptance Counts from the Next Day” applies; 15:00 is "
        "the transfer cut-off of NĐ 61/2018/NĐ-CP, Art. 18.",
    )

    def _tthc_zone(self):
        """Name of the centre's time zone."""
        return self._tthc_clock_setting()[0]

    def _tthc_working_calendar(self):
        """The centre's weekly hours and the special days of every year entered, as the
        immutable calendar of :mod:`..tools.clock`.

        :raise UserError: the centre has no working hours
        """
        calendar = self._tthc_clock_setting()[1]
        if not calendar:
            raise UserError(
                self.env._(
                    "%s has no working hours: choose a working schedule for the centre in its "
                    "company form.",
                    self.sudo().name,
                )
            )
        return calendar

    def _tthc_clock_options(self):
        """The centre's choices where the law leaves one, for :mod:`..tools.clock`."""
        return self._tthc_clock_setting()[2]

    @tools.ormcache("self.id")
    def _tthc_clock_setting(self):
        """Zone, calendar (``None`` without working hours) and options, cached until a company,
        a working schedule or a special day changes: a due date costs no query."""
        company = self.sudo()
        zone = company.resource_calendar_id.tz or wall_time.DEFAULT_ZONE
        return zone, company._tthc_read_calendar(), company._tthc_read_options()

    def _tthc_read_options(self):
        return clock.Options(
            cutoff_shifts_start=self.tthc_cutoff_shifts_start,
            cutoff=as_time(self.tthc_cutoff_hour),
        )

    def _tthc_read_calendar(self):
        company = self.sudo()
        weekly = {}
        for line in company.resource_calendar_id.attendance_ids:
            if line.day_period != "lunch" and line.hour_to > line.hour_from:
                span = (as_time(line.hour_from), as_time(line.hour_to))
                weekly.setdefault(int(line.dayofweek), []).append(span)
        if not weekly:
            return None
        days = (
            self.env["tthc.calendar.day"]
            .sudo()
            .search_fetch(
                [("company_id", "in", [False, company.id])], ["date", "kind", "company_id"]
            )
        )
        special = {}
        for day in days.sorted(lambda day: bool(day.company_id)):
            special[day.date] = clock.DayKind(day.kind)
        years = self.env["tthc.calendar.year"].sudo().search_fetch([], ["year"])
        return clock.WorkingCalendar(
            weekly={day: sorted(spans) for day, spans in weekly.items()},
            special=special,
            years=years.mapped("year"),
        )

    def write(self, vals):
        if {"resource_calendar_id", "tthc_cutoff_hour", "tthc_cutoff_shifts_start"} & set(vals):
            self.env.registry.clear_cache()
        return super().write(vals)


def as_time(hours):
    """7.5 → 07:30; 24 → the last minute of the day, since no time of day is 24:00."""
    minutes = min(max(round(hours * 60), 0), 24 * 60 - 1)
    return time(minutes // 60, minutes % 60)
