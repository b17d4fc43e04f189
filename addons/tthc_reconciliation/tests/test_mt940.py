from odoo.tests import tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon

from . import message_samples as samples


@tagged("post_install", "-at_install")
class TestMt940Import(PaymentCommon):
    def test_mt940_pays_a_request(self):
        _dossier, request = self.accepted()
        lines = [("C", self.FEE, "FT1", request.reference), ("RD", self.FEE, "FT2", "x")]
        statement = self.import_file(samples.mt940(self.account.number, lines), "a.txt")
        self.assertEqual((statement.format, statement.new_count), ("mt940", 2))
        self.assertEqual(request.state, "paid")

    def test_a_reversal_that_names_a_request_does_not_pay_it(self):
        _dossier, request = self.accepted()
        lines = [("RD", self.FEE, "FT2", request.reference)]
        self.import_file(samples.mt940(self.account.number, lines))
        self.assertEqual(request.state, "open")
