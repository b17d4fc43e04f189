"""What the post collects, and what it remits: nothing lost, nothing twice."""

import base64
import io
import unittest
from datetime import timedelta

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import inventory
from ..tools import remittance_list as lists
from ..tools.seal import line, seal
from .common import NUMBER, FreePostalCommon

ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(("", "EE1", "EE2", "EE3")),
        st.sampled_from(("", "B1", "B2")),
        st.integers(1, 3),
    ),
    max_size=8,
).map(lambda rows: [lists.Entry(key, *row) for key, row in enumerate(rows)])


class TestLists(unittest.TestCase):
    def test_reading(self):
        rows = [
            ["TỔNG CÔNG TY BƯU ĐIỆN"],
            ["STT", "Số hiệu bưu gửi", "Biên lai", "Số tiền thu hộ (đ)"],
            ["1", "RR 473 124 829 VN", "0000123", "26.000"],
            ["2", "EE1", "", "1,250,000 đ"],
            ["", "", "", ""],
            ["", "Tổng cộng", "", ""],
        ]
        with self.assertRaises(lists.NotAList) as caught:
            lists.read(rows)
        self.assertEqual((caught.exception.code, caught.exception.row), ("amount", 6))
        found = lists.read(rows[:5] + [["Tổng cộng", "", "", "1.276.000"]])
        self.assertEqual(
            found,
            [
                lists.Entry(3, "RR473124829VN", "0000123", 26_000),
                lists.Entry(4, "EE1", "", 1_250_000),
            ],
        )
        for bad, code in (([["a", "b"]], "no_heading"), (rows[:2], "no_rows")):
            with self.assertRaises(lists.NotAList) as caught:
                lists.read(bad)
            self.assertEqual(caught.exception.code, code)

    def test_amounts(self):
        for text, amount in (("26000", 26_000), ("26.000 VND", 26_000), ("0", 0), ("1,5", None)):
            self.assertEqual(lists.amount_of(text), amount)
        for text in ("", "x", "1.00", "-5", "12.5000"):
            self.assertIsNone(lists.amount_of(text), text)

    @given(ENTRIES, ENTRIES)
    def test_each_entry_is_compared_once(self, ours, told):
        pairs = lists.compare(ours, told)
        mine = [pair[0] for pair in pairs if pair[0]]
        theirs = [pair[1] for pair in pairs if pair[1]]
        self.assertCountEqual(mine, ours)
        self.assertCountEqual(theirs, told)
        sums = sum(
            (their.amount if their else 0) - (own.amount if own else 0) for own, their in pairs
        )
        self.assertEqual(sums, sum(e.amount for e in told) - sum(e.amount for e in ours))

    @given(ENTRIES)
    def test_the_same_list_agrees(self, entries):
        named = [entry for entry in entries if entry.number or entry.receipt]
        states = {lists.state(*pair) for pair in lists.compare(named, list(reversed(named)))}
        self.assertLessEqual(states, {lists.SAME})

    @given(
        st.sampled_from(("whole", "opened", "damaged")),
        st.none() | st.tuples(st.integers(0, 3), st.integers(0, 3)),
        st.none() | st.tuples(st.integers(0, 3), st.integers(0, 3)),
    )
    def test_inventory(self, envelope, announced, found):
        difference = inventory.difference(envelope, announced, found)
        if envelope == "whole" and (announced is None or found is None or announced == found):
            self.assertIsNone(difference)
        elif announced is not None and found is not None and announced != found:
            self.assertIn(difference, ("missing", "extra"))

    @given(st.lists(st.lists(st.text() | st.integers())))
    def test_a_seal_tells_every_change(self, rows):
        sealed = seal(line(row) for row in rows)
        self.assertEqual(sealed, seal(line(row) for row in rows))
        self.assertNotEqual(sealed, seal([*(line(row) for row in rows), line([0])]))


