"""Sums of money in Vietnamese words, as receipts (NĐ 254/2026/NĐ-CP Art. 23.2) and cash slips have
them.

Pure Python. Rules of reading, in the standard northern form:

* groups of three digits with *nghìn*, *triệu*, *tỷ*; from 10^12 on the number of *tỷ* is read as a
  number of its own: *một nghìn tỷ*, *hai triệu tỷ*;
* a group after another one is read in full: *một nghìn không trăm linh năm*; a group of zeros is
  left out;
* a zero in the place of the tens is *linh* (or *lẻ*, as in the South);
* after *mươi*: 1 is *mốt*, 4 is *tư*, 5 is *lăm*; after *mười*: 5 is *lăm*.
"""

LIMIT = 10**15
LINKS = ("linh", "lẻ")
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_SCALES = ("", "nghìn", "triệu")
_BILLION = 10**9


def amount_in_words(amount, link="linh"):
    """``58000`` → ``"Năm mươi tám nghìn đồng"``.

    :param amount: VND, a whole number from 0 to :data:`LIMIT`
    :param link: the word for a zero in the place of the tens, one of :data:`LINKS`
    :raise ValueError: not such a number
    """
    words = f"{number_in_words(amount, link)} đồng"
    return words[0].upper() + words[1:]


def number_in_words(number, link="linh"):
    """``1005`` → ``"một nghìn không trăm linh năm"``; arguments as of :func:`amount_in_words`."""
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= LIMIT:
        raise ValueError(f"not a whole number from 0 to {LIMIT}: {number!r}")
    if link not in LINKS:
        raise ValueError(f"not one of {LINKS}: {link!r}")
    return " ".join(_read(number, link, whole=False)) or _DIGITS[0]


def _read(number, link, whole):
    """Words of a number; with ``whole`` the zeros before its first digit are read."""
    billions, rest = divmod(number, _BILLION)
    words = []
    if billions:
        words += [*_read(billions, link, whole), "tỷ"]
        whole = True
    for power in (2, 1, 0):
        group, rest = divmod(rest, 1000**power)
        if group:
            words += _read_group(group, link, whole)
            words += [_SCALES[power]] if power else []
            whole = True
    return words


def _read_group(group, link, whole):
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
        words += [_AFTER_TENS.get(ones, _DIGITS[ones])] if ones else []
    elif tens:
        words += ["mười"]
        words += ["lăm" if ones == 5 else _DIGITS[ones]] if ones else []
    elif ones:
        words += [link] if words else []
        words.append(_DIGITS[ones])
    return words
