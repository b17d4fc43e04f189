from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, tagged

from odoo.addons.tthc_catalogue.tools.fee_benefits import Benefit

from ..tools import waiver as rules
from .common import PaymentCommon


class WaiverCommon(PaymentCommon):
    """Benefits of a published regulation, and waivers by the roles whose steps they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_chief = cls._finance_user("t.ketoantruong2", "chief_accountant")
        document = cls.env["tthc.legal.document"].create({"number": "9/2026/NQ-MIEN"})
        rows = (
            {"name": "Hộ nghèo", "mode": "exempt"},
            {"name": "Trẻ em", "mode": "percent", "percent": 50},
            {"name": "Người cao tuổi", "mode": "amount", "amount": 10_000, "kind": "phi"},
        )
        regulation = cls.env["tthc.fee.regulation"].create(
            {
                "name": "NQ 9/2026/NQ-MIEN",
                "legal_document_id": document.id,
                "date_from": "2026-01-01",
                "benefit_ids": [Command.create({"evidence": "Giấy tờ", **row}) for row in rows],
            }
        )
        regulation.action_submit()
        regulation.action_publish()
        cls.poor, cls.child, cls.elderly = regulation.benefit_ids

    def draft(self, request, benefit=None, user=None, **more):
        user = user or self.receptionist
        values = {"expected_id": request.id, "evidence": "Sổ hộ nghèo số 7", **more}
        if benefit:
            values["benefit_id"] = benefit.id
        return self.env["tthc.fee.waiver"].with_user(user).create(values)

    def propose(self, request, benefit=None, user=None, **more):
        waiver = self.draft(request, benefit, user, **more)
        waiver.action_propose()
        return waiver

    def approve(self, waiver, user=None):
        waiver.with_user(user or self.chief).action_approve()
        return waiver.sudo()


@tagged("post_install", "-at_install")
class TestFeeWaivers(WaiverCommon):
    # Open requests ------------------------------------------------------------------------------

    def test_the_form_of_the_desk(self):
        dossier, request = self.accepted()
        action = request.with_user(self.receptionist).action_propose_waiver()
        waivers = self.env["tthc.fee.waiver"].with_user(self.receptionist)
        form = Form(waivers.with_context(**action["context"]))
        self.assertEqual(len(form.line_ids), 2)
        form.benefit_id = self.child.with_user(self.receptionist)
        self.assertEqual(
            (form.mode, form.percent, form.legal_basis), ("percent", 50, "NQ 9/2026/NQ-MIEN")
        )
        self.assertEqual((form.amount_before, form.amount_after), (58_000, 29_000))
        self.assertIn("50.000 đ → 25.000 đ", form.effect)
        form.component_id = dossier.component_ids[0].with_user(self.receptionist)
        waiver = form.save()
        waiver.action_propose()
        self.assertEqual((waiver.state, waiver.proposed_by_id), ("proposed", self.receptionist))

    def test_approval_replaces_the_request(self):
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_show_payment_qr()
        waiver = self.approve(self.propose(request, self.child))
        self.assertEqual((request.state, request.amount), ("cancelled", self.FEE))
        self.assertIn("giảm 50 % – Trẻ em", request.close_reason)
        self.assertEqual(request.attempt_ids.state, "cancel")
        new = waiver.replacement_id
        self.assertEqual((new.state, new.amount, new.purpose), ("open", 29_000, "intake"))
        self.assertNotEqual(new.reference, request.reference)
        fee, charge = new.line_ids
        self.assertEqual((fee.base_amount, fee.saving, fee.amount), (50_000, 25_000, 25_000))
        self.assertEqual((charge.amount, charge.waiver_id), (4_000, waiver))
        self.assertEqual(fee.benefit_id, self.child)
        self.assertEqual(fee.remitted, 25_000)
        self.assertIn("giảm 50 % – Trẻ em (NQ 9/2026/NQ-MIEN): bớt 25.000 đ", fee.explanation)
        self.assertEqual((dossier.fee_total, dossier.fee_due), (29_000, 29_000))
        self.assertEqual((waiver.state, waiver.decided_by_id), ("approved", self.chief))

    def test_the_ledger_tells_who_proposed_and_who_decided(self):
        dossier, request = self.accepted()
        self.approve(self.propose(request, self.child))
        asked, granted = dossier.event_ids.sorted("seq")[-2:]
        self.assertEqual((asked.kind, asked.user_id), ("fee_waiver_proposed", self.receptionist))
        self.assertEqual((granted.kind, granted.user_id), ("fee_waived", self.chief))
        self.assertIn(f"{request.reference}: 58.000 đ → 29.000 đ", granted.note)
        self.assertTrue(granted.public)
        self.assertFalse(asked.public)
        self.assertIsNone(dossier._ledger_break())

    def test_money_for_the_old_code_is_an_exception(self):
        _dossier, request = self.accepted()
        new = self.approve(self.propose(request, self.child)).replacement_id
        late = self.receive(request.reference)
        self.assertEqual((late.state, late.reason), ("exception", "late_cancelled"))
        self.assertEqual(late.candidate_id, request)
        self.assertEqual(self.receive(new.reference, 29_000).state, "matched")
        self.assertEqual(new.state, "paid")

    def test_nothing_left_leaves_exempt_lines(self):
        dossier, request = self.accepted()
        waiver = self.approve(self.propose(request, self.poor))
        self.assertFalse(waiver.replacement_id)
        exempt = dossier.fee_line_ids.filtered(lambda line: not line.expected_id)
        self.assertEqual(exempt.mapped("saving"), [50_000, 8_000])
        self.assertEqual((dossier.payment_state, dossier.fee_due), ("none", 0))
        self.assertEqual([row["exempt"] for row in dossier._receipt_fee_rows()], [True, True])
        self.walk_to_result(dossier).with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")

    def test_a_dossier_that_waited_goes_on(self):
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_request_payment("Nộp phí")
        self.assertEqual(dossier.state, "financial")
        self.approve(self.propose(request, self.child))
        self.assertEqual(dossier.state, "financial", "half of it is still owed")
        self.approve(self.propose(dossier.expected_ids.sorted("id")[-1], self.poor))
        self.assertEqual(dossier.state, "accepted")

    def test_one_of_two_fees(self):
        _dossier, request = self.accepted()
        charge = request.line_ids.filtered(lambda line: line.kind == "le_phi")
        waiver = self.approve(self.propose(request, self.poor, line_ids=[Command.set(charge.ids)]))
        self.assertEqual(waiver.replacement_id.amount, 50_000)
        self.assertEqual(waiver.replacement_id.line_ids.mapped("name"), ["Phí thẩm định"])

    def test_a_decision_in_an_individual_case(self):
        dossier, request = self.accepted()
        with self.assertRaisesRegex(UserError, "legal basis"):
            self.propose(request, ground="decision")
        waiver = self.propose(
            request,
            ground="decision",
            legal_basis="QĐ 12/QĐ-UBND",
            mode="amount",
            unit_amount=20_000,
        )
        self.approve(waiver)
        self.assertEqual(waiver.sudo().replacement_id.amount, 28_000, "8.000 đ is below it")
        exempt = self.propose(
            waiver.sudo().replacement_id, ground="decision", legal_basis="QĐ 13/QĐ-UBND"
        )
        self.approve(exempt)
        lines = dossier.fee_line_ids.filtered(lambda line: not line.expected_id)
        self.assertEqual(lines.mapped("waiver_id"), exempt.sudo())
        self.assertFalse(lines.benefit_id)

    # The highest applies ------------------------------------------------------------------------

    def test_of_several_benefits_the_highest_applies(self):
        _dossier, request = self.accepted(claims=[{"benefit_id": self.child.id}])
        self.assertEqual(request.amount, 29_000)
        with self.assertRaisesRegex(UserError, "highest applies"):
            self.propose(request, self.child)
        waiver = self.approve(
            self.propose(request, self.elderly, line_ids=[Command.set(request.line_ids[:1].ids)])
        )
        fee, charge = waiver.replacement_id.line_ids
        self.assertEqual(fee.amount, 10_000, "40.000 of 50.000, not 25.000 + 40.000")
        self.assertIn(
            "không áp dụng giảm 50 % – Trẻ em (NQ 9/2026/NQ-MIEN): chỉ bớt 25.000 đ, "
            "chỉ được hưởng mức cao nhất",
            fee.explanation,
        )
        self.assertEqual((charge.amount, charge.benefit_id), (4_000, self.child))

    def test_a_benefit_that_is_not_for_this_fee(self):
        _dossier, request = self.accepted()
        with self.assertRaisesRegex(UserError, "does not apply to “Lệ phí cấp bản sao”"):
            self.propose(request, self.elderly)

    # Paid fees ----------------------------------------------------------------------------------

    def test_a_paid_fee_is_proposed_for_a_refund(self):
        dossier, request = self.accepted()
        self.receive(request.reference)
        proposed = []
        request_class = type(self.env["tthc.expected.payment"])

        def note(record, amount, reason, waiver):
            proposed.append((record, amount, reason, waiver.sudo()))

        self.patch(request_class, "_propose_refund", note)
        first = self.approve(self.propose(request, self.child))
        self.assertEqual((request.state, request.amount), ("paid", self.FEE))
        self.assertEqual(first.refund_amount, 29_000)
        second = self.approve(self.propose(request, self.poor))
        self.assertEqual(second.refund_amount, 29_000, "only what the first left")
        self.assertEqual([row[:2] for row in proposed], [(request, 29_000), (request, 29_000)])
        self.assertIn("miễn – Hộ nghèo", proposed[1][2])
        self.assertEqual(dossier.payment_state, "paid")
        with self.assertRaisesRegex(UserError, "lowers nothing"):
            self.propose(request, self.child)

    def test_the_refund_waits_for_its_own_decision(self):
        _dossier, request = self.accepted()
        self.receive(request.reference)
        waiver = self.approve(self.propose(request, self.child))
        refund = self.env["tthc.refund"].search([("expected_id", "=", request.id)])
        self.assertEqual((refund.amount, refund.state), (waiver.refund_amount, "proposed"))
        self.assertEqual(refund.create_uid, self.receptionist)
        self.assertIn("giảm 50 % – Trẻ em", refund.reason)

    def test_paid_between_proposal_and_decision(self):
        _dossier, request = self.accepted()
        waiver = self.propose(request, self.child)
        self.receive(request.reference)
        self.approve(waiver)
        self.assertEqual((waiver.refund_amount, waiver.replacement_id.id), (29_000, False))
        self.assertEqual(request.state, "paid")

    def test_paid_in_part(self):
        _dossier, request = self.accepted()
        waiver = self.propose(request, self.child)
        money = self.receive(request.reference, 10_000)
        self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
            money, request, 10_000, "một phần"
        )
        self.approve(waiver)
        self.assertEqual((waiver.state, waiver.refund_amount), ("approved", 0))
        self.assertEqual((request.waived_amount, request.due_amount), (29_000, 19_000))

    # Who may ------------------------------------------------------------------------------------

    def test_evidence_is_needed(self):
        dossier, request = self.accepted()
        draft = self.draft(request, self.poor, evidence=False)
        with self.assertRaisesRegex(UserError, "evidence"):
            draft.action_propose()
        stranger = self.accepted()[0].component_ids[0]
        draft.component_id = stranger.with_user(self.receptionist)
        with self.assertRaisesRegex(UserError, "another dossier"):
            draft.action_propose()
        draft.component_id = dossier.component_ids[0].with_user(self.receptionist)
        draft.action_propose()
        self.assertEqual(draft.state, "proposed")

    def test_files_are_read_by_who_decides(self):
        _dossier, request = self.accepted()
        file = (
            self.env["ir.attachment"]
            .with_user(self.receptionist)
            .create({"name": "so-ho-ngheo.pdf", "raw": b"%PDF-1.4"})
        )
        waiver = self.propose(
            request, self.poor, evidence=False, attachment_ids=[Command.set(file.ids)]
        )
        self.assertEqual(waiver.with_user(self.chief).attachment_ids.raw, b"%PDF-1.4")
        with self.assertRaises(AccessError):
            file.with_user(self.other_receptionist).read(["raw"])

    def test_maker_and_checker_are_two_people(self):
        _dossier, request = self.accepted()
        waiver = self.propose(request, self.child, user=self.chief)
        with self.assertRaisesRegex(AccessError, "yourself"):
            self.approve(waiver, self.chief)
        with self.assertRaisesRegex(AccessError, "yourself"):
            waiver.with_user(self.chief)._refuse("x")
        self.approve(waiver, self.second_chief)
        self.assertEqual(waiver.state, "approved")

    def test_only_the_chief_accountant_of_the_centre_decides(self):
        _dossier, request = self.accepted()
        waiver = self.propose(request, self.child)
        for user in (
            self.receptionist,
            self.cashier,
            self.accountant,
            self.manager,
            self.inspector,
        ):
            with self.assertRaises(AccessError):
                self.approve(waiver, user)
        foreign = self._finance_user("t.ketoantruong3", "chief_accountant", self.other_centre)
        with self.assertRaises(AccessError):
            self.approve(waiver, foreign)
        self.assertEqual((waiver.state, request.state), ("proposed", "open"))

    def test_who_proposes(self):
        for user in (self.receptionist, self.cashier, self.accountant):
            self.assertEqual(self.propose(self.accepted()[1], self.poor, user).state, "proposed")
        _dossier, request = self.accepted()
        for user in (self.manager, self.inspector, self.officer, self.other_receptionist):
            with self.assertRaises(AccessError):
                self.propose(request, self.poor, user)

    def test_refusal_with_its_reason(self):
        dossier, request = self.accepted()
        waiver = self.propose(request, self.poor)
        action = waiver.with_user(self.chief).action_refuse()
        wizards = self.env["tthc.payment.reason"].with_user(self.chief)
        wizards.with_context(**action["context"]).create(
            {"reason": "Sổ hộ nghèo đã hết hạn"}
        ).action_confirm()
        self.assertEqual(
            (waiver.state, waiver.decision_note), ("refused", "Sổ hộ nghèo đã hết hạn")
        )
        self.assertEqual((request.state, request.amount), ("open", self.FEE))
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.kind, "fee_waiver_refused")
        self.assertIn("Sổ hộ nghèo đã hết hạn", event.note)
        self.assertEqual(self.propose(request, self.poor).state, "proposed", "anew")

    def test_one_proposal_at_a_time(self):
        _dossier, request = self.accepted()
        waiver = self.propose(request, self.child)
        with self.assertRaises(AccessError):
            waiver.with_user(self.accountant).action_withdraw()
        waiver.action_withdraw()
        self.assertEqual(waiver.state, "withdrawn")
        self.propose(request, self.child)
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            self.propose(request, self.poor)
        self.assertIn("one_proposed", str(caught.exception))

    def test_a_proposal_does_not_change(self):
        _dossier, request = self.accepted()
        waiver = self.propose(request, self.child)
        for vals in ({"evidence": "x"}, {"state": "approved"}, {"decided_by_id": self.chief.id}):
            with self.assertRaises(UserError):
                waiver.write(vals)
        made = self.draft(request, self.child, state="approved", decided_by_id=self.chief.id)
        self.assertEqual((made.state, made.decided_by_id.id), ("draft", False))
        with self.assertRaises(UserError):
            waiver.sudo().unlink()

    def test_a_cancelled_request(self):
        _dossier, request = self.accepted()
        waiver = self.propose(request, self.child)
        request._cancel("nhầm")
        with self.assertRaisesRegex(UserError, "cancelled"):
            self.approve(waiver)
        with self.assertRaisesRegex(UserError, "cancelled"):
            self.propose(request, self.child)

    def test_terms_of_the_new_request(self):
        dossier, request = self.accepted()
        waiver = self.propose(request, self.child)
        instant = datetime(2026, 3, 12, 2, 0)
        self.at(waiver, instant, self.chief).action_approve()
        new = waiver.sudo().replacement_id
        self.assertEqual((new.expires_at - instant).days, 90)
        self.assertEqual((new.account_id, new.dossier_id), (request.account_id, dossier))


class TestWaiverRule(BaseCase):
    @given(
        base=st.integers(1, 5_000_000),
        share=st.integers(0, 10_000),
        first=st.integers(0, 10_000),
        second=st.integers(1, 10_000),
    )
    @settings(max_examples=200, deadline=None)
    def test_the_higher_one_counts_and_nothing_is_added(self, base, share, first, second):
        before = Benefit(1, "A", "percent", first)
        amount = before.payable(base)
        fee = rules.Fee(base, amount, kept=amount * share // 10_000, benefit=before)
        relief = rules.relieve(fee, Benefit(2, "B", "percent", second))
        if not relief:
            self.assertGreaterEqual(Benefit(2, "B", "percent", second).payable(base), amount)
            return
        self.assertEqual(relief.amount, base * (10_000 - second) // 10_000)
        self.assertLess(relief.amount, amount)
        self.assertGreaterEqual(relief.kept, 0)
        self.assertLessEqual(relief.kept * 10_000, relief.amount * share, "never above its share")
        self.assertEqual(relief.kept + relief.remitted, relief.amount)
