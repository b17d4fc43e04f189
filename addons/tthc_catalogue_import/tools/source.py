"""Files of records, read as a stream: JSON lines or a JSON array, plain or gzip.

The kind is told by the content, not by the name of the file. A line that is no record is handed
on with the reason; the file is never held in memory as a whole.
"""

import codecs
import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass

_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 16
# Longer than any record: the longest published one has 60,000 characters.
LONGEST = 20_000_000
_WHITE = " \t\r\n,"


class SourceError(Exception):
    """The file cannot be read as records. ``code``: ``empty``, ``encoding`` or ``format``."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Item:
    """One record of the file.

    :param number: its place in the file, from 1
    :param raw: its text, verbatim
    :param values: the record, or None when it is none
    :param problem: ``not_json``, ``not_object``, ``encoding``, ``too_long`` or ``truncated``
    """

    number: int
    raw: str
    values: dict = None
    problem: str = ""

    @property
    def fingerprint(self):
        return hashlib.sha256(self.raw.encode("utf-8", "surrogatepass")).hexdigest()


def file_hash(stream):
    """SHA-256 of ``stream``, read in blocks; the stream is rewound."""
    digest = hashlib.sha256()
    for block in iter(lambda: stream.read(_BLOCK), b""):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()


def items(stream):
    """The records of the binary ``stream``.

    :raise SourceError: the file holds nothing, or is neither JSON lines nor a JSON array
    """
    head = stream.read(2)
    stream.seek(0)
    if not head:
        raise SourceError("empty")
    unpacked = gzip.GzipFile(fileobj=stream) if head == _GZIP else stream
    blocks = _blocks(unpacked)
    first = next(blocks, b"")
    if first is None:
        raise SourceError("format")
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SourceError("encoding")
    first = first.removeprefix(codecs.BOM_UTF8)
    start = first.lstrip()[:1]
    if start == b"[":
        yield from _array(first, blocks)
    elif start in (b"{", b"") or b"{" in first[:4096]:
        yield from _lines(first, blocks)
    else:
        raise SourceError("format")


def _blocks(stream):
    """Blocks of ``stream``, and None as the last one where it breaks off."""
    while True:
        try:
            # What could be unpacked before the break is handed on: read() would drop it.
            block = stream.read1(_BLOCK)
        except (EOFError, zlib.error, OSError):
            yield None
            return
        if not block:
            return
        yield block


def _lines(first, blocks):
    number, buffer, broken, found = 0, first, False, False
    while True:
        *lines, buffer = buffer.split(b"\n")
        for line in lines:
            if line.strip():
                number, found = number + 1, True
                yield _item(number, line)
        block = b"" if len(buffer) > LONGEST else next(blocks, b"")
        broken = block is None
        if not block:
            break
        buffer += block
    if buffer.strip():
        found = True
        yield _item(number + 1, buffer, "truncated" if broken else "")
    elif broken:
        found = True
        yield Item(number + 1, "", problem="truncated")
    if not found:
        raise SourceError("empty")


def _item(number, line, problem=""):
    if len(line) > LONGEST:
        return Item(number, line[:LONGEST].decode("utf-8", "backslashreplace"), None, "too_long")
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError:
        text = line.decode("utf-8", "backslashreplace")
        return Item(number, text, None, problem or "encoding")
    return _parsed(number, text, problem)


def _parsed(number, text, problem=""):
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return Item(number, text, None, problem or "not_json")
    if not isinstance(values, dict):
        return Item(number, text, None, problem or "not_object")
    return Item(number, text, values)


def _array(first, blocks):
    """Members of a JSON array, decoded one by one from a window on the file."""
    decode = json.JSONDecoder().raw_decode
    decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
    text = decoder.decode(first).lstrip()[1:]
    number, broken = 0, False
    while True:
        text = text.lstrip(_WHITE)
        if text.startswith("]"):
            break
        try:
            _value, end = decode(text)
            # A number or a word may go on in the next block.
            complete = text[:1] in '{["' or end < len(text)
        except (ValueError, RecursionError):
            complete = False
        if complete:
            number += 1
            yield _parsed(number, text[:end])
            text = text[end:]
            continue
        block = next(blocks, b"") if len(text) <= LONGEST else b""
        broken = block is None
        if block:
            text += decoder.decode(block)
            continue
        if text.strip():
            yield Item(number + 1, text[:LONGEST], None, "truncated" if broken else "not_json")
            return
        break
    if not number:
        raise SourceError("empty")
    if broken:
        yield Item(number + 1, "", problem="truncated")
