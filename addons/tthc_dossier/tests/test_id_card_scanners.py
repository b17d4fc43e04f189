"""What scanners, keyboard layouts and input methods make of a card: repaired, marked or refused."""

import doctest
import unicodedata
import unittest
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from odoo.addons.tthc_dossier.tools import id_card, scanner, vn_syllable

CARD = (
    "001099012345|012345678|Nguyễn Văn Đức|15081999|Nam"
    "|Số 8, phố Hàng Bạc, Hoàn Kiếm, Hà Nội|01052021"
)
NAME, ADDRESS = "Nguyễn Văn Đức", "Số 8, phố Hàng Bạc, Hoàn Kiếm, Hà Nội"
FRENCH = {digit: key for key, digit in scanner.FRENCH_DIGITS.items()} | {
    american: french for french, american in scanner.FRENCH_LETTERS.items()
}
VIETNAMESE = {digit: key for key, digit in scanner.VIETNAMESE_DIGITS.items()}


def through(keys, text, pipe):
    return "".join(pipe if char == "|" else keys.get(char, char) for char in text)


#: What arrives → the fields that are marked to be compared with the card.
REPAIRED = {
    "decomposed": (unicodedata.normalize("NFD", CARD), ()),
    "enter and tab": (f"\t{CARD}\t\r\n", ()),
    "AIM prefix": ("]Q3" + CARD, ()),
    "AIM prefix after a tab": ("\t]d2" + CARD, ()),
    "no old number, pipe left out": (CARD.replace("012345678|", ""), ()),
    "more fields": (CARD + "||Nguyễn Văn Bình|Trần Thị Cúc|", ()),
    "twice on two lines": (f"{CARD}\r\n{CARD}\r\n", ()),
    "twice in one": (CARD + CARD, ()),
    "twice in one, more fields": ((CARD + "||Nguyễn Văn Bình|") * 2, ()),
    "twice in one, a word last": ((CARD + "||Nguyễn Văn Bình") * 2, ()),
    "twice, once spoilt": (f"{CARD}\n{CARD.replace('Đức', 'c')}", ("name", "address")),
    "UTF-8 as Western": (
        CARD.encode().decode("cp1252", errors="replace").replace("\ufffd", "\x90"),
        ("name", "address"),
    ),
    "Telex": (
        CARD.replace(NAME, "Nguyeexn Vawn Dduwcs").replace(
            ADDRESS, "Soos 8, phoos Hangf Bacj, Hoanf Kieems, Haf Nooji"
        ),
        ("name", "address"),
    ),
    "Telex, name only": (CARD.replace(NAME, "Nguyeenx Vawn Dduwcs"), ("name",)),
    "VNI": (CARD.replace(NAME, "Nguye6n4 Va8n D9u7c1"), ("name",)),
    "code points": (CARD.replace(NAME, "Nguyu1ec5n V\\u0103n U+0110u1ee9c"), ("name",)),
    "Caps Lock": (CARD.swapcase(), ("name", "gender", "address")),
    "French keyboard": (through(FRENCH, CARD, "µ"), ("name", "address")),
    "French keyboard, a star": (through(FRENCH, CARD, "*"), ("name", "address")),
}


class TestScanners(unittest.TestCase):
    def test_examples(self):
        sound = id_card.parse(CARD)
        for what, (text, doubtful) in REPAIRED.items():
            with self.subTest(what):
                self.assertTrue(id_card.looks_like_card(text))
                card = id_card.parse(text)
                self.assertEqual(card.number, sound.number)
                self.assertEqual(card.birth_date, sound.birth_date)
                self.assertEqual(card.issue_date, sound.issue_date)
                self.assertEqual(card.gender, "male")
                self.assertEqual(card.doubtful, doubtful)
                if what != "twice, once spoilt":
                    self.assertEqual(card.name, NAME)
                if what == "Telex":
                    self.assertEqual(card.address, ADDRESS)

    def test_a_vietnamese_keyboard_gives_the_digits(self):
        card = CARD.replace("001099012345", "001088012345").replace("15081999", "15081988")
        read = id_card.parse(through(VIETNAMESE, card, "|"))
        self.assertEqual((read.number, read.birth_date), ("001088012345", date(1988, 8, 15)))
        self.assertEqual(read.doubtful, ("name", "address"))

    def test_digits_that_may_have_changed_places_are_refused(self):
        """5 and 9 are tones on that keyboard; normalised, "59" and "95" are the same text."""
        card = CARD.replace("001099012345", "001088012359")
        typed = through(VIETNAMESE, card, "|")
        self.assertEqual(id_card.parse(typed).number, "001088012359")
        for form in ("NFC", "NFD"):
            with self.assertRaises(id_card.NotAnIdCard) as caught:
                id_card.parse(unicodedata.normalize(form, typed))
            self.assertIn(caught.exception.code, ("keyboard_layout", "bad_birth_date", "no_number"))

    def test_lost_letters_are_marked(self):
        for what, text, doubtful in (
            ("letters dropped", CARD.replace(NAME, "Nguyn Vn c"), ("name",)),
            ("question marks", CARD.replace(NAME, "Nguy?n V?n ??c"), ("name",)),
            ("in the address", CARD.replace("Hà Nội", "H\ufffd N?i"), ("address",)),
            (
                "no diacritics",
                CARD.replace(NAME, "Nguyen Van Duc").replace(
                    ADDRESS, "So 8, pho Hang Bac, Hoan Kiem, Ha Noi"
                ),
                ("name", "address"),
            ),
            ("of a minority", CARD.replace(NAME, "Y Blôk Êban"), ("name",)),
        ):
            with self.subTest(what):
                self.assertEqual(id_card.parse(text).doubtful, doubtful)

    def test_two_different_cards_are_refused(self):
        other = CARD.replace("001099012345", "001099012346")
        for text in (CARD + other, f"{CARD}\n{other}", f"{CARD}||x|{other}"):
            with self.assertRaises(id_card.NotAnIdCard) as caught:
                id_card.parse(text)
            self.assertEqual(caught.exception.code, "two_cards")

    def test_documented_examples(self):
        for module in (scanner, vn_syllable):
            self.assertEqual(doctest.testmod(module).failed, 0)


