"""The tables of the portal, row by row."""

import unittest

from ..tools import channels, components, fees, forms, legal, results
from . import portal

COUNTER = "Trực tiếp"


def reasons(found):
    return [issue.reason for issue in found.issues]


class TestChannels(unittest.TestCase):
    def rows(self, *rows, process=""):
        raw = portal.channel_table(*rows)
        found = channels.parse(raw, process)
        self.assertEqual(portal.lost(found, raw), [])
        return found

    def test_units(self):
        for text, value, unit in (
            ("7 Ngày làm việc", 7, "working_day"),
            ("15 Ngày", 15, "calendar_day"),
            ("8 Giờ", 8, "hour"),
            ("2 Tháng", 2, "month"),
            ("1.5 Ngày làm việc", 1.5, "working_day"),
        ):
            found = self.rows(portal.channel(COUNTER, text, "Miễn phí"))
            row = found.rows[0]
            self.assertEqual((row.time_value, row.time_unit), (value, unit), text)
            self.assertEqual(reasons(found), [], text)

    def test_rows_of_every_channel(self):
        found = self.rows(
            portal.channel("Trực tuyến", "3 Ngày", "Miễn phí", "", "Nộp qua Cổng"),
            portal.channel("Dịch vụ bưu chính", "4 Ngày", "20,000 Việt Nam Đồng"),
            portal.channel(COUNTER, "5 Ngày", "Không có thông tin", "", "Trực tiếp tại Bộ phận"),
        )
        self.assertEqual([row.channel for row in found.rows], ["online", "post", "counter"])
        self.assertEqual([row.time_value for row in found.rows], [3, 4, 5])
        self.assertEqual(found.rows[0].description, "Nộp qua Cổng")
        self.assertEqual(found.rows[2].description, "Trực tiếp tại Bộ phận")

    def test_bare_number_keeps_its_value_and_no_unit(self):
        found = self.rows(
            portal.channel(COUNTER, "5", "Miễn phí"),
            process="Trả kết quả trong thời hạn 05 ngày làm việc.",
        )
        row = found.rows[0]
        self.assertEqual((row.time_value, row.time_unit), (5, "unknown"))
        self.assertEqual(row.review, ("time_without_unit",))
        self.assertEqual(found.issues[0].detail, "05 ngày làm việc")

    def test_time_absent_is_not_guessed(self):
        found = self.rows(
            portal.channel(COUNTER, "Không có thông tin", "Miễn phí", "", "Giải quyết trong ngày.")
        )
        self.assertEqual(found.rows[0].time_unit, "unknown")
        self.assertEqual(found.issues[0].detail, "trong ngày")

    def test_days_run_into_the_sum(self):
        found = self.rows(portal.channel(COUNTER, "1", "120,000 VNĐ", "(mỗi tờ khai)"))
        row = found.rows[0]
        self.assertEqual((row.time_value, row.time_unit), (0, "unknown"))
        self.assertEqual(row.fee.kind, "unreadable")
        self.assertEqual(
            found.issues[0].verbatim, "Trực tiếp1120,000 VNĐ1120,000 VNĐ (mỗi tờ khai)"
        )
        self.assertEqual(fees.fee_rows(found.rows), [])

    def test_time_in_words(self):
        found = self.rows(
            portal.channel(COUNTER, "Không quy định", "Miễn phí", "", "Tại quầy"),
            portal.channel("Trực tuyến", "Trả ngay sau khi nộp", "Miễn phí"),
        )
        self.assertEqual(len(found.rows), 2)
        self.assertEqual(reasons(found), ["time_in_words", "time_in_words"])

    def test_implausible_limit(self):
        found = self.rows(portal.channel(COUNTER, "400 Ngày", "Miễn phí"))
        self.assertEqual(found.rows[0].review, ("time_implausible",))
        self.assertEqual(found.rows[0].time_value, 400)
        zero = self.rows(portal.channel(COUNTER, "0 Ngày", "Miễn phí"))
        self.assertEqual(zero.rows[0].time_unit, "unknown")

    def test_several_rows_of_a_channel(self):
        found = self.rows(
            portal.channel(COUNTER, "5 Ngày", "40,000 VNĐ", "(dưới 10 chỗ)"),
            portal.channel(COUNTER, "9 Ngày", "90,000 VNĐ", "(trên 10 chỗ)"),
            portal.channel("Trực tuyến", "5 Ngày", "Miễn phí"),
        )
        self.assertEqual([row.variant for row in found.rows], ["Dòng 1", "Dòng 2", ""])
        self.assertIn("channel_several_rows", found.rows[0].review)
        self.assertEqual(found.rows[2].review, ())

    def test_nothing_readable_is_queued(self):
        found = channels.parse(channels.HEADER + "Liên hệ bộ phận một cửa")
        self.assertEqual(reasons(found), ["channels_unreadable"])
        self.assertEqual(found.issues[0].verbatim, "Liên hệ bộ phận một cửa")
        self.assertEqual(reasons(channels.parse("Không có thông tin")), ["channels_absent"])


