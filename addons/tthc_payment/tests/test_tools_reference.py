import random

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tests import memo_generator
from odoo.addons.tthc_payment.tools import judgement, reference

GOOD = "HCC26110001235"
OTHER = "HCC00000000010"


class TestReference(BaseCase):
    def test_known_values(self):
        for known in (GOOD, OTHER, "HCC26999999990"):
            self.assertTrue(reference.is_valid(known))
        for wrong in (
            "HCC26110001236",
            "hcc26110001235",
            "HCC2611000123",
            "",
            None,
            "HCD26110001235",
            "HCC26110001235 ",
        ):
            self.assertFalse(reference.is_valid(wrong))

    def test_make_reference(self):
        self.assertEqual(reference.make_reference(2026, 11000123), GOOD)
        self.assertEqual(len(reference.make_reference(2026, 1)), reference.LENGTH)
        for serial in (0, -1, 100_000_000):
            with self.assertRaises(ValueError):
                reference.make_reference(2026, serial)

    @given(
        st.integers(2000, 2099), st.integers(1, 99_999_999), st.integers(3, 13), st.integers(1, 9)
    )
    @settings(max_examples=200, deadline=None)
    def test_every_single_wrong_digit_is_detected(self, year, serial, position, step):
        good = reference.make_reference(year, serial)
        self.assertTrue(reference.is_valid(good))
        digit = str((int(good[position]) + step) % 10)
        self.assertFalse(reference.is_valid(good[:position] + digit + good[position + 1 :]))

    def test_memos_as_banks_deliver_them(self):
        for memo in (
            GOOD,
            f"MBVCB.1234567890.{GOOD}.CT tu 0123456789012 NGUYEN VAN A toi 1017595600 TTPVHCC",
            f"CT nhanh 247 den: {GOOD} (CT26326)",
            f"Chuyen tien den tu NAPAS Noi dung: {GOOD}",
            f"123456.221126.093000.{GOOD}",
            f"MB(123456)({GOOD})",
            f"TKThe :0123456xxx, tai MBBank. {GOOD} -CTLNHIDI12345678-CRE-001",
            f"REM Tfr Ac:0123456 O@L_{GOOD} ***",
            f"NGUYEN VAN A chuyen tien {GOOD}FT26326000001",
            "hcc26110001235 nop le phi",
            "Hcc 2611 0001 235",
            "HCC261100\n01235",
            "nộp lệ phí đất đai HCC-26110001235",
            "HCC.2611.0001.235",
            f"{GOOD} {GOOD}",
        ):
            with self.subTest(memo):
                self.assertEqual(reference.find_references(memo), reference.Scan((GOOD,)))

    def test_several_references(self):
        self.assertEqual(reference.find_references(f"{GOOD} va {OTHER}").valid, (GOOD, OTHER))

    def test_broken_references_are_reported(self):
        self.assertEqual(reference.find_references("HCC26110001236").broken, ("HCC26110001236",))
        self.assertEqual(reference.find_references("HCC2611000").broken, ("HCC2611000",))
        self.assertEqual(
            reference.find_references(f"HCC26110001253 {GOOD}"),
            reference.Scan((GOOD,), ("HCC26110001253",)),
        )

    def test_memos_without_a_reference(self):
        for memo in (
            "",
            None,
            "nop le phi khai sinh",
            "26110001235",
            "HCC",
            "HCC 12",
            "HDC26110001235",
            "so dien thoai 0912345678",
        ):
            self.assertEqual(reference.find_references(memo), reference.Scan())

    @given(st.integers(1, 99_999_999), st.integers(0, 2**32))
    @settings(max_examples=200, deadline=None)
    def test_found_whatever_separators_and_case(self, serial, seed):
        chance = random.Random(seed)
        made = reference.make_reference(2026, serial)
        mangled = "".join(
            chance.choice((char, char.lower())) + chance.choice(("", "", " ", "\n", ".", "-"))
            for char in made
        )
        self.assertEqual(reference.find_references(f"CT DEN: {mangled} CHUYEN TIEN").valid, (made,))

    def test_a_number_written_directly_after(self):
        for memo in (f"{GOOD}123456", f"{GOOD} 123456", f"0912345678{GOOD}9", f"{GOOD}.01"):
            self.assertEqual(reference.find_references(memo), reference.Scan((GOOD,)), memo)

    def test_what_is_cut_off_is_not_completed_by_another_number(self):
        """``HCC2600100055`` with the first digits of an account would be another reference."""
        made = reference.make_reference(2026, 100_051)
        memo = f"{made[:-4]} {made[-4:]}778899"
        self.assertTrue(reference.is_valid(memo.replace(" ", "")[: reference.LENGTH]))
        self.assertEqual(reference.find_references(memo), reference.Scan((), (made[:-4],)))

    def test_nothing_is_joined_over_a_mask(self):
        for memo in (f"{GOOD[:7]}***{GOOD[7:]}", f"{GOOD[:8]}****{GOOD[8:]} 0071000123456"):
            self.assertEqual(reference.find_references(memo).valid, (), memo)
        scan = reference.find_references(f"{GOOD} {GOOD[:9]} ****7727")
        self.assertEqual(judgement.pick_reference(scan), (GOOD, None))

    def test_letters_read_as_digits_are_no_digits(self):
        for memo in ("HCC2611OOO1235", "HCC2611000I235", "HCC261100Ol235"):
            self.assertEqual(reference.find_references(memo).valid, (), memo)

    def test_every_described_mangling_is_read(self):
        """A run of the generator that the benchmark uses too, each mangling in each frame."""
        chance = memo_generator.seeded(7)
        kinds = set()
        for serial in range(1, 4_000):
            made = reference.make_reference(2026, serial)
            memo = memo_generator.carried(chance, made)
            kinds.add(memo.kind)
            scan = reference.find_references(memo.memo)
            self.assertEqual(judgement.pick_reference(scan), (made, None), memo)
        self.assertEqual(len(kinds), len(memo_generator.MANGLINGS))

    def test_nothing_else_is_read(self):
        chance = memo_generator.seeded(8)
        for serial in range(1, 4_000):
            made = reference.make_reference(2026, serial)
            memo = memo_generator.not_carried(chance, made)
            if not memo:
                continue
            read, _reason = judgement.pick_reference(reference.find_references(memo.memo))
            if memo.kind != "unknown":
                self.assertIn(read, (None, memo.reference), memo)
