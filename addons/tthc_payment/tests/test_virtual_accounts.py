from datetime import datetime

from psycopg2.errors import UniqueViolation

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import vietqr
from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestVirtualAccounts(PaymentCommon):
    """A bank account number of its own for each payment."""

    def setUp(self):
        super().setUp()
        self.account.virtual_prefix = "V3HCC"
        self.request = self.accepted()[1]
        self.number = "V3HCC" + self.request.reference[3:]

    def pay(self, number, memo="NGUYEN VAN A", **changes):
        values = {
            "source": "feed",
            "source_key": f"test|{number}|{memo}",
            "company_id": self.centre.id,
            "account_id": self.account.id,
            "booked_at": datetime(2026, 3, 10, 3, 0),
            "amount": self.FEE,
            "currency_id": self.centre.currency_id.id,
            "memo": memo,
            "virtual_account": number,
        }
        return self.money._receive([{**values, **changes}])

    def test_the_code_and_the_page_name_it(self):
        seen = vietqr.read(self.request.payload)
        self.assertEqual((seen.account, seen.memo), (self.number, self.request.reference))
        self.assertEqual(self.request.account_number, self.number)
        self.account.virtual_prefix = False
        self.assertEqual(self.request.account_number, self.account.number)
        self.assertEqual(vietqr.read(self.request.payload).account, self.account.number)

    def test_it_settles_whatever_the_memo_says(self):
        self.assertEqual(self.pay(self.number).state, "matched")
        self.assertEqual(self.request.state, "paid")

    def test_it_counts_more_than_the_memo(self):
        other = self.accepted()[1]
        self.pay(self.number, memo=other.reference)
        self.assertEqual((self.request.state, other.state), ("paid", "open"))

    def test_amount_and_account_are_compared_all_the_same(self):
        self.assertEqual(self.pay(self.number, amount=1_000).reason, "amount_differs")
        self.assertEqual(self.request.state, "open")

    def test_a_number_that_is_none_of_ours_leaves_it_to_the_memo(self):
        wrong = self.number[:-1] + str((int(self.number[-1]) + 1) % 10)
        for number in (wrong, "V4HCC" + self.number[5:], self.number + "1", "V3HCC", ""):
            self.assertEqual(self.pay(number).reason, "no_reference", number)
        self.pay(wrong, memo=self.request.reference)
        self.assertEqual(self.request.state, "paid")

    def test_transfers_to_the_account_itself_still_count(self):
        """From a code that was printed before, or typed by hand."""
        self.receive(self.request.reference)
        self.assertEqual(self.request.state, "paid")

    def test_the_bank_tells_it_in_the_memo_only(self):
        self.account.virtual_prefix = "9637"
        number = self.request.reference[3:]
        other = self.accepted()[1]
        for memo, reason in (
            (f"NGUYEN VAN A toi TK 19637{number}", "no_reference"),
            (f"NGUYEN VAN A toi TK 9637{number}1", "no_reference"),
            (f"NGUYEN VAN A toi TK 963{number}", "no_reference"),
            (f"toi TK 9637{number} noi dung {other.reference}", "two_references"),
        ):
            self.assertEqual(self.receive(memo).reason, reason, memo)
        self.receive(f"toi TK 9637{number} noi dung {self.request.reference}", key="both")
        self.assertEqual((self.request.state, other.state), ("paid", "open"))

    def test_in_the_memo_alone_it_settles(self):
        self.account.virtual_prefix = "9637"
        self.receive(f"CT tu 0123456789 NGUYEN VAN A toi 9637{self.request.reference[3:]}.")
        self.assertEqual(self.request.state, "paid")

    def test_prefixes_that_are_refused(self):
        for prefix in ("v3hcc", "V3-HC", "V 3"):
            with self.assertRaises(ValidationError):
                self.account.virtual_prefix = prefix
        second = self.account.copy({"number": "9900112299"})
        self.assertFalse(second.virtual_prefix)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            second.virtual_prefix = "V3HCC"
            second.flush_recordset()
