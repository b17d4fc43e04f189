"""Serial numbers of a range that a post allocated: how they are written, and which are missing.

Plain Python. A range is the eight-digit serials ``first`` to ``last`` of two service letters.
"""

from . import s10

#: Eight digits.
LAST_SERIAL = 99_999_999


def identifier(service, serial, country="VN"):
    """The S10 identifier of a serial number (int), with its check digit.

    >>> identifier("RR", 47312482)
    'RR473124829VN'
    """
    return str(s10.S10(service, f"{serial:08d}", country))


def overlap(first, last, other_first, other_last):
    """Whether two ranges share a serial."""
    return first <= other_last and other_first <= last


def gaps(first, upto, used):
    """Serials from ``first`` up to ``upto`` (excluded) that are not in ``used``, as a list of
    ``(from, to)``, both included.

    >>> gaps(10, 20, [10, 11, 15, 19])
    [(12, 14), (16, 18)]
    """
    missing, expected = [], first
    for serial in sorted(set(used)):
        if serial < first or serial >= upto:
            continue
        if serial > expected:
            missing.append((expected, serial - 1))
        expected = serial + 1
    if expected < upto:
        missing.append((expected, upto - 1))
    return missing


def gaps_text(missing):
    """Gaps as people read them: ``00000012–00000014, 00000016``."""
    return ", ".join(
        f"{first:08d}" if first == last else f"{first:08d}–{last:08d}" for first, last in missing
    )
