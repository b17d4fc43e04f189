from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.conformance import Event

from ..models import payment_provider
from .common import CassoCommon


@tagged("post_install", "-at_install")
class TestAsk(CassoCommon, PaymentCommon, HttpCase):
    """Movements of which no message arrived."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.make_provider()
        # Feeds of other tests' data are nobody's business here.
        others = cls.env["payment.provider"].search(
            [("state", "!=", "disabled"), ("id", "!=", cls.provider.id)]
        )
        others.filtered(lambda row: row._tthc_kind() == "feed").write({"state": "disabled"})

    def setUp(self):
        super().setUp()
        self.request = self.accepted()[1]
        self.server.rows.clear()
        self.server.asked.clear()
        self.server.mode = "ok"

    def happen(self, number, memo="NGUYEN VAN A", day=10, **changes):
        changes.setdefault("transactionDateTime", f"2026-03-{day:02d} 10:00:{number % 60:02d}")
        payload = self.payload(Event(memo=memo, number=str(number)), **changes)
        self.server.rows.append(payload)
        return payload

    def ask(self):
        self.run_job("payment.provider", "_cron_ask_feeds")

    def found(self):
        return self.money.search([("provider_id", "=", self.provider.id)])

    def test_missed_money_settles_the_request(self):
        self.happen(100, self.request.reference)
        self.ask()
        self.assertEqual(self.request.state, "paid")
        self.assertEqual(self.provider.tthc_feed_cursor, "2026-03-10")
        self.assertFalse(self.provider.tthc_feed_problem)
        self.ask()
        self.assertEqual(len(self.found()), 1)

    def test_what_a_message_told_is_recognised(self):
        told = self.signed(self.happen(100, self.request.reference))
        path = f"/tthc/payment/casso/{self.provider.id}/notify"
        answer = self.url_open(path, data=told.body, headers=told.headers)
        self.assertEqual(answer.json(), {"success": True})
        self.ask()
        self.assertEqual(len(self.found()), 1)
        self.env.invalidate_all()
        self.assertEqual(len(self.request.match_ids), 1)

    def test_what_the_bank_told_casso_late_is_found(self):
        self.happen(1, day=10)
        self.ask()
        self.happen(2, day=8)
        self.happen(3, day=1)
        self.ask()
        days = [request[2]["fromDate"] for request in self.server.asked]
        self.assertEqual(days, ["2026-03-01", "2026-03-08"])
        self.assertEqual(set(self.found().mapped("bank_reference")), {"FT1", "FT2"})

    def test_nothing_before_the_first_day(self):
        self.happen(1, transactionDateTime="2026-02-27 10:00:00")
        self.happen(2, day=1)
        self.ask()
        self.ask()
        self.assertEqual(self.found().mapped("bank_reference"), ["FT2"])
        self.assertEqual(self.server.asked[-1][2]["fromDate"], "2026-03-01")

    def test_several_pages(self):
        for number in range(1, 8):
            self.happen(number, day=number)
        with patch.object(payment_provider, "PAGE", 3):
            self.ask()
        self.assertEqual(len(self.server.asked), 3)
        self.assertEqual(len(self.found()), 7)
        self.assertEqual(self.provider.tthc_feed_cursor, "2026-03-07")

    def test_more_pages_than_are_read_at_a_time(self):
        for number in range(1, 8):
            self.happen(number, day=number * 4)
        with (
            patch.object(payment_provider, "PAGE", 2),
            patch.object(payment_provider, "MOST_PAGES", 2),
        ):
            self.ask()
            self.assertEqual(len(self.found()), 4)
            self.ask()
        self.assertEqual(len(self.found()), 7)

    def test_casso_out_of_order(self):
        self.happen(100, self.request.reference)
        for mode in ("rubbish", "down", "empty", "error", "nolist"):
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

    def test_a_wrong_key_is_said_on_the_form(self):
        self.provider.casso_api_key = "sai"
        said = self.provider.action_tthc_ask_feed()
        self.assertEqual(said["params"]["type"], "danger")
        self.assertIn("401", said["params"]["message"])

    def test_without_a_key_nobody_asks(self):
        self.provider.casso_api_key = False
        self.ask()
        self.assertFalse(self.server.asked)
