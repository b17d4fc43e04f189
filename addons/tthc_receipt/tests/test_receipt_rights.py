from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestReceiptRights(ReceiptCommon):
    def setUp(self):
        super().setUp()
        self.series = self.open_series()
        self.receipt = self.cash()

    def test_who_reads(self):
        records = (self.receipt, self.receipt.line_ids, self.receipt.event_ids, self.series)
        for user in (self.cashier, self.accountant, self.chief, self.inspector):
            for record in records:
                self.assertTrue(record.with_user(user).has_access("read"), (user.login, record))
        outside = (self.receptionist, self.officer, self.manager, self.other_cashier)
        for user in (*outside, self.other_accountant):
            for record in records:
                self.assertFalse(record.with_user(user).has_access("read"), (user.login, record))

    def test_who_issues(self):
        self.series.action_close()
        waiting = self.cash()
        for user in (self.inspector, self.receptionist, self.other_cashier):
            with self.assertRaises(AccessError):
                waiting.with_user(user).action_issue()
        self.series.action_open()
        self.at(waiting, user=self.cashier).action_issue()
        self.assertEqual(waiting.number, 2)

    def test_views_open_for_each_role(self):
        models = [name for name in self.env if name.startswith("tthc.receipt")]
        self.assertGreater(len(models), 8)
        for user in (self.cashier, self.accountant, self.chief, self.inspector):
            env = self.env(user=user)
            for model in models:
                if env[model].has_access("read"):
                    for kind in ("list", "form", "search"):
                        self.assertTrue(env[model].get_view(view_type=kind)["arch"])
            for model in ("tthc.dossier", "tthc.expected.payment"):
                self.assertIn("receipt", env[model].get_view(view_type="form")["arch"])

    def test_the_way_to_the_receipts(self):
        for records in (self.receipt.dossier_id,):
            action = records.with_user(self.cashier).action_view_receipts()
            found = self.receipts.with_user(self.cashier).search(action["domain"])
            self.assertEqual(found, self.receipt)

    def test_private_methods_are_not_reachable_from_outside(self):
        from odoo.service.model import get_public_method

        for model, names in {
            "tthc.receipt": ("_collect", "_set", "_make", "_cancel", "_replace", "_issue_pdf"),
            "tthc.receipt.event": ("_append", "_attach"),
            "tthc.receipt.book": ("_take_number", "_lock_series"),
        }.items():
            for name in names:
                with self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)
