from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcProcedureVersion(models.Model):
    """The end of published versions, with or without a successor."""

    _inherit = "tthc.procedure.version"

    def action_end(self):
        """Ask for the last day in force and the reason."""
        self.ensure_one()
        self._require_publisher()
        return self.env["tthc.version.end"]._open(default_version_id=self.id)

    def _end(self, last_day, reason, document=None):
        """End published versions on ``last_day``, included; running dossiers stay on them.

        A version that has not begun by then is withdrawn (``voided``), and the one before it
        gets back the end that it had without it.

        :param document: the legal document or decision that ends them, if it is on record
        :raise UserError: not a publisher, no reason, not published, already ended by then, or
            to end before it began although it has been in force
        """
        self._require_publisher()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason of the end."))
        for version in self.sorted("date_from", reverse=True):
            version._check_end(last_day)
            ended = {"end_reason": reason, "end_document_id": document.id if document else False}
            if last_day < version.date_from:
                version._write_unguarded({**ended, "state": "retired", "voided": True})
                version._restore_predecessor()
                continue
            today = self.env["res.company"]._tthc_today()
            state = "retired" if last_day < today else "published"
            version._write_unguarded(
                {**ended, "state": state, "date_to": last_day, "decided_date_to": last_day}
            )
        self._watch_legal_basis()
        return True

    def _check_end(self, last_day):
        self.ensure_one()
        if self.state != "published":
            raise UserError(
                self.env._("Only a published version can be ended: %s", self.display_name)
            )
        if self.date_to and self.date_to <= last_day:
            raise UserError(
                self.env._(
                    "%(version)s ends on %(day)s already.",
                    version=self.display_name,
                    day=self.date_to.strftime("%d/%m/%Y"),
                )
            )
        today = self.env["res.company"]._tthc_today()
        if last_day < self.date_from <= today:
            raise UserError(
                self.env._(
                    "%(version)s has been in force since %(day)s: its last day cannot be earlier.",
                    version=self.display_name,
                    day=self.date_from.strftime("%d/%m/%Y"),
                )
            )

    def _restore_predecessor(self):
        """Give the version before this withdrawn one the end that it has without it: the one
        decided, or the eve of the version that now follows."""
        self.ensure_one()
        siblings = self.search(
            self._domain_effective() & fields.Domain("procedure_id", "=", self.procedure_id.id)
        ).sorted("date_from")
        before = siblings.filtered(lambda row: row.date_from < self.date_from)[-1:]
        eve = fields.Date.subtract(self.date_from, days=1)
        if not before or before.date_to != eve:
            return
        after = siblings.filtered(lambda row: row.date_from > before.date_from)[:1]
        ends = [before.decided_date_to] if before.decided_date_to else []
        if after:
            ends.append(fields.Date.subtract(after.date_from, days=1))
        before._write_unguarded({"date_to": min(ends, default=False)})

    @api.model
    def _cron_retire_ended(self):
        """Move published versions whose last day has passed to *Retired*: for the eye only, for
        what is in force follows from the dates."""
        today = self.env["res.company"]._tthc_today()
        ended = self.search([("state", "=", "published"), ("date_to", "<", today)])
        ended._write_unguarded({"state": "retired"})
