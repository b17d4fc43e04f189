from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.tthc_dossier.tests.common import DossierCommon


@tagged("post_install", "-at_install")
class TestGuidance(DossierCommon):
    def ask(self, user=None, instant=None, **values):
        """A guidance that the receptionist begins at an instant (naive UTC)."""
        rows = self.env["tthc.guidance"].with_user(user or self.receptionist)
        row = rows.create(
            {"procedure_id": self.procedure.id, "company_id": self.centre.id, **values}
        )
        return row.sudo().with_context(tthc_now=instant or self.MONDAY_9)

    def tick(self, row, *missing, **problems):
        """Tick every paper but those named."""
        for line in row.line_ids.filtered(lambda line: line.requirement != "conditional"):
            line.received = line.name not in missing

    def html(self, row, report):
        action = f"tthc_guidance.report_{report}"
        return self.env["ir.actions.report"]._render_qweb_html(action, row.ids)[0].decode()

    # The sheet ------------------------------------------------------------------------------------

    def test_the_list_follows_procedure_and_case(self):
        with Form(self.env["tthc.guidance"].with_user(self.receptionist)) as sheet:
            sheet.procedure_id = self.procedure
            self.assertEqual(sheet.case_id, self.case)
            sheet.case_id = self.free_case
        row = sheet.record
        self.assertEqual(row.line_ids.mapped("name"), self.free_case.component_ids.mapped("name"))
        self.assertEqual(row.line_ids.template_id.case_id, self.free_case)

    def test_what_the_sheet_says(self):
        self.centre.write({"street": "Số 5, đường Lý Thái Tổ", "phone": "0222 333 444"})
        self.env["tthc.offer"].search([("company_id", "=", self.centre.id)]).counter = "Quầy 7"
        row = self.ask(asked_by="Bà Tư", note="Mang theo căn cước")
        row.action_print()
        self.assertEqual((row.state, row.outcome, row.told_by), ("given", "guided", "print"))
        self.assertEqual((row.user_id, row.given_at), (self.receptionist, self.MONDAY_9))
        html = self.html(row, "guidance")
        for shown in (
            "PHIẾU HƯỚNG DẪN HỒ SƠ",
            "Tờ khai",
            "1 bản chính",
            "xuất trình, không nộp",
            "50.000 đồng",
            "Số 5, đường Lý Thái Tổ",
            "Quầy 7",
            "07:30–11:30, 13:00–17:00",
            "Thứ Hai, Thứ Ba",
            "Mang theo căn cước",
            self.justice.name,
        ):
            self.assertIn(shown, html)
        self.assertEqual("data:image" in html, bool(row._public_page()))

    def test_nobody_has_to_say_who_they_are(self):
        row = self.ask()
        row.action_told()
        self.assertFalse(row.partner_id or row.asked_by)
        self.assertEqual((row.outcome, row.told_by), ("guided", "oral"))

    def test_sent_by_e_mail(self):
        row = self.ask(asked_by="Ông Ba")
        with self.assertRaises(UserError):
            row.action_send()
        row.email = "ongba@thu.example"
        row.action_send()
        mail = self.env["mail.mail"].search([("email_to", "=", "ongba@thu.example")])
        self.assertEqual(len(mail), 1)
        for shown in ("Tờ khai", "50.000 đồng", "Phiếu hướng dẫn"):
            self.assertIn(shown, mail.body_html)
        self.assertEqual(row.told_by, "email")

    def test_what_was_given_stays(self):
        row = self.ask()
        row.action_told()
        mine = row.with_user(self.receptionist).sudo(False)
        for act in (
            lambda: mine.write({"procedure_id": self.procedure.id}),
            lambda: mine.line_ids[0].write({"received": True}),
            lambda: mine.write({"outcome": "refused"}),
            mine.unlink,
            mine.copy,
        ):
            with self.assertRaises(UserError):
                act()
        with self.assertRaises(UserError):
            self.env["tthc.guidance"].with_user(self.receptionist).create(
                {"procedure_id": self.procedure.id, "outcome": "refused"}
            )

    # The pre-check --------------------------------------------------------------------------------

    def test_what_is_missing(self):
        row = self.ask()
        self.assertFalse(row.is_complete)
        self.tick(row, "Giấy chứng nhận")
        self.assertEqual(row.line_ids.filtered("lacking").mapped("name"), ["Giấy chứng nhận"])
        row.line_ids.filtered(lambda line: line.name == "Tờ khai").problem = "Chưa ký"
        self.assertIn("Tờ khai: Chưa ký", row.result_text)
        self.tick(row)
        row.line_ids.write({"problem": False})
        self.assertTrue(row.is_complete)
        conditional = row.line_ids.filtered(lambda line: line.requirement == "conditional")
        conditional.applies = True
        self.assertFalse(row.is_complete)

    def test_complete_it_goes_on_to_the_intake_with_everything(self):
        row = self.ask(partner_id=self.citizen.id, case_id=self.free_case.id)
        with self.assertRaises(UserError):
            row.action_take_in()
        self.tick(row)
        mine = row.with_user(self.receptionist).sudo(False)
        action = mine.action_take_in()
        self.assertEqual((row.state, row.outcome), ("given", "complete"))
        intake = self.env["tthc.dossier.intake"].with_user(self.receptionist)
        with Form(intake.with_context(**action["context"])) as sheet:
            self.assertEqual(sheet.partner_id, self.citizen)
            self.assertEqual(sheet.name, self.citizen.name)
            self.assertEqual(sheet.case_id, self.free_case)
        record = sheet.record
        required = record.line_ids.filtered(lambda line: line.requirement == "mandatory")
        self.assertTrue(required and all(required.mapped("received")))
        opened = record.action_accept()
        dossier = self.env["tthc.dossier"].browse(opened["res_id"])
        self.assertEqual((dossier.state, dossier.owner_id), ("accepted", self.citizen))
        self.assertEqual(row.dossier_id, dossier)

    # The forms ------------------------------------------------------------------------------------

    def test_everything_missing_is_named_on_one_form(self):
        row = self.ask(partner_id=self.citizen.id)
        self.tick(row, "Giấy chứng nhận", "Bản sao giấy tờ")
        row.line_ids.filtered(lambda line: line.name == "Tờ khai").problem = "Chưa ký"
        row.action_supplement()
        self.assertEqual((row.outcome, row.number), ("supplement", "01/HDHS"))
        html = self.html(row, "supplement")
        for shown in (
            "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "01/HDHS", "Giấy chứng nhận",
            "Bản sao giấy tờ", "Chưa ký", self.citizen.name, "NGƯỜI HƯỚNG DẪN",
        ):  # fmt: skip
            self.assertIn(shown, html)
        self.assertNotIn("027080000019", html)
        self.assertNotIn("Giấy tờ tùy thân", html)

    def test_nothing_missing_nothing_to_ask_for(self):
        row = self.ask()
        self.tick(row)
        with self.assertRaises(UserError):
            row.action_supplement()
        self.assertEqual(row.state, "draft")

    def test_a_refusal_has_a_reason_in_words(self):
        row = self.ask(partner_id=self.citizen.id)
        with self.assertRaises(UserError):
            row.action_refuse()
        row.reason_id = self.env.ref("tthc_dossier.reason_refuse_wrong_agency")
        with self.assertRaisesRegex(UserError, "where it is"):
            row.with_context(lang="en_US").action_refuse()
        row.competent_address = "UBND xã Thử, đường Lạ"
        row.action_refuse()
        self.assertEqual((row.outcome, row.number), ("refused", "01/TCTN"))
        html = self.html(row, "refusal")
        for shown in ("PHIẾU TỪ CHỐI", "UBND xã Thử, đường Lạ", "không thuộc thẩm quyền"):
            self.assertIn(shown, html)
        self.assertNotIn("refuse_wrong_agency", html)

    def test_numbers_follow_each_other_by_centre_kind_and_year(self):
        def form(instant, **values):
            row = self.ask(instant=instant, **values)
            row.action_supplement()
            return row.number

        self.assertEqual(
            [form(self.MONDAY_9) for _index in range(3)], ["01/HDHS", "02/HDHS", "03/HDHS"]
        )
        self.assertEqual(form(self.MONDAY_9 - timedelta(days=200)), "01/HDHS")

    def test_named_once(self):
        first = self.ask(partner_id=self.citizen.id)
        self.tick(first, "Giấy chứng nhận")
        first.action_supplement()
        second = self.ask(partner_id=self.citizen.id, instant=self.MONDAY_9 + timedelta(days=1))
        self.assertEqual(second.earlier_ids, first)
        self.assertIn("Giấy chứng nhận", second.earlier_text)
        self.tick(second, "Giấy chứng nhận", "Tờ khai")
        with self.assertRaisesRegex(UserError, "Tờ khai"):
            second.action_supplement()
        second.late_reason = "Tờ khai lần này dùng mẫu cũ"
        second.action_supplement()
        self.assertIn("mẫu cũ", self.html(second, "supplement"))
        third = self.ask(partner_id=self.citizen.id, instant=self.MONDAY_9 + timedelta(days=2))
        self.tick(third, "Tờ khai")
        third.action_supplement()
        self.assertEqual(third.state, "given", "it was named before")

    def test_another_person_or_matter_is_another_thing(self):
        first = self.ask(partner_id=self.citizen.id)
        self.tick(first, "Giấy chứng nhận")
        first.action_supplement()
        stranger = self.env["res.partner"].create({"name": "Người khác"})
        other = self.ask(partner_id=stranger.id)
        self.tick(other, "Tờ khai")
        other.action_supplement()
        self.assertFalse(other.earlier_ids)

    # Coming back ----------------------------------------------------------------------------------

    def test_who_came_back(self):
        row = self.ask(partner_id=self.citizen.id)
        row.action_told()
        before = self.take_in(instant=self.MONDAY_9 - timedelta(days=1))
        self.run_job("tthc.guidance", "_cron_came_back")
        self.assertFalse(row.dossier_id)
        after = self.take_in(instant=self.MONDAY_9 + timedelta(days=1))
        self.run_job("tthc.guidance", "_cron_came_back")
        self.assertEqual(row.dossier_id, after)
        self.assertNotEqual(row.dossier_id, before)
        self.assertTrue(row.came_back)
        figures = (
            self.env["tthc.guidance"]
            .with_user(self.manager)
            ._read_group([("procedure_id", "=", self.procedure.id)], ["came_back"], ["__count"])
        )
        self.assertEqual(dict(figures), {True: 1})

    # Rights ---------------------------------------------------------------------------------------

    def test_roles(self):
        row = self.ask()
        for user in (self.manager, self.inspector):
            mine = row.with_user(user).sudo(False)
            self.assertTrue(mine.read(["procedure_id"]))
            with self.assertRaises(AccessError):
                mine.action_told()
        for user in (self.officer, self.other_receptionist):
            with self.assertRaises(AccessError):
                row.with_user(user).sudo(False).read(["procedure_id"])
