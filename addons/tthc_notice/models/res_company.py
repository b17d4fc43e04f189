from odoo import fields, models

from odoo.addons.tthc_dossier.tools import wall_time
from odoo.addons.tthc_dossier.tools.clock import CalendarMissing

from .sms_sms import SmsApiGateway


class ResCompany(models.Model):
    """How a centre tells people. Nothing goes out before it is switched on here."""

    _inherit = "res.company"

    tthc_notice_email = fields.Boolean(
        "Notices by E-mail",
        help="Through the outgoing mail server. What happened before is not announced.",
    )
    tthc_notice_sms = fields.Boolean(
        "Notices by SMS", help="Through the gateway below, or Odoo's own SMS account."
    )
    tthc_sms_gateway_id = fields.Many2one(
        "tthc.sms.gateway", "SMS Gateway", help="Empty: the SMS account of Odoo."
    )
    tthc_sms_plain = fields.Boolean(
        "SMS without Diacritics",
        default=True,
        help="160 characters instead of 70 in a message; many brand names carry nothing else.",
    )
    tthc_sms_name = fields.Char(
        "Name in SMS", help="How the centre calls itself in a text message, a few letters."
    )
    tthc_sms_working_time = fields.Boolean(
        "SMS in Working Time Only",
        default=True,
        help="A message written outside the working hours waits for the next ones.",
    )

    def _get_sms_api_class(self):
        """Override: the centre's own gateway, where there is one."""
        self.ensure_one()
        if self.sudo().tthc_sms_gateway_id:
            return SmsApiGateway
        return super()._get_sms_api_class()

    def _tthc_sms_from(self, now):
        """The earliest instant from ``now`` at which a text message may go out, naive UTC."""
        self.ensure_one()
        if not self.tthc_sms_working_time or not self._tthc_read_calendar():
            return now
        zone = self._tthc_zone()
        try:
            calendar = self._tthc_working_calendar()
            moment = calendar.add_working_seconds(wall_time.to_local(now, zone), 0)
        except CalendarMissing:
            # Nobody is kept waiting because next year was not entered yet.
            return now
        return wall_time.to_utc(moment, zone)
