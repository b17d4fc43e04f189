import base64
import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.tthc_dossier.tests.web_client import specification
from odoo.addons.tthc_payment.tests.test_memo_readers import ACCOUNT, NAME, PHONE, MemoCase


@tagged("post_install", "-at_install")
class TestMemoReaders(MemoCase):
    """Nor are memos told by the workbench, a proposed match or a printed book."""

    def test_workbench(self):
        # Who paid from this account before is a name, too.
        self.told(f"{NAME} {self.request.reference}", self.FEE, "FT8")
        _dossier, owed = self.accepted()
        unnamed = self.told(f"{NAME} nop tien", owed.amount, "FT7")
        waiting = self.incoming | unnamed
        for user, told in ((self.inspector, False), (self.auditor, True), (self.chief, True)):
            bench = self.env["tthc.workbench"].with_user(user)
            domain = [("id", "in", waiting.ids)]
            asked = specification(
                waiting.with_user(user), "list", "tthc_reconciliation.view_workbench_list"
            )
            rows = waiting.with_user(user).web_search_read(domain, asked)
            panels = [bench.panel(one.id) for one in waiting]
            shown = str([rows, panels, bench.overview(domain)])
            for secret in (NAME, ACCOUNT, PHONE):
                self.assertEqual(secret in shown, told, (user.login, secret))
            self.assertIn(self.request.reference, str(panels[0]["memo"]))
            reasons = str(panels[1]["suggestions"])
            self.assertEqual("from this account" in reasons, told, reasons)
            asked = specification(waiting.with_user(user), "form")
            waiting.with_user(user).web_search_read(domain, asked)
            Form(unnamed.with_user(user))

    def test_book_of_exceptions(self):
        for user, told in ((self.inspector, False), (self.auditor, True), (self.accountant, True)):
            sheet = self.env["tthc.finance.book.print"].with_user(user).create(
                {
                    "kind": "exceptions",
                    "company_id": self.centre.id,
                    "date_from": "2026-03-10",
                    "date_to": "2026-03-10",
                }
            )  # fmt: skip
            sheet.action_xlsx()
            book = load_workbook(io.BytesIO(base64.b64decode(sheet.file))).active
            cells = str(list(book.iter_rows(values_only=True)))
            self.assertIn("FT9", cells)
            for secret in (NAME, PHONE):
                self.assertEqual(secret in cells, told, (user.login, secret))
            sheet.kind = "refunds"
            sheet.action_xlsx()

    def test_proposed_match(self):
        self.centre.tthc_match_limit = 1
        money = self.incoming.with_user(self.accountant)
        requests = self.request.with_user(self.accountant)
        _matches, proposal = money._match_parts(requests, {self.request.id: 0}, "Đã gọi điện")
        self.assertTrue(proposal)
        self.assertNotIn(NAME, self.opened(proposal, self.inspector))
        self.assertIn(NAME, self.opened(proposal, self.auditor))
        theirs = proposal.with_user(self.inspector)
        with self.assertRaises(AccessError):
            theirs.search([("memo", "ilike", NAME)])
        for door in (
            lambda: theirs.search([], order="memo"),
            lambda: theirs.formatted_read_group([], ["memo"]),
        ):
            with self.assertRaises(ValueError):
                door()
        mine = proposal.with_user(self.auditor)
        self.assertEqual(mine.search([("memo", "ilike", NAME)]), proposal)
