from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.conformance import Event
from odoo.addons.tthc_payment.tests.feed_cases import FeedAskCases

from ..models import payment_provider
from .common import CassoCommon


@tagged("post_install", "-at_install")
class TestAsk(CassoCommon, FeedAskCases, PaymentCommon, HttpCase):
    missed_cursor = "2026-03-10"

    def happen(self, number, memo="NGUYEN VAN A", day=10, **changes):
        changes.setdefault("transactionDateTime", f"2026-03-{day:02d} 10:00:{number % 60:02d}")
        payload = self.payload(Event(memo=memo, number=str(number)), **changes)
        self.server.rows.append(payload)
        return payload

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
