from datetime import timedelta

from odoo import api, fields, models

from ..tools import content

#: Files that one run of the job looks at before it hands over.
BATCH = 200
#: Days after which a file is looked at again.
DAYS = 30


class TthcPaperFile(models.Model):
    """Digests are taken again, so that what was changed past Odoo is found."""

    _inherit = "tthc.paper.file"

    def _recheck(self):
        """Take the digest again and compare: ``ok``, ``changed`` or ``missing``. ``self`` is
        superuser."""
        self.ensure_one()
        attachment = self.attachment_id
        attachment.invalidate_recordset(["raw"])
        raw = attachment.raw or b""
        if not raw and self.size:
            outcome = "missing"
        else:
            outcome = "ok" if content.digest(raw) == self.checksum else "changed"
        attachment.invalidate_recordset(["raw"])
        return outcome

    def action_check_integrity(self):
        """Take the digests of these files again; the message says what was found."""
        self.check_access("read")
        found = self.sudo()._check_integrity()
        text = self.env._("All %s files are as they were stored.", len(self))
        if found:
            text = self.env._(
                "%(count)s files are not what was stored: %(names)s. Tell an administrator.",
                count=len(found),
                names=", ".join(found.mapped("name")),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if found else "success",
                "message": text,
                "sticky": bool(found),
            },
        }

    @api.private
    def _check_integrity(self):
        """Check and keep the outcome; the files that are not what was stored."""
        now = fields.Datetime.now()
        bad = self.browse()
        for file in self.filtered("attachment_id"):
            outcome = file._recheck()
            if outcome != "ok":
                bad |= file
                if file.integrity != outcome:
                    file._report_break(outcome)
            file.write({"integrity": outcome, "integrity_at": now})
        return bad

    def _report_break(self, outcome):
        labels = dict(self._fields["integrity"]._description_selection(self.env))
        self.dossier_id.message_post(
            body=self.env._(
                "Integrity of the file %(name)s: %(outcome)s. Its digest was %(digest)s.",
                name=self.name,
                outcome=labels[outcome],
                digest=self.checksum,
            )
        )

    # Jobs -----------------------------------------------------------------------------------------

    @api.model
    def _cron_integrity(self):
        """Look at the files that were not looked at for the longest time."""
        before = fields.Datetime.now() - timedelta(days=DAYS)
        domain = [
            ("attachment_id", "!=", False),
            "|",
            ("integrity_at", "=", False),
            ("integrity_at", "<", before),
        ]
        files = self.search(domain, limit=BATCH, order="integrity_at nulls first, id")
        files._check_integrity()
        remaining = self.search_count(domain)
        self.env["ir.cron"]._commit_progress(len(files), remaining=remaining)

    @api.model
    def _cron_scan(self):
        """Have files scanned that came in while no antivirus answered."""
        antivirus = self.env["tthc.antivirus"]
        if not antivirus._is_configured():
            return
        domain = [("verdict", "in", ("none", "pending")), ("attachment_id", "!=", False)]
        # Those that were asked for the longest time ago first: one that is never answered must
        # not keep the others waiting.
        files = self.search(domain, limit=BATCH, order="verdict_at nulls first, id")
        for file in files:
            file._scan_again()
            self.env["ir.cron"]._commit_progress(1)
            if file.verdict == "pending":
                return
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(domain))

    def _scan_again(self):
        self.ensure_one()
        attachment = self.attachment_id
        raw = attachment.raw or b""
        self.write(self.env["tthc.antivirus"]._row_values(raw))
        if self.verdict == "infected":
            place = self.dossier_id.name or ""
            self.env["tthc.paper.alert"]._log(self.name, raw, self.verdict_detail, place)
            self._quarantine()
        attachment.exists().invalidate_recordset(["raw"])

    def _quarantine(self):
        """Malware found later: the stored file goes, its row stays and says why."""
        attachment = self.attachment_id
        rows = self.search([("attachment_id", "=", attachment.id)])
        dossiers = rows.dossier_id
        for row in rows:
            if row.component_id:
                row.component_id._unlink_files(attachment)
            row._end("quarantined")
            row.write(
                {
                    "attachment_id": False,
                    "verdict": "infected",
                    "verdict_detail": self.verdict_detail,
                    "verdict_at": self.verdict_at,
                }
            )
        self.env.flush_all()
        attachment.unlink()
        dossiers._refresh_papers()
        for dossier in dossiers:
            dossier.message_post(
                body=self.env._(
                    "Malware (%(signature)s) was found in %(name)s; the file was removed. Ask for "
                    "the paper again.",
                    signature=self.verdict_detail,
                    name=self.name,
                )
            )
