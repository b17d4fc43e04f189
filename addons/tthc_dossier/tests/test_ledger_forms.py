from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools import ledger_forms
from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestLedgerForms(DossierCommon):
    """Control slip, ledger book and public timeline come from the events alone."""

    TUESDAY_9 = datetime(2026, 3, 10, 2, 0)

    def setUp(self):
        super().setUp()
        self.dossier = self.take_in(instant=self.MONDAY_9, case_id=self.free_case.id)

    def act(self, hours, user, name, **params):
        """An action, ``hours`` after acceptance."""
        acting = self.at(self.dossier, self.MONDAY_9 + timedelta(hours=hours), user)
        return getattr(acting, f"action_{name}")(**params)

    def walk(self):
        """Early, on time and late, handed back once; taken by name at the police."""
        self.act(0.25, self.receptionist, "forward")
        self.act(1, self.officer, "forward")
        self.act(1.5, self.officer2, "take")
        self.act(2, self.officer2, "return_step", note="Thiếu ý kiến")
        self.act(3, self.officer, "forward", note="Đã bổ sung ý kiến nội bộ")
        self.act(24 * 8, self.officer2, "forward")
        self.act(24 * 8 + 1, self.leader, "issue_result")
        self.act(24 * 8 + 2, self.receptionist, "return_result")

    def forms(self):
        """Everything that is made from the ledger, as printed."""
        self.env.invalidate_all()
        report = self.env["ir.actions.report"]
        slip, _kind = report._render_qweb_html(
            "tthc_dossier.action_report_control_slip", self.dossier.ids
        )
        printing = self.printing()
        book, _kind = report._render_qweb_html(
            "tthc_dossier.action_report_ledger_book", printing.ids
        )
        return self.dossier._slip_blocks(), printing._pages()["pages"], slip, book, self.timeline()

    def printing(self, **values):
        book = self.env["tthc.ledger.book"].search([("company_id", "=", self.centre.id)])
        return self.env["tthc.ledger.print"].create({"book_id": book.id, **values})

    def timeline(self):
        return self.dossier._portal_values()["events"]

    # Control slip -----------------------------------------------------------------------------

    def test_control_slip(self):
        """One block for each hand-over: who gave and who received when, and the result."""
        self.walk()
        blocks = self.dossier._slip_blocks()
        self.assertEqual(
            [block["step"] for block in blocks],
            ["Tiếp nhận", "Thẩm định", "Xác minh", "Thẩm định", "Xác minh", "Phê duyệt",
             "Trả kết quả"],
        )  # fmt: skip
        police = blocks[2]
        self.assertEqual(police["agency"], self.police.name)
        self.assertEqual(police["given_by"], self.officer.name)
        self.assertEqual(police["given_at"], "10 giờ 00 phút, ngày 09/03/2026")
        self.assertEqual(police["taken_by"], self.officer2.name)
        self.assertEqual(police["taken_at"], "10 giờ 30 phút, ngày 09/03/2026")
        self.assertEqual(police["remark"], "Trả lại bước trước")
        self.assertEqual(
            [block["result"] for block in blocks],
            ["Đúng hạn", "Trước hạn", "Trước hạn", "Trước hạn", "Quá hạn", "Đúng hạn", ""],
        )

    def test_step_that_is_open(self):
        self.act(0.25, self.receptionist, "forward")
        block = self.dossier._slip_blocks()[-1]
        self.assertFalse(block["ended_at"] or block["taken_at"] or block["result"])
        self.assertEqual(block["given_by"], self.receptionist.name)

    # Nothing else -----------------------------------------------------------------------------

    def test_forms_do_not_follow_other_tables(self):
        """Somebody changes steps, dossier and owner in SQL: the forms stay as they were."""
        self.walk()
        before = self.forms()
        self.env.flush_all()
        for query in (
            """UPDATE tthc_dossier_task SET started_at = '2020-01-01', done_at = '2020-01-02',
                      due_at = NULL, name = 'Bước giả', outcome = 'done'
                WHERE dossier_id = %(dossier)s""",
            """UPDATE tthc_dossier SET due_at = '2030-01-01', returned_at = '2030-01-01',
                      return_method = 'post', accepted_at = '2020-01-01'
                WHERE id = %(dossier)s""",
        ):
            self.env.cr.execute(SQL(query, dossier=self.dossier.id))
        blocks, pages, _slip, book, timeline = self.forms()
        self.assertEqual((blocks, pages, timeline), (before[0], before[1], before[4]))
        self.assertEqual(book, before[3])

    def test_new_appointment_is_in_the_event(self):
        """Restart and extension say the appointment that follows from them."""
        self.act(0.25, self.receptionist, "forward")
        self.act(1, self.officer, "request_supplement", note="Thiếu bản sao")
        self.act(48, self.receptionist, "receive_supplement")
        event = self.dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(ledger_forms.instant(event.facts["due"]), self.dossier.due_at)
        line = self.dossier.ledger_entry_ids
        self.assertEqual(line.due_at, self.dossier.due_at)
        self.assertEqual(line.remark, "Yêu cầu bổ sung")

    # Public timeline --------------------------------------------------------------------------

    def test_timeline_keeps_what_officers_tell_each_other(self):
        self.walk()
        timeline = self.timeline()
        self.assertNotIn("Thiếu ý kiến", str(timeline))
        self.assertNotIn("Đã bổ sung ý kiến nội bộ", str(timeline))
        self.assertNotIn(self.officer.name, str(timeline))
        self.assertEqual(timeline[0]["at"], "09:00 09/03/2026")

    def test_timeline_tells_what_was_written_to_the_person(self):
        self.act(1, self.receptionist, "request_supplement", note="Thiếu bản sao có chứng thực")
        self.assertEqual(self.timeline()[-1]["note"], "Thiếu bản sao có chứng thực")

    # Ledger book ------------------------------------------------------------------------------

    def test_columns_of_the_book(self):
        self.walk()
        line = self.dossier.with_user(self.manager).ledger_entry_ids
        self.assertEqual(line.owner_name, self.citizen.name)
        self.assertEqual(line.address_phone, "Số 1, đường Thử, 0912000111")
        self.assertEqual(line.procedure_name, self.procedure.display_name)
        self.assertEqual(line.agency_name, self.justice.name)
        self.assertEqual(line.received_at, self.MONDAY_9)
        self.assertEqual(line.due_at, self.dossier.due_at)
        self.assertEqual(line.returned_at, self.MONDAY_9 + timedelta(hours=24 * 8 + 2))
        self.assertFalse(line.non_territorial)

    def test_book_is_read_in_few_queries(self):
        for _index in range(5):
            self.take_in(instant=self.MONDAY_9)
        lines = self.env["tthc.ledger.entry"].search([("company_id", "=", self.centre.id)])
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(len(set(lines.mapped("owner_name"))), 1)
        self.assertLessEqual(self.cr.sql_log_count - before, 6)

    def test_export_of_the_list(self):
        """Odoo's own export, for users with the right to export, carries the columns."""
        self.manager.group_ids += self.env.ref("base.group_allow_export")
        lines = self.env["tthc.ledger.entry"].with_user(self.manager)
        rows = lines.search([("company_id", "=", self.centre.id)]).export_data(
            ["number", "name", "owner_name", "agency_name"]
        )["datas"]
        self.assertEqual(rows[-1], [1, self.dossier.name, self.citizen.name, self.justice.name])

    def test_printed_book(self):
        html = self.forms()[3].decode()
        for words in ("SỔ THEO DÕI HỒ SƠ", self.dossier.name, "LÃNH ĐẠO", "Sổ chưa khóa"):
            self.assertIn(words, html.replace("\n", " "))

    def test_period_without_lines(self):
        with self.assertRaisesRegex(UserError, "01/02/2026"):
            self.printing(date_from="2026-02-01", date_to="2026-02-02").action_print()
        with self.assertRaises(UserError):
            self.printing(kind="elsewhere").action_print()

    def test_pages(self):
        row = dict.fromkeys(ledger_forms.WIDTHS, "x")
        self.assertEqual(ledger_forms.paginate([]), [[]])
        pages = ledger_forms.paginate([row] * 100)
        self.assertEqual([len(page) for page in pages], [41, 50, 9])
        # The closing block needs room of its own.
        self.assertEqual([len(page) for page in ledger_forms.paginate([row] * 80)], [41, 39, 0])
        long = {**row, "procedure": "x" * 31 * 60}
        self.assertEqual([len(page) for page in ledger_forms.paginate([row, long, row])], [1, 1, 1])

    # Closing ----------------------------------------------------------------------------------

    def old_book(self):
        """A book of last year, with this dossier's line in it."""
        book = self.env["tthc.ledger.book"].search([("company_id", "=", self.centre.id)])
        self.env.cr.execute("ALTER TABLE tthc_ledger_entry DISABLE TRIGGER USER")
        for table in ("tthc_ledger_entry", "tthc_ledger_book"):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET year = 2025 WHERE company_id = %s",
                    SQL.identifier(table),
                    self.centre.id,
                )
            )
        self.env.cr.execute("ALTER TABLE tthc_ledger_entry ENABLE TRIGGER USER")
        self.env.invalidate_all()
        return book

    def test_close(self):
        book = self.old_book()
        self.assertTrue(book.with_user(self.manager).may_close)
        book.with_user(self.manager).action_close()
        self.assertEqual(book.state, "closed")
        self.assertEqual((book.closed_count, book.last_number), (1, 1))
        self.assertEqual(book.closed_by_id, self.manager)
        self.assertEqual(book._content(), (1, 1, book.digest))
        checks = self.env["tthc.ledger.check"]
        self.assertEqual(checks._closed_findings(), [])
        self.env.cr.execute(
            SQL("UPDATE tthc_ledger_book SET last_number = 2 WHERE id = %s", book.id)
        )
        self.env.invalidate_all()
        self.assertEqual([row["place"] for row in checks._closed_findings()], [book.display_name])
        with self.assertRaises(UserError):
            book.with_user(self.manager).action_close()
        for attempt in (lambda: book.sudo().write({"state": "open"}), book.sudo().unlink):
            with self.assertRaises(UserError):
                attempt()

    def test_close_is_for_the_manager_and_after_the_year(self):
        open_book = self.env["tthc.ledger.book"].search([("company_id", "=", self.centre.id)])
        if open_book._is_over():
            open_book = open_book._open(self.centre, 2999)
        with self.assertRaisesRegex(UserError, "01/01/"):
            open_book.with_user(self.manager).action_close()
        book = self.old_book()
        self.assertFalse(book.with_user(self.receptionist).may_close)
        for user in (self.receptionist, self.inspector):
            with self.assertRaises(AccessError):
                book.with_user(user).action_close()

    def test_who_reads_the_book(self):
        entries, books = self.env["tthc.ledger.entry"], self.env["tthc.ledger.book"]
        mine = [("company_id", "=", self.centre.id)]
        for user, seen in (
            (self.receptionist, 1), (self.manager, 1), (self.inspector, 1),
            (self.other_receptionist, 0), (self.officer, 0), (self.stranger, 0),
        ):  # fmt: skip
            with self.subTest(user=user.login):
                self.assertEqual(entries.with_user(user).search_count(mine), seen)
                self.assertEqual(books.with_user(user).search_count(mine), seen)
