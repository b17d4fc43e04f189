"""What is signed off: periods of a centre and an agency, their figures as one text, and the chain
of hashes that holds them. Plain Python."""

import hashlib
from datetime import timedelta

#: Hash before the first period of a centre and an agency.
GENESIS = "0" * 64
#: What the text holds of each row, in this order.
FIGURES = (
    "dossiers", "collected", "undone", "refunded", "waived", "kept", "remitted", "passed", "paid",
    "unpaid",
)  # fmt: skip


def period(kind, day):
    """First and last day of the ``month`` or ``quarter`` in which ``day`` lies.

    >>> period("quarter", date(2026, 5, 20))
    (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    """
    months = 3 if kind == "quarter" else 1
    first = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    after = first
    for _month in range(months):
        after = (after + timedelta(days=31)).replace(day=1)
    return first, after - timedelta(days=1)


def canonical(head, rows):
    """The text of a period: its head, then one line for each row, ordered by kind and name.

    :param head: texts that name centre, agency, period, maker and who agreed
    :param rows: dictionaries with ``kind``, ``name`` and :data:`FIGURES` (whole numbers)
    """
    lines = ["|".join(_clean(part) for part in head)]
    for row in sorted(rows, key=lambda row: (row["kind"], row["name"])):
        figures = (str(int(row[name])) for name in FIGURES)
        lines.append("|".join((_clean(row["kind"]), _clean(row["name"]), *figures)))
    return "\n".join(lines)


def _clean(text):
    """No text reads as two columns or two lines."""
    return str(text or "").replace("\\", "\\\\").replace("|", "\\p").replace("\n", "\\n")


def digest(previous, text):
    """SHA-256 (hex) of a period that follows the one whose hash is ``previous``."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
