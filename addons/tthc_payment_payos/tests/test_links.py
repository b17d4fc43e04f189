from datetime import datetime, timedelta, timezone

from odoo import fields, http
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tools.gateway import Unavailable

from .common import PayosCommon


@tagged("post_install", "-at_install")
class TestLinks(PayosCommon, PaymentCommon, HttpCase):
    """Making payment links, asking about them and closing them, over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.make_provider()
        cls.provider.is_published = True

    def setUp(self):
        super().setUp()
        self.request = self.accepted()[1]
        self.request._set({"expires_at": datetime(2099, 1, 1)})
        self.server.links.clear()
        self.server.asked.clear()
        self.server.mode, self.server.linked = "ok", False
        self.attempt = self.request._start_attempt(self.provider)

    def start(self):
        url = self.provider._tthc_start(self.attempt, "http://localhost/ve", "127.0.0.1")
        self.attempt._tthc_started()
        return url

    def link(self):
        return self.server.links[self.attempt.tthc_order_number]

    def sent(self):
        import json

        return json.loads(self.server.asked[-1][4] or "{}")

    def test_a_link_is_made(self):
        url = self.start()
        self.assertEqual(url, f"{self.server.url}/web/link{self.attempt.tthc_order_number}")
        sent = self.sent()
        self.assertEqual((sent["amount"], sent["returnUrl"]), (self.FEE, "http://localhost/ve"))
        self.assertEqual(sent["description"], self.request.reference[-9:])
        closes = datetime.fromtimestamp(sent["expiredAt"], timezone.utc).replace(tzinfo=None)
        self.assertEqual(closes, self.attempt.tthc_expires_at)
        self.assertNotIn(self.attempt.partner_id.name, str(sent))
        self.assertEqual(self.server.asked[-1][3]["user-agent"], "tthc-payment")

    def test_a_linked_account_carries_the_whole_reference(self):
        self.provider.payos_is_linked = self.server.linked = True
        self.start()
        self.assertEqual(self.sent()["description"], self.request.reference)

    def test_the_payer_goes_from_our_page_to_payos(self):
        self.authenticate(None, None)
        path = self.request._pay_path()
        self.assertIn("payOS", self.url_open(path).text)
        page = self.url_open(
            f"{path}/start",
            data={"provider_id": self.provider.id, "csrf_token": http.Request.csrf_token(self)},
            allow_redirects=False,
        )
        self.assertEqual(page.status_code, 303)
        self.env.invalidate_all()
        attempt = self.request.attempt_ids.sorted("id")[-1:]
        self.assertEqual(
            page.headers["Location"], f"{self.server.url}/web/link{attempt.tthc_order_number}"
        )
        self.assertEqual(attempt.state, "pending")

    def test_answers_that_are_not_believed(self):
        for mode in ("forged", "other", "refuse", "rubbish", "down", "empty"):
            self.server.mode = mode
            self.server.links.clear()
            with self.subTest(mode), self.assertRaises(Unavailable):
                self.start()

    def test_payment_found_by_asking(self):
        self.start()
        self.server.pay(self.attempt.tthc_order_number, self.FEE)
        self.attempt._tthc_ask()
        self.assertEqual(self.request.state, "paid")
        self.assertEqual(self.attempt.state, "done")
        money = self.request.match_ids.incoming_id
        self.assertEqual(money.bank_reference, "FT26069000001")
        self.assertEqual(money.booked_at, datetime(2026, 3, 10, 3, 0))

    def test_asked_and_told_is_one_payment(self):
        self.start()
        self.server.pay(self.attempt.tthc_order_number, self.FEE)
        self.attempt._tthc_ask()
        row = self.link()["transactions"][0]
        data = {
            **row,
            "orderCode": self.link()["orderCode"],
            "code": "00",
            "transactionDateTime": "2026-03-10 10:00:00",
        }
        path = f"/tthc/payment/payos/{self.provider.id}/notify"
        told = self.signed(data)
        answer = self.url_open(path, data=told.body, headers=told.headers)
        self.assertEqual(answer.json(), {"success": True})
        self.env.invalidate_all()
        self.assertEqual(len(self.request.match_ids), 1)
        deliveries = self.env["tthc.payment.delivery"].search(
            [("provider_id", "=", self.provider.id), ("outcome", "=", "paid")]
        )
        self.assertEqual(deliveries.mapped("result"), ["done"])

    def test_a_part_is_not_the_whole(self):
        self.start()
        self.server.pay(self.attempt.tthc_order_number, 1_000)
        self.attempt._tthc_ask()
        self.assertEqual(self.request.state, "open")
        money = self.money.search([("provider_id", "=", self.provider.id)])
        self.assertEqual((money.amount, money.reason), (1_000, "amount_differs"))

    def test_a_link_that_lapsed_ends_the_attempt(self):
        self.start()
        self.link()["status"] = "EXPIRED"
        self.attempt._tthc_ask()
        self.assertEqual((self.attempt.state, self.attempt.tthc_ask_at), ("error", False))
        self.assertEqual(self.request.state, "open")

    def test_paid_in_another_way_the_link_is_closed(self):
        self.start()
        self.receive(self.request.reference)
        self.assertEqual((self.request.state, self.attempt.state), ("paid", "cancel"))
        self.assertLessEqual(self.attempt.tthc_ask_at, fields.Datetime.now())
        self.run_job("payment.transaction", "_cron_ask")
        self.assertEqual(self.link()["status"], "CANCELLED")
        self.assertFalse(self.attempt.tthc_ask_at)
        self.assertEqual((self.request.state, len(self.request.match_ids)), ("paid", 1))

    def test_paid_twice_before_the_link_was_closed(self):
        self.start()
        self.server.pay(self.attempt.tthc_order_number, self.FEE)
        self.receive(self.request.reference)
        self.run_job("payment.transaction", "_cron_ask")
        self.assertEqual(self.link()["status"], "PAID")
        money = self.money.search([("provider_id", "=", self.provider.id)])
        self.assertEqual((money.state, money.reason), ("exception", "already_paid"))
        self.assertEqual(len(self.request.match_ids), 1)

    def test_a_link_that_is_over_by_itself_is_not_asked_about_at_once(self):
        self.start()
        over = fields.Datetime.now() - timedelta(minutes=1)
        later = fields.Datetime.now() + timedelta(hours=1)
        self.attempt.write({"tthc_expires_at": over, "tthc_ask_at": later})
        self.receive(self.request.reference)
        self.assertEqual(self.attempt.tthc_ask_at, later)
