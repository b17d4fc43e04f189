"""Text files with separators (CSV), in the encodings that Vietnamese banks and Excel write."""

import csv
import io
import re
import unicodedata

from .error import TableError

SEPARATORS = ",;\t|"
_PROTECTED = re.compile(r'="(.*)"', re.DOTALL)


def readings(data):
    """Return one reading for each separator that occurs, see :func:`.sheets.open_sheets`."""
    text = decode(data)
    found = [separator for separator in SEPARATORS if separator in text] or [","]
    return [[("", _opener(text, separator), {})] for separator in found]


def decode(data):
    """Return the text of a file: UTF-8, UTF-16 with or without mark, or windows-1258.

    :raises TableError: ``unreadable``
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return unicodedata.normalize("NFC", text)
    raise TableError("unreadable")


def _encodings(data):
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    head = data[:2000]
    if head.count(b"\0") * 4 > len(head):  # UTF-16 without its mark: each Latin letter has a NUL
        little = head[1::2].count(b"\0") > head[::2].count(b"\0")
        return ("utf-16-le",) if little else ("utf-16-be",)
    return ("utf-8-sig", "cp1258")


def _opener(text, separator):
    def rows():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            for row in reader:
                yield [_plain(cell) for cell in row]
        except csv.Error as error:
            raise TableError("quotes", reader.line_num) from error

    return rows


def _plain(cell):
    """Return a cell without the ``="…"`` by which programs keep Excel from reading a number."""
    if cell[:2] == '="' and (match := _PROTECTED.fullmatch(cell)):
        return match[1]
    return cell or None
