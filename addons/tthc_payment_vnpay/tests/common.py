from odoo.addons.tthc_payment.tests.common import PaymentCommon

from ..tools import vnpay
from .vnpay_server import VnpayServer

TMN_CODE = "TTHC0001"
SECRET = "TESTSECRETTESTSECRETTESTSECRET01"


class VnpayCommon(PaymentCommon):
    """The centre with a VNPAY terminal that talks to VNPAY on this machine."""

    @classmethod
    def vnpay_provider(cls):
        cls.server = VnpayServer(TMN_CODE, SECRET).start()
        cls.addClassCleanup(cls.server.stop)
        provider = cls.env.ref("tthc_payment_vnpay.payment_provider_vnpay").copy(
            {
                "company_id": cls.centre.id,
                "vnpay_tmn_code": TMN_CODE,
                "vnpay_hash_secret": SECRET,
                "vnpay_pay_url": cls.server.pay_url,
                "vnpay_api_url": cls.server.api_url,
            }
        )
        provider.state = "enabled"
        return provider

    def known_at_vnpay(self, attempt):
        """VNPAY has taken the order of an attempt: the payer stands on its page."""
        self.server.know(
            {
                "vnp_TxnRef": attempt.tthc_order_number,
                "vnp_Amount": str(vnpay.to_amount(attempt.amount)),
                "vnp_OrderInfo": "Nop phi le phi",
                "vnp_CreateDate": vnpay.stamp(attempt.create_date),
            }
        )
