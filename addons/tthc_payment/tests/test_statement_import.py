import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from . import statement_samples as samples
from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestStatementImport(PaymentCommon):
    def counts(self):
        return (
            self.env["tthc.statement"].search_count([]),
            self.env["tthc.incoming.money"].search_count([]),
            self.env["tthc.payment.match"].search_count([]),
        )

    def assertRefused(self, text, data, **options):
        before = self.counts()
        with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
            self.import_file(data, **options)
        self.assertEqual(self.counts(), before, "a refused file leaves no trace")

    def test_import_through_the_form(self):
        _dossier, request = self.accepted()
        data = self.vietcombank([
            ("10/03/2026", "52.1", self.FEE, f"MBVCB.1.{request.reference}.CT tu 012 A toi 99"),
            ("10/03/2026", "52.2", -11_000, "Phi quan ly tai khoan"),
            ("11/03/2026", "52.3", 8_000, "nop le phi"),
        ])  # fmt: skip
        wizards = self.env["tthc.statement.import"].with_user(self.accountant)
        form = Form(wizards)
        self.assertEqual(form.account_id, self.account)
        wizard = form.save()
        self.upload(wizard, ("sao ke thang 3.xlsx", data))
        action = wizard.action_import()
        statement = self.env["tthc.statement"].with_user(self.accountant).browse(action["res_id"])
        self.assertEqual(statement.name, "sao ke thang 3.xlsx")
        self.assertEqual(
            (
                statement.row_count,
                statement.debit_count,
                statement.new_count,
                statement.known_count,
                statement.matched_count,
                statement.exception_count,
            ),
            (3, 1, 2, 0, 1, 1),
        )
        self.assertEqual(
            (statement.opening_balance, statement.closing_balance), (1_000_000, 1_055_000)
        )
        self.assertEqual(str(statement.date_from), "2026-03-10")
        self.assertEqual(base64.b64decode(statement.file), data)
        self.assertEqual(statement.layout_id.name, "Vietcombank: account statement")
        self.assertEqual(request.state, "paid")
        self.assertEqual(request.match_ids.user_id, self.accountant)
        money = statement.incoming_ids.sorted("statement_row")
        self.assertEqual(money.mapped("bank_reference"), ["52.1", "52.3"])
        self.assertEqual(money.mapped("statement_row"), [7, 9])

    def upload(self, wizard, *files):
        """Put files into the wizard as the browser does."""
        wizard.attachment_ids = (
            self.env["ir.attachment"]
            .with_user(wizard.env.user)
            .create(
                [
                    {"name": name, "raw": data, "res_model": wizard._name, "res_id": 0}
                    for name, data in files
                ]
            )
        )

    def test_many_files_with_a_result_for_each(self):
        """Each file goes to the account that it names; a bad one does not hold up the others."""
        second = self.account.create(
            {
                "company_id": self.centre.id,
                "bank_id": self.env.ref("tthc_payment.bank_970422").id,
                "number": "555666777",
                "holder": "X",
            }
        )
        wizard = self.env["tthc.statement.import"].with_user(self.accountant).create({})
        self.assertFalse(wizard.account_id, "two accounts: the files say which")
        mb = samples.mb([("10/03/2026", "FT1", 5_000, "x")])
        book = samples.openpyxl.load_workbook(samples.io.BytesIO(mb))
        book.active.insert_rows(1)
        book.active["A1"] = "Số tài khoản: 555666777"
        stream = samples.io.BytesIO()
        book.save(stream)
        good = self.vietcombank([("10/03/2026", "52.1", 7_000, "y")])
        self.upload(
            wizard,
            ("vcb.xlsx", good),
            ("hong.xlsx", b"<html><table></table></html>"),
            ("mb.xlsx", stream.getvalue()),
            ("vcb lan hai.xlsx", good),
            ("khong ro.csv", samples.plain_csv([("10/03/2026", "R1", "9,000", "z")])),
        )
        action = wizard.action_import()
        self.assertEqual(action["res_id"], wizard.id)
        lines = wizard.line_ids.sorted("id")
        self.assertEqual(lines.mapped("state"), ["done", "refused", "done", "refused", "refused"])
        self.assertEqual(lines[0].account_id, self.account)
        self.assertEqual(lines[2].account_id, second)
        self.assertEqual(lines.mapped("new_count"), [1, 0, 1, 0, 0])
        self.assertIn("web page", lines[1].message)
        self.assertIn("imported before", lines[3].message)
        self.assertIn("which account", lines[4].message)
        self.assertEqual(lines[0].action_open()["res_id"], lines[0].statement_id.id)
        self.assertFalse(wizard.attachment_ids.exists())

    def test_no_file_chosen(self):
        wizard = self.env["tthc.statement.import"].with_user(self.accountant).create({})
        with self.assertRaisesRegex(UserError, "Choose a statement file"):
            wizard.action_import()

    def test_same_file_twice_names_the_first_import(self):
        data = self.vietcombank([("10/03/2026", "52.1", 5_000, "x")])
        self.import_file(data, "thang3.xlsx")
        self.assertRefused(r"thang3\.xlsx.*t\.ketoan", data, filename="again.xlsx")

    def test_overlapping_statements(self):
        """The longer file brings the new rows only; equal rows without reference count."""
        line = ("10/03/2026 08:00:00", "", "8,000", "nop le phi")
        first = samples.plain_csv([line, line])
        second = samples.plain_csv([line, line, line, ("11/03/2026", "R9", "5,000", "y")])
        one = self.import_file(first, "a.csv")
        two = self.import_file(second, "b.csv")
        self.assertEqual((one.new_count, one.known_count), (2, 0))
        self.assertEqual((two.new_count, two.known_count), (2, 2))
        again = self.import_file(samples.plain_csv([line]), "c.csv")
        self.assertEqual((again.new_count, again.known_count), (0, 1))

    def test_overlapping_statements_with_references(self):
        moves = [
            ("10/03/2026", "52.1", 8_000, "a"),
            ("10/03/2026", "52.2", 8_000, "a"),
            ("11/03/2026", "52.1", 8_000, "a"),
        ]
        self.import_file(self.vietcombank(moves[:2]))
        later = self.import_file(self.vietcombank(moves[1:], opening=1_008_000))
        self.assertEqual((later.new_count, later.known_count), (1, 1))

    def test_the_same_reference_on_two_accounts_is_two_movements(self):
        moves = [("10/03/2026", "52.1", 8_000, "a")]
        self.import_file(samples.vietcombank(moves, account=self.account.number))
        other = self.import_file(
            samples.vietcombank(moves, account=self.other_account.number),
            user=self.other_accountant,
            account=self.other_account,
        )
        self.assertEqual(other.new_count, 1)

    def test_wrong_layout(self):
        data = samples.mb([("10/03/2026", "FT1", 5_000, "x")])
        self.assertRefused("column titles were not found.*so tien ghi co", data)

    def test_wrong_account(self):
        data = samples.vietcombank([("10/03/2026", "1", 5_000, "x")], account="123456789")
        self.assertRefused("account 123456789, not of 9900112233", data)

    def test_broken_balance(self):
        data = self.vietcombank([("10/03/2026", "1", 5_000, "x"), ("11/03/2026", "2", 6_000, "y")])
        book = samples.openpyxl.load_workbook(samples.io.BytesIO(data))
        book.active.delete_rows(7)
        stream = samples.io.BytesIO()
        book.save(stream)
        self.assertRefused(
            r"row 7 the balance should be 1\.006\.000 but is 1\.011\.000", stream.getvalue()
        )

    def test_bad_rows(self):
        self.assertRefused(
            "row 2 .*“5o000”", samples.plain_csv([("10/03/2026", "1", "5o000", "x")])
        )
        self.assertRefused(
            "row 2 has a fraction", samples.plain_csv([("10/03/2026", "1", "50.55", "x")])
        )
        self.assertRefused(
            "row 2 has an amount but no date", samples.plain_csv([("hôm qua", "1", "5,000", "x")])
        )

    def test_files_that_are_none(self):
        self.assertRefused("empty", b"")
        self.assertRefused("web page", b"<html><table></table></html>")
        self.assertRefused("no XLSX", b"\x00\x01\x02")
        self.assertRefused("no movement", samples.plain_csv([]))

    def test_unnamed_file_belongs_to_one_account(self):
        """A CSV without an account number must not be counted for a second account."""
        second = self.account.create(
            {
                "company_id": self.centre.id,
                "bank_id": self.account.bank_id.id,
                "number": "555",
                "holder": "X",
            }
        )
        data = samples.plain_csv([("10/03/2026", "R1", "5,000", "x")])
        self.import_file(data, "a.csv")
        self.assertRefused("imported before", data, account=second)

    def test_several_accounts_in_one_file(self):
        second = self.account.create(
            {
                "company_id": self.centre.id,
                "bank_id": self.account.bank_id.id,
                "number": "555666777",
                "holder": "X",
            }
        )
        data = samples.xlsx([
            ["Số tài khoản", "Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ",
             "Số tiền ghi có", "Mô tả"],
            [self.account.number, "10/03/2026", "A1", "", "5,000", "x"],
            [second.number, "10/03/2026", "A2", "", "6,000", "x"],
        ])  # fmt: skip
        one = self.import_file(data)
        two = self.import_file(data, account=second)
        self.assertEqual(one.incoming_ids.mapped("amount"), [5_000])
        self.assertEqual(two.incoming_ids.mapped("amount"), [6_000])
        self.assertEqual(one.left_out, "555666777 (1)")

    def test_bank_without_a_layout(self):
        self.account.bank_id.layout_ids.active = False
        self.env.invalidate_all()
        self.assertRefused("no statement layout", self.vietcombank([("10/03/2026", "1", 5, "x")]))

    def test_every_shipped_layout_is_well_formed(self):
        layouts = self.env["tthc.statement.layout"].search([])
        self.assertGreaterEqual(len(layouts), 7)
        for layout in layouts:
            plain = layout._plain()
            self.assertTrue(all(plain.words[column] for column in plain.required), layout.name)

    def test_only_accountants_import(self):
        for user in (self.cashier, self.receptionist):
            wizards = self.env["tthc.statement.import"].with_user(user)
            with self.assertRaises(AccessError):
                wizards.create({"account_id": self.account.id})
        wizards = self.env["tthc.statement.import"].with_user(self.other_accountant)
        with self.assertRaises(AccessError):
            wizards.create({"account_id": self.account.id})

    def test_many_rows_stay_quick_in_queries(self):
        """Rows without a reference cost no query each."""
        rows = [("10/03/2026", f"R{n}", "5,000", "x") for n in range(300)]
        self.import_file(samples.plain_csv(rows[:10]), "warm.csv")
        self.env.flush_all()
        before = self.cr.sql_log_count
        self.import_file(samples.plain_csv(rows), "many.csv")
        self.env.flush_all()
        self.assertLess(self.cr.sql_log_count - before, 60)
