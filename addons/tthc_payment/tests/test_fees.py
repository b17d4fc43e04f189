from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import vietqr
from ..tools.reference import is_valid
from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestFees(PaymentCommon):
    def test_acceptance_asks_for_the_fees_of_the_case(self):
        dossier, request = self.accepted()
        self.assertEqual(dossier.fee_line_ids.mapped("amount"), [50_000, 8_000])
        self.assertEqual(dossier.fee_line_ids.mapped("kind"), ["phi", "le_phi"])
        self.assertEqual(len(request), 1)
        self.assertEqual((request.amount, request.state), (self.FEE, "open"))
        self.assertTrue(is_valid(request.reference))
        self.assertEqual(request.account_id, self.account)
        self.assertEqual((request.expires_at - self.MONDAY_9).days, 90)
        self.assertFalse(request.attempt_ids, "an attempt begins when the code is shown")
        self.assertEqual(
            (dossier.payment_state, dossier.fee_total, dossier.fee_due),
            ("due", self.FEE, self.FEE),
        )

    def test_quantity_counts(self):
        _dossier, request = self.accepted(quantity=3)
        self.assertEqual(request.amount, 50_000 + 3 * 8_000)

    def test_nothing_is_asked_for_before_acceptance(self):
        dossier = self.take_in(accept=False)
        self.assertFalse(dossier.expected_ids)
        self.assertEqual(dossier.payment_state, "none")

    def test_free_of_charge(self):
        version = self.version.sudo()
        self.env.cr.execute(
            "UPDATE tthc_procedure_fee SET amount = 0 WHERE case_id = %s", [self.case.id]
        )
        self.env.invalidate_all()
        self.assertTrue(version.case_ids.fee_ids)
        dossier, request = self.accepted()
        self.assertFalse(request)
        self.assertEqual(dossier.payment_state, "none")
        self.assertFalse(dossier._receipt_payment_qr())
        self.walk_to_result(dossier).with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")

    def benefits(self, *rows):
        """Published benefits, claimed in the returned values of an intake."""
        document = self.env["tthc.legal.document"].create({"number": "9/2026/NQ-THU"})
        regulation = self.env["tthc.fee.regulation"].create(
            {
                "name": "NQ 9",
                "legal_document_id": document.id,
                "date_from": "2026-01-01",
                "benefit_ids": [
                    Command.create({"name": f"Nhóm {index}", "evidence": "Giấy tờ", **row})
                    for index, row in enumerate(rows)
                ],
            }
        )
        regulation.action_submit()
        regulation.action_publish()
        return [{"benefit_id": benefit.id} for benefit in regulation.benefit_ids]

    def test_fee_lines_keep_the_benefit(self):
        claims = self.benefits({"mode": "percent", "percent": 50, "kind": "phi"})
        dossier, request = self.accepted(claims=claims)
        self.assertEqual(request.amount, 33_000)
        fee, charge = dossier.fee_line_ids
        self.assertEqual((fee.base_amount, fee.saving, fee.amount), (50_000, 25_000, 25_000))
        self.assertEqual(fee.benefit_id.id, claims[0]["benefit_id"])
        self.assertEqual((fee.kept, fee.remitted), (0, 25_000))
        self.assertIn("giảm 50 % – Nhóm 0 (NQ 9)", fee.explanation)
        self.assertFalse(charge.benefit_id)
        self.assertEqual((charge.base_amount, charge.saving), (8_000, 0))

    def test_an_exempt_fee_stays_on_record_without_a_request(self):
        claims = self.benefits({"kind": "le_phi"})
        dossier, request = self.accepted(claims=claims)
        self.assertEqual(request.amount, 50_000)
        exempt = dossier.fee_line_ids.filtered(lambda line: not line.amount)
        self.assertEqual((exempt.saving, exempt.expected_id.id), (8_000, False))
        rows = dossier._receipt_fee_rows()
        self.assertEqual(
            sorted((row["amount"], row["exempt"]) for row in rows), [(0, True), (50_000, False)]
        )

    def test_everything_exempt_asks_for_nothing(self):
        dossier, request = self.accepted(claims=self.benefits({}))
        self.assertFalse(request)
        self.assertEqual(len(dossier.fee_line_ids), 2)
        self.assertEqual(dossier.payment_state, "none")

    def test_references_do_not_repeat(self):
        references = {self.accepted()[1].reference for _turn in range(5)}
        self.assertEqual(len(references), 5)

    def test_payload_reads_back(self):
        _dossier, request = self.accepted()
        seen = vietqr.read(request.payload)
        self.assertEqual(
            (seen.bin, seen.account, seen.amount, seen.memo, seen.initiation),
            ("970436", self.account.number, self.FEE, request.reference, vietqr.DYNAMIC),
        )

    def test_price_of_acceptance_in_queries(self):
        """At most five queries more than acceptance without fees."""
        requests = self.env["tthc.expected.payment"].sudo()
        line = {"name": "Phí", "kind": "phi", "quantity": 1, "amount": 1000, "explanation": "x"}
        dossier, _request = self.accepted()
        requests._open(dossier, [line])
        self.env.flush_all()
        before = self.cr.sql_log_count
        requests._open(dossier, [line] * 3)
        self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - before, 5)

    def test_result_is_kept_back_until_paid(self):
        dossier, request = self.accepted()
        self.walk_to_result(dossier)
        with self.assertRaisesRegex(UserError, "58"):
            dossier.with_user(self.receptionist).action_return_result()
        self.receive(request.reference)
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")

    def test_receipt_says_what_is_paid(self):
        dossier, request = self.accepted()
        rows = dossier._receipt_fee_rows()
        self.assertEqual(
            [(row["amount"], row["paid"]) for row in rows], [(50_000, False), (8_000, False)]
        )
        self.assertTrue(dossier._receipt_payment_qr().startswith(b"\x89PNG"))
        self.assertEqual(len(request.attempt_ids), 1)
        self.receive(request.reference)
        self.assertTrue(all(row["paid"] for row in dossier._receipt_fee_rows()))
        self.assertFalse(dossier._receipt_payment_qr())

    def test_stopping_gives_up_open_requests(self):
        dossier, request = self.accepted()
        desk = dossier.with_user(self.receptionist)
        desk.action_request_withdrawal("Rút hồ sơ")
        self.assertEqual(request.state, "open")
        desk.action_answer_withdrawal("Đồng ý", agree=True)
        self.assertEqual((dossier.state, request.state), ("stopped", "cancelled"))
        self.assertEqual(dossier.payment_state, "none")

    def test_refused_withdrawal_keeps_the_request(self):
        dossier, request = self.accepted()
        desk = dossier.with_user(self.receptionist)
        desk.action_request_withdrawal("Rút hồ sơ")
        desk.action_answer_withdrawal("Không đồng ý", agree=False)
        self.assertEqual(request.state, "open")

    def test_paid_while_the_withdrawal_waited_goes_on_once_it_is_refused(self):
        dossier, request = self.accepted()
        desk = dossier.with_user(self.receptionist)
        for paid, state in ((False, "financial"), (True, "accepted")):
            with self.subTest(paid=paid):
                if not paid:
                    desk.action_request_payment("Nộp phí")
                desk.action_request_withdrawal("Rút hồ sơ")
                if paid:
                    self.receive(request.reference)
                    self.assertEqual(dossier.state, "withdrawing")
                seen = desk.with_context(tthc_seen=dossier.event_count)
                seen.action_answer_withdrawal("Không đồng ý", agree=False)
                self.assertEqual(dossier.state, state)

    def test_supplementary_fee_pauses_and_payment_resumes(self):
        dossier, request = self.accepted()
        self.receive(request.reference)
        dossier.with_user(self.receptionist).action_forward()
        wizard = (
            self.env["tthc.fee.request"]
            .with_user(self.officer)
            .create(
                {
                    "dossier_id": dossier.id,
                    "note": "Thẩm định thêm",
                    "line_ids": [
                        Command.create(
                            {
                                "name": "Phí thẩm định bổ sung",
                                "kind": "phi",
                                "amount": 150_000,
                                "legal_basis": "TT 85/2019/TT-BTC",
                            }
                        )
                    ],
                }
            )
        )
        wizard.action_request()
        self.assertEqual(dossier.state, "financial")
        second = dossier.expected_ids - request
        self.assertEqual((second.amount, second.purpose), (150_000, "supplement"))
        self.assertEqual(dossier.payment_state, "partial")
        self.receive(second.reference, 150_000)
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(dossier.payment_state, "paid")
        kinds = dossier.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(kinds[-2:], ["paid", "payment_received"])
        self.assertIsNone(dossier._ledger_break())

    def test_supplementary_fee_is_for_whoever_has_the_dossier(self):
        dossier, _request = self.accepted()
        dossier.with_user(self.receptionist).action_forward()
        with self.assertRaises(AccessError):
            dossier.with_user(self.stranger)._request_supplementary_fees(
                [{"name": "x", "kind": "phi", "quantity": 1, "amount": 1}], "y"
            )

    def test_duty_fulfilled_elsewhere(self):
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_request_payment("Nộp thuế trước bạ")
        wizard = self._reason_wizard("duty", dossier, "Giấy nộp tiền số 12", self.cashier)
        with self.assertRaises(UserError):
            wizard.action_confirm()
        self.receive(request.reference)
        self.assertEqual(dossier.state, "accepted", "the fee was all it waited for")

    def test_duty_without_a_fee_of_the_centre(self):
        dossier, request = self.accepted()
        self.receive(request.reference)
        dossier.with_user(self.receptionist).action_request_payment("Nộp thuế trước bạ")
        with self.assertRaises(AccessError):
            self._reason_wizard("duty", dossier, "x", self.manager).action_confirm()
        self._reason_wizard("duty", dossier, "Giấy nộp tiền số 12", self.cashier).action_confirm()
        self.assertEqual(dossier.state, "accepted")
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].note, "Giấy nộp tiền số 12")

    def _reason_wizard(self, kind, records, reason, user):
        action = (
            self.env["tthc.payment.reason"].with_user(user)._open(kind, records.with_user(user))
        )
        wizards = self.env["tthc.payment.reason"].with_user(user)
        return wizards.with_context(**action["context"]).create({"reason": reason})

    def test_search_by_payment_state(self):
        due, _request = self.accepted()
        paid, request = self.accepted()
        partial, part = self.accepted()
        none = self.take_in(accept=False)
        self.receive(request.reference)
        money = self.receive("khong ro", 10_000)
        self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
            money, part, 10_000, "một phần"
        )
        mine = due | paid | partial | none
        for state, expected in (("due", due), ("paid", paid), ("partial", partial), ("none", none)):
            found = mine.search([("id", "in", mine.ids), ("payment_state", "=", state)])
            self.assertEqual(found, expected, state)
            self.assertEqual(expected.payment_state, state)
            desk = mine.with_user(self.receptionist).search(
                [("id", "in", mine.ids), ("payment_state", "in", [state])]
            )
            self.assertEqual(desk.ids, expected.ids)
