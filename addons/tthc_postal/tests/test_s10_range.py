"""Tracking numbers from a range: each once, gaps listed, all of them valid."""

import unittest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..tools import s10, serials
from .common import FreePostalCommon


class TestSerials(unittest.TestCase):
    @settings(max_examples=50, deadline=None)
    @given(
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2),
        st.integers(0, serials.LAST_SERIAL),
    )
    def test_issued_numbers_parse(self, service, serial):
        parsed = s10.parse(serials.identifier(service, serial), country="VN")
        self.assertEqual((parsed.service, int(parsed.serial)), (service, serial))

    @settings(max_examples=50, deadline=None)
    @given(st.integers(0, 50), st.integers(0, 60), st.sets(st.integers(0, 110)))
    def test_gaps_and_used_are_all(self, first, count, used):
        missing = serials.gaps(first, first + count, used)
        listed = {serial for low, high in missing for serial in range(low, high + 1)}
        self.assertEqual(listed, set(range(first, first + count)) - used)


@tagged("post_install", "-at_install")
class TestRange(FreePostalCommon):
    def setUp(self):
        super().setUp()
        # A sequence is not rolled back: each test has its own.
        self.carrier.number_source = "range"
        self.administrator = new_test_user(
            self.env,
            "t.quantri.dai",
            groups="base.group_user,tthc_catalogue.group_administrator",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
        )
        self.range = self.new_range(10_000_001, 10_000_004)

    def new_range(self, first, last, **values):
        return self.env["tthc.s10.range"].create(
            {
                "carrier_id": self.carrier.id,
                "company_id": self.centre.id,
                "service": "rq",
                "serial_first": first,
                "serial_last": last,
                "date_from": "2026-01-01",
                "warn_left": 1,
                **values,
            }
        )

    def skip(self, serial, reason="Nhãn rách"):
        """By the dialog, as the administrator."""
        action = self.range.with_user(self.administrator).action_open_pass_over()
        sheet = self.env[action["res_model"]].with_user(self.administrator)
        sheet = sheet.with_context(**action["context"]).create({"serial": serial, "reason": reason})
        sheet.action_confirm()

    def test_a_label_that_was_scanned_before_its_turn(self):
        first, second = (self.shipment_of(self.result_by_post()) for _turn in range(2))
        first.tracking_number = serials.identifier("RQ", 10_000_001)
        (first | second).with_user(self.receptionist).action_pack()
        self.assertEqual(second.tracking_number, serials.identifier("RQ", 10_000_002))

    def test_service_letters(self):
        for letters in ("1Q", "ĐĐ", "R"):
            with self.assertRaises(ValidationError):
                self.new_range(20_000_001, 20_000_002, service=letters)

    def test_who_passes_over_says_why(self):
        with self.assertRaises(AccessError):
            self.range.with_user(self.clerk).action_open_pass_over()
        with self.assertRaises(AccessError):
            self.range.with_user(self.clerk).action_skip_to(10_000_003, "Rách")
        for serial, reason in ((10_000_003, " "), (10_000_001, "Rách"), (10_000_005, "Rách")):
            with self.assertRaises(UserError):
                self.skip(serial, reason)
        self.skip(10_000_003)
        row = self.range.skip_ids
        self.assertEqual(
            (row.serial_from, row.serial_to, row.reason, row.user_id),
            (10_000_001, 10_000_002, "Nhãn rách", self.administrator),
        )
        self.assertEqual(self.packed().tracking_number, serials.identifier("RQ", 10_000_003))
        with self.assertRaises(UserError):
            row.unlink()

    def test_packing_gives_the_next_number(self):
        numbers = [self.packed().tracking_number for _turn in range(2)]
        self.assertEqual(
            numbers, [serials.identifier("RQ", serial) for serial in (10_000_001, 10_000_002)]
        )
        self.skip(10_000_004)
        self.assertEqual(self.range.gaps, "10000003")
        self.assertEqual((self.range.state, self.range.left_count), ("low", 1))
        last = self.packed()
        self.assertEqual(last.tracking_number, serials.identifier("RQ", 10_000_004))
        self.range.invalidate_recordset()
        self.assertEqual(self.range.state, "empty")
        with self.assertRaisesRegex(UserError, "another range"):
            self.packed()
        self.new_range(20_000_001, 20_000_009)
        self.assertTrue(self.packed().tracking_number.startswith("RQ20000001"))

    def test_a_number_is_never_given_again(self):
        shipment = self.packed()
        number = shipment.tracking_number
        shipment.with_user(self.receptionist).action_return_to_centre()
        self.assertNotEqual(self.packed().tracking_number, number)
        row = self.range.number_ids.filtered(lambda row: row.name == number)
        self.assertEqual(row.shipment_id, shipment)
        for refused in (
            lambda: self.range.write({"serial_first": 10_000_003}),
            lambda: self.range.write({"serial_last": 10_000_001}),
            lambda: self.range.action_skip_to(10_000_001, "Rách"),
            self.range.unlink,
            row.unlink,
        ):
            self.assertRaises(UserError, refused)

    def test_ranges_do_not_overlap(self):
        with self.assertRaises(ValidationError):
            self.new_range(10_000_004, 10_000_009)
        self.new_range(10_000_004, 10_000_009, service="RR")
