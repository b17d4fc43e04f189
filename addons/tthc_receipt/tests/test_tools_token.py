import unittest

from hypothesis import given
from hypothesis import strategies as st

from ..tools import receipt_token

KEY = bytes(range(32))
VALUES = {
    "code": "ABCD2345",
    "symbol": "EBL01",
    "series": "26TAA",
    "number": "00000012",
    "body": "2300000016",
    "amount": 58000,
    "day": "20261123",
    "payer": "Nguyễn V••• A•••",
}


class TestToken(unittest.TestCase):
    def setUp(self):
        self.token = receipt_token.make("1", KEY, VALUES)

    def test_what_it_says(self):
        said = receipt_token.read(self.token, KEY)
        self.assertEqual(said, {**VALUES, "amount": "58000"})
        self.assertEqual(receipt_token.key_id(self.token), "1")

    def test_typed_in_small_letters_and_with_blanks(self):
        self.assertEqual(
            receipt_token.read(f" {self.token.lower()[:9]} {self.token.lower()[9:]}", KEY),
            receipt_token.read(self.token, KEY),
        )

    def test_another_key_or_key_name(self):
        for token, key in ((self.token, KEY[::-1]), ("2" + self.token[1:], KEY)):
            with self.assertRaises(receipt_token.ForgedToken):
                receipt_token.read(token, key)

    @given(st.data())
    def test_no_changed_text_passes(self, data):
        at = data.draw(st.integers(2, len(self.token) - 1))
        letter = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567."))
        changed = self.token[:at] + letter + self.token[at + 1 :]
        if changed != self.token:
            with self.assertRaises(receipt_token.ForgedToken):
                receipt_token.read(changed, KEY)

    @given(st.text())
    def test_rubbish(self, text):
        with self.assertRaises(receipt_token.ForgedToken):
            receipt_token.read(text, KEY)
        if text.count(".") != 2:  # else it looks like a token, and names a key
            with self.assertRaises(receipt_token.ForgedToken):
                receipt_token.key_id(text)

    @given(st.text(max_size=60))
    def test_any_payer_comes_back(self, payer):
        said = receipt_token.read(receipt_token.make("1", KEY, {**VALUES, "payer": payer}), KEY)
        self.assertEqual(said["payer"], payer.replace("|", "/"))
