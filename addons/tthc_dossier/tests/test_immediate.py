"""Answered while the person waits: one request, every step in the ledger, a receipt on demand."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import STAFF, DossierCommon


@tagged("post_install", "-at_install")
class TestImmediate(DossierCommon):
    @classmethod
    def _make_procedure(cls):
        result = super()._make_procedure()
        cls.quick = cls.procedure.copy({"code": "9.990002", "name": "Thủ tục giải quyết ngay"})
        case = {**cls._case_values(), "name": "Ngay", "immediate": True}
        version = cls.env["tthc.procedure.version"].create(
            {
                "procedure_id": cls.quick.id,
                "decision": "2/QĐ-THU",
                "date_from": date(2026, 1, 1),
                "case_ids": [(0, 0, {**case, "fee_ids": []}), (0, 0, {**case, "name": "Có phí"})],
            }
        )
        version.sudo().action_submit()
        version.sudo().action_publish()
        cls.quick_case, cls.paid_case = version.case_ids
        cls.env["tthc.offer"].create(
            {
                "company_id": cls.centre.id,
                "procedure_id": cls.quick.id,
                "agency_id": cls.justice.id,
            }
        )
        return result

    def take_in_quick(self, accept=False, **more):
        more.setdefault("case_id", self.quick_case.id)
        return self.take_in(accept=accept, procedure_id=self.quick.id, **more)

    def test_one_action_does_it_all(self):
        dossier = self.take_in_quick(instant=self.MONDAY_9)
        self.assertTrue(
            self.at(dossier, self.MONDAY_9, self.receptionist).action_complete_at_once()
        )
        self.assertEqual((dossier.state, dossier.outcome), ("returned", "granted"))
        self.assertTrue(dossier.name.startswith("H99.01-260309-"))
        self.assertTrue(dossier.at_once)
        self.assertFalse(dossier.receipt_requested)
        kinds = dossier.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(
            kinds,
            ["register", "accept", "forward", "forward", "forward", "issue_result", "return_result"]
            + ["complete_at_once"],
        )
        self.assertEqual(set(dossier.event_ids.user_id), {self.receptionist})
        last = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(last.facts["signed_by"], self.leader.name)
        issued = dossier.event_ids.filtered(lambda event: event.kind == "issue_result")
        self.assertIn(self.leader.name, issued.note)
        self.assertFalse(dossier.open_task_ids)
        self.assertIsNone(dossier._ledger_break())

    def test_with_the_rights_of_the_desk(self):
        dossier = self.take_in_quick()
        dossier.with_user(self.receptionist).action_complete_at_once()
        self.assertEqual(dossier.state, "returned")

    def test_receipt_on_demand(self):
        asked = self.take_in_quick()
        asked.with_user(self.receptionist).action_complete_at_once(receipt=True)
        self.assertTrue(asked.receipt_requested)
        later = self.take_in_quick()
        later.with_user(self.receptionist).action_complete_at_once()
        later.with_user(self.receptionist).action_print_receipt()
        self.assertTrue(later.receipt_requested)
        with self.assertRaises(UserError):
            later.with_user(self.receptionist).write({"receipt_requested": False})

    def test_an_ordinary_dossier_of_such_a_case(self):
        dossier = self.take_in_quick(accept=True)
        self.walk_to_result(dossier)
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")
        self.assertFalse(dossier.at_once)

    def test_from_the_middle_of_the_way(self):
        dossier = self.take_in_quick(accept=True)
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.receptionist).action_complete_at_once()
        self.assertEqual(dossier.state, "returned")

    def test_sent_twice_it_has_its_effect_once(self):
        dossier = self.take_in_quick()
        seen = dossier.with_user(self.receptionist).with_context(tthc_seen=dossier.event_count)
        seen.action_complete_at_once()
        events = dossier.event_count
        self.assertTrue(seen.action_complete_at_once())
        self.assertEqual(dossier.event_count, events)

    # Refusals -------------------------------------------------------------------------------------

    def test_only_what_the_catalogue_allows(self):
        dossier = self.take_in(accept=False, case_id=self.free_case.id)
        with self.assertRaisesRegex(UserError, "not published as answered at once"):
            dossier.with_user(self.receptionist).action_complete_at_once()
        offered = dossier.with_user(self.receptionist)._available_actions()
        self.assertNotIn("complete_at_once", [row["name"] for row in offered])
        offered = self.take_in_quick().with_user(self.receptionist)._available_actions()
        self.assertIn("complete_at_once", [row["name"] for row in offered])

    def test_only_the_desk(self):
        dossier = self.take_in_quick(accept=True)
        dossier.with_user(self.receptionist).action_forward()
        with self.assertRaisesRegex(AccessError, "a receptionist of"):
            dossier.with_user(self.officer).action_complete_at_once()

    def test_the_signer_is_a_leader_of_the_agency(self):
        second = new_test_user(
            self.env,
            "t.lanhdao2",
            groups=STAFF + "leader",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
            tthc_agency_ids=[(6, 0, self.justice.ids)],
        )
        dossier = self.take_in_quick()
        desk = dossier.with_user(self.receptionist)
        for given in (None, self.officer.id):
            with self.subTest(given), self.assertRaisesRegex(UserError, "Say who signed"):
                desk.action_complete_at_once(signer_id=given)
        desk.action_complete_at_once(signer_id=second.id)
        last = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(last.facts["signed_by"], second.name)

    def test_nothing_is_kept_when_a_paper_is_missing(self):
        dossier = self.take_in_quick(received=False)
        with self.assertRaisesRegex(UserError, "mandatory components are missing"):
            dossier.with_user(self.receptionist).action_complete_at_once()
        dossier.invalidate_recordset()
        self.assertEqual((dossier.state, dossier.name), ("registered", False))

    def test_an_unpaid_fee_is_said_clearly(self):
        """With the money module the fee comes first; without it the desk sees to it."""
        paying = "fee_due" in self.env["tthc.dossier"]._fields
        dossier = self.take_in_quick(case_id=self.paid_case.id)
        desk = dossier.with_user(self.receptionist)
        if not paying:
            desk.action_complete_at_once()
            self.assertEqual(dossier.state, "returned")
            return
        with self.assertRaisesRegex(UserError, "58,000|58.000"):
            desk.action_complete_at_once()
        desk.action_accept()
        with self.assertRaisesRegex(UserError, "still to be paid"):
            desk.action_complete_at_once()
        dossier.sudo().action_receive_cash()
        desk.action_complete_at_once()
        self.assertEqual(dossier.state, "returned")

    # Screen ---------------------------------------------------------------------------------------

    def test_from_the_intake_sheet_in_one_request(self):
        sheet = Form(self.env["tthc.dossier.intake"].with_user(self.receptionist))
        sheet.partner_id = self.citizen.with_user(self.receptionist)
        sheet.procedure_id = self.quick
        self.assertEqual(sheet.signer_id, self.leader)
        for index in range(len(sheet.line_ids)):
            with sheet.line_ids.edit(index) as line:
                line.received = True
        saved = sheet.save()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        action = saved.action_answer_at_once()
        self.env.flush_all()
        queries = self.cr.sql_log_count - before
        dossier = self.env["tthc.dossier"].browse(action["res_id"])
        self.assertTrue(dossier.at_once)
        self.assertLessEqual(queries, 120)

    def test_dialog(self):
        dossier = self.take_in_quick()
        decision = self.env["tthc.dossier.decision"].with_user(self.receptionist)
        form = Form(
            decision.with_context(default_dossier_id=dossier.id, default_action="complete_at_once")
        )
        self.assertEqual(form.signer_id, self.leader)
        form.receipt = True
        form.save().action_confirm()
        self.assertEqual(dossier.state, "returned")
        self.assertTrue(dossier.receipt_requested)
