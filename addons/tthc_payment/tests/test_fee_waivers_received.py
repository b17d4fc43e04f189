"""Waivers of requests for which money has come: nothing is undone, nothing is asked for twice."""

import contextlib
import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from ..tools import waiver as rules
from .test_fee_waivers import WaiverCommon


@tagged("post_install", "-at_install")
class TestWaiversReceived(WaiverCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = itertools.count(1)

    def pay(self, request, amount):
        """Money without a reference, which an accountant gives to the request."""
        money = self.receive("khong ro", amount, key=f"w{next(self.keys)}")
        matches = self.env["tthc.payment.match"].with_user(self.accountant)
        return matches._match_manually(money, request, amount, "một phần").sudo()

    def waive(self, request, benefit):
        return self.approve(self.propose(request, benefit))

    def refunds(self, request):
        return self.env["tthc.refund"].search([("expected_id", "=", request.id)], order="id")

    def assert_adds_up(self, request):
        parts = (
            request.matched_amount,
            request.due_amount,
            request.waived_amount,
            request.relieved_amount,
        )
        self.assertEqual(sum(parts), request.amount, parts)
        self.assertGreaterEqual(min(parts), 0, parts)
        owed = request.line_ids.mapped("owed_amount")
        self.assertEqual(sum(owed), request.amount - request.waived_amount)
        self.assertGreaterEqual(min(owed), 0)

    def test_what_is_due_is_lowered(self):
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_show_payment_qr()
        match = self.pay(request, 10_000)
        dossier.with_user(self.receptionist).action_show_payment_qr()
        waiver = self.waive(request, self.child)
        self.assertEqual((match.state, request.state), ("active", "open"))
        self.assertFalse(waiver.replacement_id or waiver.refund_amount)
        self.assertEqual((request.waived_amount, request.due_amount), (29_000, 19_000))
        self.assertEqual((dossier.fee_total, dossier.fee_due), (29_000, 19_000))
        self.assertEqual(dossier.payment_state, "partial")
        self.assertNotIn("pending", request.attempt_ids.mapped("state"), "codes of the old sum")
        self.assert_adds_up(request)
        self.assertFalse(self.refunds(request))
        money = self.receive(request.reference, 19_000)
        self.assertEqual((money.state, request.state), ("matched", "paid"))
        self.assert_adds_up(request)

    def test_money_of_the_old_sum_is_an_exception(self):
        _dossier, request = self.accepted()
        self.pay(request, 10_000)
        self.waive(request, self.child)
        money = self.receive(request.reference, 48_000)
        self.assertEqual((money.state, money.reason), ("exception", "amount_differs"))

    def test_what_was_paid_beyond_is_proposed_for_a_refund(self):
        dossier, request = self.accepted()
        match = self.pay(request, 40_000)
        waiver = self.waive(request, self.child)
        self.assertEqual(waiver.refund_amount, 11_000)
        self.assertEqual((match.state, request.state), ("active", "paid"))
        self.assertEqual((request.waived_amount, request.due_amount), (18_000, 0))
        self.assertEqual((dossier.payment_state, dossier.fee_due), ("paid", 0))
        refund = self.refunds(request)
        self.assertEqual((refund.amount, refund.state), (11_000, "proposed"))
        self.assert_adds_up(request)
        refund.with_user(self.chief).action_approve()
        self.assertEqual((request.state, request.matched_amount), ("paid", 29_000))
        self.assert_adds_up(request)

    def test_everything_is_waived(self):
        dossier, request = self.accepted()
        self.pay(request, 20_000)
        self.waive(request, self.poor)
        self.assertEqual((request.state, request.waived_amount), ("paid", 38_000))
        refund = self.refunds(request)
        self.assertEqual(refund.amount, 20_000)
        refund.with_user(self.chief).action_approve()
        self.assertEqual((request.state, request.matched_amount), ("cancelled", 0))
        self.assertEqual((dossier.fee_due, dossier.payment_state), (0, "none"))
        self.assert_adds_up(request)

    def test_paid_in_several_pieces(self):
        """No single match holds the refund: it is proposed of several."""
        _dossier, request = self.accepted()
        self.pay(request, 30_000)
        self.pay(request, 28_000)
        self.assertEqual(request.state, "paid")
        waiver = self.waive(request, self.poor)
        self.assertEqual(waiver.refund_amount, self.FEE)
        self.assertEqual(sorted(self.refunds(request).mapped("amount")), [28_000, 30_000])

    def test_a_refused_refund_and_an_undone_match(self):
        """What was waived stays waived: it is not asked for again."""
        _dossier, request = self.accepted()
        match = self.pay(request, 40_000)
        self.waive(request, self.child)
        self.refunds(request).with_user(self.chief)._refuse("trả bằng chuyển khoản")
        match.with_user(self.accountant)._undo("nhầm")
        self.assertEqual((request.state, request.due_amount), ("open", 29_000))
        self.assert_adds_up(request)

    def test_the_ledger(self):
        dossier, request = self.accepted()
        self.pay(request, 40_000)
        self.waive(request, self.child)
        waived, paid = dossier.event_ids.sorted("seq")[-2:]
        self.assertEqual((waived.kind, waived.user_id), ("fee_waived", self.chief))
        self.assertIn(f"{request.reference}: 58.000 đ → 29.000 đ", waived.note)
        self.assertEqual(paid.kind, "paid")
        self.assertIn("40.000", paid.note.replace(",", ".").replace("\N{NO-BREAK SPACE}", " "))
        self.assertIsNone(dossier._ledger_break())

    def test_a_waiting_dossier_goes_on(self):
        dossier, first = self.accepted()
        dossier.with_user(self.receptionist).action_forward()
        line = {"name": "Phí thẩm định", "kind": "phi", "quantity": 1, "amount": 20_000}
        officer = dossier.with_user(self.officer)
        request = officer._request_supplementary_fees([line], "thẩm định thêm").sudo()
        self.pay(first, self.FEE)
        self.assertEqual(dossier.state, "financial")
        self.pay(request, 5_000)
        waiver = self.propose(
            request, ground="decision", legal_basis="QĐ 12/QĐ-UBND", mode="percent", percent=75
        )
        self.approve(waiver)
        self.assertEqual(request.state, "paid")
        self.assertNotEqual(dossier.state, "financial")

    def test_a_draft_written_before_another_waiver(self):
        """It counts what is left when it is approved, not what was left when it was written."""
        _dossier, request = self.accepted()
        late = self.draft(request, self.poor)
        self.assertEqual(late.saving, self.FEE)
        self.pay(request, 50_000)
        self.waive(request, self.child)
        late.action_propose()
        self.approve(late)
        self.assertEqual(late.sudo().saving, 29_000)
        self.assertEqual(sum(self.refunds(request).mapped("amount")), 50_000)
        self.assert_adds_up(request)

    def test_the_collective_payment_is_overtaken(self):
        first, second = self.accepted()[1], self.accepted()[1]
        self.pay(first, 10_000)
        bundle = self.env["tthc.payment.bundle"]._open(first | second)
        self.assertEqual(bundle.amount, 48_000 + self.FEE)
        self.waive(first, self.child)
        self.assertEqual(bundle.state, "changed")
        money = self.receive(bundle.reference, bundle.amount)
        self.assertEqual((money.state, money.reason), ("exception", "bundle_changed"))

    def test_undone_after_the_rest_was_waived(self):
        """Nothing is due any more: the request does not open again, the undoing is on record."""
        dossier, request = self.accepted()
        match = self.pay(request, 1_000)
        self.waive(request, self.poor)
        self.refunds(request).with_user(self.chief)._refuse("thử")
        match.with_user(self.accountant)._undo("thử")
        self.assertEqual(
            (request.state, request.due_amount, request.matched_amount), ("paid", 0, 0)
        )
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].kind, "payment_undone")
        self.assert_adds_up(request)

    def test_paid_back_although_other_money_was_undone(self):
        """The refund of what was too much is granted after it was not any more: it is due again."""
        _dossier, request = self.accepted()
        self.pay(request, 29_000)
        last = self.pay(request, 1_000)
        self.waive(request, self.child)
        last.with_user(self.accountant)._undo("thử")
        self.assertEqual((request.state, request.due_amount), ("paid", 0))
        refund = self.refunds(request)
        self.assertEqual(refund.amount, 1_000)
        refund.with_user(self.chief).action_approve()
        self.assertEqual((request.state, request.due_amount), ("open", 1_000))
        self.assert_adds_up(request)

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["pay", "pay", "half", "all", "undo", "grant", "refuse"]),
                st.integers(1, 58),
            ),
            min_size=2,
            max_size=9,
        )
    )
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def test_it_adds_up_whatever_happens(self, steps):
        """Amount = paid + due + waived + paid back, and none of them is ever negative."""
        with contextlib.closing(self.cr.savepoint(flush=True)) as savepoint:
            _dossier, request = self.accepted()
            for step, number in steps:
                self.take(step, number, request)
                self.assert_adds_up(request)
                if request.state != "cancelled":
                    self.assertEqual(request.state == "paid", not request.due_amount)
            savepoint.rollback()

    def take(self, step, number, request):
        """Do one step; what is not possible in this state is refused as everywhere else."""
        waiting = self.refunds(request).filtered(lambda row: row.state == "proposed")[:1]
        active = request.match_ids.filtered(lambda row: row.state == "active")[:1]
        with contextlib.suppress(UserError), self.cr.savepoint():
            if step == "pay" and request.due_amount:
                self.pay(request, min(number * 1_000, round(request.due_amount)))
            elif step in ("half", "all") and request.matched_amount:
                self.waive(request, self.child if step == "half" else self.poor)
            elif step == "undo":
                active.with_user(self.accountant)._undo("thử")
            elif step == "grant":
                waiting.with_user(self.chief).action_approve()
            elif step == "refuse":
                waiting.with_user(self.chief)._refuse("thử")

    def test_only_the_chief_accountant_decides(self):
        _dossier, request = self.accepted()
        self.pay(request, 10_000)
        waiver = self.propose(request, self.child)
        for user in (self.accountant, self.cashier, self.manager):
            with self.assertRaises(AccessError):
                waiver.with_user(user).action_approve()
        self.assertEqual(request.waived_amount, 0)


class TestRules(BaseCase):
    def test_taken_off(self):
        self.assertEqual(rules.taken_off(29, 0, 48), 29)
        self.assertEqual(rules.taken_off(50, 0, 28), 28)
        self.assertEqual(rules.taken_off(50, 22, 28), 28)
        self.assertEqual(rules.taken_off(50, 50, 0), 0)
        self.assertEqual(rules.taken_off(20, 30, 10), 0)

    @given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
    def test_taken_off_is_never_more_than_there_is(self, waived, back, unpaid):
        self.assertTrue(0 <= rules.taken_off(waived, back, unpaid) <= min(waived, unpaid))

    @given(st.lists(st.integers(0, 99), min_size=1), st.data())
    def test_spread(self, savings, data):
        total = data.draw(st.integers(0, sum(savings)))
        parts = rules.spread(savings, total)
        self.assertEqual((len(parts), sum(parts)), (len(savings), total))
        self.assertTrue(all(0 <= part <= most for part, most in zip(parts, savings, strict=True)))
