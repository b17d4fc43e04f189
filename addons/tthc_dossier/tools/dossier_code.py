"""Dossier numbers (mã số hồ sơ) and the unit identifiers inside them.

Pure Python: reading a number of any generation, converting unit identifiers between the order of
QCVN 102:2016 and that of QĐ 20/2020/QĐ-TTg, and writing a number from a configured pattern.
"""

import re
import string
from dataclasses import dataclass
from datetime import date

#: All generations: 2018 ``000.00.12.H05-180510-0001``, 2020 ``H15.50.05.13-261008-0975`` and the
#: ministries' ``G09.20-20260609-0092637``.
CODE = re.compile(r"^(?P<unit>[0-9A-Z.]{3,35})-(?P<date>\d{6}|\d{8})-(?P<seq>\d{4,7})$", re.ASCII)

_UNIT = re.compile(r"[0-9A-Z]+(?:\.[0-9A-Z]+)*", re.ASCII)
_LEVEL_1 = re.compile(r"[A-Y]\d{2}", re.ASCII)
_OTHER = re.compile(r"Z[0-9A-Z]*", re.ASCII)
_TAX_CODE = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
#: Digits of levels 2, 3 and 4 in the identifier of QCVN 102:2016 (``V1V2V3.Z1Z2.Y1Y2.MX1X2``).
_OLD_WIDTHS = (2, 2, 3)

#: What a number pattern may name, and the shortest period in which each date part changes.
DATE_PARTS = {
    "yyyy": "year",
    "yy": "year",
    "mm": "month",
    "dd": "day",
    "yymmdd": "day",
    "yyyymmdd": "day",
}
_SEQ_FORMAT = re.compile(r"0[1-9]d", re.ASCII)


class DossierCodeError(ValueError):
    """A number, unit identifier or pattern is wrong; ``code`` names the fault.

    Codes: ``not_a_code``, ``bad_date``, ``bad_unit``, ``no_old_form``, ``bad_pattern``,
    ``unknown_placeholder``, ``bad_format``, ``no_sequence``, ``ambiguous_date``, ``bad_sequence``.
    """

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class DossierCode:
    """A number taken apart: ``unit`` as written, ``day`` of reception, ``seq`` within unit-day."""

    unit: str
    day: date
    seq: int

    @property
    def canonical_unit(self):
        """The unit identifier in the order of QĐ 20/2020 (level 1 first)."""
        return normalise_unit(self.unit)


def parse(text):
    """Take a dossier number apart.

    :raises DossierCodeError: ``not_a_code`` (shape) or ``bad_date`` (no such day)
    """
    match = CODE.match((text or "").strip().upper())
    if not match:
        raise DossierCodeError("not_a_code", f"{text!r} is not a dossier number.")
    digits = match["date"] if len(match["date"]) == 8 else "20" + match["date"]
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise DossierCodeError("bad_date", f"{match['date']} is not a date.") from error
    return DossierCode(match["unit"], day, int(match["seq"]))


def is_unit(text):
    """Return True when ``text`` is an identifier by QĐ 20/2020 Art. 4.

    Up to 35 characters of digits, capitals and dots; level 1 is a letter A-Y with two digits, or
    the tax number of an enterprise, or begins with Z.
    """
    if not text or len(text) > 35 or not _UNIT.fullmatch(text):
        return False
    level_1 = text.split(".", 1)[0]
    return any(form.fullmatch(level_1) for form in (_LEVEL_1, _OTHER, _TAX_CODE))


def is_old_unit(text):
    """Return True when ``text`` has the reversed order of QCVN 102:2016 (``000.00.12.H05``)."""
    groups = (text or "").split(".")
    return (
        len(groups) == 4
        and bool(_LEVEL_1.fullmatch(groups[3]))
        and all(
            len(group) == width and group.isascii() and group.isdigit()
            for group, width in zip(reversed(groups[:3]), _OLD_WIDTHS, strict=True)
        )
    )


def normalise_unit(text):
    """Return a unit identifier in the order of QĐ 20/2020: ``000.00.12.H05`` → ``H05.12``.

    Groups are reversed and the empty (zero) levels at the end dropped. One already in that order
    is returned unchanged.

    :raises DossierCodeError: ``bad_unit`` when it has neither order
    """
    unit = (text or "").strip().upper()
    if is_old_unit(unit):
        groups = unit.split(".")[::-1]
        while len(groups) > 1 and not int(groups[-1]):
            groups.pop()
        return ".".join(groups)
    if is_unit(unit):
        return unit
    raise DossierCodeError("bad_unit", f"{text!r} is not a unit identifier.")


def to_old_unit(text):
    """Return a unit identifier as QCVN 102:2016 wrote it: ``H05.12`` → ``000.00.12.H05``.

    :raises DossierCodeError: ``bad_unit``, or ``no_old_form`` when it has more levels or longer
        groups than the old form could hold
    """
    groups = normalise_unit(text).split(".")
    lower = groups[1:]
    fits = (
        _LEVEL_1.fullmatch(groups[0])
        and len(lower) <= len(_OLD_WIDTHS)
        and all(
            len(group) == width and group.isdigit()
            for group, width in zip(lower, _OLD_WIDTHS, strict=False)
        )
    )
    if not fits:
        raise DossierCodeError("no_old_form", f"{text!r} has no form by QCVN 102:2016.")
    lower += ["0" * width for width in _OLD_WIDTHS[len(lower) :]]
    return ".".join([*reversed(lower), groups[0]])


