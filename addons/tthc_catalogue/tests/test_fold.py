"""Folding of Vietnamese text: by example and by property."""

import doctest
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_catalogue.tools import fold

VIETNAMESE = st.text("aáàảãạăắằẳẵặâấầẩẫậeêếềểễệiíìỉĩịoôơớờởỡợuưứừửữựyýđĐĂÂÊÔƠƯ /.-–\n\t0123456789")


@tagged("at_install", "-post_install")
class TestFold(BaseCase):
    def test_examples(self):
        for text, expected in (
            ("Đăng ký khai sinh", "dang ky khai sinh"),
            ("THỦ TỤC  đổi\nGiấy phép lái xe ", "thu tuc doi giay phep lai xe"),
            ("87/2020/NĐ-CP", "87/2020/nd-cp"),
            ("1.001193.000.00.00.H29", "1.001193.000.00.00.h29"),
            ("Hội đồng\u200b nhân\u00a0dân", "hoi dong nhan dan"),
            ("ĐƯỜNG bộ Ở Tỉnh", "duong bo o tinh"),
            ("", ""),
            (False, ""),
        ):
            self.assertEqual(fold.fold(text), expected)

    def test_docstrings(self):
        self.assertEqual(doctest.testmod(fold).failed, 0)

    def test_search_text(self):
        for parts, expected in (
            (["Hộ tịch", False, "HỘ TỊCH", "", "Tư pháp"], " ho tich tu phap"),
            (["Lãi 50%_năm"], " lai 50%_nam nam"),
            (["1.001193.H29 (mới)"], " 1.001193.h29 (moi) 001193.h29 h29 moi)"),
            ([], ""),
        ):
            self.assertEqual(fold.search_text(parts), expected)

    def test_like_patterns_are_literal(self):
        self.assertEqual(fold.literal(r"50%_a\b"), r"50\%\_a\\b")
        self.assertEqual(fold.like_patterns("Sinh _ sinh"), ["% sinh%", r"%\_%"])

    @settings(deadline=None)
    @given(st.text())
    def test_folding_twice_changes_nothing(self, text):
        self.assertEqual(fold.fold(fold.fold(text)), fold.fold(text))

    @settings(deadline=None)
    @given(st.one_of(st.text(), VIETNAMESE))
    def test_composed_and_decomposed_fold_alike(self, text):
        composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
        self.assertEqual(fold.fold(composed), fold.fold(decomposed))
        self.assertEqual(fold.fold(text), fold.fold(composed))

    @settings(deadline=None)
    @given(VIETNAMESE)
    def test_vietnamese_folds_to_ascii_in_any_case(self, text):
        self.assertTrue(fold.fold(text).replace("–", "").isascii())
        self.assertEqual(fold.fold(text), fold.fold(text.upper()))

    @settings(deadline=None)
    @given(VIETNAMESE, VIETNAMESE)
    def test_text_is_found_by_its_own_words(self, before, text):
        """Each typed word, and each beginning of it, stands behind a space or begins with a
        sign."""
        found_in = fold.search_text([before, text])
        for word in fold.fold(text).split():
            self.assertIn(f" {word}", found_in)
            for part in fold.fold(word.replace("/", " ")).split():
                self.assertIn(f" {part}" if part[0].isalnum() else part, found_in)
