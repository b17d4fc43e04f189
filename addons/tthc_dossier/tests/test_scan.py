import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.tthc_dossier.tools import scan_code

from .common import DossierCommon

CARD = "027080000019|123456789|Nguyễn Văn Thử|05031980|Nam|Số 1, đường Thử|01072021"


class TestScanCode(unittest.TestCase):
    """What scanners do to a text, without a database."""

    def test_prefix_line_end_and_dashes(self):
        self.assertEqual(scan_code.clean("]C1H99.01-260309-0001\r\n"), "H99.01-260309-0001")
        self.assertEqual(scan_code.number("h99.01–260309‑0001 "), "H99.01-260309-0001")
        self.assertEqual(scan_code.clean("x" * 2001), "")

    def test_addresses(self):
        for text, code in (
            ("https://a.gov.vn/tra-cuu/ABC234", "ABC234"),
            ("HTTPS://A.GOV.VN/TRA-CUU/ABC234", "ABC234"),
            ("a.gov.vn/tra-cuu/ABC234?x=1#y", "ABC234"),
            ("http://[bad/tra-cuu/ABC", ""),
            ("https://a.gov.vn/khac/ABC234", ""),
            ("H99.01-260309-0001", ""),
        ):
            self.assertEqual(scan_code.after(text, "tra-cuu"), code, text)

    def test_no_personal_data_is_shown_back(self):
        self.assertEqual(scan_code.shown(CARD), "••••••••0019|…")
        self.assertEqual(scan_code.shown("ABC"), "ABC")

    @given(st.text())
    def test_any_text_gives_a_short_answer(self, text):
        clean = scan_code.clean(text)
        self.assertEqual(scan_code.clean(clean), scan_code.clean(scan_code.clean(clean)))
        scan_code.after(clean, "kiem-tra")
        self.assertLessEqual(len(scan_code.shown(clean)), scan_code.SHOWN)
        self.assertNotRegex(scan_code.shown(clean), r"[0-9]{9}")


@tagged("post_install", "-at_install")
class TestScan(DossierCommon):
    """What a scanned code opens, for each role."""

    def setUp(self):
        super().setUp()
        self.dossier = self.take_in()

    def resolve(self, code, user=None):
        return self.env["tthc.scan"].with_user(user or self.receptionist).resolve(code)

    def opened(self, code, user=None):
        answer = self.resolve(code, user)
        self.assertEqual(answer["kind"], "open", answer)
        return answer["action"]["res_model"], answer["action"]["res_id"]

    def test_the_number_however_it_was_scanned(self):
        number = self.dossier.name
        for text in (number, number.lower(), f"]C1{number}\n", number.replace("-", "–")):
            self.assertEqual(self.opened(text), ("tthc.dossier", self.dossier.id), text)

    def test_the_national_code(self):
        dossier = self.take_in(national_code="G22.99.99-260309-0042")
        self.assertEqual(self.opened("g22.99.99-260309-0042"), ("tthc.dossier", dossier.id))

    def test_the_receipts_qr(self):
        address = self.dossier._lookup_url()
        self.assertEqual(self.opened(address), ("tthc.dossier", self.dossier.id))
        self.assertEqual(self.opened(address.upper()), ("tthc.dossier", self.dossier.id))

    def test_the_signed_code_of_a_printed_form(self):
        form = self.env["tthc.form"]._of("receipt").with_user(self.receptionist)
        row = form._issue(self.dossier.with_user(self.receptionist))[0].sudo()
        address = f"https://x.gov.vn/kiem-tra/{row.token}"
        self.assertEqual(self.opened(address), ("tthc.dossier", self.dossier.id))
        self.assertEqual(self.resolve(address, self.stranger)["kind"], "refused")
        forged = self.resolve("https://x.gov.vn/kiem-tra/ABC.DEF.GHI")
        self.assertEqual(forged["kind"], "refused")

    def test_a_hand_over_list(self):
        self.dossier.with_user(self.receptionist).action_forward()
        self.dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        handover = self.env["tthc.handover"].search([("line_ids.dossier_id", "=", self.dossier.id)])
        self.assertEqual(self.opened(handover.name), ("tthc.handover", handover.id))

    def test_without_rights_a_clear_refusal(self):
        for user in (self.stranger, self.other_receptionist):
            answer = self.resolve(self.dossier.name, user)
            self.assertEqual(answer["kind"], "refused")
            self.assertIn(self.dossier.name, answer["message"])
            self.assertNotIn(self.citizen.name, str(answer))
        self.assertEqual(self.opened(self.dossier.name, self.inspector)[1], self.dossier.id)

    def test_an_identity_card(self):
        answer = self.resolve(CARD)
        self.assertEqual((answer["kind"], answer["known"]), ("card", True))
        self.assertEqual(answer["action"]["domain"], [("owner_id", "=", self.citizen.id)])
        answer = self.resolve(CARD.replace("027080000019", "027192000123"))
        self.assertEqual((answer["kind"], answer["known"]), ("card", False))
        self.assertNotIn("027192000123", str(answer))
        self.assertEqual(self.resolve("027080000019")["kind"], "card")

    def test_a_card_is_not_for_everybody(self):
        nobody = new_test_user(self.env, "t.khac", groups="base.group_user")
        self.assertEqual(self.resolve(CARD, nobody)["kind"], "refused")
        portal = new_test_user(self.env, "t.dan", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.resolve(self.dossier.name, portal)

    def test_an_unknown_code_says_what_was_read(self):
        answer = self.resolve("8934567890123456 XYZ")
        self.assertEqual(answer["kind"], "unknown")
        self.assertIn("3456 XYZ", answer["message"])
        self.assertNotIn("8934567890", answer["message"])
        for empty in ("", None, "\r\n"):
            self.assertEqual(self.resolve(empty)["kind"], "unknown")

    def test_the_last_digits(self):
        find = self.env["tthc.scan"].with_user(self.receptionist).find
        digits = self.dossier.name[-8:]
        self.assertEqual(find(digits)[0]["id"], self.dossier.id)
        self.assertIn(self.citizen.name, find(digits)[0]["label"])
        self.assertEqual(find("01"), [])
        self.assertEqual(find("%%%"), [])
        other = self.env["tthc.scan"].with_user(self.other_receptionist)
        self.assertNotIn(self.dossier.id, [row["id"] for row in other.find(digits)])

    def test_the_way_in_is_cheap(self):
        """Few statements, whatever else is in the database."""
        self.resolve(self.dossier.name)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.resolve(self.dossier.name)
        self.assertLessEqual(self.cr.sql_log_count - before, 6)
