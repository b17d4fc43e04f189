from datetime import timedelta

from odoo import api, fields, models

from ..const import ASK_DAYS, ATTEMPT_MINUTES
from ..tools import gateway


class PaymentTransaction(models.Model):
    """One attempt at a payment request, or at a collective payment. Several may be open at a time
    and none is overwritten: the first that brings money settles what it is for, what comes later
    goes to the exceptions."""

    _inherit = "payment.transaction"

    tthc_expected_id = fields.Many2one(
        "tthc.expected.payment",
        "Expected Payment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The payment request this is an attempt at.",
    )
    tthc_order_number = fields.Char(
        "Order Number", readonly=True, help="How the gateway calls this attempt."
    )
    tthc_expires_at = fields.Datetime(
        "Page Open until", readonly=True, help="Until when the payer can finish at the gateway."
    )
    tthc_ask_at = fields.Datetime(
        "Ask Again at",
        readonly=True,
        index="btree_not_null",
        help="When the gateway is asked about this attempt next; empty: it has ended.",
    )
    tthc_asked = fields.Integer("Times Asked", readonly=True)
    tthc_delivery_ids = fields.One2many("tthc.payment.delivery", "attempt_id", "Notifications")

    _tthc_order_once = models.UniqueIndex(
        "(provider_id, tthc_order_number) WHERE tthc_order_number IS NOT NULL",
        "The gateway knows another attempt by this number.",
    )

    def _process(self, provider_code, payment_data):
        """Override of ``payment``: no notification may move an attempt of ours.

        The framework compares the amount only after it has found the transaction, and a repeated
        wrong notification ends in "done". Attempts are confirmed by the reconciliation, which
        compares reference, account, currency and amount before it touches them.
        """
        if provider_code in self.env["payment.provider"]._tthc_codes():
            return self.browse()
        return super()._process(provider_code, payment_data)

    def _tthc_debt(self):
        """What this is an attempt at (``tthc.payable``); empty for one that is not ours."""
        return self.tthc_expected_id

    # An attempt at a gateway ----------------------------------------------------------------------

    def _tthc_open(self, order_number):
        """Give the attempt the gateway's name, and ask about it from now on: the payer may reach
        the gateway although we are not told that it took the order."""
        now = fields.Datetime.now()
        self.write(
            {
                "tthc_order_number": order_number,
                "tthc_expires_at": now + timedelta(minutes=ATTEMPT_MINUTES),
                "tthc_ask_at": now + timedelta(minutes=ATTEMPT_MINUTES),
            }
        )

    def _tthc_started(self):
        """The payer is on the way to the gateway."""
        if self.state == "draft":
            self._set_pending()
            self._post_process()

    def _tthc_give_up(self, reason):
        """The gateway could not be asked to take the payment. Should it have understood after all,
        its money still counts."""
        if self.state == "draft":
            self._set_error(reason)
            self._post_process()

    def _tthc_ask_soon(self):
        """The payer has come back: ask the gateway now, and not when its page closes."""
        now = fields.Datetime.now()
        if self.tthc_ask_at and self.tthc_ask_at > now and not self.tthc_asked:
            self.tthc_ask_at = now
            self.env.ref("tthc_payment.cron_ask")._trigger()

    # What became of an attempt -------------------------------------------------------------------

    def _tthc_set_paid(self, reference):
        """Money that was compared has come for this attempt, whatever was thought of it before."""
        self.ensure_one()
        self.write({"provider_reference": reference, "tthc_ask_at": False})
        self._set_done(extra_allowed_states=("cancel",))
        self._post_process()

    def _tthc_note(self, notice):
        """Keep what the gateway says of an attempt that brought no money.

        A failure ends an attempt that is under way, and nothing else: what is paid stays paid.
        """
        self.ensure_one()
        if self.state not in ("draft", "pending"):
            if notice.outcome == gateway.FAILED and self.state != "done":
                self.tthc_ask_at = False
            return
        if notice.outcome == gateway.FAILED:
            self.write({"tthc_ask_at": False, "provider_reference": notice.gateway_id or False})
            self._set_error(notice.detail or self.env._("The payment failed."))
            self._post_process()
        elif notice.outcome in (gateway.PENDING, gateway.HELD):
            self.state_message = notice.detail

    # Asking ---------------------------------------------------------------------------------------

    @api.model
    def _cron_ask(self):
        """Ask the gateways about attempts of which they have not told the end."""
        cron = self.env["ir.cron"]
        due = self.search([("tthc_ask_at", "<=", fields.Datetime.now())], order="tthc_ask_at, id")
        cron._commit_progress(remaining=len(due))
        for attempt in due:
            attempt._tthc_plan()
            cron._commit_progress()  # nobody waits for us while we wait for the gateway
            attempt._tthc_ask_now()
            if not cron._commit_progress(1):
                return

    def _tthc_ask(self):
        """Ask about one attempt, and plan when to ask next."""
        self._tthc_plan()
        self._tthc_ask_now()

    def _tthc_plan(self):
        """Set the next time before asking, so that a fault is not repeated at once. After
        ``ASK_DAYS`` beyond the gateway's page it is the last time."""
        self.ensure_one()
        now = fields.Datetime.now()
        wait = timedelta(minutes=gateway.wait_minutes(self.tthc_asked))
        end = (self.tthc_expires_at or self.create_date) + timedelta(days=ASK_DAYS)
        self.write({"tthc_asked": self.tthc_asked + 1, "tthc_ask_at": now <= end and now + wait})

    def _tthc_ask_now(self):
        self.ensure_one()
        try:
            notices = self.provider_id._tthc_query(self)
        except gateway.GatewayError as error:
            self.state_message = str(error)
            notices = []
        for notice in notices:
            self.provider_id._tthc_take(notice, "query")
        if not self.tthc_ask_at and self.state in ("draft", "pending"):
            self._set_canceled(
                state_message=self.env._("The gateway never told of a payment; it was given up.")
            )
            self._post_process()
