from contextlib import nullcontext

from odoo import api, models

from ..tools import calendar_snapshot


class ResCompany(models.Model):
    """A centre's choice of hours and options is watched: see ``tthc.calendar.change``."""

    _inherit = "res.company"

    def _tthc_calendar_snapshot(self):
        """How the centre counts now, as plain data and past every cache; ``None`` without
        working hours."""
        company = self.sudo()
        return calendar_snapshot.to_data(
            company._tthc_read_calendar(), company._tthc_read_options()
        )

    def write(self, vals):
        watched = {"resource_calendar_id", "tthc_cutoff_hour", "tthc_cutoff_shifts_start"}
        if not watched & set(vals):
            return super().write(vals)
        labels = [
            self._fields[name]._description_string(self.env) for name in sorted(watched & set(vals))
        ]

        def what():
            return self.env._("Changed: %s", ", ".join(labels))

        with self.env["tthc.calendar.change"]._watching(self, what):
            return super().write(vals)


class ResourceCalendar(models.Model):
    """Hours entered in the form of a working schedule are one change, not one a line."""

    _inherit = "resource.calendar"

    def write(self, vals):
        if not {"attendance_ids", "tz"} & set(vals):
            return super().write(vals)
        with self._watching():
            quiet = self.with_context(tthc_calendar_watched=True)
            return super(ResourceCalendar, quiet).write(vals)

    def _watching(self):
        centres = self.env["res.company"].sudo().search([("resource_calendar_id", "in", self.ids)])
        names = ", ".join(self.mapped("name"))

        def what():
            return self.env._("Working hours changed: %s", names)

        if not centres:
            return nullcontext()
        return self.env["tthc.calendar.change"]._watching(centres, what)


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals["calendar_id"] for vals in vals_list if vals.get("calendar_id")}
        with self.env["resource.calendar"].browse(ids)._watching():
            return super().create(vals_list)

    def write(self, vals):
        with self.calendar_id._watching():
            return super().write(vals)

    def unlink(self):
        with self.calendar_id._watching():
            return super().unlink()


class TthcCalendarDay(models.Model):
    """A day that is added, changed or taken away."""

    _inherit = "tthc.calendar.day"

    @api.model_create_multi
    def create(self, vals_list):
        created = self.browse()

        def what():
            return "\n".join(self.env._("Added: %s", day._sentence()) for day in created)

        companies = {vals.get("company_id") for vals in vals_list}
        with self._watching(companies, what):
            created = super().create(vals_list)
            return created

    def write(self, vals):
        if not {"date", "kind", "company_id"} & set(vals):
            return super().write(vals)
        before = {day: day._sentence() for day in self}

        def what():
            return "\n".join(
                self.env._("Changed: %(old)s → %(new)s", old=before[day], new=day._sentence())
                for day in self
            )

        companies = {day.company_id.id for day in self}
        if "company_id" in vals:
            companies.add(vals["company_id"])
        with self._watching(companies, what):
            return super().write(vals)

    def unlink(self):
        gone = [day._sentence() for day in self]

        def what():
            return "\n".join(self.env._("Removed: %s", sentence) for sentence in gone)

        companies = {day.company_id.id for day in self}
        with self._watching(companies, what):
            return super().unlink()

    def _watching(self, company_ids, what):
        """:param company_ids: ids of the centres of the days; a false one stands for all"""
        companies = self.env["res.company"]
        if all(company_ids):
            companies = companies.browse(company_ids)
        return self.env["tthc.calendar.change"]._watching(companies, what)

    def _sentence(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return f"{self.date.strftime('%d/%m/%Y')} – {kinds[self.kind]} ({self.name})"


class TthcCalendarYear(models.Model):
    """Removing a year removes its days in the database, past the rows above."""

    _inherit = "tthc.calendar.year"

    def unlink(self):
        self.day_ids.unlink()
        return super().unlink()
