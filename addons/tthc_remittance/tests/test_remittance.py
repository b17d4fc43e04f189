import base64
import io
from datetime import timedelta

from openpyxl import load_workbook
from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import RemittanceCommon


@tagged("post_install", "-at_install")
class TestRemittance(RemittanceCommon):
    """Lists of money to be remitted, from the accountant to the bank."""

    def make(self, user=None, **more):
        remittances = self.env["tthc.remittance"].with_user(user or self.accountant)
        values = {"day_to": self.today - timedelta(days=1), **more}
        return remittances._make(self.centre, self.account, **values)

    def approved(self):
        remittance = self.make()
        remittance.action_submit()
        remittance.with_user(self.chief).action_approve()
        return remittance

    def sheet(self, action):
        file = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        return file.raw, load_workbook(io.BytesIO(file.raw)).active

    def test_a_list_from_the_ledger_to_the_bank(self):
        request = self.paid()
        self.keep(request, 20_000)
        remittance = self.make()
        self.assertEqual((remittance.amount, remittance.state), (38_000, "draft"))
        self.assertRegex(remittance.name, r"^NT/\d{4}/00001$")
        self.assertEqual(
            [(row.kind, row.amount, row.number) for row in remittance.line_ids],
            [("le_phi", 8_000, "7111.0.0001"), ("phi", 30_000, "7111.0.0001")],
        )
        self.assertIn("20.000", remittance.left_out)
        remittance.action_submit()
        remittance.with_user(self.chief).action_approve()
        action = remittance.action_order()
        self.assertEqual((remittance.state, remittance.ordered_by_id), ("ordered", self.accountant))
        raw, sheet = self.sheet(action)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
        self.assertEqual(rows[0][1:4], ["7111.0.0001", "Thu NSNN", "Kho bạc Nhà nước khu vực"])
        self.assertEqual(rows[0][9:], [38_000, remittance._memo()])
        self.assertEqual(sheet.cell(7, 2).data_type, "s")
        self.assertEqual(self.sheet(remittance.action_order())[0], raw)
        self.reason(remittance.action_done(), "FT26001", self.accountant)
        self.assertEqual((remittance.state, remittance.bank_reference), ("done", "FT26001"))
        shares = self.shares.search([("remittance_id", "=", remittance.id)])
        self.assertEqual(sum(shares.mapped("amount")), 38_000)
        self.assertEqual(set(shares.mapped("remitted_on")), {self.today})
        with self.assertRaises(UserError):
            remittance.with_user(self.chief)._cancel("x")

    def test_in_one_list_at_most(self):
        request = self.paid()
        first = self.make()
        with self.assertRaisesRegex(UserError, "Nothing is to be remitted"):
            self.make()
        self.reason(first.action_cancel(), "Sai tài khoản", self.accountant)
        self.assertEqual((first.state, first.cancel_reason), ("cancelled", "Sai tài khoản"))
        second = self.make()
        self.assertEqual(second.amount, self.FEE)
        self.assertEqual(second.name[-5:], "00002")
        self.assertEqual(
            self.shares.search([("entry_id.expected_id", "=", request.id)]).remittance_id, second
        )

    def test_two_people(self):
        self.paid()
        remittance = self.make(user=self.chief)
        remittance.action_submit()
        with self.assertRaises(AccessError):
            remittance.with_user(self.chief).action_approve()
        with self.assertRaises(AccessError):
            remittance.with_user(self.accountant).action_approve()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.env.cr.savepoint(),
        ):
            remittance._set({"checker_id": self.chief.id})
            self.env.flush_all()
        remittance.with_user(self.second_chief).action_approve()
        self.assertEqual(remittance.checker_id, self.second_chief)
        with self.assertRaises(AccessError):
            remittance.with_user(self.accountant)._cancel("Nhầm")
        remittance.with_user(self.chief)._cancel("Nhầm")

    def test_steps_in_their_order(self):
        self.paid()
        remittance = self.make()
        for act in (remittance.action_order, remittance.action_done):
            with self.assertRaisesRegex(UserError, "not possible now"):
                act()
        with self.assertRaisesRegex(UserError, "not possible now"):
            remittance.with_user(self.chief).action_approve()
        for act in (lambda: remittance.write({"amount": 1}), remittance.unlink, remittance.copy):
            with self.assertRaises(UserError):
                act()
        with self.assertRaises(UserError):
            remittance.sudo().line_ids.write({"amount": 1})

    def test_only_days_that_are_over(self):
        self.paid(days=0)
        with self.assertRaisesRegex(UserError, "up to"):
            self.make(day_to=self.today)
        with self.assertRaisesRegex(UserError, "Nothing"):
            self.make()

    def test_what_is_undone_is_set_off(self):
        request = self.paid(days=3)
        remittance = self.approved()
        remittance.action_order()
        remittance._done("FT1")
        request.match_ids.with_user(self.accountant).sudo()._undo("Nhầm")
        self.matched_ago(request, 2, "reversed_at")
        with self.assertRaisesRegex(UserError, "set off in a later list"):
            self.make()
        self.paid(days=2)
        _dossier, third = self.accepted()
        self.receive(third.reference)
        self.matched_ago(third, 1)
        self.assertEqual(self.make().amount, self.FEE)

    def test_the_most_exact_account_of_the_day(self):
        request = self.paid()
        agency = request.dossier_id.competent_agency_id
        exact = self.receiving(agency_id=agency.id, kind="le_phi", number="7111.0.0002")
        old = self.receiving(
            agency_id=agency.id, kind="phi", number="7111.0.0003", valid_to="2026-02-28"
        )
        remittance = self.make()
        numbers = {row.kind: row.number for row in remittance.line_ids}
        self.assertEqual(numbers, {"phi": "7111.0.0001", "le_phi": "7111.0.0002"})
        self.assertEqual(len(self.sheet_rows(remittance)), 2)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ExclusionViolation),
            self.env.cr.savepoint(),
        ):
            old.copy({"valid_from": "2026-02-28", "valid_to": False})
        with self.assertRaises(ValidationError):
            exact.with_user(self.chief).number = "1"
        exact.with_user(self.chief).valid_to = self.today
        old.with_user(self.chief).number = "7111.0.0004"

    def sheet_rows(self, remittance):
        return list(remittance.sudo()._order_rows())

    def test_chosen_parts(self):
        self.paid()
        self.receiving(kind="phi", share="retained", number="3713.0.1")
        self.assertEqual(self.make(kind="le_phi").amount, 8_000)
        self.assertEqual(self.make(share="budget").amount, 50_000)

    def test_texts_are_no_formulas(self):
        self.paid()
        self.treasury.receiver = "=1+1"
        remittance = self.approved()
        sheet = self.sheet(remittance.action_order())[1]
        self.assertEqual((sheet.cell(7, 3).value, sheet.cell(7, 3).data_type), ("=1+1", "s"))

    def test_paper(self):
        self.paid()
        remittance = self.make()
        action = remittance.action_print()
        page = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0])).raw
        for text in ("BẢNG KÊ NỘP TIỀN VÀO NGÂN SÁCH NHÀ NƯỚC", "DỰ THẢO", "58.000", "Chương 414"):
            self.assertIn(text, page.decode())

    def test_the_wizard(self):
        self.paid()
        wizards = self.env["tthc.remittance.make"].with_user(self.accountant)
        with Form(wizards.with_company(self.centre)) as form:
            self.assertEqual(form.day_to, self.today - timedelta(days=1))
            self.assertEqual(form.account_id, self.account)
        action = form.record.action_make()
        self.assertEqual(self.env[action["res_model"]].browse(action["res_id"]).amount, self.FEE)

    def test_age_and_deadline(self):
        self.env["tthc.remittance.rule"].create(
            {"company_id": self.centre.id, "days": 7, "valid_from": "2026-01-01"}
        )
        requests = {days: self.paid(days) for days in (0, 5, 9, 40)}
        self.fill()
        due = self.env["tthc.remittance.due"].with_user(self.accountant)
        found = {}
        for days, request in requests.items():
            rows = due.search([("entry_id.expected_id", "=", request.id)])
            self.assertEqual(sum(rows.mapped("amount")), self.FEE)
            found[days] = (set(rows.mapped("age")), set(rows.mapped("late")))
        self.assertEqual(
            found,
            {
                0: ({"0_today"}, {False}),
                5: ({"1_week"}, {False}),
                9: ({"2_month"}, {True}),
                40: ({"3_older"}, {True}),
            },
        )
        desk = self.env["tthc.desk"].with_user(self.accountant)
        self.assertEqual(desk._section_accountant().figures()["due_late"].model, due._name)
        self.approved().action_order()
        self.env["tthc.remittance"].search([("state", "=", "ordered")])._done("FT2")
        self.assertEqual(due.search([]).entry_id.expected_id, requests[0])

    def test_the_book(self):
        self.paid()
        remittance = self.approved()
        remittance.action_order()
        remittance._done("FT3")
        sheets = self.env["tthc.finance.book.print"].with_user(self.accountant)
        sheet = sheets.create(
            {
                "kind": "remittances",
                "company_id": self.centre.id,
                "date_from": self.today,
                "date_to": self.today,
            }
        )
        sheet.action_xlsx()
        book = load_workbook(io.BytesIO(base64.b64decode(sheet.file))).active
        cells = [cell.value for row in book for cell in row]
        self.assertIn("SỔ NỘP TIỀN", cells)
        self.assertIn(self.FEE, cells)
        sheet.action_pdf()
        self.assertIn("SỔ NỘP TIỀN", base64.b64decode(sheet.file).decode())

    def test_who_may(self):
        self.paid()
        for user in (self.cashier, self.receptionist, self.auditor, self.inspector):
            with self.assertRaises(AccessError):
                self.make(user=user)
        with self.assertRaises(AccessError):
            self.make(user=self.other_accountant)
        remittances = self.env["tthc.remittance"].with_user(self.accountant)
        last = remittances._last_day_allowed(self.centre)
        with self.assertRaisesRegex(UserError, "of the same centre"):
            remittances._make(self.centre, self.other_account, last)
        remittance = self.make()
        for user in (self.auditor, self.inspector):
            self.assertEqual(remittance.with_user(user).amount, self.FEE)
            with self.assertRaises(AccessError):
                remittance.with_user(user).action_submit()
        for user in (self.cashier, self.other_accountant):
            with self.assertRaises(AccessError):
                remittance.with_user(user).read(["amount"])

    # What the bank shows --------------------------------------------------------------------------

    def ordered(self):
        """A list that two transfers pay: the fee and the charge go to different accounts."""
        self.paid()
        self.receiving(kind="le_phi", number="7111.0.0009")
        remittance = self.approved()
        remittance.action_order()
        return remittance

    def shown(self, *rows):
        """Debits of the test account: memo and amount."""
        start = self.env["tthc.bank.debit"].search_count([])
        lines = [
            ("24/11/2026", f"77.{index}", -amount, memo)
            for index, (memo, amount) in enumerate(rows, start)
        ]
        return self.import_file(self.vietcombank(lines)).debit_ids.sorted("id")

    def test_remitted_when_the_statement_shows_all_of_it(self):
        remittance = self.ordered()
        debits = self.shown((f"MBVCB.{remittance._memo()}", 50_000))
        self.assertEqual((debits.purpose, debits.remittance_id), ("remittance", remittance))
        self.assertEqual(remittance.state, "ordered")
        self.shown((f"{remittance._memo()} lan 2", 50_000), (f"x {remittance._memo()}", 8_000))
        again, second = self.env["tthc.bank.debit"].search([], order="id desc", limit=2)[::-1]
        self.assertEqual((again.state, second.remittance_id), ("open", remittance))
        self.assertEqual((remittance.state, remittance.done_at), ("done", second.booked_at))
        with self.assertRaisesRegex(UserError, "is remitted by this movement"):
            debits.with_user(self.accountant)._reopen("Nhầm")

    def test_explained_by_hand(self):
        remittance = self.ordered()
        [first, second] = self.shown(("nop ngan sach", 50_000), ("nop ngan sach", 7_999))
        self.assertEqual(set((first | second).mapped("state")), {"open"})
        sheets = self.env["tthc.bank.debit.sheet"].with_user(self.accountant)

        def explain(debit):
            sheets.create(
                {
                    "debit_ids": [(6, 0, debit.ids)],
                    "purpose": "remittance",
                    "remittance_id": remittance.id,
                    "note": "Nộp NSNN",
                }
            ).action_confirm()

        explain(first)
        self.assertEqual(first.remittance_id, remittance)
        with self.assertRaisesRegex(UserError, "No transfer of"):
            explain(second)
        with self.assertRaises(UserError):
            second.with_user(self.accountant)._explain("remittance", "x")
        with self.assertRaisesRegex(UserError, "shows transfers"):
            remittance.with_user(self.chief)._cancel("Nhầm")
        first.with_user(self.accountant)._reopen("Nhầm")
        self.assertFalse(remittance.debit_ids)
        remittance.with_user(self.chief)._cancel("Nhầm")

    def test_days_that_are_not_closed(self):
        """What is reconciled by day is remitted when its days are closed."""
        self.paid(days=5)
        self.centre.tthc_reconcile_from = self.today - timedelta(days=2)
        last = self.env["tthc.remittance"]._last_day_allowed(self.centre)
        self.assertEqual(last, self.today - timedelta(days=3))
        with self.assertRaisesRegex(UserError, "up to"):
            self.make()
        self.assertEqual(self.make(day_to=last).amount, self.FEE)
        days = self.env["tthc.period.signoff"]._open_days(self.centre, last, self.today)
        self.assertEqual(days[0], self.today - timedelta(days=2))
