"""A list of people, as it is handed in."""

import unittest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.tthc_dossier.tools import people_list, table_file

HEADED = """STT\tHọ và tên\tNgày sinh\tSố CCCD\tGiới tính\tĐiện thoại
1\tNguyễn Văn An\t04/05/1980\t027080000019\tNam\t0912000111
2\tTrần Thị Bé\t1/2/1990\t027190000028\tNữ\t
"""


def read(text):
    table = table_file.read_text(text)
    index = table_file.columns(table[0], people_list.COLUMNS)
    return people_list.read_people(table, index if "name" in index else {})


class TestPeopleList(unittest.TestCase):
    def test_with_a_header(self):
        an, be = read(HEADED)
        self.assertEqual((an.row, an.name, an.number), (2, "Nguyễn Văn An", "027080000019"))
        self.assertEqual((an.birth, an.gender, an.phone), (date(1980, 5, 4), "male", "0912000111"))
        self.assertEqual((be.birth, be.gender), (date(1990, 2, 1), "female"))

    def test_without_a_header_by_the_looks_of_the_cells(self):
        for text in (
            "027080000019;Nguyễn Văn An;04/05/1980",
            "Nguyễn Văn An,04-05-1980,027 080 000 019",
            "1\tNguyễn Văn An\t04051980\t027080000019",
        ):
            with self.subTest(text):
                (person,) = read(text)
                self.assertEqual(person.name, "Nguyễn Văn An")
                self.assertEqual((person.number, person.birth), ("027080000019", date(1980, 5, 4)))

    def test_every_problem_is_named_and_nothing_is_lost(self):
        rows = read(
            "Họ tên;CCCD;Ngày sinh;SĐT\n"
            ";027080000019;04/05/1980;\n"
            "Bé;123;;\n"
            "\n"
            "Cúc;027080000019;32/01/1990;12\n"
            "Dũng;;;0912000111\n"
        )
        self.assertEqual([person.row for person in rows], [2, 3, 5, 6])
        problems = [person.problems for person in rows]
        self.assertEqual(problems, [["no_name"], ["number"], ["twice", "birth", "phone"], []])
        self.assertEqual(rows[2].twice_at, 2)
        self.assertEqual(rows[2].birth_text, "32/01/1990")

    @given(st.lists(st.text(max_size=15), max_size=6))
    def test_any_row_is_a_person_with_its_problems(self, cells):
        people = people_list.read_people([cells], {})
        self.assertEqual(len(people), 1 if any(cells) else 0)
        for person in people:
            self.assertTrue(person.name.strip() or "no_name" in person.problems)
