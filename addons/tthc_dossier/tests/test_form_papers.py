import io
import re
import unittest
from datetime import datetime, timedelta
from importlib.util import find_spec
from shutil import which

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from ..tools import form_sample
from .test_forms import FormCase


@tagged("post_install", "-at_install")
class TestFormPapers(FormCase):
    """Each form comes from a real record: who issues it, its number, its words, who signs."""

    def html(self, row):
        """What was put on the paper, as words."""
        text = re.sub(r"<style.*?</style>", "", row._pdf().decode(), flags=re.DOTALL)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))

    def found(self, row):
        return self.prints._check_token(row.token)

    def act(self, dossier, name, user, hours=0, **params):
        acting = self.at(dossier, self.MONDAY_9 + timedelta(hours=hours), user)
        return getattr(acting, f"action_{name}")(**params)

    def at_agency(self):
        dossier = self.take_in(instant=self.MONDAY_9, case_id=self.free_case.id)
        self.act(dossier, "forward", self.receptionist)
        return dossier

    # Supplement -----------------------------------------------------------------------------------

    def test_supplement_at_the_counter(self):
        """Before acceptance there is no dossier code; the desk signs as the one who guides."""
        dossier = self.take_in(accept=False, instant=self.MONDAY_9)
        items = [
            {
                "component_id": dossier.component_ids[1].id,
                "name": "Bản sao giấy tờ",
                "problem": "Chưa chứng thực",
                "certified_copies": 2,
            }
        ]
        self.act(dossier, "request_supplement", self.receptionist, note="Thiếu", items=items)
        row = self.issue("supplement", dossier.supplement_round_ids)
        text = self.html(row)
        for words in (
            "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
            self.centre.name.upper(),
            "Số: 01/HDHS",
            "Bản chính",
            "Bản chứng thực",
            "Bản photo",
            "Chưa chứng thực",
            "NGƯỜI HƯỚNG DẪN",
            self.receptionist.name,
        ):
            self.assertIn(words, text)
        self.assertNotIn("Mã hồ sơ", text)
        self.assertNotIn("NGƯỜI NỘP HỒ SƠ", text)
        values = self.found(row)["values"]
        self.assertEqual((values["dossier"], values["unit"]), ("", self.centre.tthc_unit_code))
        self.assertEqual(values["count"], "1")

    def test_supplement_of_an_agency(self):
        dossier = self.at_agency()
        self.act(dossier, "request_supplement", self.officer, note="Thiếu bản vẽ")
        row = self.issue("supplement", dossier.supplement_round_ids, self.officer)
        self.assertEqual(row.agency_id, self.justice)
        text = self.html(row)
        for words in (self.justice.name.upper(), dossier.name, "Thiếu bản vẽ", "khi thẩm định"):
            self.assertIn(words, text)

    # Refusal --------------------------------------------------------------------------------------

    def test_refusal_at_the_counter_is_signed_by_the_desk(self):
        dossier = self.take_in(accept=False, instant=self.MONDAY_9)
        self.refused(UserError, "not refused", self.issue, "refusal", dossier)
        self.act(
            dossier,
            "refuse",
            self.receptionist,
            note="Thuộc xã khác",
            reason="refuse_wrong_agency",
            address="UBND xã A, số 1 đường B",
        )
        row = self.issue("refusal", dossier)
        self.assertEqual((row.number, row.agency_id.id), ("01/TCHS", False))
        text = self.html(row)
        for words in (
            "PHIẾU TỪ CHỐI TIẾP NHẬN",
            "Thuộc xã khác",
            "UBND xã A, số 1 đường B",
            "NGƯỜI NỘP HỒ SƠ",
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
            self.receptionist.name,
        ):
            self.assertIn(words, text)
        self.assertNotIn("đóng dấu", text)
        self.assertNotIn("refuse_wrong_agency", text)

    def test_refusal_after_examination_is_the_agencys(self):
        dossier = self.at_agency()
        self.act(dossier, "forward", self.officer)
        self.act(dossier, "forward", self.officer2)
        self.leader.tthc_position = "Phó Giám đốc"
        self.act(dossier, "reject", self.leader, note="Không đủ", reason="reject_conditions")
        self.refused(AccessError, "", self.issue, "refusal", dossier, self.inspector)
        row = self.issue("refusal", dossier, self.leader)
        self.assertEqual(row.agency_id, self.justice)
        text = self.html(row)
        for words in (self.justice.name.upper(), "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", self.leader.name):
            self.assertIn(words, text)
        self.assertNotIn("NGƯỜI TIẾP NHẬN HỒ SƠ", text)

    # Stop -----------------------------------------------------------------------------------------

    def test_stop_after_a_withdrawal(self):
        dossier = self.at_agency()
        self.refused(UserError, "not stopped", self.issue, "stop", dossier)
        self.act(dossier, "request_withdrawal", self.receptionist, note="Đổi ý", hours=1)
        self.act(
            dossier,
            "answer_withdrawal",
            self.leader,
            hours=2,
            note="Đồng ý",
            agree=True,
            papers="Trả 01 bản chính",
            fees="Hoàn 58.000 đồng",
        )
        row = self.issue("stop", dossier)
        text = self.html(row)
        for words in (
            "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
            "Đổi ý",
            "Trả 01 bản chính",
            "Hoàn 58.000 đồng",
            "Thẩm định",
            "09/03/2026",
            self.leader.name,
        ):
            self.assertIn(words, text)
        self.assertEqual(self.found(row)["verdict"], "valid")
        self.act(dossier, "reopen", self.manager, hours=3, note="Dừng nhầm", reason="reopen_error")
        self.env.invalidate_all()
        found = self.found(row)
        self.assertEqual((found["verdict"], row.state), ("cancelled", "cancelled"))
        self.assertIn("mở lại", found["reason"])
        self.refused(UserError, "not stopped", self.issue, "stop", dossier)

    # Apology --------------------------------------------------------------------------------------

    def test_draft_of_the_apology_is_no_paper(self):
        dossier = self.at_agency()
        letters = self.env["tthc.dossier.apology"]
        letter = letters.create({"dossier_id": dossier.id, "reason": "Chờ xác minh"})
        form = self.forms._of("apology")
        row, pdf = form._issue(letter)
        self.assertFalse(row)
        self.assertIn("DỰ THẢO", pdf.decode())
        letter.new_date = datetime(2026, 3, 17)
        self.at(letter, self.TUESDAY_9, self.leader).action_sign()
        row, pdf = form._issue(letter)
        self.assertEqual(row.number, letter.number)
        self.assertNotIn("DỰ THẢO", pdf.decode())
        self.assertEqual(self.found(row)["values"]["other"], "17:00 17/03/2026")

    # Control slip ---------------------------------------------------------------------------------

    def test_control_slip_follows_the_ledger(self):
        """From the events alone; another hand-over is another slip in place of the former."""
        dossier = self.at_agency()
        first = self.issue("control_slip", dossier, self.officer)
        self.assertEqual(len(first.content["tables"]["steps"]), 2)
        again = self.issue("control_slip", dossier)
        self.assertEqual(again.kind, "reprint")
        self.act(dossier, "forward", self.officer, hours=1)
        second = self.issue("control_slip", dossier)
        self.assertEqual(second.supersedes_id, first)
        self.assertEqual(len(second.content["tables"]["steps"]), 3)
        for words in ("TÊN CƠ QUAN", "1. Giao: 09 giờ 00 phút", self.police.name):
            self.assertIn(words, self.html(second))

    # Ledger and hand-over list --------------------------------------------------------------------

    def test_ledger_book(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        book = self.env["tthc.ledger.book"].search([("company_id", "=", self.centre.id)])
        sheet = self.env["tthc.ledger.print"].with_user(self.manager).create({"book_id": book.id})
        row = self.issue("ledger", sheet, self.manager)
        self.assertEqual((row.res_model, row.res_id), (book._name, book.id))
        self.assertFalse(row.dossier_id)
        self.assertEqual(row.layout_id.orientation, "landscape")
        for words in ("SỔ THEO DÕI HỒ SƠ", dossier.name, "Ngày, tháng, năm", "Sổ chưa khóa"):
            self.assertIn(words, self.html(row))
        again = sheet.copy()
        self.assertEqual(self.issue("ledger", again, self.manager).kind, "reprint")
        part = sheet.copy({"date_to": datetime(2026, 6, 30)})
        self.assertEqual(self.issue("ledger", part, self.manager).kind, "original")
        self.refused(AccessError, "", self.issue, "ledger", sheet, self.officer)

    def test_handover_list(self):
        dossiers = self.take_in(instant=self.MONDAY_9) | self.take_in(instant=self.MONDAY_9)
        self.act(dossiers, "hand_over", self.receptionist, to_agency_id=self.justice.id)
        handover = dossiers.handover_line_ids.handover_id
        row = self.issue("handover_list", handover)
        text = self.html(row)
        for words in (
            "DANH SÁCH BÀN GIAO HỒ SƠ",
            handover.name,
            *dossiers.mapped("name"),
            "BÊN GIAO",
            "BÊN NHẬN",
            "XÁC NHẬN CỦA TRUNG TÂM",
            self.receptionist.name,
            self.justice.name,
        ):
            self.assertIn(words, text)
        handover.with_user(self.officer).action_receive()
        self.env.invalidate_all()
        taken = self.issue("handover_list", handover, self.officer)
        self.assertEqual(taken.supersedes_id, row)
        self.assertIn(self.officer.name, self.html(taken))

    def test_drawn_signatures_have_their_place(self):
        """A module that lets people draw their signature returns pictures by side."""
        dossier = self.take_in(instant=self.MONDAY_9)
        self.act(dossier, "hand_over", self.receptionist, to_agency_id=self.justice.id)
        handover = dossier.handover_line_ids.handover_id
        layout = self.forms._of("handover_list")._layout_for(self.centre, self.MONDAY_9.date())
        values = handover._form_values("handover_list")
        self.assertEqual(values["images"], {})
        values["images"] = {"giver": "data:image/png;base64,AAAA"}
        page = layout._page({**values, "qr": ""})
        html = self.env["ir.actions.report"]._tthc_html(page)
        self.assertEqual(html.count("base64,AAAA"), 1)

    # Where it is offered --------------------------------------------------------------------------

    def test_reports_are_offered_where_there_is_something(self):
        reports = self.env["ir.actions.report"].search([("tthc_form_key", "!=", False)])
        registered = self.take_in(accept=False, instant=self.MONDAY_9)
        accepted = self.take_in(instant=self.MONDAY_9)
        for dossier, user, offered in (
            (registered, self.receptionist, set()),
            (accepted, self.receptionist, {"receipt", "control_slip"}),
            (accepted, self.officer, {"control_slip"}),
            (accepted, self.inspector, set()),
        ):
            bound = self.env["ir.actions.actions"].with_user(user).get_bindings("tthc.dossier")
            bound_ids = {action["id"] for action in bound.get("report", ())}
            mine = reports.filtered(lambda report, ids=bound_ids: report.id in ids)
            found = mine.get_valid_action_reports("tthc.dossier", dossier.ids)
            self.assertEqual(set(mine.browse(found).mapped("tthc_form_key")), offered)

    def test_a_scanned_paper_opens_its_dossier(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        url = dossier._form_check_url(self.issue("receipt", dossier).token)
        answer = self.env["tthc.scan"].with_user(self.receptionist).resolve(url)
        self.assertEqual(answer["kind"], "open")
        self.assertEqual(answer["action"]["res_id"], dossier.id)
        answer = self.env["tthc.scan"].with_user(self.stranger).resolve(url)
        self.assertNotEqual(answer["kind"], "open")


@unittest.skipUnless(which("wkhtmltopdf"), "wkhtmltopdf is not installed")
@tagged("post_install", "-at_install")
class TestFormPdf(FormCase):
    """The papers as they leave the printer."""

    def pages(self, pdf):
        """Text of each page, words apart by one space."""
        reader = PdfFileReader(io.BytesIO(pdf))
        self.assertFalse(any(page.get("/Annots") for page in reader.pages), "links are left")
        return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]

    def preview(self, key, sample):
        layout = self.forms._of(key)._layout_for(self.centre, self.MONDAY_9.date())
        preview = self.env["tthc.form.preview"].create({"layout_id": layout.id, "sample": sample})
        return self.pages(preview.with_context(force_report_rendering=True)._pdf())

    def test_thirty_rows_and_names_of_400_characters(self):
        """Every page has the heading of the table and its number; nothing is cut, lost or torn
        from the signatures."""
        for key, heading, row, end in (
            ("receipt", "STT Tên giấy tờ", r"nhà ở số (\d+)", "NGƯỜI TIẾP NHẬN HỒ SƠ"),
            ("supplement", "TT Thành phần hồ sơ", r"nhà ở số (\d+)", "NGƯỜI HƯỚNG DẪN"),
            ("control_slip", "TÊN CƠ QUAN", r"Bước (\d+)", "Phiếu lập từ nhật ký"),
            ("ledger", "STT Mã hồ sơ", r"H99.01-260309-0*(\d+)", "LÃNH ĐẠO TRUNG TÂM"),
            ("handover_list", "TT Mã hồ sơ", r"H99.01-260309-0*(\d+)", "XÁC NHẬN CỦA"),
        ):
            with self.subTest(key):
                pages = self.preview(key, "long")
                self.assertGreater(len(pages), 1)
                for number, page in enumerate(pages):
                    self.assertIn(f"Trang {number + 1}/{len(pages)}", page)
                    if re.search(row, page.replace("Mã hồ sơ: H99", "")):
                        self.assertIn(heading, page)
                whole = " ".join(pages).replace("Mã hồ sơ: H99.01", "")
                numbers = [str(number + 1) for number in range(30)]
                self.assertEqual(re.findall(row, whole), numbers)
                if key in ("receipt", "supplement"):
                    self.assertIn(form_sample.LONG_NAME, whole)
                self.assertIn(end, pages[-1])

    def test_a_short_paper_is_one_page(self):
        for form in self.forms.search([]):
            with self.subTest(form.key):
                self.assertEqual(len(self.preview(form.key, "short")), 1)

    def test_reprint_is_marked_on_paper(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        texts = [
            self.pages(report._render_qweb_pdf("tthc_dossier.report_receipt", dossier.ids)[0])
            for _index in range(2)
        ]
        self.assertNotIn("BẢN IN LẠI", texts[0][0])
        self.assertIn("BẢN IN LẠI (lần 1)", texts[1][0])
        self.assertTrue(texts[1][0].startswith(texts[0][0][:400]))
        self.assertEqual(len(texts[1]), 1)

    def long_receipt(self):
        """An accepted dossier of an organisation with a name of 400 characters, thirty papers and
        a centre whose place does not fit beside the motto."""
        self.centre.city = "Phường Nghĩa Thuận Thành Công Mở Rộng"
        owner = self.env["res.partner"].create(
            {"name": form_sample.LONG_NAME, "is_company": True, "vat": "0300588569"}
        )
        dossier = self.take_in(instant=self.MONDAY_9, owner=owner.id)
        for number in range(len(dossier.component_ids), 30):
            dossier.component_ids[:1].copy({"name": f"Giấy chứng nhận số {number}"})
        dossier.component_ids.received = True
        return dossier

    def test_the_long_receipt_as_it_is_issued(self):
        """Of a real dossier: nothing of it is lost, the page is not made smaller, and it is no
        heavier than it has to be."""
        dossier = self.long_receipt()
        pdf = self.issued_pdf("tthc_dossier.report_receipt", dossier)
        pages = self.pages(pdf)
        self.assertGreater(len(pages), 1)
        whole = " ".join(pages)
        for shown in (
            form_sample.LONG_NAME,
            dossier.name,
            "0300588569",
            "Phường Nghĩa Thuận Thành Công Mở Rộng,",
            "ngày 09 tháng 03 năm 2026",
            *dossier.component_ids.mapped("name"),
        ):
            self.assertIn(shown, whole)
        self.assertLess(len(pdf), 400_000)
        height = self.qr_height(pdf)
        short = self.take_in(instant=self.MONDAY_9)
        self.centre.city = "Mẫu"
        short = self.issued_pdf("tthc_dossier.report_receipt", short)
        self.assertAlmostEqual(height, self.qr_height(short), delta=1)

    def issued_pdf(self, report, record):
        reports = self.env["ir.actions.report"].with_user(self.receptionist)
        reports = reports.sudo(False).with_context(force_report_rendering=True)
        return reports._render_qweb_pdf(report, record.ids)[0]

    def pictures(self, pdf):
        """Pictures of the first page."""
        return [file.image for file in PdfFileReader(io.BytesIO(pdf)).pages[0].images]

    def qr_height(self, pdf):
        """Height on paper of the picture at the upper left edge, in points."""
        page = PdfFileReader(io.BytesIO(pdf)).pages[0]
        drawn = []

        def visit(operator, operands, matrix, *_rest):
            if operator == b"Do":
                drawn.append(abs(matrix[3]))

        page.extract_text(visitor_operand_before=visit)
        return drawn[0]

    @unittest.skipUnless(find_spec("zxingcpp"), "no reader of QR codes")
    def test_the_printed_code_opens_the_check_page(self):
        """What a telephone reads from the paper is an address that calls it genuine."""
        import zxingcpp

        dossier = self.long_receipt()
        [picture] = self.pictures(self.issued_pdf("tthc_dossier.report_receipt", dossier))[:1]
        [code] = zxingcpp.read_barcodes(picture.convert("L"))
        self.assertTrue(code.text.startswith(f"{dossier.get_base_url()}/kiem-tra/"))
        found = self.prints._check_token(code.text.rsplit("/", 1)[-1])
        self.assertEqual(found["verdict"], "valid")
        values = found["values"]
        self.assertEqual(
            [values[name] for name in ("form", "dossier", "procedure", "identity")],
            ["receipt", dossier.name, self.procedure.code, "0300588569"],
        )
        rows = dict(self.prints._check_page(found)["rows"])
        self.assertEqual(rows["Tên giấy"], "Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
        self.assertEqual(rows["Số thành phần hồ sơ đã nhận"], "30")
        self.assertEqual(rows["Cá nhân, tổ chức"], f"{form_sample.LONG_NAME[:39].rstrip()}…")

    def test_several_at_once(self):
        dossiers = self.take_in(instant=self.MONDAY_9) | self.take_in(instant=self.MONDAY_9)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pdf, _kind = report._render_qweb_pdf("tthc_dossier.report_receipt", dossiers.ids)
        pages = self.pages(pdf)
        self.assertEqual(len(pages), 2)
        for dossier, page in zip(dossiers, pages, strict=True):
            self.assertIn(dossier.name, page)