class TestFees(unittest.TestCase):
    def cell(self, cell, rest=""):
        return fees.read_cell(cell, rest)[0]

    def test_sums(self):
        fee = self.cell("1,250,000 Việt Nam Đồng", "(Phí thẩm định)")
        self.assertEqual((fee.kind, fee.amount, fee.problems), ("sum", 1250000, ()))
        self.assertEqual(self.cell("100 VNĐ").problems, ("fee_implausible",))
        self.assertEqual(self.cell("12,50 VNĐ").kind, "unreadable")
        foreign = self.cell("45 USD")
        self.assertEqual((foreign.kind, foreign.amount, foreign.currency), ("foreign", 45, "USD"))

    def test_free_beside_a_sum(self):
        self.assertEqual(
            self.cell("Miễn phí", "(Nộp trực tiếp: 135.000 đồng/lần)").problems, ("free_with_sum",)
        )
        self.assertEqual(
            self.cell("Miễn phí", "(Theo nghị quyết của Hội đồng nhân dân tỉnh)").problems,
            ("free_with_condition",),
        )
        self.assertEqual(self.cell("Miễn phí", "(Không quy định)").problems, ())

    def test_note_with_other_sum_or_date(self):
        self.assertEqual(
            self.cell("20,000 VNĐ", "(10.000 đồng nếu nộp trực tuyến)").problems,
            ("fee_other_sums",),
        )
        self.assertEqual(self.cell("20,000 VNĐ", "(20.000 đồng/lần)").problems, ())
        self.assertEqual(
            self.cell("20,000 VNĐ", "(giảm 50% đến hết ngày 31/12/2026)").problems,
            ("fee_with_condition",),
        )
        self.assertEqual(self.cell("2,000,000 VNĐ", "(2 triệu đồng)").problems, ())

    def test_note_ends_at_its_parenthesis(self):
        fee, rest = fees.read_cell("Miễn phí", "(theo (a) và (b))Nộp tại quầy")
        self.assertEqual((fee.note, rest), ("theo (a) và (b)", "Nộp tại quầy"))
        fee, rest = fees.read_cell("Miễn phí", "(mở mà không đóng")
        self.assertEqual((fee.problems, rest), (("fee_note_open",), ""))

    def test_kind_only_where_the_text_says(self):
        self.assertEqual(fees.kind_of("Lệ phí cấp giấy"), "le_phi")
        self.assertEqual(fees.kind_of("Phí thẩm định"), "phi")
        self.assertIsNone(fees.kind_of("10.000 đồng/tờ"))
        self.assertIsNone(fees.kind_of("Lệ phí cấp và phí in"))
        self.assertEqual(fees.kind_of("Phí in theo biểu mức thu phí, lệ phí"), "phi")
        self.assertEqual(
            fees.name_of("- Phí công bố nội dung: 100.000 đồng"), "Phí công bố nội dung"
        )
        self.assertIsNone(fees.name_of("10.000 đồng/tờ"))

    def rules(self, *rows):
        return fees.fee_rows(channels.parse(portal.channel_table(*rows)).rows)

    def test_one_rule_for_one_price(self):
        rules = self.rules(
            portal.channel(COUNTER, "5 Ngày", "20,000 VNĐ", "(Lệ phí)"),
            portal.channel("Trực tuyến", "5 Ngày", "20,000 VNĐ", "(Lệ phí)"),
        )
        self.assertEqual([(r.kind, r.amount, r.channel) for r in rules], [("le_phi", 20000, "")])
        self.assertEqual(rules[0].review, ())

    def test_rule_for_each_channel_of_its_own_price(self):
        rules = self.rules(
            portal.channel(COUNTER, "5 Ngày", "20,000 VNĐ", "(Lệ phí)"),
            portal.channel("Trực tuyến", "5 Ngày", "10,000 VNĐ", "(Lệ phí)"),
        )
        self.assertEqual(
            [(r.amount, r.channel) for r in rules], [(20000, "counter"), (10000, "online")]
        )

    def test_alternatives_are_flagged(self):
        rules = self.rules(
            portal.channel(COUNTER, "5 Ngày", "20,000 VNĐ", "(Phí một)"),
            portal.channel(COUNTER, "5 Ngày", "30,000 VNĐ", "(Phí hai)"),
        )
        self.assertTrue(all("fee_one_of_several" in rule.review for rule in rules))

    def test_foreign_sum_makes_no_rule(self):
        self.assertEqual(self.rules(portal.channel(COUNTER, "5 Ngày", "45 USD")), [])


