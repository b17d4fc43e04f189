import json
from dataclasses import replace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.conformance import Told
from odoo.addons.tthc_payment.tests.feed_cases import FeedConformance

from .common import SECRET, CassoCommon
from .test_tools import PUBLISHED


@tagged("post_install", "-at_install")
class TestFeed(CassoCommon, FeedConformance, PaymentCommon, HttpCase):
    """The cases of every feed, and what is Casso's own."""

    def break_signature(self, told, how):
        name = "X-Casso-Signature"
        if how == "forged":
            return replace(told, body=told.body.replace(b"58000", b"58001"))
        right = told.headers[name]
        wrong = {
            "missing": {key: value for key, value in told.headers.items() if key != name},
            "truncated": {**told.headers, name: right[:-8]},
            "wrong": {**told.headers, name: right[:-8] + "00000000"},
        }
        return replace(told, headers=wrong[how])

    def misshape(self, event):
        return self.signed(self.payload(event, amount="năm mươi nghìn"))

    def webhook_1(self, *rows, token=SECRET):
        """Movements in the shape of Casso's first webhook."""
        rows = [
            {
                "id": row["id"],
                "tid": row["reference"],
                "description": row["description"],
                "amount": row["amount"],
                "cusum_balance": 1,
                "when": row["transactionDateTime"],
                "bank_sub_acc_id": row["accountNumber"],
            }
            for row in rows
        ]
        body = json.dumps({"error": 0, "data": rows}).encode()
        return Told(body=body, headers={"Content-Type": "application/json", "Secure-Token": token})

    def test_casso_tries_the_address(self):
        self.deliver("ignored", told=self.signed(PUBLISHED["data"]))
        self.assertFalse(self.new_money())

    def test_the_first_webhook_with_several_movements(self):
        self.provider.casso_version = "1"
        other = self.accepted()[1]
        rows = [
            self.payload(self.event()),
            self.payload(self.event(memo=other.reference, number="2")),
            self.payload(self.event(memo="NGUYEN VAN A", number="3")),
            self.payload(self.event(number="4"), amount=-self.FEE),
        ]
        for token in ("", SECRET[:-1], "khac"):
            self.deliver("bad_signature", told=self.webhook_1(*rows, token=token))
            self.assertFalse(self.new_money())
        for _turn in range(2):
            self.deliver("done", told=self.webhook_1(*rows))
            self.assert_paid_once()
            self.assertEqual(other.state, "paid")
            self.assertEqual(len(self.new_money()), 3)

    def test_the_kinds_of_messages_cannot_be_mixed(self):
        """With the signature agreed on, the key sent as a token opens nothing."""
        self.deliver("bad_signature", told=self.webhook_1(self.payload(self.event())))
        self.provider.casso_version = "1"
        self.deliver("bad_signature", told=self.tell(self.event()))
        self.assert_unpaid()
