from odoo.tests import tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.feed_cases import FeedProviderCases

from ..hooks import uninstall_hook
from .common import SepayCommon


@tagged("post_install", "-at_install")
class TestProvider(SepayCommon, FeedProviderCases, PaymentCommon):
    uninstall = staticmethod(uninstall_hook)
