from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestFeePostage(PaymentCommon):
    POSTAGE = 30_000

    def posted(self):
        """A dossier whose result goes by post, and the requests for its fee and its postage."""
        dossier, fee = self.accepted(return_method="post", return_address="Số 9, đường Gửi")
        self.ask(dossier)
        return dossier, fee, dossier.expected_ids - fee

    def ask(self, dossier, user=None, amount=POSTAGE):
        user = user or self.receptionist
        action = dossier.with_user(user).action_request_postage()
        wizards = self.env["tthc.fee.postage"].with_user(user)
        wizards.with_context(**action["context"]).create(
            {"amount": amount, "note": "VNPost, chuyển phát bảo đảm"}
        ).action_request()

    def test_a_kind_of_its_own(self):
        dossier, fee, postage = self.posted()
        self.assertEqual((postage.purpose, postage.amount), ("postage", self.POSTAGE))
        line = postage.line_ids
        self.assertEqual((line.kind, line.kept, line.remitted), ("postage", 0, 0))
        self.assertEqual(line.name, "Cước bưu chính")
        self.assertNotIn("postage", fee.line_ids.mapped("kind"))
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual((event.kind, event.user_id), ("postage_asked", self.receptionist))

    def test_apart_in_the_sums(self):
        dossier, fee, postage = self.posted()
        self.assertEqual((dossier.fee_total, dossier.fee_due), (self.FEE, self.FEE))
        self.assertEqual((dossier.postage_total, dossier.postage_due), (self.POSTAGE,) * 2)
        self.receive(fee.reference)
        self.assertEqual((dossier.fee_due, dossier.postage_due), (0, self.POSTAGE))
        self.assertEqual(dossier.payment_state, "partial")
        self.receive(postage.reference, self.POSTAGE)
        self.assertEqual((dossier.postage_due, dossier.payment_state), (0, "paid"))

    def test_one_code_pays_both(self):
        dossier, fee, postage = self.posted()
        action = dossier.with_user(self.receptionist).action_show_payment_qr()
        self.assertEqual(action["res_model"], "tthc.payment.bundle")
        bundle = self.env["tthc.payment.bundle"].browse(action["res_id"])
        self.assertEqual(bundle.amount, self.FEE + self.POSTAGE)
        self.receive(bundle.reference, bundle.amount)
        self.assertEqual((fee.state, postage.state), ("paid", "paid"))

    def test_different_payers_have_their_own_codes(self):
        dossier, fee, postage = self.posted()
        postage.with_user(self.cashier)._change_payer({"payer_name": "Người nhận"})
        action = dossier.with_user(self.receptionist).action_show_payment_qr()
        self.assertEqual((action["res_model"], action["res_id"]), (fee._name, fee.id))

    def test_unpaid_it_holds_neither_clock_nor_counter(self):
        dossier, fee, _postage = self.posted()
        dossier.with_user(self.receptionist).action_request_payment("Nộp phí")
        self.receive(fee.reference)
        self.assertEqual(dossier.state, "accepted")
        self.walk_to_result(dossier)
        self.assertFalse(dossier._action_obstacles("return_result") and dossier.fee_due)

    def test_coming_to_the_counter_after_all(self):
        dossier, fee, postage = self.posted()
        dossier.with_user(self.receptionist).return_method = "counter"
        self.assertEqual((postage.state, fee.state), ("cancelled", "open"))
        self.assertEqual((dossier.postage_total, dossier.fee_due), (0, self.FEE))

    def test_asked_once(self):
        dossier, _fee, postage = self.posted()
        with self.assertRaisesRegex(UserError, "asked for already"):
            self.ask(dossier)
        postage._cancel("sai cước")
        self.ask(dossier, amount=35_000)
        self.assertEqual(dossier.postage_due, 35_000)

    def test_who_asks_and_for_what(self):
        dossier, _fee = self.accepted(return_method="post")
        for user in (self.manager, self.inspector, self.other_receptionist):
            with self.assertRaises(AccessError):
                self.ask(dossier, user)
        with self.assertRaisesRegex(UserError, "above zero"):
            self.ask(dossier, amount=0)
        with self.assertRaisesRegex(UserError, "accepted dossier"):
            self.ask(self.take_in(accept=False))
        self.ask(dossier, self.cashier)
        self.assertEqual(dossier.postage_due, self.POSTAGE)

    def test_no_benefit_lowers_it(self):
        _dossier, _fee, postage = self.posted()
        waiver = (
            self.env["tthc.fee.waiver"]
            .with_user(self.receptionist)
            .create(
                {
                    "expected_id": postage.id,
                    "ground": "decision",
                    "legal_basis": "QĐ 1",
                    "evidence": "x",
                    "line_ids": [Command.set(postage.line_ids.ids)],
                }
            )
        )
        with self.assertRaisesRegex(UserError, "no fee"):
            waiver.action_propose()
