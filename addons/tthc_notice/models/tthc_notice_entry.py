from odoo import api, fields, models


class TthcNoticeEntry(models.Model):
    """What happened to a notice: when, by whom. Appended and never changed."""

    _name = "tthc.notice.entry"
    _description = "Log of a Notice"
    _inherit = ["tthc.append.only"]
    _order = "id"
    _log_access = False
    _rec_name = "kind"

    notice_id = fields.Many2one("tthc.notice", required=True, index=True, ondelete="restrict")
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("queued", "Written"),
            ("suppressed", "Not Sent"),
            ("handed", "Handed to the Mail Server"),
            ("sent", "Sent"),
            ("failed", "Failed, to Be Tried Again"),
            ("dead", "Given Up"),
            ("uncertain", "No Answer, Not Repeated"),
            ("bounced", "Came Back"),
            ("again", "Sent Again by Hand"),
            ("told", "Told in Another Way"),
        ],
        required=True,
    )
    note = fields.Char()

    @api.model
    @api.private
    def _append(self, notices, kind, note=None):
        """One row for each of ``notices``, by the current user."""
        self.sudo()._append_rows(
            [
                {
                    "notice_id": notice.id,
                    "at": notice._now(),
                    "user_id": self.env.uid,
                    "kind": kind,
                    "note": note or False,
                }
                for notice in notices
            ]
        )
