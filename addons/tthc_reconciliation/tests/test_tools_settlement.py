from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools.statement_error import StatementError
from odoo.addons.tthc_reconciliation.tests import settlement_generator as files
from odoo.addons.tthc_reconciliation.tools.settlement import read_settlements
from odoo.addons.tthc_reconciliation.tools.settlement_credit import Credit, Wanted, pair

LAYOUTS = files.layouts()
VNPAY = LAYOUTS["settlement_layout_vnpay"]
DAY = datetime(2026, 3, 10, 9, 30)


def line(number, amount=58_000, charge=1_000, **values):
    return {
        "gateway_number": f"GW{number}",
        "order_number": f"ORD{number}",
        "slip_number": f"A{number}",
        "terminal": "POS00001",
        "paid_at": DAY,
        "settled_on": DAY + timedelta(days=1),
        "amount": amount,
        "charge": charge,
        "net": amount - charge,
        **values,
    }


class TestReadSettlement(BaseCase):
    def read(self, *lines, layout=VNPAY, **options):
        return read_settlements(files.book(layout, lines, **options), [layout])[0]

    def assertRefused(self, code, row, *lines, **options):
        with self.assertRaises(StatementError) as caught:
            self.read(*lines, **options)
        self.assertEqual((caught.exception.code, caught.exception.row), (code, row))
        return caught.exception

    def test_a_file(self):
        found = self.read(line(1), line(2, 20_000, 440), line(3, -8_000, -100, net=-7_900))
        self.assertEqual(len(found), 1)
        one = found[0]
        self.assertEqual((one.gross, one.charge, one.net), (70_000, 1_340, 68_660))
        self.assertEqual(one.settled_on, date(2026, 3, 11))
        self.assertEqual([row.kind for row in one.lines], ["payment", "payment", "refund"])
        self.assertEqual(one.lines[0].paid_at, DAY)
        self.assertEqual((one.lines[0].row, one.lines[2].row), (5, 7))

    def test_a_day_and_a_number_are_sums_of_their_own(self):
        later = DAY + timedelta(days=3)
        found = self.read(
            line(1, batch="B1"), line(2, batch="B2"), line(3, settled_on=later, batch="B1")
        )
        self.assertEqual(
            [(one.settled_on.day, one.batch) for one in found], [(11, "B1"), (11, "B2"), (13, "B1")]
        )

    def test_refunds_by_word(self):
        found = self.read(
            line(1),
            line(2, kind="Hoàn tiền"),
            line(3, 10_000, 100, net=10_100, kind="Refund"),
            total=False,
        )
        self.assertEqual(
            [(row.amount, row.charge, row.net) for row in found[0].lines[1:]],
            [(-58_000, -1_000, -57_000), (-10_000, 100, -10_100)],
        )

    def test_the_charge_may_be_what_is_missing(self):
        for without in ("charge", "net"):
            words = {key: value for key, value in VNPAY.words.items() if key != without}
            layout = type(VNPAY)("x", words)
            found = self.read(line(1), layout=layout)
            self.assertEqual((found[0].charge, found[0].net), (1_000, 57_000))

    def test_what_does_not_add_up_is_refused(self):
        error = self.assertRefused("net", 6, line(1), line(2, net=58_000))
        self.assertEqual(error.params, {"expected": 57_000, "found": 58_000})
        rows = files.rows_of(VNPAY, [line(1)])
        place = list(VNPAY.wanted).index("amount")
        rows[5][place] = 58_001
        with self.assertRaises(StatementError) as caught:
            read_settlements(files.xlsx(rows), [VNPAY])
        self.assertEqual((caught.exception.code, caught.exception.row), ("total", 6))

    def test_what_says_too_little_is_refused(self):
        self.assertRefused("no_number", 5, line(1, gateway_number="", order_number=""))
        self.assertRefused("no_day", 5, line(1, settled_on=""))
        self.assertRefused("twice", 6, line(1), line(1))
        self.assertRefused("amount", 6, line(1), {**line(2), "amount": "x"}, total=False)
        self.assertRefused("no_rows", None, total=False)

    def test_the_day_may_be_told(self):
        data = files.book(VNPAY, [line(1)], without=("settled_on",))
        self.assertEqual(
            read_settlements(data, [VNPAY], date(2026, 3, 12))[0][0].settled_on, date(2026, 3, 12)
        )

    @given(
        st.sampled_from(sorted(LAYOUTS)),
        st.booleans(),
        st.booleans(),
        st.lists(
            st.tuples(
                st.integers(1, 90_000_000), st.integers(0, 20_000), st.booleans(), st.integers(0, 2)
            ),
            min_size=1,
            max_size=10,
        ),
    )
    @settings(max_examples=50, deadline=None)
    def test_written_in_any_layout_and_read_back(self, name, as_text, total, parts):
        """What is written is read, and gross − charge = net in every line and sum."""
        layout = LAYOUTS[name]
        lines = []
        for number, (amount, charge, back, days) in enumerate(parts):
            sign = -1 if back else 1
            lines.append(
                line(
                    number,
                    sign * amount,
                    sign * min(charge, amount - 1),
                    settled_on=(DAY + timedelta(days=days)).strftime("%d/%m/%Y"),
                    paid_at=DAY.strftime("%d/%m/%Y %H:%M:%S"),
                )
            )
        write = files.text if as_text else files.book
        found, used = read_settlements(write(layout, lines, total=total), list(LAYOUTS.values()))
        self.assertEqual(used, layout)
        rows = sorted((row for one in found for row in one.lines), key=lambda row: row.row)
        self.assertEqual(
            [(row.amount, row.charge, row.net) for row in rows],
            [(row["amount"], row["charge"], row["net"]) for row in lines],
        )
        for one in found:
            self.assertEqual(one.gross - one.charge, one.net)
            self.assertTrue(all(row.amount - row.charge == row.net for row in one.lines))
        self.assertEqual(len({row.key for row in rows}), len(rows))


