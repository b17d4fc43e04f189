"""Which paper a file is, by its name: examples that offices really use, and properties."""

import unicodedata
import unittest

from hypothesis import given
from hypothesis import strategies as st

from ..tools import match

BIRTH = [
    (1, "Tờ khai đăng ký khai sinh theo mẫu"),
    (2, "Giấy chứng sinh"),
    (3, "Giấy tờ tùy thân (Căn cước công dân)"),
    (4, "Giấy chứng nhận kết hôn của cha mẹ"),
    (5, "Văn bản ủy quyền"),
]
LAND = [
    (11, "Đơn đăng ký biến động đất đai"),
    (12, "Giấy chứng nhận quyền sử dụng đất đã cấp"),
    (13, "Hợp đồng chuyển nhượng quyền sử dụng đất"),
    (14, "Bản vẽ sơ đồ thửa đất"),
]
WORDS = [
    "tờ khai", "giấy chứng nhận", "hộ tịch", "kết hôn", "khai sinh", "căn cước", "ủy quyền",
    "quyết định", "bản vẽ", "hợp đồng", "đất đai", "thuế", "lý lịch", "tư pháp", "xây dựng",
]  # fmt: skip
papers = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7, unique=True).map(
    lambda names: list(enumerate(names, 1))
)
file_names = st.text(
    alphabet=st.sampled_from("abcđêơưạtờkhai GCNDK0123456789_-. ()"), max_size=40
).map(lambda text: f"{text}.pdf")


class TestMatch(unittest.TestCase):
    def test_sure(self):
        for name, papers_, key in (
            ("To khai dang ky khai sinh.pdf", BIRTH, 1),
            ("tờ khai.pdf", BIRTH, 1),
            ("TK.pdf", BIRTH, 1),
            ("01_to khai.pdf", BIRTH, 1),
            ("GCS.jpg", BIRTH, 2),
            ("CCCD mặt trước.jpg", BIRTH, 3),
            ("3. CCCD.jpg", BIRTH, 3),
            ("giay chung nhan ket hon.pdf", BIRTH, 4),
            ("VanBanUyQuyen.PDF", BIRTH, 5),
            ("GUQ_2026.pdf", BIRTH, 5),
            ("04.pdf", BIRTH, 4),
            ("TP2.pdf", BIRTH, 2),
            ("GCN QSDD.pdf", LAND, 12),
            ("HD chuyen nhuong.pdf", LAND, 13),
            ("ban ve.pdf", LAND, 14),
            ("don.pdf", LAND, 11),
        ):
            with self.subTest(name=name):
                found = match.match(name, papers_)
                self.assertEqual((found.key, found.sure), (key, True), found)

    def test_not_sure(self):
        """What does not say enough waits for somebody to choose."""
        for name in (
            "scan0001.pdf",
            "IMG_20260309_101500.jpg",
            "giay.pdf",
            "tai lieu khac.pdf",
            "09.pdf",
            "",
            "....pdf",
        ):
            with self.subTest(name=name):
                self.assertFalse(match.match(name, BIRTH).sure)

    def test_a_number_that_contradicts_the_words_decides_nothing(self):
        found = match.match("02_to khai dang ky khai sinh.pdf", BIRTH)
        self.assertEqual(found.key, 1)

    def test_place(self):
        for name, place in (
            ("01_x.pdf", 1), ("7.pdf", 7), ("12 don.pdf", 12), ("TP3.pdf", 3), ("123.pdf", None),
            ("x1.pdf", None), ("00_x.pdf", None), ("20260309.pdf", None),
        ):  # fmt: skip
            with self.subTest(name=name):
                self.assertEqual(match.place_in_name(name), place)

    def test_two_papers_of_one_name(self):
        found = match.match("to khai.pdf", [(1, "Tờ khai"), (2, "Tờ khai")])
        self.assertIsNone(found.key)

    @given(file_names, papers)
    def test_never_another_key(self, name, rows):
        found = match.match(name, rows)
        self.assertIn(found.key, {None, *(key for key, _name in rows)})
        self.assertTrue(0 <= found.confidence <= 1)
        self.assertFalse(found.sure and found.key is None)

    @given(papers, st.data())
    def test_its_own_name_is_recognised(self, rows, data):
        key, name = data.draw(st.sampled_from(rows))
        found = match.match(f"{name}.pdf", rows)
        self.assertEqual(found.key, key)

    @given(file_names, papers)
    def test_marks_case_and_spelling_do_not_count(self, name, rows):
        spelled = unicodedata.normalize("NFD", name)
        self.assertEqual(match.match(spelled, rows), match.match(name, rows))
        folded = [(key, match.fold(words).upper()) for key, words in rows]
        self.assertEqual(match.match(name, folded), match.match(name, rows))

    @given(st.sampled_from(WORDS), papers, st.randoms())
    def test_without_a_number_the_order_does_not_count(self, name, rows, rng):
        mixed = list(rows)
        rng.shuffle(mixed)
        self.assertEqual(match.match(name, mixed), match.match(name, rows))

    @given(file_names)
    def test_no_papers(self, name):
        self.assertEqual(match.match(name, []), match.Match())
