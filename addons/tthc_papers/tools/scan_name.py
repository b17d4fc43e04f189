"""What the name of a scanned file says: which dossier, which of its papers.

``H99.01-261122-0007_02.pdf`` is the second paper of that dossier, ``…_KQ.pdf`` its result, and
``… to khai.pdf`` leaves the paper to :mod:`.match`. Instead of the number the file may carry the
twelve signs of the look-up code, which the receipt's QR code holds.
"""

import re
from dataclasses import dataclass

_NUMBER = r"(?P<number>[0-9A-Z.]{3,35}-(?:\d{8}|\d{6})-\d{4,7})"
_TOKEN = r"(?P<token>[23456789ABCDEFGHJKLMNPQRSTUVWXYZ]{12})"
_NAME = re.compile(
    rf"^(?:{_NUMBER}|{_TOKEN})"
    r"(?:[ _+-]+(?P<order>\d{1,2}|KQ)(?=$|[ _+.-]))?(?:[ _+-]+(?P<rest>.*))?$",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
#: What scanners and file managers call a file that they are still writing.
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", ".partial", ".lock", ".swp")


@dataclass(frozen=True)
class ScanName:
    """:ivar order: place of the paper in the list, from 1; 0 where the name has none
    :ivar result: it is the result
    :ivar rest: words after that, for the matching
    """

    number: str = ""
    token: str = ""
    order: int = 0
    result: bool = False
    rest: str = ""


def parse(file_name):
    """Read a file's name; ``None`` when it begins with no dossier number and no look-up code."""
    stem, _dot, _extension = file_name.rpartition(".")
    found = _NAME.match((stem or file_name).strip())
    if not found:
        return None
    order = (found["order"] or "").upper()
    return ScanName(
        (found["number"] or "").upper(),
        (found["token"] or "").upper(),
        int(order) if order.isdigit() else 0,
        order == "KQ",
        (found["rest"] or "").strip(),
    )


def is_finished_name(file_name):
    """Whether a file of this name may be taken: not hidden, not one that is being written."""
    return not file_name.startswith((".", "~")) and not file_name.lower().endswith(UNFINISHED)
