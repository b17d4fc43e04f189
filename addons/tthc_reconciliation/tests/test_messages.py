from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon

from . import message_samples as samples


@tagged("post_install", "-at_install")
class TestMessages(PaymentCommon):
    """Messages come in by the door of the spreadsheets, whatever they are called."""

    def test_camt_pays_a_request(self):
        _dossier, request = self.accepted()
        entries = [samples.entry(self.FEE, f"nop {request.reference}", "FT1")]
        data = samples.camt(samples.block(self.account.number, entries, 0, self.FEE))
        statement = self.import_file(data, "saoke.xls")
        self.assertEqual((statement.format, statement.new_count), ("camt", 1))
        self.assertEqual(request.state, "paid")

    def test_notification_and_statement_tell_of_a_movement_once(self):
        entries = [samples.entry(5_000, "x", "FT1"), samples.entry(6_000, "y", "FT2")]
        note = samples.block(self.account.number, entries[:1], tag="Ntfctn")
        self.import_file(samples.camt(note, message="054"))
        full = samples.camt(samples.block(self.account.number, entries, 0, 11_000))
        statement = self.import_file(full)
        self.assertEqual((statement.new_count, statement.known_count), (1, 1))

    def test_refused_message_changes_nothing(self):
        before = self.env["tthc.statement"].search_count([])
        data = samples.camt(samples.block(self.account.number, [samples.entry(5)], 0, 6))
        with self.assertRaisesRegex(UserError, "closing balance is 6"), self.env.cr.savepoint():
            self.import_file(data)
        self.assertEqual(self.env["tthc.statement"].search_count([]), before)
