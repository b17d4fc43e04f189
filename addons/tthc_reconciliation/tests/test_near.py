from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools.reference import LENGTH, PREFIX, is_valid, make_reference
from odoo.addons.tthc_reconciliation.tools import near

SERIALS = st.integers(1, 99_999_999)


class TestNear(BaseCase):
    @given(SERIALS, st.integers(len(PREFIX), LENGTH - 1), st.integers(1, 9))
    @settings(max_examples=150, deadline=None)
    def test_a_wrong_digit_is_found_again(self, serial, place, step):
        good = make_reference(2026, serial)
        wrong = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
        found = near.one_off(wrong)
        self.assertIn(good, found)
        self.assertNotIn(wrong, found)
        self.assertTrue(all(map(is_valid, found)))

    @given(SERIALS, st.integers(len(PREFIX), LENGTH - 1))
    @settings(max_examples=150, deadline=None)
    def test_a_digit_left_out_or_typed_twice_is_found_again(self, serial, place):
        good = make_reference(2026, serial)
        self.assertIn(good, near.one_off(good[:place] + good[place + 1 :]))
        self.assertIn(good, near.one_off(good[: place + 1] + good[place:]))

    @given(SERIALS, st.data())
    @settings(max_examples=150, deadline=None)
    def test_letters_that_look_like_digits(self, serial, data):
        good = make_reference(2026, serial)
        letters = {"0": "OQD", "1": "IL", "5": "S", "8": "B"}
        places = [i for i, char in enumerate(good) if char in letters]
        if not places:
            return
        place = data.draw(st.sampled_from(places))
        letter = data.draw(st.sampled_from(letters[good[place]]))
        memo = f"phi {good[:place]}{letter.lower()}{good[place + 1 :]} xx"
        self.assertEqual(near.lookalikes(memo), [good])

    def test_whole_references_have_no_lookalike(self):
        good = make_reference(2026, 1)
        self.assertEqual(near.lookalikes(good), [])
        self.assertEqual(near.heads(good), [])
        self.assertEqual(near.without_prefix(f"le phi {good[3:]} x"), [good])
        self.assertEqual(near.without_prefix(f"le phi 9{good[3:]} x"), [])

    def test_heads_of_what_was_cut_off(self):
        self.assertEqual(near.heads("LE PHI HCC2611000"), ["HCC2611000"])
        self.assertEqual(near.heads("LE PHI HCC2611"), [])

    @given(SERIALS, st.integers(1, LENGTH - 1), st.integers(1, 10**13))
    @settings(max_examples=50, deadline=None)
    def test_in_pieces_and_run_on_into_another_number(self, serial, place, number):
        good = make_reference(2026, serial)
        self.assertEqual(near.run_on(f"phi {good[:place]}\n{good[place:]}{number} x"), [good])

    def test_dossier_numbers(self):
        for memo in ("H29.01-250101-0001", "h2901250101 0001", "hs 000.00.01.H29-250101-0001 x"):
            self.assertIn(("250101", "0001"), near.dossier_numbers(memo), memo)

    def test_parts_with_sum(self):
        self.assertEqual(near.parts_with_sum([5, 7, 11], 12), (0, 1))
        self.assertEqual(near.parts_with_sum([5, 7, 11], 23), (0, 1, 2))
        self.assertIsNone(near.parts_with_sum([5, 7, 11], 11))
        self.assertIsNone(near.parts_with_sum([5, 5, 5], 10))

    @given(st.lists(st.integers(1, 50), min_size=2, max_size=10), st.data())
    @settings(max_examples=150, deadline=None)
    def test_the_parts_do_add_up(self, amounts, data):
        total = data.draw(st.integers(2, sum(amounts)))
        places = near.parts_with_sum(amounts, total)
        if places:
            self.assertEqual(sum(amounts[place] for place in places), total)
            self.assertGreater(len(places), 1)
