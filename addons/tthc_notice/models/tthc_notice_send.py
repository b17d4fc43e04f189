from datetime import timedelta

from odoo import api, models

from ..tools import gateway

#: Waiting time before the next try, by the number of those that failed.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 120, 720))
#: A message that was claimed so long ago was being sent by a worker that is no more.
ORPHANED = timedelta(minutes=10)
#: So many are sent by one run of the job.
LIMIT = 500
#: Failures of a mail after which trying again is useless.
FATAL = ("mail_email_invalid", "mail_email_missing")


class TthcNotice(models.Model):
    """From the outbox to the network.

    An e-mail is handed to Odoo's queue together with the row that says so, in one transaction:
    there is one mail for a notice, whoever dies. A text message has no queue behind it that keeps
    it from going out twice: it is claimed, committed, handed to the provider, and the answer is
    committed; what was claimed and has no answer is not repeated unless the provider recognises
    a repeated message.
    """

    _inherit = "tthc.notice"

    @api.model
    def _cron_send(self):
        """Send what is due."""
        self._adopt_orphans()
        self._follow_mails()
        due = self.search(self._due_domain(), order="next_at, id", limit=LIMIT)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for notice in due:
            if notice.channel == "email":
                notice._hand_over_mail()
            else:
                notice._send_sms()
            if not cron._commit_progress(1):
                break

    def _due_domain(self):
        return [("state", "in", ("queued", "retry")), ("next_at", "<=", self._now())]

    def _claim(self):
        """Take the row, unless another worker has it: whether it is ours to send."""
        row = self.try_lock_for_update()
        if not row:
            return False
        row.invalidate_recordset(["state", "next_at"])
        if not row.filtered_domain(self._due_domain()):
            return False
        why = row._why_not_now()
        if why:
            row._suppress(why)
            return False
        later = row._earliest()
        if later > self._now():
            row.next_at = later
            return False
        row.write({"state": "sending", "claimed_at": self._now(), "tries": row.tries + 1})
        return True

    def _why_not_now(self):
        """Why it may not go out any more, whatever it was when it was written; else ``False``."""
        roles = self.dossier_id.party_ids.filtered(lambda row: row.partner_id == self.partner_id)
        if roles and not roles._lasting():
            return "mandate"
        wanted = self.partner_id._tthc_wants(self.channel, self._own_key())
        return False if wanted else "opted_out"

    def _suppress(self, why):
        self.write({"state": "suppressed", "why": why})
        self.env["tthc.notice.entry"]._append(self, "suppressed")

    # E-mail -------------------------------------------------------------------------------------

    def _hand_over_mail(self):
        """Give it to Odoo's mail queue, which the scheduler is asked to run."""
        if not self._claim():
            return
        self._own_mails().unlink()
        self.env["mail.mail"].sudo().create(self._mail_values())
        self.env["tthc.notice.entry"]._append(self, "handed")
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _mail_values(self):
        company = self.company_id
        token = self.partner_id._tthc_choice_token()
        link = f"{self.get_base_url()}/thong-bao/{token}"
        return {
            "tthc_notice_id": self.id,
            "subject": self.subject,
            "body_html": self.body.replace(self.choice_url, link),
            "email_to": self.address,
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "reply_to": company.email_formatted or False,
            "auto_delete": True,
            "author_id": company.partner_id.id,
            "message_type": "email_outgoing",
            "record_company_id": company.id,
            # One click in the mail program (RFC 8058), without opening the page.
            "headers": repr(
                {
                    "List-Unsubscribe": f"<{link}/email/dung>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                    "Auto-Submitted": "auto-generated",
                }
            ),
        }

    def _own_mails(self):
        return self.env["mail.mail"].sudo().search([("tthc_notice_id", "in", self.ids)])

    def _mail_done(self, mail):
        """What Odoo's queue says of the mail: called once it is sent or has failed."""
        if mail.state == "sent":
            self.message_id = mail.message_id
            self._sent()
        elif mail.state == "exception":
            self._failed(mail.failure_reason or "", fatal=mail.failure_type in FATAL)

    def _follow_mails(self):
        """Catch up with mails that failed, or were cancelled, without a word to us."""
        waiting = self.search([("channel", "=", "email"), ("state", "=", "sending")])
        mails = waiting._own_mails().grouped("tthc_notice_id")
        for notice in waiting:
            mail = mails.get(notice)
            if mail and mail[:1].state == "outgoing":
                continue
            if mail and mail[:1].state in ("sent", "exception"):
                notice._mail_done(mail[:1])
            elif notice.claimed_at < self._now() - ORPHANED:
                notice._failed("", fatal=True)

    @api.model
    @api.private
    def _bounced(self, message_ids, address):
        """Mails that came back, by their Message-Id."""
        rows = self.search([("message_id", "in", message_ids), ("state", "=", "sent")])
        rows.write({"state": "bounced", "error": address})
        self.env["tthc.notice.entry"]._append(rows, "bounced", address)

    # SMS ----------------------------------------------------------------------------------------

    def _send_sms(self):
        """Claim, commit, send, and keep the answer for the caller to commit."""
        if not self._claim():
            return
        sms = self._own_sms()
        # From here on it counts as sent, whatever becomes of this process.
        self.env["ir.cron"]._commit_progress()
        outcome, answer = self._hand_to_provider(sms)
        if outcome == gateway.SENT:
            self._sent(answer)
        elif outcome == gateway.UNCERTAIN:
            self._uncertain(answer)
        else:
            self._failed(answer, fatal=outcome == gateway.REFUSED)

    def _own_sms(self):
        """The message in Odoo's log of SMS, in a state in which Odoo's queue leaves it to us; one
        for all tries."""
        messages = self.env["sms.sms"].sudo()
        values = {"number": self.address, "body": self.text, "state": "process", "to_delete": False}
        message = messages.search([("uuid", "=", self._uuid())])
        if message:
            message.write(values)
            return message
        return messages.create({**values, "uuid": self._uuid(), "partner_id": self.partner_id.id})

    def _hand_to_provider(self, sms):
        """``(outcome of tools.gateway, answer)``, by the centre's gateway or Odoo's account."""
        company, results = self.company_id, []
        provider = company._get_sms_api_class()(self.env)
        provider._set_company(company)
        sms.with_company(company).with_context(tthc_sms_results=results)._send_with_api(provider)
        said = results[0] if results else {}
        answer = said.get("failure_reason") or said.get("state") or ""
        if said.get("tthc_state"):
            return said["tthc_state"], answer
        if sms.state != "error":
            return gateway.SENT, answer
        # Odoo says the same of a server that was not reached and of a lost answer.
        lost = said.get("state") in (None, "server_error")
        return (gateway.UNCERTAIN if lost else gateway.REFUSED), answer

    def _uuid(self):
        """Name of this message for the provider, the same for every try of it."""
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        again = len(self.entry_ids.filtered(lambda row: row.kind == "again"))
        return f"{database}-{self.id}-{again}"

    def _adopt_orphans(self):
        """Messages that were claimed by a worker that died: repeated only where the provider
        recognises it, else listed for a person to decide."""
        for notice in self.search(
            [
                ("channel", "=", "sms"),
                ("state", "=", "sending"),
                ("claimed_at", "<", self._now() - ORPHANED),
            ]
        ):
            row = notice.try_lock_for_update()
            if row.company_id.sudo().tthc_sms_gateway_id.idempotent:
                row._failed("")
            else:
                row._uncertain("")

    # Outcomes -----------------------------------------------------------------------------------

    def _sent(self, answer=False):
        self.write({"state": "sent", "sent_at": self._now(), "error": answer or False})
        self.env["tthc.notice.entry"]._append(self, "sent", answer)

    def _failed(self, answer, fatal=False):
        """Try again later, or give up."""
        tries = self.tries
        dead = fatal or tries > len(BACKOFF)
        values = {"state": "dead" if dead else "retry", "error": answer}
        if not dead:
            values["next_at"] = self._now() + BACKOFF[tries - 1]
        self.write(values)
        self.env["tthc.notice.entry"]._append(self, "dead" if dead else "failed", answer)

    def _uncertain(self, answer):
        self.write({"state": "uncertain", "error": answer})
        self.env["tthc.notice.entry"]._append(self, "uncertain", answer)
