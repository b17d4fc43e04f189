"""A client of clamd, the daemon of ClamAV, from its published protocol (``man clamd``).

Commands begin with ``z`` and end with a zero byte, as do the answers. ``zINSTREAM`` is followed by
chunks, each with its length in four bytes (network order) before it, and by a chunk of length zero.
"""

import contextlib
import socket
import struct
from dataclasses import dataclass

CHUNK = 64 * 1024
#: Longest answer that is read; clamd's are one line.
ANSWER = 4096


class ClamdError(Exception):
    """The daemon cannot be asked: not reached, too slow, or an answer that is none."""


class ClamdTooLarge(ClamdError):
    """The file is larger than the daemon takes (``StreamMaxLength``)."""


@dataclass(frozen=True)
class Verdict:
    """``signature``: name of what was found; ``""`` for a clean file."""

    signature: str = ""

    @property
    def infected(self):
        return bool(self.signature)


def parse_address(text):
    """``tcp://host:port``, ``host:port`` or ``unix:/path`` (also a bare ``/path``).

    :return: ``("unix", path)`` or ``("tcp", host, port)``
    :raise ValueError: it is none of these
    """
    text = (text or "").strip()
    if text.startswith(("unix:", "/")):
        path = text.removeprefix("unix:")
        path = "/" + path.lstrip("/")
        if path == "/":
            raise ValueError(text)
        return ("unix", path)
    host, colon, port = text.removeprefix("tcp://").rpartition(":")
    if not colon or not host.strip("[]") or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(text)
    return ("tcp", host.strip("[]"), int(port))


class Clamd:
    """One daemon.

    :param address: see :func:`parse_address`
    :param timeout: seconds that each step may take
    :param limit: bytes after which a file is not sent at all; 0 for no limit
    """

    def __init__(self, address, timeout=10.0, limit=0):
        self.address = parse_address(address)
        self.timeout, self.limit = timeout, limit

    def ping(self):
        """:raise ClamdError: the daemon does not answer as it should"""
        answer = self._ask(b"PING")
        if answer != "PONG":
            raise ClamdError(answer)

    def version(self):
        """Version of the engine and its signatures, e.g. ``ClamAV 1.4.1/27435/…``."""
        return self._ask(b"VERSION")

    def scan(self, content):
        """Have ``content`` looked at.

        :raise ClamdTooLarge: it is larger than the daemon takes
        :raise ClamdError: the daemon cannot be asked
        """
        if self.limit and len(content) > self.limit:
            raise ClamdTooLarge(f"{len(content)} > {self.limit}")
        answer = self._ask(b"INSTREAM", content)
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            return Verdict(answer[len("stream: ") : -len(" FOUND")] or "unnamed")
        if answer == "stream: OK":
            return Verdict()
        if "size limit exceeded" in answer:
            raise ClamdTooLarge(answer)
        raise ClamdError(answer or "no answer")

    def _ask(self, command, content=None):
        try:
            with self._connect() as link:
                link.sendall(b"z" + command + b"\0")
                if content is not None:
                    self._send(link, content)
                return self._read(link)
        except (OSError, UnicodeDecodeError) as error:
            raise ClamdError(str(error)) from error

    def _connect(self):
        if self.address[0] == "unix":
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(self.timeout)
            try:
                link.connect(self.address[1])
            except OSError:
                link.close()
                raise
            return link
        return socket.create_connection(self.address[1:], timeout=self.timeout)

    @staticmethod
    def _send(link, content):
        # At its size limit the daemon answers and hangs up: the answer is there to be read.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                link.sendall(struct.pack("!I", len(chunk)) + chunk)
            link.sendall(struct.pack("!I", 0))

    @staticmethod
    def _read(link):
        answer = b""
        while b"\0" not in answer and len(answer) < ANSWER:
            part = link.recv(ANSWER)
            if not part:
                break
            answer += part
        return answer.split(b"\0", 1)[0].decode().strip()
