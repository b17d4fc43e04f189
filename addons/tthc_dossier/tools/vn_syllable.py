"""Vietnamese syllables: could a word be one, and what keystrokes of an input method spell.

Enough to tell a name that a scanner spoilt from a sound one; not a dictionary. Names of ethnic
minorities ("Y Blôk", "H'Hen") are no such syllables and are only looked at by a person.
"""

import re
import unicodedata

#: Marks that make another letter, and tones, as combining characters.
CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"
TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = dict(zip("12345", "sfrxj", strict=True))
_SHAPES = {CIRCUMFLEX: "aeo", BREVE: "a", HORN: "uo"}

_ONSETS = (
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_CODAS = ("ng", "nh", "ch", "c", "m", "n", "p", "t", "")
_NUCLEI = (
    "uye", "uya", "oai", "oay", "oao", "oeo", "uay", "uoi", "uou", "ieu", "yeu", "uyu",
    "ai", "ao", "au", "ay", "eo", "eu", "ia", "ie", "iu", "oa", "oe", "oi", "oo", "ua", "ue",
    "ui", "uo", "uu", "uy", "ye", "a", "e", "i", "o", "u", "y",
)  # fmt: skip
_SYLLABLE = re.compile(
    f"(?:{'|'.join(_ONSETS)})(?:{'|'.join(_NUCLEI)})(?:{'|'.join(_CODAS)})", re.ASCII
)
#: Vowels that a consonant must close, "uy" with one that never closes it, and "oo", which only two
#: close (xoong, moóc).
_IMPOSSIBLE = re.compile(r"(?:uye|ie|ye|uo|[^q]uy(?:n|ng|m|c)|oo(?!ng$|c$).*)$")


def bare(word):
    """``word`` in lower case without marks; đ becomes d."""
    plain = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("đ", "d")


def is_syllable(word):
    """Whether ``word`` could be one Vietnamese syllable.

    >>> is_syllable("Nguyễn"), is_syllable("Nguyn"), is_syllable("Nguyeexn")
    (True, False, False)
    """
    letters = bare(word)
    return bool(_SYLLABLE.fullmatch(letters)) and not _IMPOSSIBLE.search(letters)


def from_telex(word):
    """What the keystrokes of the Telex method spell; ``word`` itself when they spell no syllable.

    >>> from_telex("Nguyeexn"), from_telex("Dduwcs"), from_telex("Lan")
    ('Nguyễn', 'Đức', 'Lan')
    """
    letters, tone = [], ""
    for char in word:
        key = char.lower()
        marks = [CIRCUMFLEX] if key in "aeo" else []
        marks += [BREVE, HORN] if key == "w" else []
        if key == "d" and letters and letters[0] in "dD" and len(letters) == 1:
            letters[0] = "đ" if letters[0] == "d" else "Đ"
        elif key in TONES and _has_vowel(letters):
            tone = TONES[key]
        elif not any(_shape(letters, mark, key) for mark in marks):
            letters.append(char)
    return _spelt(word, letters, tone)


def from_vni(word):
    """The same for the VNI method.

    >>> from_vni("Nguye6n4"), from_vni("D9u7c1"), from_vni("Lan")
    ('Nguyễn', 'Đức', 'Lan')
    """
    letters, tone = [], ""
    shapes = {"6": CIRCUMFLEX, "7": HORN, "8": BREVE}
    for char in word:
        if char in _VNI_TONES and _has_vowel(letters):
            tone = TONES[_VNI_TONES[char]]
        elif char == "9" and letters and letters[0] in "dD":
            letters[0] = "đ" if letters[0] == "d" else "Đ"
        elif char not in shapes or not _shape(letters, shapes[char], ""):
            letters.append(char)
    return _spelt(word, letters, tone)


def _has_vowel(letters):
    return any(bare(letter)[:1] in "aeiouy" for letter in letters)


def _shape(letters, mark, same):
    """Put a mark on the last vowel that takes it (in Telex the doubled one, ``same``); both
    letters of "uo" take the horn."""
    for index in range(len(letters) - 1, -1, -1):
        base = letters[index].lower()
        if base in tuple(_SHAPES[mark]) and (same in ("", "w") or base == same):
            letters[index] += mark
            if mark == HORN and base == "o" and letters[index - 1 : index] in (["u"], ["U"]):
                letters[index - 1] += mark
            return True
    return False


def _spelt(word, letters, tone):
    if tone:
        letters[_tone_place(letters)] += tone
    found = unicodedata.normalize("NFC", "".join(letters))
    return found if found != word and is_syllable(found) else word


def _tone_place(letters):
    """Index of the letter that carries the tone, as civil-status papers write it ("hòa")."""
    start = 0
    heads = "".join(bare(letter) for letter in letters)
    if heads.startswith("qu") or (heads.startswith("gi") and len(heads) > 2 and heads[2] in "aeou"):
        start = 2
    vowels = [i for i in range(start, len(letters)) if bare(letters[i])[:1] in "aeiouy"]
    vowels = vowels or [i for i in range(len(letters)) if bare(letters[i])[:1] in "aeiouy"]
    shaped = [i for i in vowels if len(unicodedata.normalize("NFD", letters[i])) > 1]
    if shaped:
        return shaped[-1]
    closed = vowels[-1] < len(letters) - 1
    if len(vowels) == 1:
        return vowels[0]
    return vowels[1] if closed or len(vowels) > 2 else vowels[0]