def wanted(key, amount=57_000, **values):
    return Wanted(key, 1, amount, date(2026, 3, 10), date(2026, 3, 20), **values)


def credit(key, amount=57_000, day=12, memo="", **values):
    return Credit(key, 1, amount, date(2026, 3, day), memo=memo, **values)


class TestPair(BaseCase):
    def test_by_number_and_by_words(self):
        one = wanted(1, numbers=("QT-2026-77",), words=("vnpay",))
        for memo in ("QT202677 tt", "thanh toan VNPAY ngay 10"):
            self.assertEqual(pair([one], [credit(5, memo=memo)]), {1: 5})
        for other in (
            credit(5, memo="vnpayment"),
            credit(5, 56_999, memo="vnpay"),
            credit(5, day=25, memo="vnpay"),
            Credit(5, 2, 57_000, date(2026, 3, 12), memo="vnpay"),
        ):
            self.assertEqual(pair([one], [other]), {})

    def test_the_number_decides_where_words_do_not(self):
        both = [wanted(1, numbers=("QT01A",), words=("vnpay",)), wanted(2, words=("vnpay",))]
        found = pair(both, [credit(5, memo="vnpay QT01A"), credit(6, memo="vnpay")])
        self.assertEqual(found, {1: 5, 2: 6})
        self.assertEqual(pair(both[1:], [credit(5, memo="vnpay"), credit(6, memo="vnpay")]), {})
        self.assertEqual(pair([wanted(1, numbers=("12",))], [credit(5, memo="12")]), {})

    @given(
        st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["", "QT01A", "QT02B"])), max_size=6),
        st.lists(
            st.tuples(st.integers(1, 3), st.sampled_from(["vnpay", "QT01A", "x vnpay QT02B", ""])),
            max_size=6,
        ),
    )
    @settings(max_examples=50, deadline=None)
    def test_never_one_for_two_and_in_any_order(self, sums, shown):
        asked = [
            wanted(key, amount, numbers=(number,) if number else (), words=("vnpay",))
            for key, (amount, number) in enumerate(sums)
        ]
        credits_ = [credit(key, amount, memo=memo) for key, (amount, memo) in enumerate(shown)]
        found = pair(asked, credits_)
        self.assertEqual(len(set(found.values())), len(found))
        for one, other in found.items():
            self.assertEqual(asked[one].amount, credits_[other].amount)
            self.assertTrue(credits_[other].memo)
        self.assertEqual(pair(asked[::-1], credits_[::-1]), found)
