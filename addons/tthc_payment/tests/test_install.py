from odoo.tests import tagged

from ..hooks import uninstall_hook
from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestInstall(PaymentCommon):
    def test_every_company_has_an_enabled_provider(self):
        main = self.env.ref("tthc_payment.payment_provider_vietqr")
        self.assertEqual(main.code, "tthc_vietqr")
        self.assertFalse(main.is_published)
        self.assertTrue(self.env.ref("tthc_payment.payment_method_vietqr").active)

    def test_shipped_banks(self):
        banks = self.env["tthc.bank"].search([])
        self.assertGreaterEqual(len(banks), 60)
        self.assertEqual(self.env.ref("tthc_payment.bank_963388").name, "Timo")

    def test_updates_leave_edited_banks_alone(self):
        bank = self.env.ref("tthc_payment.bank_970414")
        bank.name = "MBV"
        self.env.ref("tthc_payment.bank_970408").unlink()
        self.env["tthc.bank"]._load_shipped()
        self.assertEqual(bank.name, "MBV")
        self.assertTrue(self.env["tthc.bank"].search([("bin", "=", "970408")]))

    def test_uninstall_hook_keeps_used_providers(self):
        _dossier, request = self.accepted()
        self.receive(request.reference)
        used = request.attempt_ids.provider_id
        unused = self.env["payment.provider"]._tthc_provider(self.other_centre)
        uninstall_hook(self.env)
        self.assertEqual((used.code, used.state), ("none", "disabled"))
        self.assertFalse(unused.exists())
        self.assertFalse(self.env.ref("tthc_payment.payment_method_vietqr", False))
        self.assertEqual(request.attempt_ids.state, "done")
        self.assertNotEqual(
            self.env["tthc.expected.payment"]._next_reference(2026), request.reference
        )
