from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.models import payment_provider as core
from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.conformance import Event

from ..models import payment_provider
from .common import SepayCommon


@tagged("post_install", "-at_install")
class TestAsk(SepayCommon, PaymentCommon, HttpCase):
    """Movements of which no message arrived."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.make_provider()
        # Feeds of other tests' data are nobody's business here.
        cls.others = cls.env["payment.provider"].search(
            [("state", "!=", "disabled"), ("id", "!=", cls.provider.id)]
        )
        cls.others.filtered(lambda row: row._tthc_kind() == "feed").write({"state": "disabled"})

    def setUp(self):
        super().setUp()
        self.request = self.accepted()[1]
        self.server.rows.clear()
        self.server.asked.clear()
        self.server.mode = "ok"

    def happen(self, number, memo="NGUYEN VAN A", **changes):
        event = Event(memo=memo, number=str(number))
        payload = self.payload(event, **changes)
        self.server.rows.append(payload)
        return payload

    def ask(self):
        self.run_job("payment.provider", "_cron_ask_feeds")

    def queries(self):
        return [request[2] for request in self.server.asked]

    def found(self):
        return self.money.search([("provider_id", "=", self.provider.id)])

    def test_missed_money_settles_the_request(self):
        self.happen(100, self.request.reference)
        self.ask()
        self.assertEqual(self.request.state, "paid")
        delivery = self.env["tthc.payment.delivery"].search(
            [("provider_id", "=", self.provider.id)]
        )
        self.assertEqual((delivery.channel, delivery.result), ("query", "done"))
        self.assertEqual(self.provider.tthc_feed_cursor, "100")
        self.assertFalse(self.provider.tthc_feed_problem)

    def test_what_a_message_told_is_recognised(self):
        payload = self.happen(100, self.request.reference)
        answer = self.provider._tthc_take(self.provider._tthc_notices(self._message(payload))[0])
        self.assertEqual(answer, "done")
        self.ask()
        self.assertEqual(len(self.found()), 1)
        self.assertEqual(len(self.request.match_ids), 1)

    def _message(self, payload):
        from odoo.addons.tthc_payment.tools.gateway import Message

        return Message(body=self.signed(payload).body)

    def test_only_what_is_new_is_asked_for(self):
        self.happen(100, transactionDate="2026-02-27 10:00:00")
        self.happen(101)
        self.ask()
        self.assertEqual(self.found().mapped("bank_reference"), ["FT101"])
        self.happen(102)
        self.ask()
        self.assertEqual(
            self.queries(),
            [
                {"limit": "5000", "transaction_date_min": "2026-03-01"},
                {"limit": "5000", "since_id": "101"},
            ],
        )
        self.assertEqual(set(self.found().mapped("bank_reference")), {"FT101", "FT102"})
        self.assertEqual(self.provider.tthc_feed_cursor, "102")

    def test_more_than_one_answer_holds(self):
        """Whatever the order of the list: nothing between the answers is left out."""
        for number in range(1, 8):
            self.happen(number, transactionDate=f"2026-03-10 10:0{number}:00")
        with patch.object(payment_provider, "PAGE", 3):
            self.ask()
        self.assertEqual(len(self.found()), 7)
        self.assertEqual(self.provider.tthc_feed_cursor, "7")

    def test_money_out_and_unknown_accounts(self):
        self.happen(1, transferType="out")
        self.happen(2, accountNumber="5550001112223")
        self.ask()
        self.assertEqual(self.found().mapped("reason"), ["wrong_account"])

    def test_sepay_out_of_order(self):
        self.happen(100, self.request.reference)
        with patch.object(core, "PATIENCE", 0.3):
            for mode in ("slow", "rubbish", "down", "empty", "nolist"):
                self.server.mode = mode
                self.ask()
                self.assertTrue(self.provider.tthc_feed_problem, mode)
                self.assertFalse(self.provider.tthc_feed_cursor, mode)
                self.assertEqual(self.request.state, "open")
        self.server.mode = "ok"
        self.ask()
        self.assertFalse(self.provider.tthc_feed_problem)
        self.assertEqual(self.request.state, "paid")

    def test_a_row_that_cannot_be_read_holds_up_nothing_and_is_not_forgotten(self):
        self.happen(100, self.request.reference)
        self.server.mode = "strange"
        self.ask()
        self.assertEqual(self.request.state, "paid")
        self.assertTrue(self.provider.tthc_feed_problem)
        self.assertFalse(self.provider.tthc_feed_cursor)

    def test_a_wrong_token_is_said_on_the_form(self):
        self.happen(100, self.request.reference)
        self.provider.sepay_token = "sai"
        said = self.provider.action_tthc_ask_feed()
        self.assertEqual(said["params"]["type"], "danger")
        self.assertIn("401", said["params"]["message"])
        self.assertEqual(self.provider.tthc_feed_problem, said["params"]["message"])

    def test_asking_by_hand(self):
        self.happen(100, self.request.reference)
        said = self.provider.action_tthc_ask_feed()
        self.assertEqual(said["params"]["type"], "success")
        self.assertEqual(self.request.state, "paid")
        with self.assertRaises(AccessError):
            self.provider.with_user(self.chief).action_tthc_ask_feed()

    def test_without_a_token_nobody_asks(self):
        self.provider.sepay_token = False
        self.ask()
        self.assertFalse(self.server.asked)
        with self.assertRaises(UserError):
            self.provider.action_tthc_ask_feed()

    def test_a_disabled_feed_is_not_asked(self):
        self.provider.state = "disabled"
        self.ask()
        self.assertFalse(self.server.asked)
