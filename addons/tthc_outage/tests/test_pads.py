"""Pads: reserved numbers, printing, and the account of every sheet."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OutageCommon


@tagged("post_install", "-at_install")
class TestPads(OutageCommon):
    def strike(self, sheets, state, reason, user=None):
        action = getattr(sheets.with_user(user or self.receptionist), {
            "voided": "action_void", "spoilt": "action_spoil"
        }[state])()  # fmt: skip
        dialog = self.env["tthc.outage.strike"].with_user(user or self.receptionist)
        dialog.with_context(**action["context"]).create({"reason": reason}).action_confirm()

    def test_numbers_are_reserved_one_after_the_other(self):
        pads = self.env["tthc.outage.pad"].with_user(self.receptionist)
        first, second = pads.create([{"size": 2}, {"size": 3}])
        self.assertEqual(second.number, first.number + 1)
        self.assertEqual(first.number, self.pad.number + 1)
        self.assertEqual(
            second.sheet_ids.mapped("name"),
            [f"H99.01-SC{second.number:04d}-{sheet:03d}" for sheet in (1, 2, 3)],
        )
        self.assertEqual(len(set(second.sheet_ids.mapped("lookup_token"))), 3)
        self.assertEqual(second.reserved_by_id, self.receptionist)

    def test_who_reserves(self):
        values = {"company_id": self.centre.id, "size": 1}
        pads = self.env["tthc.outage.pad"]
        self.assertTrue(pads.with_user(self.manager).create(values))
        for user in (self.officer, self.inspector, self.other_receptionist):
            with self.subTest(user.login), self.assertRaises(AccessError):
                pads.with_user(user).create(values)
        self.assertIn(self.pad, pads.with_user(self.inspector).search([]))
        with self.assertRaises(AccessError):
            pads.with_user(self.officer).search([])
        self.assertNotIn(self.pad, pads.with_user(self.other_receptionist).search([]))

    def test_what_is_reserved_stays(self):
        pad = self.pad.with_user(self.manager)
        for act in (
            lambda: pad.write({"size": 9}),
            lambda: pad.write({"printed_at": datetime(2026, 1, 1)}),
            lambda: pad.sudo().unlink(),
            lambda: pad.sheet_ids.sudo().write({"state": "voided"}),
            lambda: pad.sheet_ids[:1].sudo().unlink(),
            lambda: self.env["tthc.outage.sheet"].create({}),
            lambda: self.env["tthc.outage.pad"].create({"number": 77}),
        ):
            with self.assertRaises(UserError):
                act()
        pad.counter = "Quầy 2"

    def test_a_centre_without_identifier(self):
        self.centre.tthc_unit_code = False
        with self.assertRaisesRegex(UserError, "unit identifier"):
            self.env["tthc.outage.pad"].with_user(self.receptionist).create({"size": 1})

    def test_the_printed_sheets(self):
        render = self.env["ir.actions.report"].with_user(self.receptionist)._render_qweb_html
        html = render("tthc_outage.report_pad", self.pad.ids)[0].decode()
        for sheet in self.pad.sheet_ids:
            self.assertEqual(html.count(sheet.name), 2, "on the receipt and on its stub")
            self.assertEqual(html.count(sheet.lookup_token), 1, "the person's own secret")
        for part in ("GIẤY TIẾP NHẬN HỒ SƠ", "CUỐNG LƯU", "Mã số tạm", "data:image/png;base64,"):
            self.assertIn(part, html)
        self.assertNotIn("IN LẠI", html)
        self.pad.with_user(self.receptionist).action_print()
        self.assertIn("IN LẠI", render("tthc_outage.report_pad", self.pad.ids)[0].decode())
        self.assertEqual(self.pad.printed_at, datetime(2026, 3, 2, 2, 0), "the first time counts")

    def test_what_was_never_printed_with_its_button_does_not_print(self):
        pad = self.env["tthc.outage.pad"].with_user(self.receptionist).create({"size": 1})
        with self.assertRaisesRegex(Exception, "with its button"):
            self.env["ir.actions.report"]._render_qweb_html("tthc_outage.report_pad", pad.ids)

    def test_a_pad_is_closed_when_every_sheet_is_accounted_for(self):
        self.assertEqual(self.pad.state, "printed")
        first, second, *_rest = self.pad.sheet_ids
        self.enter(first)
        self.strike(second, "spoilt", "Viết nhầm")
        with self.assertRaisesRegex(UserError, "was used already: Spoilt, Viết nhầm"):
            second.with_user(self.receptionist).action_enter()
        rest = self.pad.sheet_ids - first - second
        self.strike(rest, "voided", "Hết sự cố")
        self.assertEqual(
            (self.pad.state, self.pad.entered_count, self.pad.struck_count), ("closed", 1, 4)
        )
        self.assertIn(self.pad, self.pad.search([("state", "=", "closed")]))
        html = self.env["ir.actions.report"]._render_qweb_html(
            "tthc_outage.report_account", self.pad.ids
        )[0].decode()  # fmt: skip
        for part in ("Viết nhầm", "Hết sự cố", first.dossier_id.name, "14:30 11/03/2026"):
            self.assertIn(part, html)
        with self.assertRaisesRegex(UserError, "accounted for"):
            self.pad.with_user(self.receptionist).action_print()

    def test_voiding_needs_a_reason_and_a_blank_sheet(self):
        sheet = self.blank()
        with self.assertRaisesRegex(UserError, "Give a reason"):
            self.strike(sheet, "voided", "  ")
        self.enter(sheet)
        with self.assertRaisesRegex(UserError, "accounted for"):
            self.strike(sheet, "voided", "Nhầm")

    def test_an_outage_is_declared_by_the_centre(self):
        self.assertEqual(self.outage.declared_by_id, self.manager)
        outages = self.env["tthc.outage"]
        values = {"company_id": self.centre.id, "from_at": self.BEGINS, "cause": "Đứt cáp"}
        lasting = outages.with_user(self.receptionist).create(values)
        self.assertEqual(lasting.state, "lasting")
        lasting.action_end()
        self.assertEqual(lasting.state, "over")
        with self.assertRaises(AccessError):
            outages.with_user(self.officer).create(values)
        with self.assertRaisesRegex(ValidationError, "not for the future"):
            outages.create({**values, "from_at": datetime(2100, 1, 1)})

    def test_an_outage_keeps_what_was_entered(self):
        self.enter()
        self.assertEqual((self.outage.sheet_count, self.outage.hours), (1, 2.5))
        self.assertGreater(self.outage.mean_delay, 0)
        with self.assertRaisesRegex(ValidationError, "outside of the outage"):
            self.outage.until_at = datetime(2026, 3, 11, 7, 10)
        with self.assertRaisesRegex(UserError, "stays on record"):
            self.outage.unlink()
