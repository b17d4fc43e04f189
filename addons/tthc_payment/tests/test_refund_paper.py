"""Refunds on paper: what stands there, originals, copies, who prints."""

import hashlib

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_dossier.tools import form_pages

from .test_refunds import RefundCommon


@tagged("post_install", "-at_install")
class TestRefundPaper(RefundCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.dossier, self.request_, self.incoming = self.paid()
        self.refund = self.propose(self.incoming, 8_000, self.cash, self.request_.match_ids)

    def words(self, refund=None, paper=None):
        refund = refund or self.refund
        return " ".join(refund._render_paper(paper or refund._paper()).decode().split())

    def test_the_proposal(self):
        paper = self.words()
        for text in (
            "GIẤY ĐỀ NGHỊ HOÀN TRẢ",
            self.refund.name,
            self.centre.name,
            "Nguyễn Văn Thử",
            "8.000 đồng",
            "Tám nghìn đồng",
            "Khoản đã thu không phải nộp: Không phải nộp",
            self.request_.reference,
            "số tham chiếu FT123",
            "58.000 đồng bằng chuyển khoản ngày 10/03/2026",
            self.dossier.name,
            self.accountant.name,
        ):
            self.assertIn(text, paper)
        self.assertNotIn("Duyệt:", paper)
        self.assertNotIn("PHIẾU CHI", paper)

    def test_the_identity_number_is_masked(self):
        partner = self.request_._payer()
        number = partner.sudo().tthc_identity_number
        self.assertTrue(number)
        paper = self.words()
        self.assertIn(partner.tthc_identity_masked, paper)
        self.assertNotIn(number, paper)

    def test_a_tax_code_that_is_a_personal_number_is_masked(self):
        self.request_._set({"payer_id": False, "payer_name": "Trần Văn B"})
        for code, shown in (("027080000019", "027•••••••19"), ("2300999910", "2300999910")):
            self.request_._set({"payer_tax_code": code})
            self.assertIn(f"Mã số thuế:</td> <td>{shown}", self.words())

    def test_the_cash_slip(self):
        self.approve(self.refund)
        paper = self.words()
        for text in (
            "PHIẾU CHI",
            "Tiền mặt tại quỹ",
            f"Duyệt:</td> <td>{self.chief._tthc_actor_name()}",
            "NGƯỜI NHẬN TIỀN",
            "THỦ QUỸ",
        ):
            self.assertIn(text, paper)

    def test_a_transfer_has_no_cash_slip(self):
        refund = self.propose(self.incoming, 1_000, self.bank, self.request_.match_ids)
        self.approve(refund)
        paper = self.words(refund)
        self.assertNotIn("PHIẾU CHI", paper)
        self.assertIn("Chuyển khoản vào tài khoản 1900123456 tại Vietcombank", paper)
        self.assertIn("NGUYEN VAN A (người nộp: Nguyễn Văn Thử)", paper)

    def test_originals_copies_and_their_log(self):
        original = self.refund.with_user(self.accountant)._issue_paper()
        again = self.refund.with_user(self.cashier)._issue_paper()
        self.assertNotIn("BẢN SAO", original.decode())
        self.assertTrue(again.startswith(original))
        self.assertIn("BẢN SAO SỐ 1", again.decode())
        self.approve(self.refund)
        slip = self.refund.with_user(self.cashier)._issue_paper()
        self.refund.with_user(self.cashier)._pay_cash("Nguyễn Văn Thử")
        copy = self.refund.with_user(self.cashier)._issue_paper()
        self.assertTrue(copy.startswith(slip))
        self.assertIn("ĐÃ HOÀN TRẢ LÚC", copy.decode())
        rows = self.refund.print_ids.sorted("id")
        self.assertEqual(
            rows.mapped(lambda row: (row.paper, row.copy_no)),
            [("proposal", 0), ("proposal", 1), ("slip", 0), ("slip", 1)],
        )
        self.assertEqual(rows.mapped("user_id"), self.accountant | self.cashier)
        self.assertEqual(rows[2].digest, hashlib.sha256(slip).hexdigest())

    def test_a_changed_file_is_not_printed_again(self):
        original = self.refund._issue_paper()
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "tthc.refund.print"), ("res_id", "=", self.refund.print_ids.id)]
        )
        file.raw = b"something else"
        again = self.refund._issue_paper()
        self.assertNotIn(b"something else", again)
        self.assertTrue(again.startswith(original))

    def test_what_was_refused_says_so(self):
        self.refund._issue_paper()
        self.refund.with_user(self.chief)._refuse("Chưa đủ căn cứ")
        self.assertIn("KHÔNG ĐƯỢC DUYỆT", self.refund._issue_paper().decode())

    def test_only_the_finance_staff_of_the_centre_prints(self):
        for user in (self.receptionist, self.other_cashier, self.inspector):
            with self.assertRaises(AccessError):
                self.refund.with_user(user).action_print()
        url = self.refund.with_user(self.cashier).action_print()["url"]
        self.authenticate("t.thungan", "t.thungan")
        response = self.url_open(url)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(self.refund.print_ids.user_id, self.cashier)
        self.assertEqual(self.refund.print_ids.paper, "proposal")
        self.authenticate("t.thungan2", "t.thungan2")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self.url_open("/tthc/refund/2147483647/pdf").status_code, 404)
        self.assertEqual(len(self.refund.print_ids), 1)

    def test_it_fits_on_one_a5(self):
        reports = self.env["ir.actions.report"]
        if reports.get_wkhtmltopdf_state() == "install":
            self.skipTest("no wkhtmltopdf")
        self.refund._set({"legal_basis": "Khoản 2 Điều 5 Thông tư minh họa, " * 4})
        self.approve(self.refund)
        pdf = self.refund.with_context(force_report_rendering=True)._issue_paper()
        self.assertEqual(form_pages.page_count(pdf), 1)
