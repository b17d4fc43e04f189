from odoo import api, models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Override: a notice that came back is no longer taken for sent."""
        self.env["tthc.notice"].sudo()._bounced(
            message_dict.get("bounced_msg_ids") or [], message_dict.get("bounced_email")
        )
        return super()._routing_handle_bounce(email_message, message_dict)
