"""Which entries look like one person."""

import doctest
import unittest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.tthc_dossier.tools import duplicates
from odoo.addons.tthc_dossier.tools.duplicates import Entry

AN = {"name": "Nguyễn Văn An", "birth": date(1980, 5, 4), "phone": "0912000111"}
PLACE = "Số 8, phố Hàng Bạc"


class TestCompare(unittest.TestCase):
    def test_examples(self):
        for what, one, other, reasons in (
            (
                "same number",
                {"identity": "027080000019"},
                {"identity": "027080000019"},
                ("identity",),
            ),
            ("old number", {"old": "123456789"}, {"identity": "123456789"}, ("old",)),
            ("passport", {"paper": "N1234567"}, {"paper": "N1234567"}, ("paper",)),
            ("tax code", {"tax": "0100109106"}, {"tax": "0100109106"}, ("tax",)),
            ("name and birthday", AN, {**AN, "phone": ""}, ("name", "birth")),
            (
                "name and phone",
                {**AN, "birth": None},
                {**AN, "phone": "+84 912 000 111"},
                ("name", "phone"),
            ),
            ("another order", AN, {**AN, "name": "An Nguyen Van"}, ("name", "birth", "phone")),
            (
                "typing error",
                AN,
                {**AN, "name": "Nguyễn Văm An"},
                ("similar_name", "birth", "phone"),
            ),
            (
                "name and address",
                {"name": "Lê Thị Bé", "street": PLACE},
                {"name": "Lê Thị Bé", "street": PLACE.upper()},
                ("name", "place"),
            ),
        ):
            with self.subTest(what):
                points, found = duplicates.compare(Entry(**one), Entry(**other))
                self.assertGreaterEqual(points, duplicates.ENOUGH)
                self.assertEqual(found, reasons)

    def test_two_people(self):
        twin = {**AN, "name": "Nguyễn Văn Anh", "identity": "027080000027"}
        for what, one, other in (
            ("twins", {**AN, "identity": "027080000019"}, twin),
            ("a name alone", {"name": "Nguyễn Văn An"}, {"name": "Nguyễn Văn An"}),
            ("a phone alone", AN, {**AN, "name": "Trần Thị Cúc", "birth": None}),
            ("a birthday alone", AN, {"name": "Lê Hoàng Giang", "birth": AN["birth"]}),
            ("father and son", AN, {**AN, "birth": date(2001, 1, 1)}),
            ("nothing known", {}, {}),
        ):
            with self.subTest(what):
                self.assertEqual(duplicates.compare(Entry(**one), Entry(**other)), (0, ()))

    @given(
        st.builds(Entry, name=st.text(max_size=20), phone=st.sampled_from(["", "0912000111"])),
        st.builds(Entry, name=st.text(max_size=20), birth=st.sampled_from([None, AN["birth"]])),
    )
    def test_the_order_of_the_two_does_not_count(self, one, other):
        self.assertEqual(duplicates.compare(one, other), duplicates.compare(other, one))

    @given(st.lists(st.sampled_from(["Nguyễn", "Văn", "An", "Bé"]), min_size=1), st.randoms())
    def test_the_order_of_words_does_not_count(self, words, rng):
        key = duplicates.name_key(" ".join(words))
        rng.shuffle(words)
        self.assertEqual(duplicates.name_key(" ".join(words).upper()), key)

    def test_documented_examples(self):
        self.assertEqual(doctest.testmod(duplicates).failed, 0)
