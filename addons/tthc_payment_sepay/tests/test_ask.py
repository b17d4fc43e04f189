from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.feed_cases import FeedAskCases

from ..models import payment_provider
from .common import SepayCommon


@tagged("post_install", "-at_install")
class TestAsk(SepayCommon, FeedAskCases, PaymentCommon, HttpCase):
    missed_cursor = "100"

    def queries(self):
        return [request[2] for request in self.server.asked]

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
