import json
from dataclasses import replace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_payment.tests.bundle_cases import BundleCases
from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.conformance import GatewayConformance

from .common import PayosCommon
from .test_tools import DOCS_DATA

TAKEN = (200, {"success": True})


class PayosSource(PayosCommon):
    """How payOS tells."""

    answers = {
        **dict.fromkeys(
            (
                "done",
                "recorded",
                "duplicate",
                "unknown",
                "wrong_amount",
                "wrong_currency",
                "already_paid",
                "late",
                "ignored",
            ),
            TAKEN,
        ),
        "bad_signature": (403, {"success": False}),
        "malformed": (400, {"success": False}),
    }

    def break_signature(self, told, how):
        message = json.loads(told.body)
        if how == "missing":
            del message["signature"]
        elif how == "truncated":
            message["signature"] = message["signature"][:-8]
        elif how == "wrong":
            message["signature"] = "0" * 64
        else:
            message["data"]["amount"] += 1
        return replace(told, body=json.dumps(message).encode())

    def misshape(self, event):
        return self.signed(self.payload(event, amount="năm mươi nghìn"))


@tagged("post_install", "-at_install")
class TestGateway(PayosSource, GatewayConformance, PaymentCommon, HttpCase):
    """The conformance suite, and what is payOS's own."""

    def test_payos_tries_the_address(self):
        """When the address is entered in my.payos.vn, payOS sends its sample, signed."""
        self.deliver("ignored", told=self.signed(DOCS_DATA))
        self.assertFalse(self.new_money())
        self.assert_unpaid()

    def test_the_statement_brings_the_same_money_once(self):
        self.deliver("done")
        statement = self.import_file(self.vietcombank([self.movement("CSAB12 00012351")]))
        self.assertEqual((statement.new_count, statement.known_count), (0, 1))
        self.assertEqual(len(self.new_money()), 1)
        self.assert_paid_once()

    def test_a_statement_that_came_first_is_explained_by_the_message(self):
        """The transfer's nine characters say nothing; payOS says which attempt it was."""
        self.import_file(self.vietcombank([self.movement("CSAB12 00012351")]))
        self.assertEqual(self.new_money().reason, "no_reference")
        self.deliver("done")
        self.assertEqual(len(self.new_money()), 1)
        self.assertEqual(self.new_money().state, "matched")
        self.assert_paid_once()

    def movement(self, memo):
        return (self.event().at.strftime("%d/%m/%Y"), "FT14422574", self.FEE, memo)

    def test_an_account_that_is_not_the_one_of_the_codes(self):
        """The order says what the money is for; the channel may have another account."""
        self.env["tthc.collection.account"].create(
            {
                "company_id": self.centre.id,
                "bank_id": self.account.bank_id.id,
                "number": "9900119999",
                "holder": "TRUNG TAM PVHCC",
            }
        )
        self.deliver("done", self.event(account="9900119999"))
        self.assert_paid_once()


@tagged("post_install", "-at_install")
class TestPayosBundles(PayosSource, BundleCases, PaymentCommon, HttpCase):
    """Several requests in one payment at payOS."""

    def test_the_statement_brings_the_same_money_once(self):
        self.deliver("done")
        row = (self.event().at.strftime("%d/%m/%Y"), "FT14422574", 2 * self.FEE, "CSAB12 00012351")
        statement = self.import_file(self.vietcombank([row]))
        self.assertEqual((statement.new_count, statement.known_count), (0, 1))
        self.assert_paid_once()