def check_pattern(pattern):
    """Check a number pattern such as ``{unit}-{yymmdd}-{seq:04d}``.

    Placeholders: ``unit``, ``unit_reversed`` (the order of QCVN 102:2016), ``seq`` (required,
    once, optional width ``:04d``), ``yyyy``, ``yy``, ``mm``, ``dd``, ``yymmdd``, ``yyyymmdd``. A
    day needs its month and a month its year, or two periods would share a number.

    :returns: the period after which the counter may start again: ``day``, ``month``, ``year`` or
        ``never``
    :raises DossierCodeError: ``bad_pattern``, ``unknown_placeholder``, ``bad_format``,
        ``no_sequence`` or ``ambiguous_date``
    """
    names = [_check_placeholder(*part) for part in _placeholders(pattern)]
    if names.count("seq") != 1:
        raise DossierCodeError("no_sequence", "A number pattern needs {seq} exactly once.")
    periods = {DATE_PARTS[name] for name in names if name in DATE_PARTS}
    if {"yymmdd", "yyyymmdd"} & set(names):
        return "day"
    if ("day" in periods and "month" not in periods) or (
        "month" in periods and "year" not in periods
    ):
        raise DossierCodeError("ambiguous_date", "A day needs its month and a month its year.")
    for period in ("day", "month", "year"):
        if period in periods:
            return period
    return "never"


def format_code(pattern, unit, day, seq):
    """Write the number for running number ``seq`` (from 1) of ``unit`` on ``day``.

    A running number longer than the pattern's width is written in full, never cut.

    :raises DossierCodeError: those of :func:`check_pattern`, ``bad_sequence``, or those of
        :func:`to_old_unit` for ``{unit_reversed}``
    """
    check_pattern(pattern)
    if seq < 1:
        raise DossierCodeError("bad_sequence", "Running numbers begin at 1.")
    return pattern.format(seq=seq, **_fixed_parts(pattern, unit, day))


def series_of(pattern, unit, day):
    """Return what all numbers of a series share: the number with ``{seq}`` for its running number.

    Two numbers of one series differ in their running number, and those of two series differ in
    the rest; so a change of the pattern within a period either goes on counting or begins anew,
    and never gives a number twice.

    :raises DossierCodeError: those of :func:`format_code`
    """
    check_pattern(pattern)
    return pattern.format(seq=_Hole(), **_fixed_parts(pattern, unit, day))


def seq_in(pattern, unit, day, text):
    """Return the running number of ``text`` in the series of ``pattern``; None for another's.

    :raises DossierCodeError: those of :func:`format_code`
    """
    before, after = series_of(pattern, unit, day).split("{seq}", 1)
    if not (text.startswith(before) and text.endswith(after)):
        return None
    digits = text[len(before) : len(text) - len(after)]
    if not re.fullmatch(r"[0-9]{1,9}", digits) or not int(digits):
        return None
    return int(digits) if format_code(pattern, unit, day, int(digits)) == text else None


class _Hole:
    """Stands for the running number, whatever its width."""

    def __format__(self, _spec):
        return "{seq}"


def _fixed_parts(pattern, unit, day):
    """The values of a pattern's placeholders apart from the running number."""
    year = f"{day.year:04d}"
    month_day = f"{day.month:02d}{day.day:02d}"
    parts = {
        "unit": unit,
        "yyyy": year,
        "yy": year[2:],
        "mm": month_day[:2],
        "dd": month_day[2:],
        "yymmdd": year[2:] + month_day,
        "yyyymmdd": year + month_day,
    }
    if any(name == "unit_reversed" for name, _spec, _conversion in _placeholders(pattern)):
        parts["unit_reversed"] = to_old_unit(unit)
    return parts


def _placeholders(pattern):
    """Return ``(name, format, conversion)`` of each placeholder of ``pattern``."""
    try:
        parts = list(string.Formatter().parse(pattern or ""))
    except ValueError as error:
        raise DossierCodeError("bad_pattern", f"{pattern!r}: {error}") from error
    return [(name, spec, conversion) for _text, name, spec, conversion in parts if name is not None]


def _check_placeholder(name, spec, conversion):
    """Return ``name`` when it may stand in a pattern, with that format; raise otherwise."""
    if name not in ("unit", "unit_reversed", "seq") and name not in DATE_PARTS:
        raise DossierCodeError("unknown_placeholder", f"{{{name}}} is not known here.")
    if conversion or (spec and not (name == "seq" and _SEQ_FORMAT.fullmatch(spec))):
        raise DossierCodeError("bad_format", f"Only {{seq:04d}} may carry a format, not {name}.")
    return name
