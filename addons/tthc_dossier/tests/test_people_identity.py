from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import DossierCommon

NUMBER = "027080000019"


@tagged("post_install", "-at_install")
class TestPeopleIdentity(DossierCommon):
    """Numbers are kept in full, shown masked through every door, and in full by a logged click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.log = cls.env["tthc.access.log"]
        cls.citizen.write({"tthc_birth_date": date(1980, 5, 4), "tthc_old_number": "123456789"})
        for user in (cls.receptionist, cls.inspector, cls.manager):
            user.group_ids = [Command.link(cls.env.ref("base.group_allow_export").id)]

    def rows(self, kind="unmask"):
        return self.log.search([("partner_id", "=", self.citizen.id), ("kind", "=", kind)])

    def test_lists_and_reads_show_the_mask(self):
        dossier = self.take_in()
        mine = self.citizen.with_user(self.receptionist)
        self.assertEqual(mine.tthc_identity_masked, "027•••••••19")
        for name in ("tthc_identity_number", "tthc_old_number", "tthc_paper_number"):
            self.assertNotIn(name, mine.fields_get())
            with self.assertRaises(AccessError):
                mine.read([name])
            with self.assertRaises(AccessError):
                mine.search([(name, "=like", "0270%")])
            with self.assertRaises(AccessError):
                dossier.with_user(self.manager).export_data([f"owner_id/{name}"])

    def test_a_whole_number_finds_the_person_a_part_does_not(self):
        people = self.env["res.partner"].with_user(self.receptionist)
        for number in (NUMBER, "027 080 000 019", "123456789"):
            with self.subTest(number):
                found = people.name_search(number)
                self.assertEqual([row[0] for row in found], self.citizen.ids)
        self.assertEqual(people.search([("tthc_identity_masked", "=", NUMBER)]), self.citizen)
        for part in ("02708", "0270800000", "%"):
            self.assertFalse(people.search([("tthc_identity_masked", "ilike", part)]))
        dossier = self.take_in()
        found = dossier.with_user(self.receptionist).search(
            [("owner_id.tthc_identity_masked", "=", NUMBER)]
        )
        self.assertIn(dossier, found)

    def test_a_click_shows_it_and_is_kept(self):
        dossier = self.take_in()
        mine = self.citizen.with_user(self.receptionist)
        answer = mine.action_unmask_identity(source=["tthc.dossier", dossier.id])
        self.assertEqual(answer, {"number": NUMBER})
        row = self.rows()
        self.assertEqual((row.user_id, row.record_name), (self.receptionist, dossier.name))
        self.assertEqual(mine.action_unmask_identity("tthc_old_masked"), {"number": "123456789"})
        self.assertEqual(len(self.rows()), 2)

    def test_a_record_that_is_not_ones_own_is_not_named(self):
        elsewhere = self.take_in(user=self.other_receptionist, company_id=self.other_centre.id)
        mine = self.citizen.with_user(self.receptionist)
        mine.action_unmask_identity(source=["tthc.dossier", elsewhere.id])
        self.assertEqual(self.rows().res_model, "res.partner")

    def test_the_setting_asks_for_a_reason(self):
        self.centre.tthc_unmask_reason = True
        mine = self.citizen.with_user(self.receptionist)
        self.assertEqual(mine.action_unmask_identity(reason="  "), {"reason_needed": True})
        self.assertFalse(self.rows())
        answer = mine.action_unmask_identity(reason="Đối chiếu hộ khẩu")
        self.assertEqual(answer, {"number": NUMBER})
        self.assertEqual(self.rows().note, "Đối chiếu hộ khẩu")

    def test_who_may_not(self):
        clerk = new_test_user(self.env, "t.bientap", groups="tthc_catalogue.group_catalogue_editor")
        with self.assertRaises(AccessError):
            self.citizen.with_user(clerk).action_unmask_identity()
        portal = new_test_user(self.env, "t.dan", groups="base.group_portal")
        with self.assertRaises(AccessError):
            portal.partner_id.with_user(portal).action_unmask_identity()
        self.assertFalse(self.rows())

    def test_typing_over_the_mask(self):
        mine = self.citizen.with_user(self.receptionist)
        mine.write({"tthc_identity_masked": "027•••••••19", "phone": "0912000112"})
        self.assertEqual(self.citizen.tthc_identity_number, NUMBER)
        with self.assertRaisesRegex(ValidationError, "whole number"):
            mine.tthc_identity_masked = "027•••••••20"
        mine.write({"tthc_identity_masked": "027 080 000 020", "tthc_old_masked": "987654321"})
        self.env.invalidate_all()
        self.assertEqual(self.citizen.tthc_identity_number, "027080000020")
        self.assertEqual(self.citizen.tthc_old_number, "987654321")
        self.assertEqual(mine.tthc_identity_masked, "027•••••••20")
        mine.tthc_identity_masked = False
        self.assertFalse(self.citizen.tthc_identity_number)

    def test_nothing_typed_stays_readable_in_the_answer(self):
        people = self.env["res.partner"].with_user(self.receptionist)
        made = people.web_save(
            {"name": "Mới", "tthc_kind": "citizen", "tthc_identity_masked": "027080000038"},
            {"tthc_identity_masked": {}},
        )
        self.assertEqual(made[0]["tthc_identity_masked"], "027•••••••38")

    def test_exports_mask_phone_and_birth_day_and_are_kept(self):
        dossier = self.take_in()
        data = self.citizen.with_user(self.receptionist).export_data(
            ["name", "tthc_identity_masked", "phone", "tthc_birth_date"]
        )["datas"]
        expected = ["Nguyễn Văn Thử", "027•••••••19", "091•••••11", "••/••/1980"]
        self.assertEqual(data, [expected])
        self.assertEqual(self.rows("export").user_id, self.receptionist)
        keys = self.citizen.with_user(self.receptionist).export_data(["tthc_phone_key"])
        self.assertEqual(keys["datas"], [["091•••••11"]])
        by_link = dossier.with_user(self.manager).export_data(
            ["name", "owner_id/phone", "party_ids/partner_id/tthc_birth_date"]
        )["datas"]
        self.assertEqual(by_link[0][1:], ["091•••••11", "••/••/1980"])
        self.assertEqual(len(self.rows("export")), 3)
        self.assertIn("owner_id/phone", self.rows("export")[0].note)
        dossier.with_user(self.manager).export_data(["name", "owner_id"])
        self.assertEqual(len(self.rows("export")), 3)

    def test_the_centre_may_export_phones(self):
        self.centre.tthc_mask_exports = False
        data = self.citizen.with_user(self.receptionist).export_data(["phone"])["datas"]
        self.assertEqual(data, [["0912000111"]])
        self.assertTrue(self.rows("export"))

    def test_a_masked_phone_is_not_imported(self):
        with self.assertRaisesRegex(ValidationError, "masked number"):
            self.citizen.with_user(self.receptionist).phone = "091•••••11"

    def test_a_persons_tax_code_is_the_personal_number(self):
        people = self.env["res.partner"].with_user(self.receptionist)
        made = people.create({"name": "Hộ Thử", "tthc_kind": "household", "vat": "027 080 000 038"})
        self.assertFalse(made.vat)
        self.assertEqual(made.sudo().tthc_identity_number, "027080000038")
        with self.assertRaisesRegex(ValidationError, "differ"):
            made.vat = "027080000039"
        made.vat = "0100109106"
        self.assertEqual(made.vat, "0100109106")

    def test_the_sheet_does_not_show_a_known_number(self):
        sheets = self.env["tthc.dossier.intake"].with_user(self.receptionist)
        sheet = Form(sheets.with_company(self.centre))
        sheet.partner_id = self.citizen
        self.assertFalse(sheet.identity_number)
        self.assertEqual(sheet.identity_masked, "027•••••••19")
        self.assertNotIn(NUMBER, str(sheet.save().read()))

    def test_a_number_that_was_not_known_is_added(self):
        nobody = self.env["res.partner"].create({"name": "Chưa Có Số", "tthc_kind": "citizen"})
        sheets = self.env["tthc.dossier.intake"].with_user(self.receptionist)
        sheet = Form(sheets.with_company(self.centre))
        sheet.partner_id = nobody
        sheet.identity_number = "027080000038"
        self.assertEqual(sheet.partner_id, nobody)
        sheet.save()._owner()
        self.assertEqual(nobody.tthc_identity_number, "027080000038")

    def test_a_foreigner_is_found_by_the_passport(self):
        sheets = self.env["tthc.dossier.intake"].with_user(self.receptionist)
        sheet = Form(sheets.with_company(self.centre))
        sheet.name = "John Doe"
        sheet.paper_kind = "passport"
        sheet.paper_number = "n 1234567"
        sheet.nationality_id = self.env.ref("base.uk")
        values = sheet.save()._owner()
        person = self.env["tthc.dossier"].with_user(self.receptionist)._intake_partner(values)
        self.assertEqual(person.tthc_paper_masked, "••••••67")
        again = Form(sheets.with_company(self.centre))
        again.paper_kind = "passport"
        again.paper_number = "N1234567"
        self.assertEqual(again.partner_id, person)
        self.assertEqual(person.sudo().tthc_paper_number, "N1234567")

    def test_doubts_are_said_and_hinder_nothing(self):
        self.citizen.write({"tthc_gender": "female", "phone": "12345", "email": "khong-phai"})
        doubts = self.citizen.with_user(self.receptionist).tthc_doubts
        for words in ("gender", "phone number of Viet Nam", "e-mail address"):
            self.assertIn(words, doubts)
        self.citizen.write({"tthc_gender": "male", "phone": "+84 912 000 111", "email": False})
        self.assertFalse(self.citizen.tthc_doubts)

    def test_a_repaired_card_is_compared_with_the_card(self):
        sheets = self.env["tthc.dossier.intake"].with_user(self.receptionist)
        sheet = Form(sheets.with_company(self.centre))
        sheet.scan = "027192000123|123456789|Traanf Thij Thuwr|05031992|Nữ|Số 9|01072021"
        self.assertEqual(sheet.name, "Trần Thị Thử")
        self.assertIn("compare with the card: name", sheet.identity_warning)
        values = sheet.save()._owner()
        self.assertEqual(values["tthc_old_number"], "123456789")