class TestComponents(unittest.TestCase):
    def parse(self, *groups):
        raw = portal.component_table(*groups)
        found = components.parse(raw)
        self.assertEqual(portal.lost(found, raw), [])
        return found

    def test_counts(self):
        found = self.parse(
            (
                "--",
                [
                    ("Tờ khai", "", "1 bản chính"),
                    ("Bản sao giấy cũ", "", "0 bản chính,3 bản sao"),
                    ("Ghi chú chung", "", "0 bản chính"),
                    ("Giấy giới thiệu (nếu có)", "", "1 bản chính"),
                    ("Xuất trình thẻ", "", "1 bản chính"),
                ],
            )
        )
        papers = found.rows[0].components
        self.assertEqual([(p.originals, p.copies) for p in papers[:3]], [(1, 0), (0, 3), (0, 0)])
        self.assertEqual(
            [p.requirement for p in papers],
            ["mandatory", "mandatory", "note", "conditional", "show"],
        )

    def test_cases(self):
        found = self.parse(
            ("--", [("Tờ khai", "", "1 bản chính")]),
            ("Trường hợp gia hạn:", [("Giấy cũ", "", "1 bản chính")]),
            ("* Giấy tờ phải xuất trình:", [("Thẻ", "", "1 bản chính")]),
        )
        self.assertEqual([case.name for case in found.rows], ["", "Trường hợp gia hạn:"])
        self.assertEqual([paper.name for paper in found.rows[0].components], ["Tờ khai", "Thẻ"])
        self.assertEqual(found.rows[0].components[1].requirement, "show")

    def test_count_inside_a_name(self):
        found = self.parse(
            (
                "--",
                [
                    ("Đơn, nộp 02 bản chính, 01 bản sao", "", "2 bản chính"),
                    ("B: 01 bản chính", "", "1 bản chính"),
                ],
            )
        )
        papers = found.rows[0].components
        self.assertEqual(
            [p.name for p in papers], ["Đơn, nộp 02 bản chính, 01 bản sao", "B: 01 bản chính"]
        )
        self.assertEqual([p.originals for p in papers], [2, 1])

    def test_figures_run_into_the_count(self):
        self.assertEqual(components.read_count("1", "Tờ khai"), (1, "", None, ""))
        self.assertEqual(components.read_count("12", "Ảnh;"), (12, "", None, ""))
        self.assertEqual(components.read_count("20261", "ngày 13/02/"), (1, "2026", None, ""))
        value, _moved, reason, readings = components.read_count("181", "theo Mẫu số ")
        self.assertEqual((value, reason), (None, "count_implausible"))
        self.assertEqual(readings, "181; 1|81; 18|1")
        self.assertEqual(components.read_count("21", "Mẫu số ")[2], "count_ambiguous")
        self.assertEqual(components.read_count("021", "Mẫu số ")[2], "count_ambiguous")

    def test_implausible_count_is_kept_verbatim(self):
        found = self.parse(("--", [("Đơn theo Mẫu số ", "", "181 bản chính")]))
        paper = found.rows[0].components[0]
        self.assertEqual((paper.originals, paper.count_text), (0, "181 bản chính"))
        self.assertEqual(paper.review, ("count_implausible",))

    def test_misplaced_text_is_rejected(self):
        found = components.parse("); nộp hồ sơ cho đơn vị.\nBước 2. Nhận kết quả.")
        self.assertEqual(reasons(found), ["components_unreadable"])
        self.assertEqual(found.issues[0].severity, "blocking")
        self.assertEqual(reasons(components.parse("--")), ["components_absent"])

    def test_rest_without_count(self):
        raw = portal.component_table(("--", [("Tờ khai", "", "1 bản chính")])) + "Giấy không đếm"
        found = components.parse(raw)
        self.assertEqual(found.issues[0].verbatim, "Giấy không đếm")


