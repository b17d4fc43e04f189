"""Linked groups: one submission, papers once, a dossier for each part, counted once."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from .common import DossierCommon

PNG = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    b"gg=="
)


class SubmissionCommon(DossierCommon):
    """Birth (justice) → residence (police) and insurance (tax), both after birth; a fourth part
    on demand after residence. Each part is processed by its own agency in one step."""

    @classmethod
    def _make_procedure(cls):
        result = super()._make_procedure()
        agencies = (cls.justice, cls.police, cls.tax, cls.justice)
        papers = (["Tờ khai khai sinh", "Giấy chứng sinh"], ["Tờ khai cư trú"], ["Tờ khai BHYT"],
                  ["Đơn", "Giấy chứng sinh"])  # fmt: skip
        cls.procedures = cls.env["tthc.procedure"]
        for number, (agency, names) in enumerate(zip(agencies, papers, strict=True), 1):
            procedure = cls.procedure.copy(
                {
                    "code": f"9.99001{number}",
                    "name": f"Thủ tục liên thông {number}",
                    "short_name": f"Thủ tục {number}",
                }
            )
            cls.procedures |= procedure
            steps = [
                ("Tiếp nhận", "receive", "receptionist", "centre", 1),
                ("Giải quyết", "process", "officer", "competent", 4),
                ("Trả kết quả", "return", "receptionist", "centre", 1),
            ]
            version = cls.env["tthc.procedure.version"].create(
                {
                    "procedure_id": procedure.id,
                    "decision": "4/QĐ-THU",
                    "date_from": date(2026, 1, 1),
                    "case_ids": [
                        (
                            0,
                            0,
                            {
                                "name": "Chung",
                                "component_ids": [
                                    (0, 0, {"name": name, "originals": 1}) for name in names
                                ],
                                "channel_ids": [
                                    (0, 0, {"channel": "counter", "time_value": number + 1})
                                ],
                                "step_ids": [
                                    (
                                        0,
                                        0,
                                        {
                                            "sequence": index,
                                            "name": name,
                                            "kind": kind,
                                            "role": role,
                                            "agency_kind": owner,
                                            "hours": hours,
                                        },
                                    )
                                    for index, (name, kind, role, owner, hours) in enumerate(steps)
                                ],
                            },
                        )
                    ],
                }
            )
            version.sudo().action_submit()
            version.sudo().action_publish()
            cls.env["tthc.offer"].create(
                {
                    "company_id": cls.centre.id,
                    "procedure_id": procedure.id,
                    "agency_id": agency.id,
                }
            )
        cls.group = cls._make_group()
        return result

    @classmethod
    def _make_group(cls):
        first, second, third, fourth = cls.procedures
        group = cls.env["tthc.procedure.group"].create(
            {
                "code": "LT-THU",
                "name": "Nhóm thử",
                "decision": "5/QĐ-THU",
                "date_from": date(2026, 1, 1),
                "line_ids": [
                    (0, 0, {"procedure_id": first.id, "lead": True, "sequence": 1}),
                    (0, 0, {"procedure_id": second.id, "after_numbers": "1", "sequence": 2}),
                    (0, 0, {"procedure_id": third.id, "after_numbers": "1", "sequence": 3}),
                    (0, 0, {"procedure_id": fourth.id, "after_numbers": "2, 3", "sequence": 4,
                            "requirement": "optional"}),
                ],
                "share_ids": [
                    (0, 0, {
                        "name": "Tờ khai chung",
                        "component_names": "Tờ khai khai sinh\nTờ khai cư trú\nTờ khai BHYT",
                    })
                ],
            }
        )  # fmt: skip
        group.sudo().action_submit()
        group.sudo().action_publish()
        return group

    def submission_values(self, optional=False, received=True, **more):
        return {
            "company_id": self.centre.id,
            "group_id": self.group.id,
            "channel": "counter",
            "owner": self.citizen.id,
            "line_ids": self.group.line_ids.filtered(
                lambda line: optional and line.requirement == "optional"
            ).ids,
            "papers": {
                name: {"received": received} for name in ("Tờ khai chung", "Giấy chứng sinh", "Đơn")
            },
            **more,
        }

    def submit(self, user=None, instant=None, **more):
        model = self.env["tthc.submission"].with_user(user or self.receptionist)
        if instant:
            model = model.sudo().with_context(tthc_now=instant)
        return model._intake(self.submission_values(**more)).with_env(self.env)

    def part(self, submission, number):
        return submission.dossier_ids.filtered(lambda row: row.part_number == number)

    def finish(self, dossier, outcome="granted", note=None):
        officer = {
            self.justice: self.officer,
            self.police: self.officer2,
            self.tax: self.stranger,
        }[dossier.competent_agency_id]
        dossier.with_user(self.receptionist).action_forward()
        if outcome == "granted":
            dossier.with_user(officer).action_issue_result()
        else:
            dossier.with_user(officer).sudo().action_reject(note, reason="reject_conditions")


@tagged("post_install", "-at_install")
class TestSubmission(SubmissionCommon):
    # Intake ---------------------------------------------------------------------------------------

    def test_one_submission_of_three_dossiers(self):
        submission = self.submit(instant=self.MONDAY_9)
        parts = submission._parts()
        self.assertEqual(parts.mapped("part_number"), [1, 2, 3])
        self.assertEqual(parts.mapped("state"), ["accepted", "registered", "registered"])
        self.assertTrue(parts[0].name)
        self.assertFalse(any(parts[1:].mapped("name")))
        self.assertEqual(parts[1].waiting_for_ids, parts[0])
        self.assertEqual(submission.lead_agency_id, self.justice)
        self.assertEqual(submission.state, "processing")
        self.assertEqual(submission.submitted_at, self.MONDAY_9)
        self.assertEqual(set(parts.owner_id), {self.citizen})
        tokens = {submission.lookup_token, *parts.mapped("lookup_token")}
        self.assertEqual(len(tokens), 4)

    def test_papers_are_handed_in_once(self):
        submission = self.submit(optional=True)
        self.assertEqual(
            [(paper.name, paper.used_text) for paper in submission.paper_ids],
            [("Tờ khai chung", "1, 2, 3"), ("Giấy chứng sinh", "1, 4"), ("Đơn", "4")],
        )
        rows = self.part(submission, 2).component_ids
        self.assertEqual(rows.mapped("name"), ["Tờ khai cư trú"])
        self.assertEqual(rows.submission_paper_id.name, "Tờ khai chung")
        self.assertTrue(rows.received)

    def test_a_file_on_a_shared_paper_is_seen_by_every_part(self):
        submission = self.submit()
        file = (
            self.env["ir.attachment"]
            .with_user(self.receptionist)
            .create({"name": "to-khai.png", "datas": PNG, "res_model": "tthc.submission.paper"})
        )
        paper = submission.paper_ids[0].with_user(self.receptionist)
        paper.attachment_ids = [(4, file.id)]
        for number in (1, 2, 3):
            self.assertEqual(self.part(submission, number).component_ids[0].attachment_ids, file)
        with self.assertRaises(AccessError):
            file.with_user(self.officer2).read(["datas"])
        self.finish(self.part(submission, 1))
        self.part(submission, 2).with_user(self.receptionist).action_forward()
        file.with_user(self.officer2).read(["datas"])
        with self.assertRaises(AccessError):
            file.with_user(self.other_receptionist).read(["datas"])

    def late_paper(self, submission, *numbers):
        """A shared paper that is still to come, and its rows in the parts ``numbers``."""
        paper = self.env["tthc.submission.paper"].create(
            {"submission_id": submission.id, "name": "Ảnh 4×6"}
        )
        rows = self.env["tthc.dossier.component"].create(
            [
                {
                    "dossier_id": self.part(submission, number).id,
                    "name": paper.name,
                    "submission_paper_id": paper.id,
                }
                for number in numbers
            ]
        )
        return paper, rows

    def test_what_comes_in_at_one_part_has_come_in_at_all(self):
        submission = self.submit()
        paper, rows = self.late_paper(submission, 1, 3)
        rows[0].with_user(self.receptionist).received = True
        self.assertTrue(paper.received)
        self.assertTrue(rows[1].received)

    def test_a_foreign_shared_paper_is_not_reached(self):
        """A row that names a paper of another submission has no effect there."""
        paper, _rows = self.late_paper(self.submit(), 1)
        row = (
            self.env["tthc.dossier.component"]
            .with_user(self.receptionist)
            .create(
                {
                    "dossier_id": self.take_in(accept=False).id,
                    "name": "Giấy",
                    "submission_paper_id": paper.id,
                }
            )
        )
        row.received = True
        self.assertFalse(paper.received)
        row.received = False
        paper.received = True
        self.assertFalse(row.received)

    def test_everything_missing_is_said_at_once_and_nothing_kept(self):
        before = self.env["tthc.submission"].search_count([])
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self.submit(received=False)
        text = str(caught.exception)
        for words in ("1. Thủ tục 1", "Giấy chứng sinh", "2. Thủ tục 2", "Tờ khai cư trú"):
            self.assertIn(words, text)
        self.assertEqual(self.env["tthc.submission"].search_count([]), before)

    def test_a_part_that_nobody_here_offers(self):
        self.env["tthc.offer"].search(
            [("procedure_id", "=", self.procedures[2].id), ("company_id", "=", self.centre.id)]
        ).unlink()
        with self.assertRaisesRegex(UserError, "does not offer"), self.env.cr.savepoint():
            self.submit()

    # Order ----------------------------------------------------------------------------------------

    def test_parts_begin_by_themselves(self):
        submission = self.submit(optional=True)
        first, second, third, fourth = submission._parts()
        self.finish(first)
        self.assertEqual((second.state, third.state), ("accepted", "accepted"))
        self.assertTrue(second.name and third.name and second.name != third.name)
        self.assertEqual(fourth.state, "registered")
        event = second.event_ids.sorted("seq")[-1]
        self.assertEqual((event.kind, event.user_id), ("accept", self.officer))
        self.assertEqual(event.facts["after"], [first.name])
        self.finish(second)
        self.assertEqual(fourth.state, "registered")
        self.finish(third)
        self.assertEqual(fourth.state, "accepted")
        self.finish(fourth)
        self.assertEqual(submission.state, "done")
        for part in submission._parts():
            self.assertIsNone(part._ledger_break())

    def test_own_clock_from_its_own_beginning(self):
        submission = self.submit(instant=self.MONDAY_9)
        first, second, third = submission._parts()
        self.at(first, self.MONDAY_9, self.receptionist).action_forward()
        friday = self.MONDAY_9.replace(day=13)
        self.at(first, friday, self.officer).action_issue_result()
        self.assertEqual(second.accepted_at, friday)
        self.assertEqual(second._local_text(second.due_at), "17:00 18/03/2026")
        self.assertEqual(third._local_text(third.due_at), "17:00 19/03/2026")

    def test_nobody_begins_a_part_before_its_time(self):
        second = self.part(self.submit(), 2)
        with self.assertRaisesRegex(UserError, "waits for the result of part 1"):
            second.with_user(self.receptionist).action_accept()
        self.assertIn("waits for the result of part 1", second.part_text)

    def test_a_rejected_part_blocks_until_somebody_decides(self):
        submission = self.submit()
        first, second, third = submission._parts()
        self.finish(first, "rejected", "Không đủ điều kiện")
        self.assertEqual((second.state, second.part_blocked), ("registered", True))
        self.assertTrue(submission.blocked)
        self.assertIn(submission, submission.search([("blocked", "=", True)]))
        activity = second.activity_ids
        self.assertEqual(activity.user_id, self.receptionist)
        self.assertIn("Không đủ điều kiện", activity.note)
        desk = second.with_user(self.receptionist)
        with self.assertRaisesRegex(UserError, "Không đủ điều kiện"):
            desk.action_accept()
        context = desk.action_refuse_blocked()["context"]
        self.assertIn("Không đủ điều kiện", context["default_note"])
        decision = Form(
            self.env["tthc.dossier.decision"].with_user(self.receptionist).with_context(**context)
        )
        self.assertEqual(decision.reason_id.code, "refuse_linked")
        decision.save().action_confirm()
        self.assertEqual(second.state, "not_accepted")
        self.assertFalse(second.part_blocked or second.activity_ids)
        self.assertTrue(submission.blocked)
        third.with_user(self.receptionist).action_refuse("Như trên", reason="refuse_linked")
        self.assertFalse(submission.blocked)

    def test_a_refusal_goes_on_down_the_chain(self):
        submission = self.submit(optional=True)
        first, second, third, fourth = submission._parts()
        self.finish(first)
        self.finish(second, "rejected", "Thiếu căn cứ")
        self.assertTrue(fourth.part_blocked)
        self.finish(third)
        self.assertEqual(fourth.state, "registered")

    def test_what_stands_against_the_next_part_keeps_no_result_back(self):
        """The version of the second procedure ended meanwhile: the desk is asked."""
        submission = self.submit()
        first, second, _third = submission._parts()
        self.procedures[1].active = False
        self.finish(first)
        self.assertEqual((first.state, second.state), ("done", "registered"))
        self.assertIn("archived", second.activity_ids.note)

    # Withdrawal -----------------------------------------------------------------------------------

    def test_the_whole_is_withdrawn_part_by_part(self):
        submission = self.submit()
        first, second, third = submission._parts()
        self.finish(first)
        wizard = Form(
            self.env["tthc.submission.withdrawal"]
            .with_user(self.receptionist)
            .with_context(default_submission_id=submission.id)
        )
        wizard.note = "Đổi ý"
        wizard.save().action_confirm()
        self.assertEqual((first.state, second.state), ("done", "withdrawing"))
        desk = second.with_user(self.receptionist)
        desk.action_answer_withdrawal("Đồng ý", agree=True)
        third.with_user(self.receptionist).action_answer_withdrawal("Đồng ý", agree=True)
        self.assertEqual(submission.state, "done")
        first.with_user(self.receptionist).action_return_result()
        self.assertEqual(submission.state, "closed")
        with self.assertRaisesRegex(UserError, "No part"):
            submission.with_user(self.receptionist)._withdraw("Nữa")

    def test_a_declined_withdrawal_lets_a_ready_part_begin(self):
        submission = self.submit()
        first, second, _third = submission._parts()
        desk = second.with_user(self.receptionist)
        desk.action_request_withdrawal("Đổi ý")
        self.finish(first)
        self.assertEqual(second.state, "withdrawing")
        desk.action_answer_withdrawal("Ông bà muốn tiếp tục", agree=False)
        self.assertEqual(second.state, "accepted")

    # Counting -------------------------------------------------------------------------------------

    def test_counted_once_as_a_submission_and_once_in_each_agency(self):
        """Peers' users, d.9 item 10: linked dossiers counted once in each office."""
        submission = self.submit(optional=True)
        first, second, third, fourth = submission._parts()
        for part in (first, second, third, fourth):
            self.finish(part)
        single = self.take_in()
        among = [("id", "in", (submission.dossier_ids | single).ids)]
        dossiers = self.env["tthc.dossier"].with_user(self.manager)
        [(centre, share, count)] = dossiers._read_group(
            among, ["company_id"], ["submission_share:sum", "__count"]
        )
        self.assertEqual((centre, share, count), (self.centre, 2, 5))
        by_agency = dict(
            dossiers._read_group(among, ["competent_agency_id"], ["__count"]),
        )
        self.assertEqual(by_agency, {self.justice: 3, self.police: 1, self.tax: 1})

    def test_nothing_of_it_can_be_written(self):
        submission = self.submit()
        second = self.part(submission, 2)
        for values in ({"submission_share": 1}, {"waiting_for_ids": [(5,)]}, {"part_number": 9}):
            with self.subTest(values), self.assertRaises(UserError):
                second.with_user(self.receptionist).write(values)
        with self.assertRaises(UserError):
            submission.with_user(self.receptionist).write({"owner_id": self.citizen.id})
        with self.assertRaises(UserError):
            submission.sudo().unlink()
        with self.assertRaises(AccessError):
            self.env["tthc.submission"].with_user(self.receptionist).create({})

    # Rights ---------------------------------------------------------------------------------------

    def test_who_sees_it(self):
        submission = self.submit()
        self.part(submission, 1).with_user(self.receptionist).action_forward()
        for user, sees in (
            (self.receptionist, True),
            (self.manager, True),
            (self.officer, True),
            (self.inspector, True),
            (self.officer2, False),
            (self.other_receptionist, False),
        ):
            for model in ("tthc.submission", "tthc.submission.paper"):
                with self.subTest(user=user.login, model=model):
                    field = "id" if model == "tthc.submission" else "submission_id"
                    found = self.env[model].with_user(user).search([(field, "=", submission.id)])
                    self.assertEqual(bool(found), sees)

    def test_only_the_desk_of_the_centre_takes_it_in(self):
        for user in (self.officer, self.other_receptionist, self.inspector):
            with (
                self.subTest(user.login),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self.submit(user=user)

    # Receipt and screens --------------------------------------------------------------------------

    def test_one_receipt_for_all(self):
        submission = self.submit(optional=True)
        self.finish(self.part(submission, 1))
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("tthc_dossier.report_submission", submission.ids)[0]
            .decode()
        )
        for part in submission._parts()[:3]:
            self.assertIn(part.name, html)
            self.assertIn(part._local_text(part.due_at), html)
        self.assertIn("cấp khi có kết quả phần 2, 3", html)
        self.assertIn("Sở Tư pháp (thử)", html)
        self.assertEqual(html.count("Tờ khai chung"), 1)
        self.assertIn(submission.lookup_token, html)

    def test_intake_sheet(self):
        sheet = Form(
            self.env["tthc.dossier.intake"].with_user(self.receptionist),
            view="tthc_dossier.view_submission_intake_form",
        )
        sheet.partner_id = self.citizen.with_user(self.receptionist)
        sheet.group_id = self.group
        self.assertEqual(len(sheet.line_ids), 2)
        with sheet.part_ids.edit(3) as part:
            part.chosen = True
        self.assertEqual(len(sheet.line_ids), 3)
        for index in range(3):
            with sheet.line_ids.edit(index) as line:
                line.received = True
        action = sheet.save().action_accept()
        submission = self.env["tthc.submission"].browse(action["res_id"])
        self.assertEqual(len(submission.dossier_ids), 4)
        self.assertEqual(submission._parts()[0].state, "accepted")
        form = Form(submission.with_user(self.receptionist))
        self.assertEqual(form.state, "processing")
        for dossier in submission._parts():
            Form(dossier.with_user(self.receptionist))


@tagged("post_install", "-at_install")
class TestSubmissionLookup(SubmissionCommon, HttpCase):
    def test_one_page_for_all_parts(self):
        submission = self.submit()
        self.env.flush_all()
        page = self.url_open(f"/tra-cuu/{submission.lookup_token}").text
        self.assertEqual(page.count("tthc_part"), 3)
        self.assertIn(self.part(submission, 1).name, page)
        for secret in (self.citizen.name, "Thủ tục liên thông", "Nhóm thử"):
            self.assertNotIn(secret, page)
        self.assertIn("alert-warning", self.url_open("/tra-cuu/ABCDEFGHJKLM").text)
