"""What a signed record is sealed with. Plain Python, no database."""

import hashlib
import json


def line(values):
    """A row of the sealed text: the same values give the same line on every machine."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(lines):
    """SHA-256 (hex) over texts without line breaks (see :func:`line`), in their order."""
    digest = hashlib.sha256()
    for text in lines:
        digest.update(f"{text}\n".encode())
    return digest.hexdigest()
