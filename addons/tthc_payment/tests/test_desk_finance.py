from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestDeskFinance(PaymentCommon):
    """The desks of finance: each number is the length of the list that it opens."""

    def setUp(self):
        super().setUp()
        now = fields.Datetime.now()
        _dossier, self.transfer = self.accepted()
        _dossier, self.by_hand = self.accepted()
        _dossier, self.still_open = self.accepted()
        for request in (self.transfer, self.by_hand, self.still_open):
            request._set({"expires_at": now + timedelta(days=30)})
        self.receive(f"MBVCB.{self.transfer.reference}.CT", booked_at=now)
        self.by_hand.with_user(self.cashier).action_receive_cash()
        self.young = self.receive("khong ro", 7_000, booked_at=now)
        self.old = self.receive("khong ro cu", 9_000, booked_at=now - timedelta(days=40))

    def desk(self, user):
        model = self.env["tthc.desk"].with_user(user)
        return model, {row["key"]: row for row in model.get_desk()["sections"]}

    def figures(self, user, section):
        blocks = self.desk(user)[1][section]["blocks"]
        return {
            row["key"]: row for block in blocks if block["type"] == "figures"
            for row in block["figures"]
        }  # fmt: skip

    def table(self, user, section, key):
        blocks = self.desk(user)[1][section]["blocks"]
        found = next(b for b in blocks if b["type"] == "table" and b["key"] == key)
        return {row["value"]: row["counts"] for row in found["rows"]}

    def opened(self, user, section, figure, value=None):
        model = self.env["tthc.desk"].with_user(user)
        action = model.open_figure(section, figure, value)
        self.assertIn("o_view_nocontent", action["help"], figure)
        return self.env[action["res_model"]].with_user(user).search(action["domain"])

    def test_each_role_has_its_section(self):
        for user, keys in (
            (self.cashier, ["cashier"]),
            (self.accountant, ["accountant"]),
            (self.chief, ["accountant", "chief"]),
        ):
            with self.subTest(user.login):
                self.assertEqual(list(self.desk(user)[1]), keys)

    def test_every_figure_opens_exactly_what_it_counts(self):
        for user in (self.cashier, self.accountant, self.chief):
            for key, section in self.desk(user)[1].items():
                for name, row in self.figures(user, key).items():
                    with self.subTest(user=user.login, figure=name):
                        self.assertEqual(len(self.opened(user, key, name)), row["count"])
                for block in section["blocks"]:
                    for row in block["rows"] if block["type"] == "table" else ():
                        for column, count in row["counts"].items():
                            name = f"{block['key']}/{column}"
                            with self.subTest(user=user.login, cell=name, row=row["label"]):
                                found = self.opened(user, key, name, row["value"])
                                self.assertEqual(len(found), count)

    def test_cashier(self):
        found = self.figures(self.cashier, "cashier")
        self.assertIn(self.still_open, self.opened(self.cashier, "cashier", "to_pay"))
        self.assertEqual((found["taken"]["count"], found["shift_open"]["count"]), (1, 1))
        taken = self.opened(self.cashier, "cashier", "taken")
        self.assertEqual(taken, self.by_hand.match_ids.incoming_id)

    def test_accountant(self):
        figures = self.figures(self.accountant, "accountant")
        for key, money in (("age_today", self.young), ("age_older", self.old)):
            with self.subTest(key):
                self.assertIn(money, self.opened(self.accountant, "accountant", key))
        self.assertEqual(figures["age_older"]["tone"], "danger")
        reasons = self.table(self.accountant, "accountant", "reasons")
        self.assertEqual(reasons["no_reference"], {"all": 2, "old": 1})
        channels = self.table(self.accountant, "accountant", "channels")
        self.assertEqual(channels["statement"], {"all": 2, "matched": 1, "open": 1})
        self.assertEqual(channels["cash"], {"all": 1, "matched": 1, "open": 0})

    def test_straight_through_counts_what_no_person_matched(self):
        before = self.figures(self.accountant, "accountant")["straight"]
        self.assertEqual((before["count"], before["whole"], before["share"]), (1, 2, 50.0))
        match = self.env["tthc.payment.match"].with_user(self.accountant)
        match._match_manually(
            self.young, self.still_open, 7_000, "Người nộp xác nhận qua điện thoại."
        )
        after = self.figures(self.accountant, "accountant")["straight"]
        self.assertEqual((after["count"], after["whole"]), (1, 2))

    def test_chief(self):
        refunds = self.env["tthc.refund"].with_user(self.accountant).sudo()
        refunds._propose(
            self.young, 7_000, {"ground": "mistake", "reason": "Chuyển nhầm", "way": "cash"}
        )
        self.assertEqual(self.figures(self.chief, "chief")["refunds"]["count"], 1)

    def test_other_centres_and_roles_see_nothing_of_it(self):
        figures = self.figures(self.other_accountant, "accountant")
        self.assertFalse([key for key, row in figures.items() if row["count"]])
        with self.assertRaises(UserError):
            self.env["tthc.desk"].with_user(self.receptionist).open_figure("accountant", "came")

    def test_queries(self):
        model = self.env["tthc.desk"].with_user(self.chief)
        model.get_desk()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        model.get_desk()
        self.assertLessEqual(self.cr.sql_log_count - before, 12)
