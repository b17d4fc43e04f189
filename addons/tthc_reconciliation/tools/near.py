"""What a payer may have meant by a reference that is not quite one. Plain Python.

Nothing of this ever matches by itself: it is what a person is shown, with its reason.
"""

import re

from odoo.addons.tthc_payment.tools.reference import BODY_LENGTH, PREFIX, is_valid
from odoo.addons.tthc_payment.tools.text import strip_accents

DIGITS = BODY_LENGTH + 1
#: Letters that people read, and type, for a digit.
LOOKALIKE = str.maketrans({"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "S": "5", "B": "8"})
#: Fewer digits of a reference that was cut off tell nothing.
SHORTEST_HEAD = 7

#: Day and serial with which a dossier number (H29.01-250101-0001) ends, whatever stands between.
_DOSSIER_NUMBER = re.compile("(?=([0-9]{6})[^A-Z0-9]?([0-9]{4})(?![0-9]))")
_LOOKING_LIKE = re.compile(f"{PREFIX}([0-9OQDILSB]{{{DIGITS}}})")
_HEAD = re.compile(f"{PREFIX}([0-9]+)")
_RUN = re.compile(f"(?<![0-9])[0-9]{{{DIGITS}}}(?![0-9])")


def compact(memo):
    """The memo without accents, blanks and signs, in capitals."""
    return re.sub("[^A-Z0-9]", "", strip_accents(memo or "").upper())


def lookalikes(memo):
    """References that the memo reads as once letters are taken for the digits they resemble."""
    found = []
    for match in _LOOKING_LIKE.finditer(compact(memo)):
        reference = PREFIX + match[1].translate(LOOKALIKE)
        if not match[1].isdigit() and is_valid(reference) and reference not in found:
            found.append(reference)
    return found


def without_prefix(memo):
    """References whose digits stand alone in the memo, the letters before them left out."""
    text = strip_accents(memo or "").upper()
    found = {PREFIX + digits for digits in _RUN.findall(text)}
    return sorted(reference for reference in found if is_valid(reference))


def attempts(memo):
    """What stands in the memo as a reference, whole or with a digit too many or too few."""
    runs = _HEAD.findall(compact(memo)) + _HEAD.findall(strip_accents(memo or "").upper())
    return sorted({PREFIX + run for run in runs if DIGITS - 1 <= len(run) <= DIGITS + 1})


def heads(memo):
    """Beginnings of references that were cut off, long enough to tell something."""
    found = {match[1][:DIGITS] for match in _HEAD.finditer(compact(memo))}
    text = strip_accents(memo or "").upper()
    found |= {match[1] for match in _HEAD.finditer(text)}
    return sorted(PREFIX + digits for digits in found if SHORTEST_HEAD <= len(digits) < DIGITS)


def run_on(memo):
    """References in pieces after which another number follows directly, as a line break inside
    and an account number behind leave them. What was cut off and a number reads the same."""
    found = {PREFIX + match[1][:DIGITS] for match in _HEAD.finditer(compact(memo))}
    return sorted(reference for reference in found if is_valid(reference))


def dossier_numbers(memo):
    """(day, serial) of what may be dossier numbers, as texts of six and four digits."""
    return sorted(set(_DOSSIER_NUMBER.findall(strip_accents(memo or "").upper())))


def one_off(broken):
    """Valid references that ``broken`` (the prefix and digits) becomes by one slip: a wrong digit,
    two neighbours swapped, a digit left out or typed twice."""
    digits = broken.removeprefix(PREFIX)
    made = set()
    if len(digits) == DIGITS:
        for place in range(DIGITS):
            made |= {digits[:place] + new + digits[place + 1 :] for new in "0123456789"}
        for place in range(DIGITS - 1):
            swapped = digits[place + 1] + digits[place]
            made.add(digits[:place] + swapped + digits[place + 2 :])
    elif len(digits) == DIGITS - 1:
        for place in range(DIGITS):
            made |= {digits[:place] + new + digits[place:] for new in "0123456789"}
    elif len(digits) == DIGITS + 1:
        made = {digits[:place] + digits[place + 1 :] for place in range(len(digits))}
    made.discard(digits)
    return sorted(PREFIX + body for body in made if is_valid(PREFIX + body))


def parts_with_sum(amounts, total, most=12):
    """Which of ``amounts`` add up to ``total``: the places of the only such choice of two or more,
    else ``None``. Several choices tell nothing."""
    amounts = amounts[:most]
    sums = {0: [()]}
    for place, amount in enumerate(amounts):
        for before, choices in list(sums.items()):
            new = before + amount
            if new <= total:
                longer = [(*choice, place) for choice in choices]
                sums.setdefault(new, [])
                sums[new] = (sums[new] + longer)[:3]
    choices = [choice for choice in sums.get(total, ()) if len(choice) > 1]
    return choices[0] if len(choices) == 1 else None
