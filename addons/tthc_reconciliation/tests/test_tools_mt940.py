import logging
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.tthc_payment.tools.statement import choose
from odoo.addons.tthc_payment.tools.statement_error import StatementError

from ..tools import mt940
from . import message_samples as samples
from .test_tools_messages import ACCOUNT, MessageCase


class TestMt940(MessageCase):
    LINES = [
        ("C", 50_000, "FT1", "MBVCB.1.HCC26110001235.CT tu 012 NGUYEN VAN A toi 9900 TRUNG TAM"),
        ("D", 11_000, "FT2", "phi"),
        ("RC", 5_000, "FT3", "tra lai"),
        ("RD", 11_000, "FT4", "hoan phi"),
    ]  # fmt: skip

    def test_movements(self):
        for swift in (False, True):
            data = samples.mt940(ACCOUNT, self.LINES, opening=1_000_000, swift=swift)
            self.assertTrue(mt940.accepts(data))
            seen = choose(mt940.read(data), ACCOUNT)
            self.assertEqual(
                [(row.credit, row.debit, row.reversal) for row in seen.rows],
                [(50_000, 0, False), (0, 11_000, False), (0, 5_000, True), (11_000, 0, True)],
            )
            self.assertEqual([row.reference for row in seen.rows], ["FT1", "FT2", "FT3", "FT4"])
            self.assertIn("HCC26110001235", seen.rows[0].memo)
            self.assertTrue("".join(seen.rows[0].memo.split()).endswith("TRUNGTAM"))
            self.assertEqual((seen.opening, seen.closing), (1_000_000, 1_045_000))

    def test_several_days_and_accounts(self):
        one = samples.mt940(ACCOUNT, self.LINES[:1], opening=10)
        other = samples.mt940("777", self.LINES[:1])
        two = samples.mt940(ACCOUNT, self.LINES[1:2], opening=50_010, day=date(2026, 3, 11))
        seen = choose(mt940.read(two + other + one), ACCOUNT)
        self.assertEqual([row.credit - row.debit for row in seen.rows], [50_000, -11_000])
        self.assertEqual((seen.opening, seen.closing), (10, 39_010))
        self.assertEqual(seen.left_out, {"777": 1})

    def test_refused(self):
        good = samples.mt940(ACCOUNT, self.LINES)
        for code, row, data in (
            ("closing", None, samples.mt940(ACCOUNT, self.LINES, closing=1)),
            ("currency", 1, good.replace(b"VND", b"USD")),
            ("unreadable", None, good.replace(b"0310C50000,00NTRF", b"0310X50000,00????")),
            ("other_account", None, samples.mt940("777", self.LINES)),
            ("cut", None, good[: good.index(b":62F:")]),
            ("cut", None, good[: good.rindex(b":61:")]),
        ):
            self.assertRefused(code, row, mt940.read, data)
        noisy = logging.getLogger("mt940.tags.Statement").isEnabledFor(logging.ERROR)
        self.assertFalse(noisy, "the library writes accounts and memos into the log")

    def test_each_message_fits_its_own_balances(self):
        """Two mistakes that balance each other are two mistakes."""
        one = samples.mt940(ACCOUNT, self.LINES[:1], opening=10, closing=60_010)
        day = date(2026, 3, 11)
        two = samples.mt940(ACCOUNT, self.LINES[1:2], opening=60_010, closing=39_010, day=day)
        self.assertRefused("closing", None, mt940.read, one + two)

    def test_mark_of_the_encoding(self):
        data = b"\xef\xbb\xbf" + samples.mt940(ACCOUNT, self.LINES, opening=10**6)
        self.assertTrue(mt940.accepts(data))
        self.assertEqual(len(choose(mt940.read(data), ACCOUNT).rows), 4)

    def test_currency_behind_the_account(self):
        data = samples.mt940(f"{ACCOUNT}VND", self.LINES, opening=10**6)
        self.assertEqual(len(choose(mt940.read(data), ACCOUNT).rows), 4)

    @given(st.lists(st.tuples(
        st.sampled_from(["C", "D", "RC", "RD"]), st.integers(1, 10**9),
        st.sampled_from(["FT1", "FT2", ""]),
        st.text(st.sampled_from("abcHC0123 .-/"), max_size=150),
    ), min_size=1, max_size=8))  # fmt: skip
    @settings(max_examples=60, deadline=None)
    def test_what_is_written_is_read(self, lines):
        seen = choose(mt940.read(samples.mt940(ACCOUNT, lines, opening=10**10)), ACCOUNT)
        self.assertEqual(
            [row.credit - row.debit for row in seen.rows],
            [amount * (1 if mark in ("C", "RD") else -1) for mark, amount, _r, _m in lines],
        )
        self.assertEqual(len({row.key for row in seen.rows}), len(lines))
        for row, (_mark, _amount, _reference, memo) in zip(seen.rows, lines, strict=True):
            self.assertEqual("".join(row.memo.split()), "".join(memo.split()))

    @given(st.binary(max_size=300))
    @settings(max_examples=80, deadline=None)
    def test_any_bytes(self, noise):
        try:
            mt940.read(b":20:X\n:25:1\n" + noise)
        except StatementError as error:
            self.assertTrue(error.code)