class TestForms(unittest.TestCase):
    def test_one_file(self):
        for name, form in (
            ("Phiếu khai báo (mẫu A1)", "101-Mau A1 khai bao.doc"),
            ("Đơn đề nghị theo Nghị định số 92/2025/NĐ-CP", "Mẫu số 10.docx"),
            ("Đơn đề nghị theo mẫu", "Mau03-Phuluc_2.2025.docx"),
            ("Đơn theo Thông tư 9/2025/TT-BTC.", "Phụ lục I.docx"),
            ("Tờ khai;", "1.2. To khai (1).pdf"),
        ):
            self.assertEqual(forms.split_forms(name + form)[:2], (name, (form,)), name)

    def test_several_files(self):
        name, files, _doubt = forms.split_forms("Bản khai theo mẫuMẫu 1.docxMẫu 2.pdfc.doc")
        self.assertEqual((name, files), ("Bản khai theo mẫu", ("Mẫu 1.docx", "Mẫu 2.pdf", "c.doc")))

    def test_no_file(self):
        self.assertEqual(forms.split_forms("Tờ khai")[1:], ((), None))

    def test_boundary_unknown_keeps_the_name_whole(self):
        text = "Đơn đề nghị xác nhận kèm theo các giấy tờ có liên quan theo quy định tại mẫu 1.docx"
        self.assertEqual(forms.split_forms(text), (text, (), "form_run_into_name"))


