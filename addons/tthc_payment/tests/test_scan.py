from odoo import Command
from odoo.tests import HttpCase, tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestScanPayment(PaymentCommon, HttpCase):
    def resolve(self, code, user):
        return self.env["tthc.scan"].with_user(user).resolve(code)

    def test_the_reference_opens_the_request_or_its_dossier(self):
        _dossier, request = self.accepted()
        for code in (
            request.reference,
            request.reference.lower(),
            f"000201{request.reference}6304",
        ):
            answer = self.resolve(code, self.accountant)
            self.assertEqual(answer["kind"], "open", code)
            self.assertEqual(
                (answer["action"]["res_model"], answer["action"]["res_id"]),
                ("tthc.expected.payment", request.id),
            )
        self.assertEqual(self.resolve(request.reference, self.other_cashier)["kind"], "refused")
        answer = self.resolve(request.reference, self.officer)
        self.assertEqual(answer["kind"], "refused")

    def test_at_an_open_desk_the_reference_opens_the_taking(self):
        _dossier, request = self.accepted()
        answer = self.resolve(request.reference, self.cashier)
        self.assertEqual(answer["action"]["res_model"], "tthc.cash.taking")
        commands = answer["action"]["context"]["default_request_ids"]
        self.assertEqual(commands, [Command.set(request.ids)])
        request.with_user(self.cashier).action_receive_cash()
        answer = self.resolve(request.reference, self.cashier)
        self.assertEqual(
            (answer["action"]["res_model"], answer["action"]["res_id"]),
            ("tthc.expected.payment", request.id),
        )

    def test_the_cashiers_guided_tour(self):
        _dossier, request = self.accepted()
        self.start_tour(
            "/odoo/action-tthc_payment.action_expected_payment",
            "tthc_guide_cashier",
            login=self.cashier.login,
        )
        self.env.invalidate_all()
        self.assertEqual((request.state, len(request.match_ids)), ("open", 0))
        tours = self.env["web_tour.tour"].with_user(self.cashier)
        mine = tours.search([("tthc_for_me", "=", True)])
        self.assertEqual(mine.mapped("name"), ["tthc_guide_cashier"])
        self.assertFalse(tours.get_current_tour())