@tagged("post_install", "-at_install")
class TestCollecting(FreePostalCommon):
    def signed(self, amount=20_000, receipt="0000123", number=NUMBER, at=None):
        records = self.env["tthc.postal.handover"].with_user(self.clerk)
        record = records.create(
            {
                "direction": "from_post",
                "carrier_id": self.carrier.id,
                "signed_by_post": "Lê Văn Bưu",
            }
        )
        record.scan_in(number)
        record.line_ids.write({"fee_amount": amount, "fee_receipt": receipt})
        record.action_sign(at=at)
        return record.line_ids.shipment_id.sudo().collection_ids

    def cod(self, amount=150_000):
        shipment = self.shipment_of(self.result_by_post())
        shipment.write({"cod_amount": amount, "tracking_number": "RR123456785VN"})
        shipment.with_user(self.receptionist).action_pack()
        shipment.with_user(self.clerk).action_hand_over()
        shipment.with_user(self.clerk).action_deliver("Người Nhận")
        return shipment.sudo().collection_ids

    def remittance(self, **more):
        records = self.env["tthc.postal.remittance"].with_user(self.clerk)
        remittance = records.create({"carrier_id": self.carrier.id, **more})
        remittance.action_fill()
        return remittance

    def told(self, remittance, *rows):
        book = openpyxl.Workbook()
        book.active.append(["Số hiệu", "Biên lai", "Số tiền"])
        for row in rows:
            book.active.append(row)
        data = io.BytesIO()
        book.save(data)
        remittance.write({"told_file": base64.b64encode(data.getvalue())})

    def test_fees_of_a_hand_over(self):
        fee = self.signed()
        self.assertEqual((fee.kind, fee.amount, fee.receipt_number), ("fee", 20_000, "0000123"))
        self.assertEqual((fee.state, fee.age_days), ("open", 0))
        self.assertFalse(self.signed(amount=0, number="RR123456785VN"))

    def test_cash_on_delivery_is_recorded_once(self):
        cod = self.cod()
        self.assertEqual((cod.kind, cod.amount), ("cod", 150_000))
        self.assertEqual(cod.collected_at, cod.shipment_id.delivered_at)
        self.assertFalse(cod.shipment_id._note_cod())
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            cod._collect(
                [
                    {
                        "shipment_id": cod.shipment_id.id,
                        "kind": "cod",
                        "amount": 1,
                        "collected_at": cod.collected_at,
                    }
                ]
            )

    def test_written_once(self):
        fee = self.signed()
        for row in (fee, fee.with_user(self.clerk)):
            for act in (
                lambda row=row: row.write({"amount": 1}),
                row.unlink,
                lambda row=row: row.create({}),
            ):
                with self.assertRaises(UserError):
                    act()
        sheets = self.env["tthc.postal.collection.sheet"].with_user(self.clerk)
        context = fee.with_user(self.clerk).action_void()["context"]
        with self.assertRaisesRegex(UserError, "why"):
            sheets.with_context(**context).create({}).action_confirm()
        sheets.with_context(**context).create({"reason": "Nhập nhầm"}).action_confirm()
        self.assertEqual((fee.state, fee.void_reason), ("voided", "Nhập nhầm"))
        with self.assertRaises(AccessError):
            fee.with_user(self.manager).action_void()

    def test_recorded_by_hand(self):
        shipment = self.sent()
        context = shipment.with_user(self.clerk).action_record_collection()["context"]
        sheets = self.env["tthc.postal.collection.sheet"].with_user(self.clerk)
        late = fields.Datetime.now() + timedelta(hours=1)
        for wrong in ({"amount": 0}, {"amount": 5, "collected_at": late}):
            with self.assertRaises(UserError):
                sheets.with_context(**context).create(wrong).action_confirm()
        sheets.with_context(**context).create(
            {"amount": 26_000, "kind": "postage"}
        ).action_confirm()
        self.assertEqual(shipment.sudo().collection_ids.state, "kept")
        self.assertFalse(self.remittance().line_ids)

    def test_a_list_from_draft_to_closed(self):
        fee, cod = self.signed(), self.cod()
        remittance = self.remittance()
        self.assertEqual(remittance.line_ids.collection_id, fee | cod)
        self.assertEqual((remittance.our_amount, remittance.due_amount), (170_000, 170_000))
        self.assertEqual({fee.state, cod.state}, {"listed"})
        self.assertFalse(self.remittance().line_ids)
        remittance.action_agree()
        self.assertRegex(remittance.name, r"^BKTH/\d{4}/\d{5}$")
        with self.assertRaises(UserError):
            remittance.date_to = "2026-01-01"
        with self.assertRaisesRegex(UserError, "reference"):
            remittance.action_remit()
        remittance.write({"remitted_on": fields.Date.today(), "reference": "FT123"})
        remittance.action_remit()
        self.assertEqual({fee.state, cod.state}, {"remitted"})
        remittance.action_close()
        for act in (remittance.action_close, remittance.unlink, remittance.action_fill):
            with self.assertRaises(UserError):
                act()
        self.assertIn("/web/content/", remittance.action_xlsx()["url"])

    def test_differences_with_the_posts_list(self):
        fee, cod = self.signed(), self.cod()
        late = self.signed(number="RR000000014VN", receipt="0000124")
        remittance = self.remittance()
        self.told(
            remittance,
            ["RR 473 124 829 VN", "", "20.000"],
            ["RR123456785VN", "", 140_000],
            ["EE000000014VN", "77", "9.000"],
        )
        states = {line.number: line.state for line in remittance.line_ids}
        self.assertEqual(
            states,
            {
                NUMBER: "same",
                "RR123456785VN": "amount",
                "RR000000014VN": "missing",
                "EE000000014VN": "extra",
            },
        )
        self.assertEqual((remittance.difference_count, remittance.told_amount), (3, 169_000))
        with self.assertRaisesRegex(UserError, "Explain"):
            remittance.action_agree()
        for line_ in remittance.line_ids.filtered(lambda row: row.state != "same"):
            line_.explanation = "Đã hỏi bưu cục"
        with self.assertRaises(UserError):
            remittance.line_ids[0].amount = 1
        remittance.action_agree()
        self.assertEqual(remittance.due_amount, 169_000)
        self.assertEqual((fee.state, cod.state, late.state), ("listed", "listed", "open"))
        self.assertEqual(self.remittance().line_ids.collection_id, late)
        remittance.write(
            {
                "remitted_on": fields.Date.today(),
                "reference": "FT1",
                "remitted_amount": 160_000,
            }
        )
        remittance.action_remit()
        with self.assertRaisesRegex(UserError, "note"):
            remittance.action_close()
        remittance.note = "Bưu chính chuyển thiếu, bù kỳ sau"
        remittance.action_close()

    def test_a_bad_file_changes_nothing(self):
        self.signed()
        remittance = self.remittance()
        for rows in ([], [["EE1", "", "abc"]]):
            with self.assertRaises(UserError):
                self.told(remittance, *rows)
        with self.assertRaisesRegex(UserError, "XLSX or CSV"):
            remittance.write({"told_file": base64.b64encode(b"PK\x03\x04xx")})
        self.assertFalse(remittance.compared)

    def test_a_deleted_draft_frees_what_it_held(self):
        fee = self.signed()
        self.remittance().unlink()
        self.assertEqual(fee.state, "open")
        remittance = self.remittance()
        remittance.line_ids.unlink()
        self.assertEqual(fee.state, "open")
        remittance.action_fill()
        with self.assertRaisesRegex(UserError, "on a list"):
            fee.with_user(self.clerk)._void("x")

    def test_others(self):
        self.signed()
        remittance = self.remittance()
        for user in (self.receptionist, self.other_clerk, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                remittance.with_user(user).action_agree()

    def test_the_paper(self):
        self.signed()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "tthc_postal.report_remittance", self.remittance().ids
        )
        for part in ("BẢNG KÊ TIỀN", NUMBER, "20.000", "DỰ THẢO", "Mẫu của hệ thống"):
            self.assertIn(part, html.decode())
