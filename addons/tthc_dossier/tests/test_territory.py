"""Dossiers received by one centre for another: two receptions, by the real roles of both."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import STAFF, DossierCommon


@tagged("post_install", "-at_install")
class TestTerritory(DossierCommon):
    """The centre receives, the other centre (with the tax office as its agency) is competent; the
    other centre opens on Saturday too and commits itself to two days."""

    TUESDAY_9 = datetime(2026, 3, 10, 2, 0)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        offer = cls.env["tthc.offer"].search(
            [("company_id", "=", cls.other_centre.id), ("procedure_id", "=", cls.procedure.id)]
        )
        offer.agency_id = cls.tax
        calendar = cls.other_centre.resource_calendar_id.copy({"name": "Cả thứ Bảy"})
        calendar.write(
            {
                "attendance_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Sáng thứ Bảy",
                            "dayofweek": "5",
                            "day_period": "morning",
                            "hour_from": 7.5,
                            "hour_to": 11.5,
                        },
                    )
                ]
            }
        )
        cls.other_centre.resource_calendar_id = calendar
        cls.other_leader = new_test_user(
            cls.env,
            "t.lanhdao.thue",
            groups=STAFF + "leader",
            company_id=cls.other_centre.id,
            company_ids=[(6, 0, cls.other_centre.ids)],
            tthc_agency_ids=[(6, 0, cls.tax.ids)],
        )

    def take_in_elsewhere(self, instant=None, **more):
        return self.take_in(
            instant=instant or self.MONDAY_9, competent_company_id=self.other_centre.id, **more
        )

    def local(self, dossier, field):
        return dossier._local_text(dossier[field], "%d/%m %H:%M")

    # Two receptions -------------------------------------------------------------------------------

    def test_acceptance_gives_number_and_an_expected_date(self):
        dossier = self.take_in_elsewhere()
        self.assertTrue(dossier.name.startswith("H99.01-"))
        self.assertEqual(dossier.accepted_at, self.MONDAY_9)
        self.assertFalse(dossier.competent_received_at)
        self.assertEqual(dossier.competent_agency_id, self.tax)
        self.assertEqual(self.local(dossier, "transfer_due_at"), "09/03 17:00")
        self.assertTrue(dossier.due_expected)
        # Three working days after the transfer deadline, day one is the tenth.
        self.assertEqual(self.local(dossier, "due_at"), "12/03 17:00")
        self.assertFalse(dossier._segments())
        self.assertIn("expected", dossier.clock_explanation)
        self.assertIn(self.tax.name, dossier.clock_explanation)

    def test_after_the_cut_off_the_transfer_is_due_next_morning(self):
        dossier = self.take_in_elsewhere(datetime(2026, 3, 9, 8, 30))
        self.assertEqual(self.local(dossier, "transfer_due_at"), "10/03 07:30")
        self.assertEqual(self.local(dossier, "due_at"), "13/03 17:00")

    def test_the_limit_runs_from_the_second_reception(self):
        dossier = self.take_in_elsewhere()
        self.at(dossier, self.MONDAY_9, self.receptionist).action_forward()
        self.assertEqual(dossier.state, "accepted")
        self.assertFalse(dossier.competent_received_at)
        task = dossier.task_id
        self.assertEqual((task.agency_id, task.company_id), (self.tax, self.other_centre))
        thursday = datetime(2026, 3, 12, 3, 0)
        dossier.with_user(self.stranger).check_access("read")
        self.at(dossier, thursday, self.stranger).action_receive_competent()
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(dossier.competent_received_at, thursday)
        self.assertEqual(dossier.accepted_at, self.MONDAY_9)
        self.assertFalse(dossier.due_expected)
        # Friday, Saturday (worked at the competent centre), Monday: its calendar counts.
        self.assertEqual(self.local(dossier, "due_at"), "16/03 17:00")
        self.assertEqual(task.started_at, thursday)
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual((event.kind, event.clock_effect), ("receive_competent", "start"))
        self.assertEqual(event.facts["transfer"]["late"], True)
        self.assertTrue(dossier.transfer_late)
        self.assertAlmostEqual(dossier.transfer_hours, 25, 2)
        self.assertIsNone(dossier._ledger_break())

    def test_the_commitment_of_the_competent_centre_holds(self):
        limits = self.env["tthc.offer.limit"]
        offer = self.env["tthc.offer"].search(
            [("company_id", "=", self.other_centre.id), ("procedure_id", "=", self.procedure.id)]
        )
        limits.create(
            {
                "offer_id": offer.id,
                "case_name": self.case.name,
                "channel": "counter",
                "value": 1,
                "unit": "working_day",
            }
        )
        dossier = self.take_in_elsewhere()
        self.assertEqual(self.local(dossier, "due_at"), "10/03 17:00")
        own = self.take_in(instant=self.MONDAY_9)
        self.assertEqual(self.local(own, "due_at"), "12/03 17:00")

    def test_received_by_the_other_desk_before_it_was_sent(self):
        """The papers are there: the receiving centre's step is ended with it."""
        dossier = self.take_in_elsewhere()
        self.at(dossier, self.TUESDAY_9, self.other_receptionist).action_receive_competent()
        self.assertEqual(dossier.task_id.name, "Thẩm định")
        self.assertEqual(dossier.task_ids.sorted("id")[0].outcome, "done")
        self.assertTrue(dossier.transfer_late)

    def test_in_time(self):
        dossier = self.take_in_elsewhere()
        later = datetime(2026, 3, 9, 4, 0)
        self.at(dossier, later, self.other_receptionist).action_receive_competent()
        self.assertFalse(dossier.transfer_late)
        self.assertAlmostEqual(dossier.transfer_hours, 2, 2)

    # Refusals -------------------------------------------------------------------------------------

    def test_only_the_competent_side_receives(self):
        dossier = self.take_in_elsewhere()
        for user in (self.receptionist, self.manager):
            with self.subTest(user.login), self.assertRaisesRegex(AccessError, "Khác"):
                dossier.with_user(user).action_receive_competent()
        dossier.with_user(self.receptionist).action_forward()
        with self.assertRaisesRegex(AccessError, "Thuế tỉnh"):
            dossier.with_user(self.receptionist).action_receive_competent()

    def test_nothing_is_done_before_the_reception(self):
        dossier = self.take_in_elsewhere()
        dossier.with_user(self.receptionist).action_forward()
        stranger = dossier.with_user(self.stranger)
        with self.assertRaisesRegex(UserError, "limit has not begun"):
            stranger.action_forward()
        with self.assertRaisesRegex(UserError, "limit has not begun"):
            stranger.action_request_supplement("Thiếu giấy tờ")
        names = [row["name"] for row in stranger._available_actions()]
        self.assertIn("receive_competent", names)
        self.assertNotIn("forward", names)
        stranger.action_receive_competent()
        with self.assertRaisesRegex(UserError, "is not possible"):
            stranger.action_receive_competent()
        with self.assertRaisesRegex(UserError, "no second reception"):
            self.take_in().with_user(self.receptionist).sudo().action_receive_competent()

    def test_a_centre_that_does_not_offer_it(self):
        third = self.env["res.company"].create(
            {
                "name": "Trung tâm thứ ba",
                "tthc_is_centre": True,
                "tthc_unit_code": "H99.03",
                "resource_calendar_id": self.centre.resource_calendar_id.id,
            }
        )
        with self.assertRaisesRegex(UserError, "thứ ba does not offer"):
            self.take_in(competent_company_id=third.id)

    def test_withdrawn_before_it_was_received(self):
        dossier = self.take_in_elsewhere()
        dossier.with_user(self.receptionist).action_request_withdrawal("Đổi ý")
        dossier.with_user(self.receptionist).action_answer_withdrawal("Đồng ý", agree=True)
        self.assertEqual(dossier.state, "stopped")
        self.assertFalse(dossier._segments())
        self.assertIn("no limit has run", dossier.clock_explanation)

    # The way --------------------------------------------------------------------------------------

    def test_processed_there_and_returned_here(self):
        dossier = self.take_in_elsewhere(case_id=self.free_case.id)
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.stranger).action_receive_competent()
        dossier.with_user(self.stranger).action_forward()
        dossier.with_user(self.officer2).action_forward()
        dossier.with_user(self.other_leader).action_issue_result()
        self.assertEqual(dossier.task_id.company_id, self.centre)
        with self.assertRaises(AccessError):
            dossier.with_user(self.other_receptionist).action_return_result()
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")
        self.assertIsNone(dossier._ledger_break())

    def test_steps_of_a_centre_are_done_where_it_is_competent(self):
        dossier = self.take_in_elsewhere()
        companies = {step.kind: dossier._step_company(step.new({"kind": step.kind})) for step in ()}
        steps = self.env["tthc.procedure.step"]
        for kind in ("receive", "appraise", "approve", "seal", "return"):
            companies[kind] = dossier._step_company(steps.new({"kind": kind}))
        here, there = self.centre, self.other_centre
        self.assertEqual(
            companies,
            {"receive": here, "appraise": there, "approve": there, "seal": there, "return": here},
        )
        own = self.take_in()
        self.assertEqual(own._step_company(steps.new({"kind": "seal"})), here)

    def test_both_centres_see_it_and_strangers_do_not(self):
        dossier = self.take_in_elsewhere()
        own = self.take_in()
        dossiers = self.env["tthc.dossier"]
        for user, expected in (
            (self.receptionist, dossier | own),
            (self.other_receptionist, dossier),
            (self.stranger, dossiers),
        ):
            with self.subTest(user.login):
                found = dossiers.with_user(user).search([("id", "in", (dossier | own).ids)])
                self.assertEqual(found, expected)
        for rows in (dossier.task_ids, dossier.event_ids, dossier.component_ids, dossier.party_ids):
            rows.with_user(self.other_receptionist).check_access("read")
        name = dossier.with_user(self.other_receptionist).company_id.name
        self.assertEqual(name, self.centre.name)

    def test_filters(self):
        waiting = self.take_in_elsewhere()
        received = self.take_in_elsewhere()
        self.at(received, self.TUESDAY_9, self.other_receptionist).action_receive_competent()
        prompt = self.take_in_elsewhere()
        self.at(prompt, self.MONDAY_9, self.other_receptionist).action_receive_competent()
        own = self.take_in()
        dossiers = self.env["tthc.dossier"].with_user(self.manager)
        among = [("id", "in", (waiting | received | prompt | own).ids)]
        late = dossiers.search([*among, ("transfer_late", "=", True)])
        self.assertEqual(late, waiting | received)
        self.assertEqual(dossiers.search([*among, ("transfer_late", "=", False)]), prompt | own)
        for dossier in dossiers.search(among):
            self.assertEqual(dossier.transfer_late, dossier in late)
        [(centre, hours)] = dossiers._read_group(
            [*among, ("competent_received_at", "!=", False), ("competent_company_id", "!=", False)],
            ["company_id"],
            ["transfer_hours:avg"],
        )
        self.assertEqual(centre, self.centre)
        self.assertAlmostEqual(hours, 4, 2)

    def test_receipt_says_that_the_date_is_expected(self):
        report = self.env["ir.actions.report"]
        for dossier, said in ((self.take_in_elsewhere(), True), (self.take_in(), False)):
            html = report._render_qweb_html("tthc_dossier.report_receipt", dossier.ids)[0].decode()
            self.assertEqual("dự kiến" in html, said)
            self.assertEqual(self.other_centre.name in html, said)

    # Screen ---------------------------------------------------------------------------------------

    def test_intake_sheet(self):
        sheet = Form(self.env["tthc.dossier.intake"].with_user(self.receptionist))
        sheet.partner_id = self.citizen.with_user(self.receptionist)
        sheet.elsewhere = True
        sheet.procedure_id = self.procedure
        self.assertEqual(sheet.competent_company_id, self.other_centre)
        self.assertIn("(expected)", sheet.due_text)
        for index in range(len(sheet.line_ids)):
            with sheet.line_ids.edit(index) as line:
                line.received = True
        action = sheet.save().action_accept()
        dossier = self.env["tthc.dossier"].browse(action["res_id"])
        self.assertEqual(dossier.competent_company_id, self.other_centre)
        self.assertTrue(dossier.due_expected)

    def test_form_opens_for_both_centres(self):
        dossier = self.take_in_elsewhere()
        for user in (self.receptionist, self.other_receptionist):
            with self.subTest(user.login):
                form = Form(dossier.with_user(user))
                self.assertEqual(form.competent_company_id, self.other_centre)
