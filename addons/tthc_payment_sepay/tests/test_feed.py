import time
from dataclasses import replace

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_payment.tests import statement_samples as samples
from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.feed_cases import FeedConformance

from ..tools import sepay
from .common import SECRET, SepayCommon


@tagged("post_install", "-at_install")
class TestFeed(SepayCommon, FeedConformance, PaymentCommon, HttpCase):
    """The cases of every feed, and what is SePay's own."""

    def break_signature(self, told, how):
        name = "X-SePay-Signature"
        if how == "forged":
            return replace(told, body=told.body.replace(b"58000", b"58001"))
        right = told.headers[name]
        wrong = {
            "missing": {key: value for key, value in told.headers.items() if key != name},
            "truncated": {**told.headers, name: right[:-8]},
            "wrong": {**told.headers, name: "sha256=" + "0" * 64},
        }
        return replace(told, headers=wrong[how])

    def misshape(self, event):
        return self.signed(self.payload(event, transferAmount="năm mươi nghìn"))

    def test_a_message_of_yesterday_is_refused(self):
        """Recorded and sent again by somebody; SePay itself signs anew whenever it tries again."""
        told = self.tell(self.event())
        stamp = str(int(time.time()) - 86400)
        headers = {
            **told.headers,
            "X-SePay-Timestamp": stamp,
            "X-SePay-Signature": sepay.sign(SECRET, stamp, told.body),
        }
        with mute_logger("odoo.addons.tthc_payment.models.payment_provider_inbound"):
            self.deliver("bad_signature", told=replace(told, headers=headers))
        self.assert_unpaid()

    def test_api_key_instead_of_signature(self):
        self.provider.write({"sepay_method": "apikey", "sepay_secret": "khoa-api-9931"})
        told = self.tell(self.event())
        for key in ("", "Apikey khoa-api", "Bearer khoa-api-9931"):
            self.deliver("bad_signature", told=replace(told, headers={"Authorization": key}))
        self.assert_unpaid()
        right = replace(told, headers={"Authorization": "Apikey khoa-api-9931"})
        self.deliver("done", told=right)
        self.assert_paid_once()

    def test_the_methods_cannot_be_mixed(self):
        """With HMAC agreed on, the secret sent as a key opens nothing."""
        told = replace(self.tell(self.event()), headers={"Authorization": f"Apikey {SECRET}"})
        self.deliver("bad_signature", told=told)
        self.assert_unpaid()

    def test_a_virtual_account_of_the_payment(self):
        """The payer wrote nothing; the bank made a number for this payment."""
        self.account.virtual_prefix = "V3HCC"
        number = "V3HCC" + self.request.reference[3:]
        self.assertEqual(self.request.account_number, number)
        told = self.signed(self.payload(self.event(memo="NGUYEN VAN A"), subAccount=number))
        self.deliver("done", told=told)
        self.assert_paid_once()
        self.assertEqual(self.new_money().virtual_account, number)
        self.assertEqual(self.new_money().account_id, self.account)

    def test_a_virtual_account_is_the_collection_account(self):
        """The centre collects into a virtual account; the statement is of the one behind it."""
        behind = self.account.copy({"number": "0071000888888", "sequence": 99})
        told = self.signed(
            self.payload(
                self.event(account=behind.number), subAccount=self.request.account_id.number
            )
        )
        self.deliver("done", told=told)
        self.assert_paid_once()
        self.assertEqual(self.new_money().account_id, self.account)
        at = self.event().at.strftime("%d/%m/%Y")
        movement = (at, "FT14422574", self.FEE, self.request.reference)
        data = samples.vietcombank([movement], account=behind.number)
        statement = self.import_file(data, account=behind)
        self.assertEqual((statement.new_count, statement.known_count), (0, 1))
