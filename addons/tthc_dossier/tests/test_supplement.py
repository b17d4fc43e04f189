from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..tools import supplement
from .common import DossierCommon

TUESDAY = datetime(2026, 3, 10, 3)
FRIDAY = datetime(2026, 3, 13, 3)
LEAVE = {"legal_basis": "Luật chuyên ngành, Điều 5", "leave_note": "Phát hiện khi thẩm định"}


@tagged("post_install", "-at_install")
class TestSupplement(DossierCommon):
    """Rounds of supplements: what is asked for, by whom, when, what comes."""

    def at_agency(self, instant=None):
        """Received by the competent agency on Monday at nine."""
        dossier = self.take_in(instant=instant or self.MONDAY_9)
        self.at(dossier, instant or self.MONDAY_9, self.receptionist).action_forward()
        return dossier

    def items(self, dossier, *problems):
        papers = dossier.component_ids.sorted("id")
        return [
            {"component_id": paper.id, "problem": problem, "copies": 2}
            for paper, problem in zip(papers, problems, strict=False)
        ]

    def ask(self, dossier, instant=TUESDAY, user=None, **more):
        self.at(dossier, instant, user or self.officer).action_request_supplement("Thiếu", **more)
        return dossier.supplement_round_ids[-1:]

    # Asking -------------------------------------------------------------------------------------

    def test_round_records_everything_that_is_asked_for(self):
        dossier = self.at_agency()
        row = self.ask(
            dossier, items=self.items(dossier, "thiếu", "mờ"), reason="supplement_missing"
        )
        self.assertEqual((row.number, row.stage, row.state), (1, "examination", "open"))
        self.assertEqual(row.item_ids.mapped("name"), ["Tờ khai", "Bản sao giấy tờ"])
        self.assertEqual(row.item_ids.mapped("problem"), ["thiếu", "mờ"])
        self.assertEqual(row.agency_id, self.justice)
        self.assertEqual(row.requested_by_id, self.officer)
        self.assertEqual(row.legal_basis, "NĐ 118/2025/NĐ-CP")
        self.assertEqual((dossier.state, dossier.supplement_count), ("supplement", 1))

    def test_event_holds_the_facts(self):
        dossier = self.at_agency()
        self.ask(dossier, items=self.items(dossier, "thiếu"), reason="supplement_missing")
        event = dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual(event.facts["items"][0]["problem"], "thiếu")
        self.assertEqual(event.facts["reason_code"], "supplement_missing")
        self.assertEqual(event.facts["stage"], "examination")
        self.assertIsNone(dossier._ledger_break())

    def test_person_has_time_until_the_deadline(self):
        dossier = self.at_agency()
        row = self.ask(dossier)
        self.assertEqual(row.answer_due_at, datetime(2026, 4, 9, 10))
        self.assertTrue(row.is_unanswered)
        found = row.search([("is_unanswered", "=", True), ("dossier_id", "=", dossier.id)])
        self.assertEqual(found, row)

    def test_before_acceptance_any_receptionist_and_no_clock(self):
        dossier = self.take_in(accept=False)
        dossier.with_user(self.receptionist).action_request_supplement("Thiếu tờ khai")
        row = dossier.supplement_round_ids
        self.assertEqual((row.stage, row.item_ids.name), ("counter", "Thiếu tờ khai"))
        self.assertFalse(dossier.event_ids.filtered("clock_effect"))
        with self.assertRaises(AccessError):
            self.take_in(accept=False).with_user(self.officer).action_request_supplement("x")

    def test_during_examination_the_competent_agency_asks(self):
        dossier = self.at_agency(instant=datetime.now().replace(microsecond=0))
        with self.assertRaisesRegex(AccessError, "Sở Tư pháp"):
            dossier.with_user(self.receptionist).action_request_supplement("Thiếu")
        dossier.with_user(self.officer).action_request_supplement("Thiếu")
        self.assertEqual(dossier.state, "supplement")

    def test_paper_of_another_dossier_is_refused(self):
        dossier, other = self.at_agency(), self.take_in()
        with self.assertRaisesRegex(UserError, "another dossier"):
            self.ask(dossier, items=[{"component_id": other.component_ids[:1].id}])
        with self.assertRaisesRegex(UserError, "Name each paper"):
            self.ask(dossier, items=[{"problem": "?"}])
        self.assertFalse(dossier.supplement_round_ids)

    # Leave --------------------------------------------------------------------------------------

    def test_within_three_working_days_of_receipt_no_leave(self):
        """NĐ 61/2018/NĐ-CP Art. 19.4: received Monday, the third day is Thursday."""
        last = datetime(2026, 3, 12, 10)
        dossier = self.at_agency()
        self.assertEqual(self.ask(dossier, last).state, "open")
        late = self.at_agency()
        with self.assertRaisesRegex(UserError, "ended on 17:00 12/03/2026"):
            self.ask(late, datetime(2026, 3, 12, 10, 1))
        self.assertEqual(late.state, "processing")

    def test_second_round_needs_legal_basis_reason_and_leave(self):
        dossier = self.at_agency(instant=datetime.now().replace(microsecond=0))
        dossier.with_user(self.officer).action_request_supplement("Lần một")
        dossier.with_user(self.receptionist).action_receive_supplement()
        officer = dossier.with_user(self.officer)
        with self.assertRaisesRegex(AccessError, "Ask for Leave"):
            officer.action_request_supplement("Lần hai", **LEAVE)
        leader = dossier.with_user(self.leader)
        with self.assertRaisesRegex(UserError, "legal basis"):
            leader.action_request_supplement("Lần hai", leave_note="Cần")
        leader.action_request_supplement("Lần hai", **LEAVE)
        row = dossier.supplement_round_ids[-1:]
        self.assertEqual((row.number, row.leave_reasons), (2, "again"))
        self.assertEqual(row.approver_id, self.leader)

    def test_leave_is_asked_for_and_given(self):
        dossier = self.at_agency()
        self.assertEqual(dossier.with_user(self.officer)._supplement_leave(), (supplement.LATE,))
        dossier.with_user(self.officer).action_propose_supplement(
            "Thiếu bản sao", items=self.items(dossier, "mờ"), **LEAVE
        )
        row = dossier.supplement_round_ids
        self.assertEqual((row.state, dossier.state, row.number), ("proposed", "processing", 0))
        with self.assertRaises(AccessError):
            row.with_user(self.officer).action_approve()
        with self.assertRaisesRegex(UserError, "waits for leave already"):
            dossier.with_user(self.officer).action_propose_supplement("Nữa", **LEAVE)
        row.with_user(self.manager).action_approve()
        self.assertEqual((row.state, row.number, dossier.state), ("open", 1, "supplement"))
        self.assertEqual((row.requested_by_id, row.approver_id), (self.officer, self.manager))
        facts = dossier.event_ids.sorted("seq")[-1:].facts
        self.assertEqual(facts["leave_needed"], ["late"])
        self.assertEqual(facts["proposed_by"], self.officer.name)

    def test_request_made_meanwhile_ends_the_proposal(self):
        dossier = self.at_agency()
        dossier.with_user(self.officer).action_propose_supplement("Thiếu", **LEAVE)
        proposal = dossier.supplement_round_ids
        dossier.with_user(self.leader).action_request_supplement("Thiếu khác", **LEAVE)
        self.assertEqual(proposal.state, "declined")
        self.assertEqual(dossier.supplement_count, 1)

    def test_leave_is_not_given(self):
        dossier = self.at_agency()
        dossier.with_user(self.officer).action_propose_supplement("Thiếu", **LEAVE)
        row = dossier.supplement_round_ids
        with self.assertRaises(AccessError):
            row.with_user(self.officer).action_decline("Không")
        row.with_user(self.leader).action_decline("Không cần")
        self.assertEqual((row.state, dossier.state), ("declined", "processing"))
        with self.assertRaisesRegex(UserError, "does not wait for leave"):
            row.with_user(self.leader).action_approve()
        self.assertEqual(dossier.supplement_count, 0)

    def test_rule_is_dated_and_a_centres_own_goes_first(self):
        rules = self.env["tthc.supplement.rule"]
        rules.create(
            {
                "company_id": self.centre.id,
                "date_from": date(2026, 3, 1),
                "request_days": 5,
                "rounds": 2,
                "answer_days": 0,
                "legal_basis": "Quy chế của Trung tâm",
            }
        )
        march = date(2026, 3, 9)
        self.assertEqual(rules._terms(self.centre, march).rounds, 2)
        self.assertEqual(rules._terms(self.centre, date(2026, 2, 1)).rounds, 1)
        self.assertEqual(rules._terms(self.other_centre, march).request_days, 3)
        self.assertEqual(rules._terms(self.centre, date(2017, 1, 1)).request_days, 0)
        dossier = self.at_agency()
        row = self.ask(dossier, FRIDAY)
        self.assertFalse(row.answer_due_at)
        with self.assertRaises(ValidationError):
            rules.create({"date_from": march, "request_days": -1, "legal_basis": "x"})

    # Receiving ----------------------------------------------------------------------------------

    def test_complete_supplement_restarts_the_limit(self):
        dossier = self.at_agency()
        late = self.env["tthc.dossier.component"].create(
            [{"dossier_id": dossier.id, "name": name} for name in ("Ảnh", "Sơ đồ")]
        )
        row = self.ask(
            dossier, items=[{"component_id": paper.id, "problem": "thiếu"} for paper in late]
        )
        self.at(dossier, datetime(2026, 3, 18, 3), self.receptionist).action_receive_supplement()
        self.assertEqual((row.state, dossier.state), ("received", "processing"))
        self.assertEqual(late.mapped("received"), [True, True])
        self.assertEqual(dossier.due_at, datetime(2026, 3, 23, 10))
        self.assertEqual(row.received_by_id, self.receptionist)

    def test_partial_receipt_stays_in_supplement(self):
        dossier = self.at_agency()
        row = self.ask(dossier, items=self.items(dossier, "thiếu", "mờ"))
        first, second = row.item_ids
        desk = self.at(dossier, datetime(2026, 3, 11, 3), self.receptionist)
        desk.action_receive_supplement(items=first.ids)
        self.assertEqual((dossier.state, row.state), ("supplement", "partial"))
        self.assertEqual((first.received, second.received), (True, False))
        event = dossier.event_ids.sorted("seq")[-1:]
        self.assertFalse(event.clock_effect)
        self.assertEqual((event.facts["came"], event.facts["left"]), ([first.name], [second.name]))
        with self.assertRaisesRegex(UserError, "not asked for"):
            desk.action_receive_supplement(items=first.ids)
        self.at(dossier, datetime(2026, 3, 12, 3), self.receptionist).action_receive_supplement(
            items=second.ids
        )
        self.assertEqual((dossier.state, row.state), ("processing", "received"))
        self.assertEqual(dossier.due_at, datetime(2026, 3, 17, 10))

    def test_rest_is_waived_with_a_reason(self):
        dossier = self.at_agency()
        row = self.ask(dossier, items=self.items(dossier, "thiếu", "mờ"))
        desk = self.at(dossier, datetime(2026, 3, 11, 3), self.receptionist)
        with self.assertRaisesRegex(UserError, "Tick what"):
            desk.action_receive_supplement(items=[])
        with self.assertRaisesRegex(UserError, "goes on without: Bản sao giấy tờ"):
            desk.action_receive_supplement(items=row.item_ids[:1].ids, complete=True)
        desk.action_receive_supplement("Đã có trong CSDL", row.item_ids[:1].ids, complete=True)
        self.assertEqual((dossier.state, row.state), ("processing", "received"))
        facts = dossier.event_ids.sorted("seq")[-1:].facts
        self.assertEqual(facts["waived"], ["Bản sao giấy tờ"])

    def test_received_by_the_desk_only(self):
        dossier = self.at_agency()
        self.ask(dossier)
        with self.assertRaises(AccessError):
            dossier.with_user(self.officer).action_receive_supplement()
        with self.assertRaises(AccessError):
            dossier.with_user(self.other_receptionist).action_receive_supplement()

    # Rows and dialog ----------------------------------------------------------------------------

    def test_rows_follow_their_dossier_and_nobody_writes_them(self):
        dossier = self.at_agency()
        row = self.ask(dossier)
        for user, sees in (
            (self.receptionist, True),
            (self.manager, True),
            (self.officer, True),
            (self.inspector, True),
            (self.other_receptionist, False),
            (self.stranger, False),
        ):
            for record in (row, row.item_ids):
                with self.subTest(user.login, model=record._name):
                    found = record.with_user(user).search([("id", "in", record.ids)])
                    self.assertEqual(bool(found), sees)
                    with self.assertRaises(AccessError):
                        record.with_user(user).write({"write_date": "2026-03-01"})
                    with self.assertRaises(AccessError):
                        record.with_user(user).unlink()

    def dialog(self, dossier, action, user):
        context = {"default_dossier_id": dossier.id, "default_action": action}
        return Form(self.env["tthc.dossier.decision"].with_user(user).with_context(**context))

    def test_dialog_offers_what_is_missing_and_asks_for_it(self):
        dossier = self.take_in(accept=False, received=False)
        with self.dialog(dossier, "request_supplement", self.receptionist) as form:
            self.assertEqual(len(form.item_ids), 3)
            form.note = "Bổ sung một lần"
            with form.item_ids.new() as item:
                item.name = "Ảnh 4×6"
                item.problem = "thiếu"
        form.record.action_confirm()
        row = dossier.supplement_round_ids
        self.assertEqual(row.item_ids.mapped("name")[-1], "Ảnh 4×6")
        self.assertEqual(len(row.item_ids.component_id), 3)
        form = self.dialog(dossier, "receive_supplement", self.receptionist)
        with form.receipt_ids.edit(3) as receipt:
            receipt.received = False
        form.save().action_confirm()
        self.assertEqual((row.state, dossier.state), ("partial", "supplement"))

    def test_dialog_asks_for_leave(self):
        dossier = self.at_agency()
        with self.dialog(dossier, "request_supplement", self.officer) as form:
            self.assertTrue(form.leave_needed)
            self.assertFalse(form.may_give_leave)
            self.assertIn("12/03/2026", form.leave_text)
            form.note = "Cần thêm"
            form.legal_basis = LEAVE["legal_basis"]
            form.leave_note = LEAVE["leave_note"]
            with form.item_ids.new() as item:
                item.name = "Bản vẽ"
        form.record.action_ask_leave()
        self.assertEqual(dossier.supplement_round_ids.state, "proposed")
