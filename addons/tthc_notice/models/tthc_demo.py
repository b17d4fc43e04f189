from odoo import api, models

#: How many of the latest events the demo tells of.
EVENTS = 60
#: The same of those that are about the demo citizen's dossiers.
CITIZEN_EVENTS = 20


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_notices(self):
        """The notices of the latest demo events and of the demo citizen's, as the jobs write them.
        Nothing is sent: what the mail server and the gateway would have said is entered."""
        notices = self.env["tthc.notice"].sudo()
        if notices.search_count([], limit=1):
            return
        centres = self.env["res.company"].sudo().search([("tthc_is_centre", "=", True)])
        centres.write({"tthc_notice_email": True, "tthc_notice_sms": True})
        people = self.env["tthc.dossier"].sudo().search([]).owner_id.sorted("id")
        for number, person in enumerate(people.filtered(lambda row: not row.email)[::2]):
            person.with_context(tracking_disable=True).email = f"nguoidan{number}@example.com"
        people[-1:]._tthc_choose("sms", False, "desk")
        citizen = self.env.ref("tthc_dossier.user_citizen").partner_id
        ledger = self.env["tthc.dossier.event"].sudo()
        events = ledger.search([], order="id desc", limit=EVENTS)
        events |= ledger.search(
            [("dossier_id.owner_id", "=", citizen.id)], order="id desc", limit=CITIZEN_EVENTS
        )
        for event in events.sorted("id"):
            told = notices.with_context(tthc_now=event.at)
            told._derive(event.with_env(told.env))
        self._end_notices(notices.search([("state", "=", "queued")], order="id"))
        # Nothing that the demo wrote leaves the machine when its jobs run.
        centres.write({"tthc_notice_email": False, "tthc_notice_sms": False})

    def _end_notices(self, notices):
        for number, notice in enumerate(notices):
            at = notice.next_at
            notice = notice.with_context(tthc_now=at)
            notice.write({"tries": 1, "claimed_at": at, "state": "sending"})
            if number % 17 == 5:
                notice._uncertain("ReadTimeout") if notice.channel == "sms" else notice._failed(
                    "550 5.1.1 Recipient address rejected: User unknown", fatal=True
                )
            else:
                notice._sent()
