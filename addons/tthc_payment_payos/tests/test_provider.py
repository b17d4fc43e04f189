from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.conformance import Event
from odoo.addons.tthc_payment.tools.gateway import Message

from ..hooks import uninstall_hook
from .common import PayosCommon

SECRETS = ("payos_api_key", "payos_checksum_key")


@tagged("post_install", "-at_install")
class TestProvider(PayosCommon, PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.make_provider()

    def test_installed_and_not_published(self):
        main = self.env.ref("tthc_payment_payos.payment_provider_payos")
        self.assertEqual((main.code, main.is_published), ("payos", False))
        self.assertEqual(main.tthc_kind, "gateway")

    def test_secrets_are_for_the_system_group(self):
        for name in SECRETS:
            self.assertEqual(self.provider._fields[name].groups, "base.group_system")
        for user in (self.accountant, self.chief, self.cashier):
            with self.assertRaises(AccessError):
                self.provider.with_user(user).read(SECRETS)

    def test_a_copy_has_no_secret(self):
        copy = self.provider.copy()
        self.assertFalse(copy.payos_api_key or copy.payos_checksum_key or copy.payos_client_id)

    def test_neutralized_copies_of_the_database_know_no_secret(self):
        path = Path(__file__).parents[1] / "data" / "neutralize.sql"
        self.env.flush_all()
        self.env.cr.execute(path.read_text())
        self.env.invalidate_all()
        self.assertFalse(self.provider.payos_api_key or self.provider.payos_checksum_key)
        self.assertEqual(self.provider.state, "disabled")

    def test_resetting_the_credentials(self):
        self.provider.action_reset_credentials()
        self.assertFalse(self.provider.payos_api_key or self.provider.payos_checksum_key)
        self.assertEqual(self.provider.state, "disabled")

    def test_uninstalling_keeps_attempts_and_money(self):
        request = self.accepted()[1]
        attempt = request._start_attempt(self.provider)
        told = self.tell(Event(order=attempt.tthc_order_number))
        self.assertEqual(self.provider._tthc_receive(Message(body=told.body))[0], 200)
        self.assertEqual(attempt.state, "done")
        unused = self.provider.copy({"company_id": self.other_centre.id})
        uninstall_hook(self.env)
        self.assertFalse(unused.exists())
        self.assertEqual((self.provider.code, self.provider.state), ("none", "disabled"))
        self.assertEqual(attempt.provider_id, self.provider)
        self.assertFalse(attempt.payment_method_id.active)
        self.assertEqual(request.state, "paid")
