import secrets
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import form_pages, form_sample, form_text, form_token

KEY = bytes(range(form_token.KEY_BYTES))
WORDS = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="|="), max_size=30)
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1)).map(
    lambda instant: instant.replace(second=0, microsecond=0)
)


@tagged("post_install", "-at_install")
class TestFormPure(BaseCase):
    """The rules of printed forms that need no database."""

    # Texts ----------------------------------------------------------------------------------------

    def test_placeholders(self):
        values = {"số": "01", "mã hồ sơ": "H99-1"}
        self.assertEqual(form_text.fill("[Số] / [ mã  hồ sơ ]", values), "01 / H99-1")
        decomposed = "[ma\u0303 ho\u0302\u0300 so\u031b]"
        self.assertEqual(form_text.fill(decomposed, values), "H99-1")
        self.assertEqual(form_text.fill("Số [số] [lần]", {}), f"Số {form_text.DOTS * 1} ……")
        self.assertTrue(form_text.is_empty("Lần [lần]", values))
        self.assertFalse(form_text.is_empty("Lần [lần] [số]", values))
        self.assertFalse(form_text.is_empty("không có chỗ trống", values))

    def test_unknown_placeholders_are_named(self):
        form_text.check("[mã hồ sơ] [trung tâm]", "receipt")
        with self.assertRaises(form_text.UnknownPlaceholder) as caught:
            form_text.check("[mã hồ sơ] [mật khẩu] [bên giao]", "receipt")
        self.assertEqual(caught.exception.names, ["mật khẩu", "bên giao"])

    def test_the_sample_has_every_placeholder(self):
        for form in form_text.OF_FORM:
            texts = form_sample.values(form)["texts"]
            self.assertEqual(set(form_text.known(form)) - set(texts), set(), form)
        self.assertEqual(len(form_sample.LONG_NAME), 400)
        self.assertEqual(len(form_sample.values("receipt", long=True)["components"]), 30)

    # Tokens ---------------------------------------------------------------------------------------

    def values(self, **more):
        return {
            "form": "receipt", "code": "ABCDEFGH", "number": "H99.01-260309-0001/TTPVHCC",
            "dossier": "H99.01-260309-0001", "procedure": "1.004221",
            "applicant": "Nguyễn V••• T•••", "issued": datetime(2026, 3, 9, 9, 0),
            "due": datetime(2026, 3, 12, 17, 0), "count": "5", "unit": "", "other": "",
            "identity": "027080000019", "lookup": "ABCDEFGHJKLM", **more,
        }  # fmt: skip

    def test_token_tells_what_was_put_in(self):
        token = form_token.make("1", KEY, self.values())
        self.assertEqual(form_token.read(token, KEY), self.values())
        self.assertEqual(form_token.key_id(token), "1")
        self.assertRegex(token, r"^[0-9A-Z.]+$")
        self.assertLess(len(token), 240)
        self.assertEqual(form_token.read(f" {token.lower()}\n", KEY), self.values())

    def test_secrets_cannot_be_read_without_the_key(self):
        words = form_token.make("1", KEY, self.values()).split(".")[1]
        other = form_token.make("1", KEY, self.values(identity="027080000020")).split(".")[1]
        self.assertEqual(words, other)

    @settings(max_examples=60, deadline=None)
    @given(WORDS, WORDS, INSTANTS, WORDS)
    def test_any_values_survive(self, dossier, number, instant, identity):
        values = self.values(dossier=dossier, number=number, due=instant, identity=identity)
        self.assertEqual(form_token.read(form_token.make("1", KEY, values), KEY), values)

    @settings(max_examples=100, deadline=None)
    @given(st.data())
    def test_no_changed_token_passes(self, data):
        token = form_token.make("1", KEY, self.values())
        place = data.draw(st.integers(0, len(token) - 1))
        letter = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567.0189"))
        forged = token[:place] + letter + token[place + 1 :]
        if forged != token:
            with self.assertRaises(form_token.ForgedToken):
                form_token.read(forged, KEY)

    def test_another_key_does_not_fit(self):
        token = form_token.make("1", KEY, self.values())
        for forged in (token, token.replace("1.", "2.", 1), "", "ABC", "1.A.A", "ă" * 40):
            with self.assertRaises(form_token.ForgedToken):
                form_token.read(forged, secrets.token_bytes(form_token.KEY_BYTES))

    def test_masked_names(self):
        self.assertEqual(form_token.mask_name("Nguyễn Văn An"), "Nguyễn V••• A•••")
        self.assertEqual(form_token.mask_name(""), "")
        self.assertEqual(form_token.applicant("Nguyễn Văn An"), "Nguyễn V••• A•••")
        self.assertEqual(form_token.applicant("Công ty Mẫu", organisation=True), "Công ty Mẫu")
        self.assertLessEqual(len(form_token.mask_name(form_sample.LONG_NAME)), 24)

    # Pages ----------------------------------------------------------------------------------------

    def test_first_piece_over_the_end_of_a_page(self):
        pages = {(0, 0): (0, 0), (5, 0): (0, 0), (5, 1): (0, 1), (5, 2): (1, 1), (6, 0): (1, 2)}
        self.assertEqual(form_pages.next_break(pages, set()), (5, 1))
        moved = {(0, 0): (0, 0), (5, 0): (0, 0), (5, 1): (1, 1), (5, 2): (1, 1), (6, 0): (1, 2)}
        self.assertEqual(form_pages.next_break(moved, {(5, 1)}), (6, 0))
        moved[6, 0] = (2, 2)
        self.assertIsNone(form_pages.next_break(moved, {(5, 1), (6, 0)}))

    def test_signatures_take_along_what_stands_before_them(self):
        pages = {(0, 0): (0, 0), (5, 0): (0, 0), (5, 1): (0, 0), (6, 0): (0, 1), (7, 0): (1, 1)}
        self.assertEqual(form_pages.next_break(pages, set(), {6, 7}), (5, 1))
        notes = {**pages, (6, 0): (0, 0), (7, 0): (0, 1)}
        self.assertEqual(form_pages.next_break(notes, set(), {6, 7}), (5, 1))
        # too tall for a page together with what stands before them
        tall = {**pages, (5, 1): (1, 1), (6, 0): (1, 2), (7, 0): (2, 2)}
        self.assertEqual(form_pages.next_break(tall, {(5, 1)}, {6, 7}), (6, 0))
        self.assertEqual(
            form_pages.next_break({(0, 0): (0, 0), (1, 0): (0, 1)}, set(), {1}), (1, 0)
        )

    def test_a_piece_longer_than_a_page(self):
        pages = {(0, 0): (0, 0), (1, 0): (1, 3), (1, 1): (3, 3), (1, 2): (3, 4)}
        self.assertEqual(form_pages.next_break(pages, {(1, 0)}), (1, 2))
        self.assertIsNone(form_pages.next_break({(0, 0): (0, 2)}, set()))

    @given(
        st.lists(st.integers(0, 6), max_size=6),
        st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6))),
    )
    def test_sheets_lose_and_double_nothing(self, lengths, breaks):
        blocks = [
            {"rows": list(range(length)), "label": "x"} if length else {"label": "x"}
            for length in lengths
        ]
        found = [
            (part["index"], number)
            for sheet in form_pages.sheets(blocks, breaks)
            for part in sheet
            for number, _row in part.get("rows", [(0, None)])
        ]
        whole = [
            (index, number) for index, length in enumerate(lengths) for number in range(length or 1)
        ]
        self.assertEqual(found, whole)
        expected = len(breaks & set(whole)) + 1
        self.assertEqual(len(form_pages.sheets(blocks, breaks)), expected)
