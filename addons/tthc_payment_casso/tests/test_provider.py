from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon

from ..hooks import uninstall_hook
from .common import SECRET, CassoCommon


@tagged("post_install", "-at_install")
class TestProvider(CassoCommon, PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.make_provider()

    def test_installed_disabled_and_empty(self):
        main = self.env.ref("tthc_payment_casso.payment_provider_casso")
        self.assertEqual((main.code, main.is_published), ("casso", False))
        self.assertEqual(main.tthc_kind, "feed")

    def test_secrets_are_for_the_system_group(self):
        for name in ("casso_secret", "casso_api_key"):
            self.assertEqual(self.provider._fields[name].groups, "base.group_system")
        for user in (self.accountant, self.chief, self.cashier):
            with self.assertRaises(AccessError):
                self.provider.with_user(user).read(["casso_secret"])

    def test_a_copy_has_no_secret(self):
        copy = self.provider.copy()
        self.assertFalse(copy.casso_secret or copy.casso_api_key or copy.tthc_feed_cursor)

    def test_neutralized_copies_of_the_database_know_no_secret(self):
        path = Path(__file__).parents[1] / "data" / "neutralize.sql"
        self.env.flush_all()
        self.env.cr.execute(path.read_text())
        self.env.invalidate_all()
        self.assertFalse(self.provider.casso_secret or self.provider.casso_api_key)
        self.assertEqual(self.provider.state, "disabled")

    def test_resetting_the_credentials(self):
        self.provider.action_reset_credentials()
        self.assertFalse(self.provider.casso_secret or self.provider.casso_api_key)

    def test_it_is_never_offered_to_a_payer(self):
        self.provider.is_published = True
        offered = self.env["payment.provider"]._get_compatible_providers(
            self.centre.id, self.citizen.id, 58_000
        )
        self.assertNotIn(self.provider, offered)
        self.assertNotIn(self.provider, self.env["payment.provider"]._tthc_gateways(self.centre))

    def test_uninstalling_keeps_what_it_told(self):
        request = self.accepted()[1]
        message = self._message(request)
        self.assertEqual(self.provider._tthc_receive(message)[0], 200)
        delivery = self.env["tthc.payment.delivery"].search(
            [("provider_id", "=", self.provider.id)]
        )
        unused = self.provider.copy({"company_id": self.other_centre.id})
        uninstall_hook(self.env)
        self.assertFalse(unused.exists())
        self.assertEqual((self.provider.code, self.provider.state), ("none", "disabled"))
        self.assertEqual(delivery.provider_id, self.provider)
        self.assertEqual(request.state, "paid")

    def _message(self, request):
        from odoo.addons.tthc_payment.tests.conformance import Event
        from odoo.addons.tthc_payment.tools.gateway import Message

        told = self.signed(self.payload(Event(memo=request.reference)))
        headers = {name.lower(): value for name, value in told.headers.items()}
        self.assertNotIn(SECRET, headers.values())
        return Message(body=told.body, headers=headers)
