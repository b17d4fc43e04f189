from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_dossier.tools import wall_time


class TthcOnlineSupply(models.Model):
    """Sending: once, all or nothing, with a receipt."""

    _inherit = "tthc.online.supply"

    @api.private
    def _send(self, note=""):
        """Hand the draft in. The moment of sending is the moment of the hand-in; the dossier goes
        on when the desk has found it to be what was asked for. Sent a second time, nothing
        happens.

        :raise UserError: nothing was uploaded, or it is not asked for any more; nothing is lost
        """
        self.ensure_one()
        self._lock()
        if self.state != "draft":
            return False
        dossier = self.dossier_id
        dossier._lock()
        if dossier.state != "supplement" or dossier._waiting_round() != self.round_id:
            raise UserError(
                self.env._(
                    "The dossier does not wait for this supplement any more. Your files were not "
                    "sent; look at the page of the dossier."
                )
            )
        if not self.file_ids:
            raise UserError(self.env._("Upload at least one file first."))
        now = dossier._now()
        self._write_sent(now, note)
        for file in self.file_ids:
            file._hand_over(self._component_of(file.item_id))
        self.write({"state": "sent"})
        dossier._log_event("supply_online", note=self.note, at=now, facts=self._facts())
        self.env.ref("tthc_portal.cron_mail_receipts")._trigger()
        return True

    def _lock(self):
        """A second click waits here, and then sees that it was sent, or is retried by the
        server."""
        self.flush_recordset()
        self.env.execute_query(
            SQL("SELECT id FROM tthc_online_supply WHERE id = %s FOR UPDATE", self.id)
        )
        self.invalidate_recordset(["state"])

    def _write_sent(self, now, note):
        self.write(
            {
                "name": self._next_name(),
                "sent_at": now,
                "note": (note or "").strip()[:2000] or False,
            }
        )

    def _next_name(self):
        """Number of the receipt: the dossier's, the round, the sending."""
        dossier = self.dossier_id
        earlier = self.search_count([("round_id", "=", self.round_id.id), ("name", "!=", False)])
        number = dossier.name or dossier.national_code or f"HS{dossier.id:06}"
        return f"{number}/BS{self.round_id.number}.{earlier + 1}"

    def _component_of(self, item):
        """The paper of the dossier that ``item`` asks for; a new one for what is not on the
        dossier's list."""
        if not item.component_id:
            item.component_id = self.env["tthc.dossier.component"].sudo().create(
                {
                    "dossier_id": self.dossier_id.id,
                    "name": item.name,
                    "requirement": "conditional",
                    "sequence": 100,
                }
            )  # fmt: skip
        return item.component_id

    def _damaged(self, file):
        """The error for a file whose stored bytes changed."""
        return ValidationError(
            self.env._("%s was damaged on the server: remove it and upload it again.", file.name)
        )

    def _facts(self):
        """What the event keeps: the receipt itself."""
        self.ensure_one()
        return {
            "round": self.round_id.number,
            "receipt": self.name,
            "files": [file._facts() for file in self.file_ids],
        }

    # Receipt --------------------------------------------------------------------------------------

    def _sent_text(self):
        """The moment of sending to the second, in the centre's time."""
        return self.dossier_id._local_text(self.sent_at, "%H:%M:%S, %d/%m/%Y")

    def _receipt_values(self):
        """Values of the printed receipt that are not plain fields."""
        self.ensure_one()
        zone = self.company_id.sudo()._tthc_zone()
        dossier = self.sudo().dossier_id
        return {
            "dossier": dossier,
            "sent": self._sent_text(),
            "printed": wall_time.to_local(fields.Datetime.now(), zone).strftime("%H:%M %d/%m/%Y"),
            "files": self.sudo().file_ids,
            "left": self.sudo()._remaining_items(),
            "zone": zone,
        }

    def _receipt_qr(self):
        """QR code of the dossier's look-up, as an image address."""
        return qr.data_uri(self.sudo().dossier_id._lookup_qr())

    @api.private
    def _receipt_pdf(self):
        """The receipt as PDF."""
        report = self.env["ir.actions.report"].sudo()
        return report._render_qweb_pdf("tthc_portal.action_report_upload_receipt", self.ids)[0]

    def _pdf_name(self):
        return f"xac-nhan-{(self.name or '').replace('/', '-')}.pdf"

    @api.model
    def _mail_receipts(self):
        """Job: a copy of each receipt to whoever sent it and has an e-mail address."""
        waiting = self.sudo().search(
            [("name", "!=", False), ("mailed_at", "=", False), ("user_id.email", "!=", False)],
            order="id",
        )
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(waiting))
        for supply in waiting:
            supply._mail_receipt()
            if not commit(1):
                break

    def _mail_receipt(self):
        template = self.env.ref("tthc_portal.mail_template_upload_receipt")
        copy = {"name": self._pdf_name(), "raw": self._receipt_pdf()}
        template.sudo().send_mail(self.id, email_values={"attachment_ids": [(0, 0, copy)]})
        self.mailed_at = fields.Datetime.now()
