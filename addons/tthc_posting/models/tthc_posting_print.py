import base64
import hashlib
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import LockError
from odoo.tools import SQL

SHEET = "tthc_posting.report_sheet"
BOARD = "tthc_posting.report_sector_board"
#: Key of the database lock that lets one visitor at a time have a sheet printed.
_LOCK = 0x7474_6863


class TthcPostingPrint(models.Model):
    """Sheets printed for visitors, kept for a day: printing takes a second of the server's time
    and anybody may ask for it. Nobody but the system reads or writes this table."""

    _name = "tthc.posting.print"
    _description = "Printed Posting Sheet"

    digest = fields.Char(required=True)
    pdf = fields.Binary(required=True, attachment=True)

    _digest_unique = models.UniqueIndex("(digest)")

    @api.model
    @api.private
    def _pdf_of(self, report_name, record, company):
        """The sheet of ``record`` with the letterhead of ``company``, as PDF bytes. The same
        content is printed once.

        :raise LockError: another sheet is being printed for a visitor: ask again
        """
        prints = self.with_user(SUPERUSER_ID).sudo()
        report = prints.env["ir.actions.report"]._posting_report(company)
        html, _kind = report._render_qweb_html(report_name, record.ids)
        digest = hashlib.sha256(html).hexdigest()
        kept = prints.search([("digest", "=", digest)], limit=1)
        if not kept:
            if not self._lock_printing():
                raise LockError(self.env._("Another sheet is being printed."))
            pdf, _kind = report._render_qweb_pdf(report_name, record.ids)
            kept = prints.create({"digest": digest, "pdf": base64.b64encode(pdf)})
        return base64.b64decode(kept.pdf)

    def _lock_printing(self):
        """Take the lock until the end of the transaction; false when another one holds it."""
        self.env.cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s)", _LOCK))
        return self.env.cr.fetchone()[0]

    @api.autovacuum
    def _gc_prints(self):
        day_ago = fields.Datetime.now() - timedelta(days=1)
        self.sudo().search([("create_date", "<", day_ago)]).unlink()


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _posting_report(self, company):
        """Reports in the name of ``company``, in Vietnamese as far as it is installed."""
        langs = self.env["res.lang"]._get_active_by("code")
        lang = "vi_VN" if "vi_VN" in langs else self.env.lang
        return self.with_context(lang=lang, posting_centre=company.id)
