from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestImmutability(PaymentCommon):
    """Money facts are not changed or deleted by anybody, superuser code included."""

    def setUp(self):
        super().setUp()
        self.dossier, self.request = self.accepted()
        self.received = self.import_file(
            self.vietcombank([("10/03/2026", "52.1", self.FEE, self.request.reference)])
        ).incoming_ids

    def assertKept(self, records, vals):
        for subject in (records, records.sudo(), records.with_user(self.chief).sudo()):
            with self.assertRaises(UserError):
                subject.write(vals)
            with self.assertRaises(UserError):
                subject.unlink()
        self.assertTrue(records.exists())

    def test_incoming_money(self):
        for vals in ({"amount": 1}, {"memo": "x"}, {"state": "set_aside"}, {"source_key": "y"}):
            self.assertKept(self.received, vals)
        self.assertEqual((self.received.amount, self.received.state), (self.FEE, "matched"))

    def test_fate_writes_no_raw_fact(self):
        self.received._set_fate("exception", "undone", amount=1, memo="x", booked_at=False)
        self.assertEqual(self.received.amount, self.FEE)
        self.assertEqual(self.received.memo, self.request.reference)
        self.assertTrue(self.received.booked_at)

    def test_incoming_money_is_not_duplicated(self):
        with self.assertRaises(UserError):
            self.received.copy()

    def test_match(self):
        self.assertKept(self.request.match_ids, {"amount": 1})
        self.assertKept(self.request.match_ids, {"state": "reversed"})

    def test_request(self):
        self.assertKept(self.request, {"state": "cancelled"})
        self.assertKept(self.request, {"amount": 1})

    def test_fee_lines(self):
        self.assertKept(self.dossier.fee_line_ids, {"amount": 1})

    def test_statement(self):
        self.assertKept(self.received.statement_id, {"name": "x"})

    def test_used_account(self):
        with self.assertRaises(UserError):
            self.account.number = "111"
        with self.assertRaises(UserError):
            self.account.company_id = self.other_centre
        self.account.holder = "TEN MOI"
        self.account.write({"number": self.account.number, "sequence": 3})
        self.other_account.number = "123 456.789"
        self.assertEqual(self.other_account.number, "123456789")
