from odoo import fields, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    tthc_notice_id = fields.Many2one(
        "tthc.notice", "Notice", index="btree_not_null", readonly=True, ondelete="set null"
    )

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Override: tell the notice what became of its mail, which may be deleted next."""
        for mail in self.sudo().filtered("tthc_notice_id"):
            mail.tthc_notice_id._mail_done(mail)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
