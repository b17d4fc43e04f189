"""Transfer memos as Vietnamese banks deliver them, made from a seed: every mangling that published
statements show, and the cases in which a careless matcher would be wrong.

Wrappers and limits are those measured on 256,510 published memos; names and numbers are invented.
"""

import random
from collections import namedtuple

from odoo.addons.tthc_payment.tools.reference import (
    LENGTH,
    PREFIX,
    is_valid,
    make_reference,
)

#: ``memo`` and how it was made; ``reference`` is what the payer meant to pay (None: nothing that
#: anybody could name), ``carried``: it stands in the memo in one of the described manglings.
Memo = namedtuple("Memo", "memo kind reference carried")

NAMES = ("NGUYEN VAN AN", "Tran Thi Bich", "LE HOANG CUONG", "Phạm Thị Dung", "DANG QUOC EM")
WORDS = (
    "nop le phi", "Nộp phí hồ sơ", "PHI HO SO DAT DAI", "le phi cap doi GPLX", "thanh toan",
    "chuyen tien", "nop tien TTHC", "Lệ phí trước bạ", "nop phi HCC", "ho so 000.00.12",
)  # fmt: skip
SEPARATORS = (" ", "\n", ".", "-", "  ", " - ", "\r\n", " ")
LIMITS = (25, 19, 35, 50)


def _digits(chance, count):
    return "".join(chance.choice("0123456789") for _place in range(count))


def _word(chance):
    return chance.choice(WORDS)


# The payer's part of the memo ---------------------------------------------------------------------


def plain(chance, reference):
    return reference


def with_words(chance, reference):
    return f"{_word(chance)} {reference} {_word(chance)}"


def with_accents(chance, reference):
    return f"Nộp lệ phí hộ tịch – Đăng ký {reference} của {chance.choice(NAMES)}"


def lower(chance, reference):
    return f"{_word(chance)} {reference.lower()}"


def mixed_case(chance, reference):
    return "".join(chance.choice((char, char.lower())) for char in reference)


def one_break(chance, reference):
    """A line break or blank at any one place, as a wrapped line leaves it."""
    place = chance.randrange(1, LENGTH)
    return f"{_word(chance)} {reference[:place]}{chance.choice(SEPARATORS)}{reference[place:]}"


def grouped(chance, reference):
    """In groups of some digits, as people write long numbers."""
    size, separator = chance.randint(2, 5), chance.choice(SEPARATORS)
    digits = reference[len(PREFIX) :]
    groups = [digits[start : start + size] for start in range(0, len(digits), size)]
    return separator.join([PREFIX, *groups])


def many_breaks(chance, reference):
    return "".join(char + chance.choice(("", "", "", *SEPARATORS)) for char in reference)


def digits_before(chance, reference):
    return f"{_digits(chance, chance.randint(1, 12))}{reference} {_word(chance)}"


def digits_directly_after(chance, reference):
    return f"{reference}{_digits(chance, chance.randint(1, 12))}"


def digits_after(chance, reference):
    """``HCC26110001235 123456`` is one run of digits once blanks are gone."""
    return f"{_word(chance)} {reference}{chance.choice(SEPARATORS)}{_digits(chance, 6)}"


def letters_around(chance, reference):
    return f"{_word(chance).replace(' ', '')}{reference}{_word(chance).replace(' ', '')}"


def doubled(chance, reference):
    return f"{reference}{chance.choice(('', ' ', '-'))}{reference}"


def doubled_and_cut(chance, reference):
    return f"{reference} {reference}"[: chance.randint(LENGTH + 1, 2 * LENGTH)]


def cut_after(chance, reference):
    """Cut off at the limit of a bank; the reference is whole."""
    limit = chance.choice(LIMITS)
    lead = _word(chance)[: max(0, limit - LENGTH - 1)]
    return f"{lead} {reference} {_word(chance)} {chance.choice(NAMES)}".strip()[:limit]


