"""Reading the QR code of an identity card as scanners really deliver it."""

import unicodedata
import unittest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.tthc_dossier.tools import id_card

CARD = (
    "001099012345|012345678|Nguyễn Văn An|15081999|Nam"
    "|Số 8, phố Hàng Bạc, Hoàn Kiếm, Hà Nội|01052021"
)
NO_CMND = CARD.replace("|012345678|", "||")


class TestParse(unittest.TestCase):
    def test_card(self):
        card = id_card.parse(CARD, on_date=date(2026, 11, 22))
        self.assertEqual(
            card,
            id_card.IdCard(
                number="001099012345",
                old_number="012345678",
                name="Nguyễn Văn An",
                birth_date=date(1999, 8, 15),
                birth_year=1999,
                gender="male",
                address="Số 8, phố Hàng Bạc, Hoàn Kiếm, Hà Nội",
                issue_date=date(2021, 5, 1),
            ),
        )

    def test_empty_old_number(self):
        self.assertEqual(id_card.parse(NO_CMND).old_number, "")

    def test_newer_cards_append_fields(self):
        self.assertEqual(
            id_card.parse(CARD + "||Nguyễn Văn Bình|Trần Thị Cúc|"), id_card.parse(CARD)
        )

    def test_line_ends_and_scanner_prefix(self):
        for text in (CARD + "\n", CARD + "\r\n", "\ufeff" + CARD, "]Q3" + CARD, "  " + CARD + " "):
            with self.subTest(text=text):
                self.assertEqual(id_card.parse(text), id_card.parse(CARD))

    def test_replaced_pipes(self):
        for pipe in "~¦!｜│∣‖\\'*`#$;\tµ§":
            for text in (CARD, NO_CMND):
                with self.subTest(pipe=pipe):
                    self.assertEqual(id_card.parse(text.replace("|", pipe)), id_card.parse(text))

    def test_mixed_pipes(self):
        self.assertEqual(id_card.parse(CARD.replace("|", "~", 2)), id_card.parse(CARD))

    def test_decomposed_letters(self):
        self.assertEqual(id_card.parse(unicodedata.normalize("NFD", CARD)), id_card.parse(CARD))

    def test_dates_with_separators(self):
        for written in ("15/08/1999", "15-08-1999", "15.08.1999"):
            with self.subTest(written=written):
                self.assertEqual(
                    id_card.parse(CARD.replace("15081999", written)), id_card.parse(CARD)
                )

    def test_year_only(self):
        for written in ("1999", "00001999", "00/00/1999"):
            with self.subTest(written=written):
                card = id_card.parse(CARD.replace("15081999", written))
                self.assertEqual((card.birth_date, card.birth_year), (None, 1999))
                self.assertIn("birth_day_unknown", card.warnings)

    def test_gender_words(self):
        base = CARD.replace("001099", "001199")
        for word, gender in (("Nữ", "female"), ("NỮ", "female"), ("Nu", "female"), ("F", "female")):
            with self.subTest(word=word):
                card = id_card.parse(base.replace("|Nam|", f"|{word}|"))
                self.assertEqual((card.gender, card.warnings), (gender, ()))
        self.assertEqual(id_card.parse(CARD.replace("|Nam|", "|X|")).warnings, ("unknown_gender",))

    def test_doubtful_fields_are_warnings(self):
        for old, new, warning in (
            ("|012345678|", "|12345|", "bad_old_number"),
            ("|01052021", "|32052021", "bad_issue_date"),
            ("Nguyễn", "Nguy?n", "mangled_text"),
            ("15081999", "15081998", "birth_year_mismatch"),
        ):
            with self.subTest(warning=warning):
                self.assertEqual(id_card.parse(CARD.replace(old, new)).warnings, (warning,))

    def test_not_a_card(self):
        for text, code in (
            ("", "empty"),
            (None, "empty"),
            ("\n", "empty"),
            ("https://example.com/?a=1|2|3|4|5|6|7", "no_number"),
            ("000.00.12.H05-180510-0001", "no_number"),
            ("001099012345", "no_number"),
            ("001099012345|012345678|Nguyễn Văn An", "too_few_fields"),
            (CARD.replace("Nguyễn Văn An", " "), "no_name"),
            (CARD.replace("15081999", "31021999"), "bad_birth_date"),
            (CARD.replace("001099", "001999"), "bad_number"),
        ):
            with self.subTest(text=text), self.assertRaises(id_card.NotAnIdCard) as caught:
                id_card.parse(text, on_date=date(2026, 11, 22))
            self.assertEqual(caught.exception.code, code)
            self.assertIn(code, id_card.ERRORS)

    def test_looks_like_card(self):
        self.assertTrue(id_card.looks_like_card("]Q3" + CARD))
        self.assertFalse(id_card.looks_like_card("H15.50-261008-0975"))

    @given(st.text())
    def test_any_text_is_a_card_or_a_clear_error(self, text):
        try:
            id_card.parse(text)
        except id_card.NotAnIdCard as error:
            self.assertIn(error.code, id_card.ERRORS)

    @given(
        st.integers(0, 10**12 - 1),
        st.text("aàáảãạăâđêôơưNguyễn ,/.-", min_size=1).filter(str.strip),
        st.dates(date(1900, 1, 1), date(2025, 12, 31)),
        st.sampled_from("|~¦;#*"),
    )
    def test_what_is_written_is_read(self, number, name, birth, pipe):
        fields = [f"{number:012d}", "", name, f"{birth:%d%m%Y}", "Nữ", name, "01012022"]
        card = id_card.parse(pipe.join(fields))
        self.assertEqual(card.number, fields[0])
        if "repaired_text" not in card.warnings:
            self.assertEqual(card.name, " ".join(name.split()))
        self.assertEqual(card.birth_date, birth)
