"""Arithmetic and checks of a cash desk, in whole VND."""

import re

#: Digits of a payment card's number (ISO/IEC 7812): what looks like one is never stored.
_CARD_NUMBER = re.compile(r"\d{13,19}")
_SLIP = re.compile(r"[0-9A-Z]{1,12}")


class BadSlip(ValueError):
    """Text that is not the approval number of a card slip."""


class BadCard(ValueError):
    """Text that is not the end of a card number."""


class TooLittle(ValueError):
    """Less was handed over than is owed."""


def total(counts):
    """Sum of ``{value: quantity}``.

    :raise ValueError: a negative quantity
    """
    if any(quantity < 0 for quantity in counts.values()):
        raise ValueError("a count cannot be negative")
    return sum(value * quantity for value, quantity in counts.items())


def change(due, tendered):
    """What the payer gets back.

    :raise TooLittle: ``tendered`` is less than ``due``
    """
    if tendered < due:
        raise TooLittle(due - tendered)
    return tendered - due


def drawer(opening, taken, voided=0, handed_over=0, refunded=0):
    """Cash that must be in the drawer by the books."""
    return opening + taken - voided - handed_over - refunded


def clean_slip(text):
    """The approval number of a terminal's slip, as it is compared: no spaces, upper case.

    :raise BadSlip: not 1 to 12 letters and digits, or a whole card number
    """
    slip = re.sub(r"[\s.-]", "", text or "").upper()
    if _CARD_NUMBER.search(slip) or not _SLIP.fullmatch(slip):
        raise BadSlip(slip)
    return slip


def clean_last4(text):
    """The last digits of the card, empty if unknown.

    :raise BadCard: anything but four digits; a longer number is never kept (PCI DSS 3.3)
    """
    digits = (text or "").strip()
    if digits and not re.fullmatch(r"\d{4}", digits):
        raise BadCard("four digits at most")
    return digits
