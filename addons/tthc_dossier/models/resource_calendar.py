from odoo import models


class ResourceCalendar(models.Model):
    """The time zone feeds the cached settings of the clock."""

    _inherit = "resource.calendar"

    def write(self, vals):
        if "tz" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)


class ResourceCalendarAttendance(models.Model):
    """Working hours feed the cached calendars of the clock."""

    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "tthc.cache.source"]
