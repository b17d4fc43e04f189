"""What texts say about money, counts and forms."""

import doctest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_catalogue_audit.tools import texts

CONTRADICTED = (
    ("Miễn phí", "Phí cấp bản sao trích lục: 8.000 đồng/bản"),
    ("Miễn phí", "Lệ phí 50.000đ/lần"),
    ("miễn phí", "Mức thu: 100 VNĐ"),
    ("Miễn phí.", "Lệ phí: 1,5 triệu đồng/hồ sơ"),
    ("Miễn lệ phí", "Thu 20 nghìn đồng một lần"),
    ("Không thu phí", "Nộp 200,000 VND khi nhận kết quả"),
    ("Không phải nộp lệ phí", "5.000/trang"),
    ("0 đồng", "Lệ phí 30.000 đồng"),
    ("MIỄN PHÍ", "Lệ phí: 1.200.000 đồng; hộ nghèo được miễn"),
    ("Miễn phí (trực tuyến)", "Trực tiếp: 25.000 đồng"),
    ("Miễn phi", "Le phi 10000 dong"),
    ("Phí: 8.000 đồng. Miễn phí.", ""),
    ("Miễn phí", "Lệ phí:\n40.000 ₫"),
)
AGREED = (
    ("Miễn phí", ""),
    ("Miễn phí", "Không có thông tin"),
    ("Miễn phí", "Theo Nghị định 20/2023/NĐ-CP, Điều 5 khoản 2"),
    ("Miễn phí", "Hành vi vi phạm bị phạt tiền đến 5.000.000 đồng"),
    ("Miễn phí", "Áp dụng với doanh nghiệp có vốn 10 tỷ đồng"),
    ("Miễn phí", "Mức trợ cấp 500.000 đồng một tháng"),
    ("Miễn phí", "Giải quyết trong 15 ngày, 2 bản chính"),
    ("Miễn phí", "Thu nhập dưới 2.000.000 đồng"),
    ("Miễn phí đối với hộ nghèo", "Lệ phí 50.000 đồng"),
    ("Miễn phí cho trẻ em; các trường hợp khác 20.000 đồng", ""),
    ("Miễn lệ phí trong trường hợp đăng ký đúng hạn", "Quá hạn: 5.000 đồng"),
    ("50.000 đồng", "Lệ phí 50.000 đồng"),
    ("10.000 đồng/lần", ""),
    ("100.000 đồng", "Giảm còn 50.000 đồng"),
    ("Không có thông tin", "Phí 8.000 đồng"),
    ("", "8.000 đồng"),
    (False, False),
    ("Miễn phí", "Lệ phí: 0 đồng"),
)


@tagged("at_install", "-post_install")
class TestTexts(BaseCase):
    def test_docstrings(self):
        self.assertEqual(doctest.testmod(texts).failed, 0)

    def test_free_contradicted(self):
        for fee_text, note in CONTRADICTED:
            self.assertTrue(texts.contradicts_free(fee_text, note), (fee_text, note))

    def test_free_agreed(self):
        for fee_text, note in AGREED:
            self.assertEqual(texts.contradicts_free(fee_text, note), [], (fee_text, note))

    def test_sums(self):
        for text, expected in (
            ("8.000 đồng/bản", [8000]),
            ("50.000đ", [50000]),
            ("50.000 VNĐ; 100 VNĐ", [50000, 100]),
            ("2 triệu đồng", [2000000]),
            ("1,5 triệu đồng", [1500000]),
            ("200,000 đồng", [200000]),
            ("1.200.000 đồng Việt Nam", [1200000]),
            ("5.000/trang, từ trang thứ ba 1.000/trang", [5000, 1000]),
            ("20/2023/NĐ-CP ngày 12/5/2023", []),
            ("điểm d khoản 5", []),
            ("15 ngày", []),
            ("", []),
        ):
            self.assertEqual(texts.sums(text), expected, text)

    @settings(deadline=None)
    @given(st.integers(min_value=1, max_value=10**9))
    def test_a_sum_is_read_as_written(self, amount):
        for number in (str(amount), f"{amount:,}".replace(",", ".")):
            for currency in (" đồng", " VNĐ", " vnd", "đ", "đ/lần"):
                self.assertEqual(texts.sums(f"Phí {number}{currency}"), [amount])

    @settings(deadline=None)
    @given(st.text(), st.text())
    def test_any_text_is_read_without_error(self, fee_text, note):
        self.assertIsInstance(texts.contradicts_free(fee_text, note), list)
        self.assertIsInstance(texts.counts(note), list)

    def test_counts(self):
        for text, expected in (
            ("181 bản chính", [181]),
            ("01 bản chính, 2 bản sao", [1, 2]),
            ("Bản chính: 1 - Bản sao: 1", []),
            ("3 bộ", [3]),
            ("Mẫu 20/2023", []),
        ):
            self.assertEqual(texts.counts(text), expected, text)

    def test_forms(self):
        for name in (
            "Tờ khai đăng ký khai sinh",
            "Đơn đề nghị cấp phép",
            "đơn xin xác nhận",
            "Văn bản đề nghị theo mẫu",
            "Báo cáo (Mẫu số 03)",
            "Phiếu khai thông tin",
        ):
            self.assertTrue(texts.speaks_of_form(name), name)
        for name in (
            "Giấy chứng sinh",
            "Hóa đơn mua hàng",
            "Giấy xác nhận của đơn vị",
            "Đơn thuốc",
            "Kết quả kiểm nghiệm mẫu máu",
            "Ảnh màu 4×6",
            "Mẫu sản phẩm",
            "Bảng đơn giá",
        ):
            self.assertFalse(texts.speaks_of_form(name), name)
