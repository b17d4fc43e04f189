from odoo.addons.tthc_payment.tests.common import PaymentCommon

from .keypay_server import KeypayServer

CLIENT, KEY_1, KEY_2 = "CLIENT01", "KEY-ONE-FOR-TESTS-ONLY-1", "KEY-TWO-FOR-TESTS-ONLY-2"


class DvcqgCommon(PaymentCommon):
    """The centre as a client of the national payment platform on this machine."""

    @classmethod
    def dvcqg_provider(cls, **more):
        cls.server = KeypayServer(CLIENT, KEY_1, KEY_2).start()
        cls.addClassCleanup(cls.server.stop)
        provider = cls.env.ref("tthc_payment_dvcqg.payment_provider_dvcqg").copy(
            {
                "company_id": cls.centre.id,
                "dvcqg_client_id": CLIENT,
                "dvcqg_key_1": KEY_1,
                "dvcqg_key_2": KEY_2,
                "dvcqg_create_url": cls.server.create_url,
                "dvcqg_detail_url": cls.server.detail_url,
                "dvcqg_unit_code": "000.00.01.H29",
                **more,
            }
        )
        provider.state = "enabled"
        return provider
