import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.tthc_payment.tests import statement_samples as samples
from odoo.addons.tthc_payment.tests.common import PaymentCommon

from . import message_samples

ROWS = [
    ["NGÂN HÀNG MỚI", "<b>Chi nhánh</b>"],
    ["Số dư đầu kỳ", "1.000.000"],
    ["TT", "Thời điểm ghi sổ", "Mã GD", "Tiền ra", "Tiền vào", "Còn lại", "Lời nhắn"],
    [1, "10/03/2026 08:00", "X1", "", "50.000", "1.050.000", "<img src=x onerror=alert(1)>"],
    [2, "10/03/2026 09:00", "X2", "20.000", "", "1.030.000", "phí"],
    ["", "Tổng cộng", "", "20.000", "50.000"],
    ["Số dư cuối kỳ", "1.030.000"],
]
COLUMNS = {"date": 1, "memo": 6, "credit": 4, "debit": 3, "balance": 5, "reference": 2}


class GuideCase(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env["tthc.bank"].create({"name": "Ngân hàng Mới", "bin": "970999"})

    def guide(self, data=None, user=None):
        """The form of a new sample, as a chief accountant has it open."""
        form = Form(self.env["tthc.statement.guide"].with_user(user or self.chief))
        form.bank_id = self.bank.with_user(self.chief)
        form.file = base64.b64encode(samples.xlsx(ROWS) if data is None else data)
        return form


@tagged("post_install", "-at_install")
class TestStatementGuide(GuideCase):
    def test_the_preview_follows_every_choice(self):
        form = self.guide()
        self.assertEqual(form.preview["header"], 2)
        self.assertFalse(form.preview["can_save"])
        form.choices = {"header": 2, "columns": COLUMNS}
        shown = form.preview
        self.assertEqual(shown["errors"], [])
        self.assertTrue(shown["can_save"])
        self.assertEqual((shown["count"], shown["credit"], shown["debit"]), (2, "50.000", "20.000"))
        self.assertEqual(shown["movements"][0]["date"], "10/03/2026 08:00:00")
        self.assertEqual(shown["movements"][1]["row"], 5)
        self.assertIn("1.000.000 + 50.000 − 20.000 = 1.030.000", shown["check"][0])
        form.choices = {"header": 2, "columns": {**COLUMNS, "credit": 6, "memo": 4}}
        self.assertEqual(form.preview["errors"][0]["row"], 4)
        self.assertFalse(form.preview["can_save"])
        form.choices = {"header": 2, "columns": {**COLUMNS, "credit": 3, "debit": 4}}
        self.assertTrue(form.preview["errors"], "money in and out confused: the chain breaks")

    def test_known_titles_are_guessed(self):
        moves = [("10/03/2026", f"FT{number}", 5_000, "x") for number in range(3)]
        shown = self.guide(samples.mb(moves)).preview
        self.assertTrue(shown["can_save"], shown["errors"])
        self.assertEqual(shown["columns"]["reference"], 1)
        self.assertEqual(shown["count"], 3)

    def test_saved_layout_reads_the_file(self):
        form = self.guide()
        form.choices = {"header": 2, "columns": COLUMNS}
        form.name = "Ngân hàng Mới: trực tuyến"
        action = form.save().action_save()
        layout = self.env["tthc.statement.layout"].browse(action["res_id"])
        self.assertEqual((layout.bank_id, layout.name), (self.bank, "Ngân hàng Mới: trực tuyến"))
        self.assertEqual(layout.credit_words, "=tien vao")
        account = self.account.create(
            {
                "company_id": self.centre.id,
                "bank_id": self.bank.id,
                "number": "5550001",
                "holder": "TRUNG TAM",
            }
        )
        statement = self.import_file(samples.xlsx(ROWS), "saoke.xlsx", account=account)
        self.assertEqual(statement.layout_id, layout)
        self.assertEqual(statement.incoming_ids.mapped("amount"), [50_000])

    def test_not_saved_with_errors(self):
        form = self.guide()
        form.choices = {"header": 2, "columns": {"date": 1}}
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "columns of the date and of the memo"):
            wizard.action_save()
        wizard.choices = {"header": 2, "columns": {"date": 1, "memo": 6}}
        with self.assertRaisesRegex(UserError, "column of money in"):
            wizard.action_save()

    def test_titles_that_cannot_be_told_apart(self):
        rows = [["Ngày", "Số", "Số", "Nội dung"], ["10/03/2026", 5, None, "x"]]
        form = self.guide(samples.xlsx(rows))
        form.choices = {"header": 0, "columns": {"date": 0, "credit": 2, "memo": 3}}
        self.assertIn("cannot be told apart", form.preview["errors"][0]["text"])

    def test_titles_over_two_rows(self):
        rows = [["Ngày", "Số tiền", None, "Lời nhắn"], [None, "Ra", "Vào", None],
                ["10/03/2026", None, 5_000, "x"]]  # fmt: skip
        form = self.guide(samples.xlsx(rows))
        form.choices = {
            "header": 1, "two_rows": True,
            "columns": {"date": 0, "debit": 1, "credit": 2, "memo": 3},
        }  # fmt: skip
        self.assertTrue(form.preview["can_save"], form.preview["errors"])
        wizard = form.save()
        wizard.action_save()
        layout = self.bank.layout_ids
        self.assertEqual((layout.credit_words, layout.memo_words), ("=vao", "=loi nhan"))

    def test_what_a_browser_sends_is_not_trusted(self):
        form = self.guide()
        for choices in (
            [], {"header": "1"}, {"header": 10**9}, {"sheet": -5}, {"columns": {"name": 1}},
            {"columns": {"date": -1, "memo": 10**9, "credit": "4"}}, {"columns": 7},
        ):  # fmt: skip
            form.choices = choices
            self.assertTrue(form.preview["rows"], choices)

    def test_files_that_are_no_sample(self):
        for data, text in (
            (b"<html><table></table></html>", "web page"),
            (b"\x00\x01\x02", "no XLSX"),
            (b"x" * (3 * 1024 * 1024 + 1), "too large"),
            (
                message_samples.camt(message_samples.block("1", [message_samples.entry(5)])),
                "needs no layout",
            ),
        ):
            self.assertIn(text, self.guide(data).preview["problem"])

    def test_only_who_keeps_the_layouts(self):
        for user in (self.accountant, self.cashier, self.receptionist):
            with self.assertRaises(AccessError):
                self.env["tthc.statement.guide"].with_user(user).create(
                    {"bank_id": self.bank.id, "name": "x"}
                )


@tagged("post_install", "-at_install")
class TestStatementGuideTour(HttpCase, GuideCase):
    def test_a_bank_is_added_by_a_chief_accountant(self):
        self.chief.lang = "vi_VN" if self.env["res.lang"]._get_data(code="vi_VN") else "en_US"
        guide = self.guide().save()
        action = self.env.ref("tthc_reconciliation.action_statement_guide").id
        self.start_tour(
            f"/odoo/action-{action}/{guide.id}", "tthc_statement_guide", login=self.chief.login
        )
        layout = self.bank.layout_ids
        self.assertEqual(layout.date_words, "=thoi diem ghi so")
        self.assertEqual(layout.credit_words, "=tien vao")
        self.assertEqual(layout.memo_words, "=loi nhan")
