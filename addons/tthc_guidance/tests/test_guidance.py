import re
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

    def issue(self, row, user=None):
        """The form as the desk issues it: the row of the log, and what stands on the paper."""
        user = user or self.receptionist
        form = self.env["tthc.form"]._of(row._form_key()).with_user(user).sudo(False)
        issued, pdf = form._issue(row.with_user(user).sudo(False))
        text = re.sub(r"<style.*?</style>", "", pdf.decode(), flags=re.DOTALL)
        return issued.with_env(self.env), re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))

    def asked(self, instant=None, **values):
        """A guidance that ended with a request for what is missing."""
        row = self.ask(instant=instant, **values)
        row.action_supplement()
        return row

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

    def test_printed_and_sent(self):
        row = self.ask()
        row.action_print()
        row.email = "ongba@thu.example"
        row.action_send()
        self.assertTrue(self.env["mail.mail"].search([("email_to", "=", "ongba@thu.example")]))
        self.assertEqual(row.told_by, "print", "as it was given first")

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
        action = row.with_user(self.receptionist).sudo(False).action_supplement()
        self.assertEqual(action["report_name"], "tthc_guidance.report_supplement")
        self.assertEqual((row.outcome, row.number), ("supplement", False))
        issued, text = self.issue(row)
        self.assertEqual(row.number, "01/HDHS")
        for shown in (
            "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "01/HDHS", "Giấy chứng nhận",
            "Bản sao giấy tờ", "Chưa ký", "Chưa có", self.citizen.name, self.procedure.name,
            "trước khi tiếp nhận", "NGƯỜI HƯỚNG DẪN", self.receptionist.name,
        ):  # fmt: skip
            self.assertIn(shown, text)
        self.assertNotIn("Mã hồ sơ", text, "there is none yet")
        self.assertNotIn("027080000019", text)
        self.assertNotIn("Giấy tờ tùy thân", text)
        self.assertEqual(
            {paper["name"]: paper["problem"] for paper in issued.content["tables"]["components"]},
            {"Tờ khai": "Chưa ký", "Giấy chứng nhận": "Chưa có", "Bản sao giấy tờ": "Chưa có"},
        )

    def test_the_form_is_one_of_the_statutory_forms(self):
        """Layout, log, mark of a copy and check page are those of every other paper."""
        row = self.ask(partner_id=self.citizen.id)
        row.action_supplement()
        first, _text = self.issue(row)
        form = self.env["tthc.form"]._of("supplement")
        self.assertEqual((first.form_id, first.kind, first.state), (form, "original", "valid"))
        self.assertEqual(
            first.layout_id, form._layout_for(self.centre, self.MONDAY_9.date()), "as of that day"
        )
        self.assertEqual((first.company_id, first.dossier_id.id), (self.centre, False))
        found = self.env["tthc.form.print"]._check_token(first.token)
        self.assertEqual(found["verdict"], "valid")
        values = found["values"]
        self.assertEqual(
            [values[name] for name in ("number", "dossier", "procedure", "count", "other")],
            ["01/HDHS", "", self.procedure.code, str(len(row._named_lines())), "1"],
        )
        self.assertEqual(values["identity"], self.citizen.tthc_identity_number)
        again, text = self.issue(row, self.manager)
        self.assertEqual((again.kind, again.copy_no, again.original_id), ("reprint", 1, first))
        self.assertEqual(again.number, row.number)
        self.assertIn("BẢN IN LẠI (lần 1)", text)
        action = row.with_user(self.manager).sudo(False).action_view_prints()
        self.assertEqual(
            self.env["tthc.form.print"].with_user(self.manager).search(action["domain"]),
            first | again,
        )
        with self.assertRaises(AccessError):
            self.issue(row, self.officer)
        told = self.ask()
        told.action_told()
        with self.assertRaises(UserError):
            form._issue(told)

    def test_the_layout_of_the_administrator_is_used(self):
        form = self.env["tthc.form"]._of("supplement")
        layout = form._layout_for(self.centre, self.MONDAY_9.date())
        own = layout.copy({"company_id": self.centre.id, "date_from": self.MONDAY_9.date()})
        own.block_ids.filtered(lambda block: block.kind == "title").label = "PHIẾU RIÊNG"
        own.action_publish()
        self.assertIn("PHIẾU RIÊNG", self.issue(self.asked())[1])

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
        issued, text = self.issue(row)
        self.assertEqual((row.outcome, row.number), ("refused", "01/TCHS"))
        for shown in (
            "PHIẾU TỪ CHỐI TIẾP NHẬN",
            "UBND xã Thử, đường Lạ",
            "không thuộc thẩm quyền",
            "NGƯỜI NỘP HỒ SƠ",
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
        ):
            self.assertIn(shown, text)
        self.assertNotIn("refuse_wrong_agency", text)
        self.assertNotIn("Tờ khai", text, "nothing was said about the papers")
        self.assertEqual(self.env["tthc.form.print"]._check_token(issued.token)["verdict"], "valid")

    def test_a_refusal_names_everything_missing_once(self):
        reason = self.env["tthc.reason"].create(
            {
                "code": "refuse_test_papers",
                "name": "Thiếu giấy tờ",
                "kind": "refuse",
                "text": "Hồ sơ không đủ giấy tờ.",
                "needs_component": True,
            }
        )
        row = self.ask(partner_id=self.citizen.id, reason_id=reason.id)
        self.tick(row)
        with self.assertRaises(UserError):
            row.action_refuse()
        self.tick(row, "Giấy chứng nhận")
        row.line_ids.filtered(lambda line: line.name == "Tờ khai").problem = "Chưa ký"
        row.action_refuse()
        _issued, text = self.issue(row)
        for shown in ("Hồ sơ không đủ giấy tờ.", "Giấy chứng nhận", "Tờ khai", "Chưa ký"):
            self.assertEqual(text.count(shown), 1, shown)
        self.assertNotIn("Bản sao giấy tờ", text)

    def test_papers_are_named_where_the_layout_has_no_table(self):
        form = self.env["tthc.form"]._of("refusal")
        layout = form._layout_for(self.centre, self.MONDAY_9.date())
        own = layout.copy({"company_id": self.centre.id, "date_from": self.MONDAY_9.date()})
        own.block_ids.filtered(lambda block: block.kind == "components").visible = False
        own.action_publish()
        row = self.ask(
            reason_id=self.env.ref("tthc_dossier.reason_refuse_wrong_agency").id,
            competent_address="UBND xã Thử",
        )
        row.line_ids[0].problem = "Chưa ký"
        row.action_refuse()
        self.assertIn(f"{row.line_ids[0].name} (Chưa ký)", self.issue(row)[1])

    def test_a_reason_for_refusing_is_none_for_asking(self):
        row = self.ask(reason_id=self.env.ref("tthc_dossier.reason_refuse_wrong_agency").id)
        with self.assertRaises(UserError):
            row.action_supplement()
        self.assertEqual(row.state, "draft")

    def test_one_series_with_the_requests_about_dossiers(self):
        def number(row):
            self.issue(row)
            return row.number

        self.assertEqual([number(self.asked()) for _index in range(2)], ["01/HDHS", "02/HDHS"])
        dossier = self.take_in(accept=False, instant=self.MONDAY_9)
        self.at(dossier, self.MONDAY_9, self.receptionist).action_request_supplement(note="Thiếu")
        form = self.env["tthc.form"]._of("supplement")
        self.assertEqual(form._issue(dossier.supplement_round_ids)[0].number, "03/HDHS")
        self.assertEqual(number(self.asked()), "04/HDHS")
        self.assertEqual(number(self.asked(self.MONDAY_9 - timedelta(days=100))), "01/HDHS")

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
        _issued, text = self.issue(second)
        self.assertIn("mẫu cũ", text)
        self.assertIn("Yêu cầu lần thứ: 2", text)
        third = self.ask(partner_id=self.citizen.id, instant=self.MONDAY_9 + timedelta(days=2))
        self.tick(third, "Tờ khai")
        third.action_supplement()
        self.assertEqual(third.state, "given", "it was named before")

    def test_a_refusal_that_named_no_paper_forbids_none(self):
        first = self.ask(
            partner_id=self.citizen.id,
            reason_id=self.env.ref("tthc_dossier.reason_refuse_wrong_agency").id,
            competent_address="UBND xã Thử",
        )
        first.action_refuse()
        second = self.asked(self.MONDAY_9 + timedelta(days=1), partner_id=self.citizen.id)
        self.assertEqual((second.earlier_ids, second.state), (first, "given"))

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
        self.assertEqual(self.env["tthc.guidance"]._find_returns(), 0)
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
