import logging
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL, email_normalize, split_every

from odoo.addons.tthc_dossier.tools import identity

_logger = logging.getLogger(__name__)

#: Events are read in parts of so many.
BATCH = 200
#: No transaction lasts so long: an event numbered before one that was seen so long ago and not
#: committed since will never be.
LATEST_COMMIT = timedelta(days=1)
#: The last event before which none is looked at any more.
MARK = "tthc_notice.after_event"
#: What happened so many days ago is not announced: entered later, or the job stood still.
DEFAULT_MAX_AGE = 7


class TthcNotice(models.Model):
    """From the ledger to the outbox. The job may stand still, be run twice or be killed anywhere:
    an event is marked as seen in the transaction that writes its notices, and the unique index
    keeps a second worker from writing them again."""

    _inherit = "tthc.notice"

    @api.model
    @api.private
    def _start_here(self):
        """Announce what happens from now on only."""
        [[last]] = self.env.execute_query(
            SQL("SELECT COALESCE(max(id), 0) FROM tthc_dossier_event")
        )
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(MARK, last)
        parameters.set_param("tthc_notice.since", self._now())

    @api.model
    def _cron_derive(self):
        """Write the notices of the events that nobody has dealt with, and the reminders."""
        cron = self.env["ir.cron"]
        ids = self._next_events()
        cron._commit_progress(remaining=len(ids))
        for part in split_every(BATCH, ids):
            self._derive(self.env["tthc.dossier.event"].browse(part))
            self.env.invalidate_all()
            if not cron._commit_progress(len(part)):
                return
        self._derive_reminders()
        self._forget_seen()
        cron._commit_progress()

    @api.model
    def _next_events(self, limit=5000):
        """Ids of the events not dealt with, in the order of their numbers. There is no "last one":
        an event that was numbered early and committed late is found by its absence."""
        rows = self.env.execute_query(
            SQL(
                """SELECT event.id FROM tthc_dossier_event event WHERE event.id > %s
                     AND NOT EXISTS (SELECT FROM tthc_notice_seen seen
                                      WHERE seen.event_id = event.id)
                    ORDER BY event.id LIMIT %s""",
                self._mark(),
                limit,
            )
        )
        return [row[0] for row in rows]

    def _mark(self):
        return int(self.env["ir.config_parameter"].sudo().get_param(MARK) or 0)

    def _forget_seen(self):
        """Move the mark over what is a day old, and drop what lies before it."""
        old = SQL("seen_at < %s", self._now() - LATEST_COMMIT)
        [[last]] = self.env.execute_query(
            SQL("SELECT max(event_id) FROM tthc_notice_seen WHERE %s", old)
        )
        if last and last > self._mark():
            self.env["ir.config_parameter"].sudo().set_param(MARK, last)
            self.env.execute_query(
                SQL("DELETE FROM tthc_notice_seen WHERE event_id <= %s RETURNING 1", last)
            )

    @api.model
    def _derive(self, events):
        """Write the notices of ``events`` and mark them as seen, in one transaction. Events that
        another worker marked meanwhile are left to it."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO tthc_notice_seen (event_id, seen_at)
                   SELECT unnest(%s), %s ON CONFLICT (event_id) DO NOTHING RETURNING event_id""",
                events.ids,
                self._now(),
            )
        )
        mine = {row[0] for row in rows}
        for event in events.filtered(lambda event: event.id in mine):
            key = self._key_of(event)
            if key and event.dossier_id.processing_system == "local":
                self._announce(event.dossier_id, key, f"event {event.id}", event)

    @api.model
    def _announce(self, dossier, key, occasion, event=None, more=None):
        """Write the notices of one event or reminder: one for each person and channel.

        :param more: facts that the event does not tell
        """
        company = dossier.company_id
        rule = self.env["tthc.notice.rule"]._for(key, company)
        channels = rule._channels(company) if rule else []
        if not channels:
            return self.browse()
        event = event or self.env["tthc.dossier.event"]
        known = self._known(occasion)
        used, rows = set(), []
        for partner in rule._people(dossier):
            facts = {
                **self._facts_of(dossier, event, partner),
                **self._key_facts(dossier, key),
                **(more or {}),
            }
            for channel in channels:
                if (rule.id, partner.id, channel) in known:
                    continue
                address, why = self._address(partner, channel, not rule.legal and key)
                if not why and (channel, address) in used:
                    why = "same_address"
                if not why and self._is_late(event):
                    why = "late"
                used.add((channel, address))
                rows.append(
                    {
                        "dossier_id": dossier.id,
                        "company_id": company.id,
                        "rule_id": rule.id,
                        "key": key,
                        "legal": rule.legal,
                        "occasion": occasion,
                        "event_id": event.id,
                        "partner_id": partner.id,
                        "channel": channel,
                        "address": address,
                        "facts": facts,
                        "why": why,
                        "state": "suppressed" if why else "queued",
                    }
                )
        notices = self.create(rows)
        for notice in notices:
            notice.next_at = notice._earliest()
        notices._write_words()
        entries = self.env["tthc.notice.entry"]
        entries._append(notices.filtered(lambda row: row.state == "queued"), "queued")
        entries._append(notices.filtered(lambda row: row.state == "suppressed"), "suppressed")
        return notices

    def _known(self, occasion):
        """What was written about an occasion before."""
        rows = self.search([("occasion", "=", occasion)])
        return {(row.rule_id.id, row.partner_id.id, row.channel) for row in rows}

    @api.model
    def _address(self, partner, channel, key):
        """``(address, why not)`` of a person by a channel; the latter ``False`` where it may be
        sent.

        :param key: the kind, where the person may refuse it alone; ``False`` for what the law
            wants told
        """
        given = partner.email if channel == "email" else partner.phone
        if not given:
            return False, "no_address"
        if channel == "email":
            address = email_normalize(given)
            good = bool(address)
        else:
            check = identity.check_phone(given)
            address, good = check.number, not check.problems and check.kind == "mobile"
        if not good:
            return given, "bad_address"
        return address, False if partner._tthc_wants(channel, key) else "opted_out"

    def _earliest(self):
        """When it may go out: a text message in working time only."""
        self.ensure_one()
        now = self._now()
        return self.company_id._tthc_sms_from(now) if self.channel == "sms" else now

    def _is_late(self, event):
        days = self.env["ir.config_parameter"].sudo().get_param("tthc_notice.max_age_days")
        oldest = self._now() - timedelta(days=int(days or DEFAULT_MAX_AGE))
        return bool(event) and event.at < oldest
