import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestAttempts(PaymentCommon):
    def test_showing_the_code_starts_one_attempt(self):
        dossier, request = self.accepted()
        desk = dossier.with_user(self.receptionist)
        action = desk.action_show_payment_qr()
        self.assertEqual((action["res_id"], action["target"]), (request.id, "new"))
        desk.action_show_payment_qr()
        attempt = request.attempt_ids
        self.assertEqual(len(attempt), 1)
        self.assertEqual(attempt.state, "pending")
        self.assertEqual(attempt.reference, f"{request.reference}-1")
        self.assertEqual(attempt.amount, self.FEE)
        self.assertEqual(attempt.partner_id, dossier.owner_id)
        self.assertEqual(attempt.company_id, self.centre)
        self.assertTrue(attempt.is_post_processed)

    def test_the_picture_is_a_png(self):
        _dossier, request = self.accepted()
        picture = base64.b64decode(request.with_user(self.receptionist).qr_image)
        self.assertTrue(picture.startswith(b"\x89PNG"))

    def test_payment_finishes_the_attempt(self):
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_show_payment_qr()
        attempt = request.attempt_ids
        self.receive(request.reference)
        self.assertEqual((attempt.state, attempt.provider_reference), ("done", "FT123"))
        self.assertEqual(request.attempt_ids, attempt)

    def test_payment_without_a_shown_code_makes_the_attempt(self):
        _dossier, request = self.accepted()
        self.receive(request.reference)
        self.assertEqual(request.attempt_ids.mapped("state"), ["done"])

    def test_no_notification_moves_an_attempt(self):
        """Odoo 19.0 alone: a wrong amount delivered twice to ``_process`` ends in "done"."""
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_show_payment_qr()
        attempt = request.attempt_ids
        for amount in (1_000, 1_000, self.FEE):
            attempt._process("tthc_vietqr", {"reference": attempt.reference, "amount": amount})
            self.assertEqual(attempt.state, "pending")
        self.assertEqual(request.state, "open")

    def test_redelivered_wrong_amount_stays_unpaid(self):
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_show_payment_qr()
        for turn in range(3):
            money = self.receive(request.reference, 1_000, key=f"short{turn}")
            self.assertEqual((money.state, money.reason), ("exception", "amount_differs"))
        self.assertFalse(self.receive(request.reference, 1_000, key="short0"))
        self.assertEqual(request.attempt_ids.state, "pending")
        self.assertEqual((request.state, dossier.payment_state), ("open", "due"))

    def test_switched_off_provider(self):
        dossier, _request = self.accepted()
        provider = self.env["payment.provider"]._tthc_provider(self.centre)
        provider.state = "disabled"
        with self.assertRaisesRegex(UserError, "switched off"):
            dossier.with_user(self.receptionist).action_show_payment_qr()

    def test_a_new_centre_gets_its_own_provider(self):
        provider = self.env["payment.provider"]._tthc_provider(self.centre)
        self.assertEqual((provider.company_id, provider.state), (self.centre, "enabled"))
        self.assertEqual(self.env["payment.provider"]._tthc_provider(self.centre), provider)
        self.assertTrue(provider.payment_method_ids)

    def test_the_generic_payment_form_never_offers_it(self):
        provider = self.env["payment.provider"]._tthc_provider(self.centre)
        offered = self.env["payment.provider"]._get_compatible_providers(
            self.centre.id, self.citizen.id, 1000, currency_id=self.centre.currency_id.id
        )
        self.assertNotIn(provider, offered)

    def test_account_added_after_acceptance(self):
        self.account.active = False
        dossier, request = self.accepted()
        self.assertFalse(request.account_id)
        self.assertFalse(request.payload)
        desk = dossier.with_user(self.receptionist)
        with self.assertRaisesRegex(UserError, "no collection account"):
            desk.action_show_payment_qr()
        self.account.active = True
        desk.action_show_payment_qr()
        self.assertEqual(request.account_id, self.account)
        self.assertTrue(request.payload)

    def test_more_than_one_transfer_carries(self):
        dossier, _request = self.accepted()
        line = {"name": "Phí", "kind": "phi", "quantity": 1, "amount": 500_000_000}
        request = self.env["tthc.expected.payment"]._open(dossier, [line])
        self.assertFalse(request.payload)
        with self.assertRaisesRegex(UserError, "500 million"):
            request.with_user(self.receptionist).action_show_qr()

    def test_expiry_ends_the_attempt_and_showing_renews(self):
        dossier, request = self.accepted()
        desk = dossier.with_user(self.receptionist)
        desk.action_show_payment_qr()
        request._set({"expires_at": self.MONDAY_9})
        self.env["tthc.expected.payment"]._cron_expire()
        self.assertEqual(request.state, "expired")
        self.assertEqual(request.attempt_ids.state, "cancel")
        self.assertEqual(dossier.payment_state, "due", "an expired request is still owed")
        desk.action_show_payment_qr()
        self.assertEqual(request.state, "open")
        self.assertEqual(request.attempt_ids.sorted("id").mapped("state"), ["cancel", "pending"])

    def test_nothing_to_show_when_paid(self):
        dossier, request = self.accepted()
        self.receive(request.reference)
        with self.assertRaises(UserError):
            dossier.with_user(self.receptionist).action_show_payment_qr()
        with self.assertRaises(UserError):
            request.with_user(self.receptionist).action_show_qr()
        self.assertFalse(request.qr_image)