WORDS = (
    "Nguyễn Trần Lê Phạm Hoàng Võ Đặng Bùi Đỗ Ngô Dương Văn Thị An Bình Cúc Đức Giang Hương Quỳnh"
)


@st.composite
def cards(draw):
    birth = draw(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
    old = draw(st.sampled_from(["", "012345678", "987654321"]))
    words = st.lists(st.sampled_from(WORDS.split()), min_size=2, max_size=5)
    name, place = " ".join(draw(words)), " ".join(draw(words))
    number = f"{draw(st.integers(0, 10**12 - 1)):012d}"
    fields = [number, old, name, f"{birth:%d%m%Y}", draw(st.sampled_from(["Nam", "Nữ"]))]
    return [*fields, f"Số {draw(st.integers(1, 99))}, phường {place}", "01072021"]


MANGLINGS = {
    "pipe": lambda text: text.replace("|", "~"),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "caps": str.swapcase,
    "french": lambda text: through(FRENCH, text, "µ"),
    "vietnamese": lambda text: through(VIETNAMESE, text, "|"),
    "enter": lambda text: text + "\r\n",
    "tabs": lambda text: f"\t{text}\t",
    "prefix": lambda text: "]Q1" + text,
    "twice": lambda text: text + text,
    "lines": lambda text: f"{text}\r\n{text}",
    "more": lambda text: text + "|x|y",
    "western": lambda text: text.encode().decode("latin-1"),
    "dropped": lambda text: "".join(char for char in text if char.isascii()),
    "asked": lambda text: text.encode("ascii", errors="replace").decode(),
}


class TestAnyCard(unittest.TestCase):
    @given(cards(), st.lists(st.sampled_from(sorted(MANGLINGS)), max_size=3))
    @example(
        ["0" * 12, "", "Nguyễn Nguyễn", "01012000", "Nam", "Số 1, phường Trần Lê", "01072021"],
        ["dropped"],
    )
    def test_the_same_number_or_a_clear_refusal(self, fields, manglings):
        """Whatever happened to the text on its way, one after the other."""
        text = "|".join(fields)
        for name in manglings:
            text = MANGLINGS[name](text)
        try:
            card = id_card.parse(text)
        except id_card.NotAnIdCard as error:
            self.assertIn(error.code, id_card.ERRORS)
            return
        self.assertEqual(card.number, fields[0])
        self.assertEqual(f"{card.birth_date:%d%m%Y}", fields[3])
        if card.name != fields[2]:
            self.assertIn("name", card.doubtful)
        if card.address != fields[5]:
            self.assertIn("address", card.doubtful)

    @given(cards(), st.sampled_from(["pipe", "NFD", "enter", "tabs", "prefix", "lines", "more"]))
    def test_harmless_manglings_leave_nothing_to_check(self, fields, mangling):
        card = id_card.parse(MANGLINGS[mangling]("|".join(fields)))
        self.assertEqual((card.name, card.address), (fields[2], fields[5]))
        self.assertEqual(card.doubtful, ())

    @given(cards(), st.booleans())
    @example(
        ["0" * 12, "", "Ngô Ngô", "01012000", "Nam", "Số 1, phường Trần Lê", "01072021"], False
    )
    def test_keystrokes_of_an_input_method_spell_the_name(self, fields, vni):
        spelt = " ".join(keystrokes(word, vni) for word in fields[2].split())
        card = id_card.parse("|".join([*fields[:2], spelt, *fields[3:]]))
        self.assertEqual(card.number, fields[0])
        if card.name != fields[2] or spelt != fields[2]:
            self.assertIn("name", card.doubtful)


def keystrokes(word, vni):
    """``word`` as it is typed by Telex or VNI, the tone at the end."""
    tones = dict(zip("\u0301\u0300\u0309\u0303\u0323", "12345" if vni else "sfrxj", strict=True))
    typed, tone = "", ""
    for char in unicodedata.normalize("NFD", word):
        if char in tones:
            tone = tones[char]
        elif char == "\u0302":
            typed += "6" if vni else typed[-1].lower()
        elif char in ("\u0306", "\u031b"):
            typed += ("8" if char == "\u0306" else "7") if vni else "w"
        elif char in "đĐ":
            typed += ("d" if char == "đ" else "D") + ("9" if vni else "d")
        else:
            typed += char
    return typed + tone