class TestLegal(unittest.TestCase):
    def parse(self, *rows):
        raw = portal.legal_table(*rows)
        found = legal.parse(raw)
        self.assertEqual(portal.lost(found, raw), [])
        return found

    def test_rows(self):
        found = self.parse(
            ("Luật 91/2024/QH15", "91/2024/QH15"),
            ("Luật Thử nghiệm năm 2020", "72/2020/QH14"),
            ("Nghị định số 92/2025/NĐ-CP ngày 01/7/2025 về thử nghiệm", "92/2025/NĐ-CP"),
            ("sửa đổi một số điều của Thông tư số 1/2020/TT-BTC", "93/2025/TT-BTC"),
            ("Quyết định về mẫu", "2222/QĐ-BXD"),
            ("Nghị quyết cắt giảm", "66.7/2025/NQ-CP"),
            ("THÔNG TƯ HƯỚNG DẪN", "94/2025/TT-BNNMT"),
        )
        self.assertEqual(
            [(row.name, row.number) for row in found.rows],
            [
                ("Luật 91/2024/QH15", "91/2024/QH15"),
                ("Luật Thử nghiệm năm 2020", "72/2020/QH14"),
                ("Nghị định số 92/2025/NĐ-CP ngày 01/7/2025 về thử nghiệm", "92/2025/NĐ-CP"),
                ("sửa đổi một số điều của Thông tư số 1/2020/TT-BTC", "93/2025/TT-BTC"),
                ("Quyết định về mẫu", "2222/QĐ-BXD"),
                ("Nghị quyết cắt giảm", "66.7/2025/NQ-CP"),
                ("THÔNG TƯ HƯỚNG DẪN", "94/2025/TT-BNNMT"),
            ],
        )
        self.assertEqual(found.issues, [])

    def test_kind_in_the_number_cell(self):
        found = self.parse(
            ("Luật Thử nghiệm", "Luật số 57/2024/QH15"), ("Về thử nghiệm", "Nghị định 9/2025/NĐ-CP")
        )
        self.assertEqual(
            [(row.name, row.number) for row in found.rows],
            [("Luật Thử nghiệm", "57/2024/QH15"), ("Về thử nghiệm", "9/2025/NĐ-CP")],
        )

    def test_without_number(self):
        found = self.parse(("Luật Một", "91/2024/QH15"), ("Luật Hai năm 2015", ""))
        self.assertEqual(len(found.rows), 1)
        self.assertEqual(found.issues[0].verbatim, "Luật Hai năm 2015")

    def test_truncated_number(self):
        found = self.parse(("Về thử nghiệm quốc gia", "118/2025/NĐ-C"), ("Luật", "1/2024/QH15"))
        self.assertEqual([row.number for row in found.rows], ["1/2024/QH15"])
        self.assertEqual(reasons(found), ["legal_number_odd"])

    def test_same_document_twice(self):
        found = self.parse(("Một", "8/2022/QH15"), ("Hai", "08/2022/QH15"))
        self.assertEqual(len(found.rows), 1)
        self.assertEqual(found.issues[0].reason, "legal_twice")
        self.assertEqual(found.issues[0].verbatim, "Hai08/2022/QH15")

    def test_letter_without_stroke(self):
        found = self.parse(("Nghị định", "18/2021/ND-CP"))
        self.assertEqual(found.rows[0].number, "18/2021/NĐ-CP")
        self.assertEqual(reasons(found), ["legal_number_corrected"])


class TestResults(unittest.TestCase):
    def parse(self, raw):
        found = results.parse(raw)
        self.assertEqual(portal.lost(found, raw), [])
        return found

    def test_codes_run_into_names(self):
        found = self.parse(
            portal.result_text(
                ("Giấy phép", "KQ.G15.000031"),
                ("1. Văn bản từ chối", "000.00.00.G12-KQ002223"),
                ("Thông báo", "TP-G12.0001300"),
            )
        )
        self.assertEqual(
            [(row.name, row.code) for row in found.rows],
            [
                ("Giấy phép", "KQ.G15.000031"),
                ("1. Văn bản từ chối", "000.00.00.G12-KQ002223"),
                ("Thông báo", "TP-G12.0001300"),
            ],
        )
        self.assertEqual(found.issues, [])

    def test_keywords_and_description(self):
        found = self.parse(
            portal.result_text(
                ("Giấy", "KQ.G15.000031"), keywords="chợ phiên", description="Một\nHai"
            )
        )
        self.assertEqual((found.keywords, found.description), ("chợ phiên", "Một\nHai"))

    def test_without_code(self):
        found = self.parse(portal.result_text(residue="").replace("Từ khóa", "GiấyTừ khóa", 1))
        self.assertEqual([row.name for row in found.rows], ["Giấy"])
        self.assertEqual(reasons(found), ["result_without_code"])

    def test_misplaced_text(self):
        self.assertEqual(
            reasons(self.parse("Một giấy tờ khác.1 bản chính")), ["results_unreadable"]
        )
        self.assertEqual(reasons(self.parse("")), ["results_absent"])