MANGLINGS = (
    plain, with_words, with_accents, lower, mixed_case, one_break, grouped, many_breaks,
    digits_before, digits_directly_after, digits_after, letters_around, doubled, doubled_and_cut,
    cut_after,
)  # fmt: skip


# What the banks wrap around it --------------------------------------------------------------------


def wrap(chance, memo):
    """Put ``memo`` into one of the frames of VietinBank, Agribank, BIDV, Vietcombank, MB, NAPAS."""
    account, name = _digits(chance, chance.randint(10, 13)), chance.choice(NAMES)
    number, short = _digits(chance, 10), _digits(chance, 6)
    frames = (
        memo,
        f"CT nhanh 247 den: {memo} (CT{short})",
        f"Chuyen tien den tu NAPAS Noi dung: {memo}",
        f"MB({short})({memo})",
        f"{memo} FT{_digits(chance, 11)}",
        f"TKThe :{account}xxx, tai Vietcombank. {memo} -CTLNHIDI{number}-CRE-{short}",
        f"REM Tfr Ac:{account} O@L_{short}_{memo}",
        f"{short}.{_digits(chance, 6)}.{_digits(chance, 6)}.{memo}",
        f"MBVCB.{number}.{memo}.CT tu {account} {name} toi {_digits(chance, 10)} TT PVHCC",
        f"PARTNER.DIRECT_DEBITS_VCB.MSE.{number}.{memo}.{name}",
        f"{name} {memo}",
    )
    return chance.choice(frames)


def carried(chance, reference):
    """A memo that carries ``reference`` in one of the described manglings."""
    mangle = chance.choice(MANGLINGS)
    memo = wrap(chance, mangle(chance, reference))
    return Memo(memo, mangle.__name__, reference, True)


# What must not match by itself --------------------------------------------------------------------


def wrong_digit(chance, reference):
    place = chance.randrange(len(PREFIX), LENGTH)
    digit = chance.choice([char for char in "0123456789" if char != reference[place]])
    return reference[:place] + digit + reference[place + 1 :]


def swapped(chance, reference):
    place = chance.randrange(len(PREFIX), LENGTH - 1)
    return reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]


def confused(chance, reference):
    """O for 0, I or l for 1, as people read a printed sheet."""
    letters = {"0": "O", "1": chance.choice("Il")}
    places = [index for index, char in enumerate(reference) if char in letters]
    if not places:
        return wrong_digit(chance, reference)
    place = chance.choice(places)
    return reference[:place] + letters[reference[place]] + reference[place + 1 :]


def cut_off(chance, reference):
    """The payer's text came first, so that the limit cut the reference itself."""
    return reference[: chance.randint(len(PREFIX) + 1, LENGTH - 1)]


def cut_off_and_number(chance, reference):
    """What is left of a reference, and then a number of the bank."""
    return f"{cut_off(chance, reference)} {_digits(chance, chance.randint(4, 14))}"


def no_prefix(chance, reference):
    return reference[len(PREFIX) :]


def nothing(chance, reference):
    return f"{_word(chance)} {chance.choice(NAMES)} {_digits(chance, chance.randint(6, 12))}"


def unknown(chance, reference):
    return make_reference(2019, chance.randint(1, 99_999_999))


NOT_CARRIED = (
    wrong_digit, swapped, confused, cut_off, cut_off_and_number, no_prefix, nothing, unknown,
)  # fmt: skip


def not_carried(chance, reference):
    """A memo from which no automatic run can know that ``reference`` was meant; ``None`` where it
    happens to read as another checked reference, which nobody can tell from a real one."""
    spoil = chance.choice(NOT_CARRIED)
    text = spoil(chance, reference)
    if spoil in (swapped, cut_off_and_number) and is_valid(text.replace(" ", "")):
        return None
    memo = wrap(chance, f"{_word(chance)} {text}")
    return Memo(memo, spoil.__name__, None if spoil in (nothing, unknown) else reference, False)


def seeded(seed):
    """The chance behind a run; the same seed gives the same memos."""
    return random.Random(seed)
