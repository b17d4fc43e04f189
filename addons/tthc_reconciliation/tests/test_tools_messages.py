from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools.statement import choose
from odoo.addons.tthc_payment.tools.statement_error import StatementError

from ..tools import camt
from . import message_samples as samples

ACCOUNT = "9900112233"


class MessageCase(BaseCase):
    def assertRefused(self, code, row, read, data):
        with self.assertRaises(StatementError) as caught:
            choose(read(data), ACCOUNT)
        self.assertEqual((caught.exception.code, caught.exception.row), (code, row))


class TestCamt(MessageCase):
    def read(self, *entries, **options):
        data = samples.camt(samples.block(ACCOUNT, entries), **options)
        self.assertTrue(camt.accepts(data))
        return choose(camt.read(data), ACCOUNT).rows

    def test_an_entry(self):
        for version in ("02", "04", "08", "13"):
            row = self.read(samples.entry(50_000, "nop HCC26110001235", "FT1"), version=version)[0]
            self.assertEqual((row.credit, row.debit), (50_000, 0))
            self.assertEqual((row.memo, row.reference), ("nop HCC26110001235", "FT1"))
            self.assertEqual(
                (row.counter_name, row.counter_account), ("NGUYEN VAN A", "0123456789")
            )
            self.assertEqual(row.booked_at, datetime(2026, 3, 10))

    def test_status_as_code_and_announced_entries(self):
        rows = self.read(
            samples.entry(1, reference="A", status="<Sts><Cd>BOOK</Cd></Sts>"),
            samples.entry(2, reference="B", status="<Sts><Cd>PDNG</Cd></Sts>"),
            samples.entry(3, reference="C", status="<Sts>INFO</Sts>"),
        )
        self.assertEqual([row.credit for row in rows], [1])

    def test_a_batch_is_its_transactions(self):
        details = samples.detail(20_000, "a", "E1") + samples.detail(30_000, "b", reference="T2")
        rows = self.read(samples.entry(50_000, reference="FT1", details=details))
        self.assertEqual([row.credit for row in rows], [20_000, 30_000])
        self.assertEqual([row.memo for row in rows], ["a E1", "b"])
        self.assertEqual([row.reference for row in rows], ["E1", "T2"])

    def test_a_batch_whose_parts_do_not_add_up_is_one_movement(self):
        details = samples.detail(20_000, "a") + samples.detail(None, "b")
        rows = self.read(samples.entry(50_000, reference="FT1", details=details))
        self.assertEqual([(row.credit, row.memo) for row in rows], [(50_000, "a b")])

    def test_references_in_their_order(self):
        row = self.read(samples.entry(5, "memo", "", end_to_end="HCC26110001235"))[0]
        self.assertEqual((row.reference, row.memo), ("HCC26110001235", "memo HCC26110001235"))
        row = self.read(samples.entry(5, "", "", more="<NtryRef>N7</NtryRef>"))[0]
        self.assertEqual(row.reference, "N7")

    def test_structured_remittance(self):
        details = samples.detail(None, "HCC26110001235", structured=True)
        self.assertEqual(self.read(samples.entry(5, details=details))[0].memo, "HCC26110001235")

    def test_reversal(self):
        back, out = self.read(
            samples.entry(7, reference="A", more="<RvslInd>true</RvslInd>"),
            samples.entry(-7, reference="B", more="<RvslInd>true</RvslInd>"),
        )
        self.assertEqual((back.credit, back.reversal), (7, True))
        self.assertEqual((out.debit, out.reversal), (7, True))

    def test_balances(self):
        entries = [samples.entry(50, reference="A"), samples.entry(-20, reference="B")]
        for first in ("OPBD", "PRCD"):
            data = samples.camt(samples.block(ACCOUNT, entries, 100, 130, first))
            seen = choose(camt.read(data), ACCOUNT)
            self.assertEqual((seen.opening, seen.closing), (100, 130))
        wrong = samples.camt(samples.block(ACCOUNT, entries, 100, 131))
        self.assertRefused("closing", None, camt.read, wrong)

    def test_several_accounts_in_a_notification(self):
        blocks = [
            samples.block(number, [samples.entry(amount, reference="A")], tag="Ntfctn")
            for number, amount in ((ACCOUNT, 5), ("777", 6))
        ]
        data = samples.camt(*blocks, message="054")
        seen = choose(camt.read(data), ACCOUNT)
        self.assertEqual([row.credit for row in seen.rows], [5])
        self.assertEqual(seen.left_out, {"777": 1})
        self.assertTrue(seen.names_account)

    def test_time_with_zone_is_local_time(self):
        data = samples.camt(samples.block(ACCOUNT, [samples.entry(5)]))
        data = data.replace(b"<Dt>2026-03-10</Dt></BookgDt>",
                            b"<DtTm>2026-03-10T20:00:00Z</DtTm></BookgDt>")  # fmt: skip
        moment = choose(camt.read(data), ACCOUNT).rows[0].booked_at
        self.assertEqual(moment, datetime(2026, 3, 11, 3))

    def test_refused(self):
        entity = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        good = samples.entry(5, "&f;")
        for code, row, data in (
            ("unsafe", None, samples.camt(samples.block(ACCOUNT, [good]), doctype=entity)),
            ("unreadable", None, samples.camt(samples.block(ACCOUNT, [good]))),
            ("unreadable", None, samples.camt(samples.block(ACCOUNT, ["<Ntry>"]))),
            ("currency", 2, samples.camt(samples.block(ACCOUNT, [
                samples.entry(5), samples.entry(5, currency="USD")]))),
            ("fraction", 1, samples.camt(samples.block(ACCOUNT, [samples.entry(5.5)]))),
            ("other_account", None, samples.camt(samples.block("777", [samples.entry(5)]))),
            ("no_rows", None, samples.camt(samples.block(ACCOUNT, []))),
        ):  # fmt: skip
            self.assertRefused(code, row, camt.read, data)

    def test_utf16_hides_nothing(self):
        text = samples.camt(samples.block(ACCOUNT, [samples.entry(5, "lệ phí")])).decode()
        data = text.replace("UTF-8", "UTF-16").encode("utf-16")
        self.assertTrue(camt.accepts(data))
        self.assertEqual(choose(camt.read(data), ACCOUNT).rows[0].memo, "lệ phí")
        unsafe = text.replace("UTF-8", "UTF-16").replace("<Document", "<!DOCTYPE x []><Document")
        self.assertRefused("unsafe", None, camt.read, unsafe.encode("utf-16"))

    @given(st.binary(max_size=300))
    @settings(max_examples=80, deadline=None)
    def test_any_bytes(self, noise):
        with self.assertRaises(StatementError):
            camt.read(b"<BkToCstmrStmt>" + noise)
