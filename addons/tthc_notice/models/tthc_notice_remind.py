from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_dossier.models.tthc_supplement_round import WAITING
from odoo.addons.tthc_dossier.tools import wall_time
from odoo.addons.tthc_dossier.tools.clock import CalendarMissing


class TthcNotice(models.Model):
    """Reminders: what no event tells but the passing of time."""

    _inherit = "tthc.notice"

    @api.model
    def _derive_reminders(self):
        """Remind of supplements that run out and of results that nobody collected."""
        now = self._now()
        centres = self.env["res.company"].search(
            ["|", ("tthc_notice_email", "=", True), ("tthc_notice_sms", "=", True)]
        )
        for centre in centres:
            self._remind_of_supplements(centre, now)
            self._remind_of_results(centre, now)
            self.env["ir.cron"]._commit_progress()

    def _since(self):
        """What was there before the notices were installed is not reminded of."""
        given = self.env["ir.config_parameter"].sudo().get_param("tthc_notice.since")
        return fields.Datetime.to_datetime(given)

    def _remind_of_supplements(self, centre, now):
        rule = self.env["tthc.notice.rule"]._for("supplement_reminder", centre)
        if not rule or not rule._channels(centre):
            return
        rounds = self.env["tthc.supplement.round"].search(
            [
                ("company_id", "=", centre.id),
                ("state", "in", WAITING),
                ("requested_at", ">=", self._since()),
                ("answer_due_at", ">", now),
                ("answer_due_at", "<=", self._in_working_days(centre, now, rule.days)),
            ]
        )
        for row in rounds - self._reminded(rounds, "supplement {}"):
            left = row.item_ids.filtered(lambda item: not item.received)
            self._announce(
                row.dossier_id,
                "supplement_reminder",
                f"supplement {row.id}",
                more={
                    "items": "; ".join(left.mapped("name")),
                    "answer_due": row.dossier_id._local_text(row.answer_due_at),
                },
            )

    def _remind_of_results(self, centre, now):
        rule = self.env["tthc.notice.rule"]._for("uncollected", centre)
        if not rule or not rule.days or not rule._channels(centre):
            return
        dossiers = self.env["tthc.dossier"].search(
            [
                ("company_id", "=", centre.id),
                ("state", "=", "done"),
                ("return_method", "=", "counter"),
                ("processing_system", "=", "local"),
                ("finished_at", ">=", self._since()),
                ("finished_at", "<=", now - timedelta(days=rule.days)),
            ]
        )
        for dossier in dossiers:
            waited = (now - dossier.finished_at).days
            number = min(waited // rule.days, rule.times)
            occasion = f"uncollected {dossier.id} {dossier.finished_at:%Y%m%d} {number}"
            if number and not self.search_count([("occasion", "=", occasion)], limit=1):
                self._announce(dossier, "uncollected", occasion, more={"days": str(waited)})

    def _reminded(self, records, pattern):
        """Those of ``records`` that were reminded of."""
        names = {pattern.format(record.id): record.id for record in records}
        known = self.search([("occasion", "in", list(names))])
        return records.browse({names[row.occasion] for row in known})

    def _in_working_days(self, centre, now, days):
        """The end of the day that lies ``days`` working days after ``now``, naive UTC."""
        zone = centre._tthc_zone()
        local = wall_time.to_local(now, zone)
        try:
            day = centre._tthc_working_calendar().add_working_days(local.date(), days)
        except CalendarMissing:
            day = local.date() + timedelta(days=days)
        end = fields.Datetime.to_datetime(day) + timedelta(days=1)
        return wall_time.to_utc(end, zone)
