from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools.debit import Debit, PaidBack, has_number, recognise


def debit(key, amount=50_000, **values):
    return Debit(key, amount, values.pop("account", 1), values.pop("company", 1), **values)


def refund(key, amount=50_000, number="HT/2026/00012", **values):
    return PaidBack(
        key, number, amount, values.pop("account", 1), values.pop("company", 1), **values
    )


class TestRecognise(BaseCase):
    def test_the_number_however_it_is_written(self):
        for memo in (
            "HT202600012 hoan phi HCC26110001235",
            "MBVCB.12.ht/2026/00012 hoan phi",
            "HT 2026 00012",
            "hoàn trả HT-2026-00012.",
        ):
            self.assertTrue(has_number(memo, "HT/2026/00012"), memo)
        for memo in ("HT2026000123", "XHT202600012", "2026 00012", "", "HT/2025/00012"):
            self.assertFalse(has_number(memo, "HT/2026/00012"), memo)

    def test_the_reference_of_the_bank(self):
        self.assertEqual(
            recognise([debit(7, reference="ft26 001")], [refund(3, reference="FT26 001")]), {7: 3}
        )

    def test_what_does_not_fit_is_nobodys(self):
        number = {"memo": "HT202600012"}
        for bad in (
            debit(7, 49_999, **number),
            debit(7, account=2, **number),
            debit(7, company=2, **number),
            debit(7, counter_account="999", **number),
        ):
            self.assertEqual(recognise([bad], [refund(3, beneficiary="1900")]), {})
        self.assertEqual(
            recognise([debit(7, counter_account="0019xxx", **number)], [refund(3)]), {7: 3}
        )

    def test_two_candidates_are_left_to_a_person(self):
        both = [debit(7, memo="HT202600012"), debit(8, memo="HT202600012")]
        self.assertEqual(recognise(both, [refund(3)]), {})
        memo = "HT202600012 HT202600013"
        self.assertEqual(
            recognise([debit(7, memo=memo)], [refund(3), refund(4, number="HT/2026/00013")]), {}
        )

    @given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3)), max_size=8), st.data())
    @settings(max_examples=50, deadline=None)
    def test_never_one_for_two(self, refunds, data):
        numbers = [f"HT/2026/{number:05}" for number, _sum in refunds]
        asked = [
            refund(key, amount, number)
            for key, (number, (_n, amount)) in enumerate(zip(numbers, refunds, strict=True))
        ]
        debits = [
            debit(
                key, data.draw(st.integers(1, 3)), memo=data.draw(st.sampled_from([*numbers, ""]))
            )
            for key in range(data.draw(st.integers(0, 6)))
        ]
        found = recognise(debits, asked)
        self.assertEqual(len(set(found.values())), len(found))
        for one, other in found.items():
            self.assertEqual(debits[one].amount, asked[other].amount)
            self.assertTrue(has_number(debits[one].memo, asked[other].number))
