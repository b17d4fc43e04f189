from datetime import datetime

from odoo.tests import tagged

from . import statement_samples as samples
from .common import PaymentCommon

HEAD = ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Số dư", "Mô tả"]


@tagged("post_install", "-at_install")
class TestStatementContinuity(PaymentCommon):
    def file(self, *lines):
        """A file whose lines are (day of March, reference, credit, balance, memo)."""
        rows = [[f"{d:02d}/03/2026", ref, None, credit, after, memo]
                for d, ref, credit, after, memo in lines]  # fmt: skip
        return samples.xlsx([HEAD, *rows])

    def test_equal_rows_across_the_middle_of_a_day(self):
        """The first file ends at noon, the second begins with its last row: nothing is lost."""
        equal = [(10, "", 8_000, 8_000 * n, "nop le phi") for n in (1, 2, 3, 4)]
        one = self.import_file(self.file(*equal[:2]))
        two = self.import_file(self.file(*equal[1:3]))
        three = self.import_file(self.file(*equal))
        self.assertEqual([f.new_count for f in (one, two, three)], [2, 1, 1])
        self.assertEqual([f.known_count for f in (one, two, three)], [0, 1, 3])
        balances = (one + two + three).incoming_ids.mapped("balance_after")
        self.assertEqual(sorted(balances), [8_000, 16_000, 24_000, 32_000])

    def test_newest_first_after_oldest_first(self):
        lines = [(9 + n, "", 1_000, 1_000 * n, "x") for n in (1, 2, 3)]
        self.import_file(self.file(*lines[:2]))
        later = self.import_file(self.file(*lines[::-1]))
        self.assertEqual((later.new_count, later.known_count), (1, 2))

    def test_a_number_that_is_not_unique(self):
        """A layout may say that the bank's number tells nothing apart."""
        layouts = self.account.bank_id.layout_ids
        lines = [(10, "DD", 8_000, 8_000, "x"), (10, "DD", 8_000, 16_000, "x")]
        layouts.reference_scope = "none"
        self.import_file(self.file(lines[0]))
        later = self.import_file(self.file(lines[1]))
        self.assertEqual(later.new_count, 1)

    def test_gaps_are_shown_and_filled(self):
        first = self.import_file(self.file((2, "A", 1_000, 1_000, "x")))
        third = self.import_file(self.file((9, "C", 1_000, 5_000, "x")))
        self.assertEqual((first.join, third.join), ("first", "balance"))
        self.assertEqual(third.before_id, first)
        self.assertEqual(third.missing_amount, 3_000)
        as_accountant = third.with_user(self.accountant).with_context(lang="en_US")
        self.assertIn("No statement from 03/03/2026 to 08/03/2026", as_accountant.gap_text)
        second = self.import_file(self.file((5, "B", 3_000, 4_000, "x")))
        self.assertEqual((second.join, third.join), ("joined", "joined"))
        self.assertFalse(third.gap_text)
        self.assertEqual(third.before_id, second)

    def test_money_the_bank_took_back_never_pays(self):
        _dossier, request = self.accepted()
        money = self.money._receive(
            [
                {
                    "source": "statement",
                    "source_key": "test|back",
                    "company_id": self.centre.id,
                    "account_id": self.account.id,
                    "booked_at": datetime(2026, 3, 10),
                    "amount": self.FEE,
                    "currency_id": self.centre.currency_id.id,
                    "memo": request.reference,
                    "is_reversal": True,
                }
            ]
        )
        self.assertEqual((money.state, request.state), ("exception", "open"))
        self.assertEqual(money.reason, "taken_back")

    def test_better_words_reach_a_layout_but_not_a_changed_title(self):
        layouts = self.env["tthc.statement.layout"]
        layout = self.env.ref("tthc_payment.layout_mb")
        shipped = layout.memo_words
        layout.shipped_words = {**layout.shipped_words, "memo_words": "old", "date_words": "old"}
        layout.write({"memo_words": "old", "date_words": "ngay cua toi"})
        layouts._update_shipped()
        self.assertEqual(layout.memo_words, shipped)
        self.assertEqual(layout.date_words, "ngay cua toi")
        self.assertEqual(layout.shipped_words["memo_words"], shipped)

    def test_every_shipped_layout_remembers_its_words(self):
        layouts = self.env["tthc.statement.layout"]
        for row in layouts._shipped_rows():
            layout = self.env.ref(f"tthc_payment.{row['id']}")
            self.assertEqual(layout.shipped_words["date_words"], row["date_words"])
