"""Talking to a carrier over HTTP: what an answer, or none, means, and what is kept of it.

Plain Python, no database. A connector makes its calls with :class:`Call`; every call is kept as an
:class:`Exchange`, without secrets and cut to a size.
"""

import json
import re
import time
from dataclasses import dataclass, field
from datetime import timedelta

import requests

from . import outbox

#: Seconds that a carrier has for an answer.
PATIENCE = 20
#: Longest answer that is read, and longest message that is taken, bytes.
MOST_BYTES = 256 * 1024
#: Longest part of a request or an answer that is kept, characters.
KEPT = 8000
#: Longest tracking number that a carrier gives, characters, and the largest amount or weight.
MOST_NUMBER, MOST_WHOLE = 100, 2**31 - 1
#: Longest wait that a carrier may ask for.
MOST_WAIT = timedelta(days=1)
#: What a TLS library says when the two sides came to no agreement: nothing was sent.
_NO_AGREEMENT = (
    "CERTIFICATE_VERIFY_FAILED",
    "WRONG_VERSION_NUMBER",
    "UNSUPPORTED_PROTOCOL",
    "HANDSHAKE_FAILURE",
    "PROTOCOL_VERSION",
    "UNRECOGNIZED_NAME",
)
_SECRET_VALUES = re.compile(
    r'("[^"]*(?:token|password|secret|authorization|signature|api_?key)[^"]*"\s*:\s*)"[^"]*"',
    re.IGNORECASE,
)


class CallError(Exception):
    """A call that was not answered as it should be; the text says why, without secrets."""

    outcome = outbox.NOT_TAKEN


class NotTaken(CallError):
    """The carrier has done nothing; it may be tried again."""


class Refused(CallError):
    """The carrier will not do it, however often it is asked."""

    outcome = outbox.REFUSED


class Lost(CallError):
    """The carrier may have done it: the answer was lost or cannot be read."""

    outcome = outbox.LOST


class Forged(Exception):
    """A message that does not come from the carrier."""


class Malformed(Exception):
    """A message that is not what the carrier's description says."""


@dataclass(frozen=True)
class Message:
    """A carrier's message as it came: ``headers`` with lower-case names."""

    body: bytes = b""
    headers: dict = field(default_factory=dict)

    def json(self):
        """The JSON object of the body.

        :raise Malformed: it holds none
        """
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Malformed("no JSON") from error
        if not isinstance(value, dict):
            raise Malformed("no JSON object")
        return value


@dataclass(frozen=True)
class Party:
    """One end of a shipment; ``province`` is the name of ``res.country.state``."""

    name: str
    phone: str
    street: str
    commune: str = ""
    province: str = ""
    email: str = ""
    postcode: str = ""

    @property
    def address(self):
        return ", ".join(filter(None, (self.street, self.commune, self.province)))


@dataclass(frozen=True)
class Parcel:
    """What a connector has to know of a shipment: ``weight`` in g, amounts in whole VND.

    :ivar reference: our number, by which the carrier names it too
    :ivar number: the carrier's tracking number, when there is one
    :ivar receiver_pays: the postage is asked of the receiver, not of the sender
    """

    reference: str
    sender: Party
    receiver: Party
    weight: int
    contents: str
    service: str = ""
    pieces: int = 1
    cod: int = 0
    note: str = ""
    number: str = ""
    receiver_pays: bool = False


@dataclass(frozen=True)
class Exchange:
    """A request and its answer, as they are kept."""

    method: str
    url: str
    request: str
    status: int
    response: str
    milliseconds: int


@dataclass
class Call:
    """The calls of one step.

    :ivar secrets: strings that are never kept
    :ivar patience: seconds that the carrier has for an answer
    :ivar wait: how long the carrier asked to be left alone (``Retry-After``); None: it did not
    """

    secrets: tuple = ()
    patience: float = PATIENCE
    exchanges: list = field(default_factory=list)
    wait: timedelta | None = None

    def ask(self, method, url, **options):
        """A JSON object, of a call that makes nothing at the carrier.

        :param options: of :func:`requests.request`
        :raise NotTaken: no usable answer
        :raise Refused: the carrier will not answer this
        """
        try:
            return self.tell(method, url, **options)
        except Lost as error:
            raise NotTaken(str(error)) from error

    def tell(self, method, url, **options):
        """A JSON object, of a call that may make something at the carrier.

        :raise NotTaken: it has not arrived
        :raise Refused: the carrier will not do it
        :raise Lost: it may have been done
        """
        begun = time.monotonic()
        status, content, failure = 0, b"", None
        try:
            status, content = self._request(method, url, options)
        except requests.ConnectTimeout as error:
            failure = NotTaken(type(error).__name__)
        except requests.ConnectionError as error:
            kind = NotTaken if _never_connected(error) else Lost
            failure = kind(type(error).__name__)
        except (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema) as error:
            failure = Refused(type(error).__name__)
        except (requests.RequestException, ValueError) as error:
            # The text of the error may hold the URL with its query: the class is enough.
            failure = Lost(type(error).__name__)
        # No database keeps a NUL.
        text = bytes(content).decode("utf-8", "replace").replace("\0", "")
        self._keep(method, url, options, status, text or str(failure or ""), begun)
        if failure:
            raise failure
        return self._read(status, text)

    def _request(self, method, url, options):
        options = {**options, "allow_redirects": False, "stream": True}
        with requests.request(method, url, timeout=self.patience, **options) as response:
            self.wait = _asked_wait(response.headers.get("Retry-After"))
            end, content = time.monotonic() + self.patience, bytearray()
            # Byte by byte: a carrier that lets its answer drip is not waited for any longer.
            for chunk in response.iter_content(1):
                content += chunk
                if time.monotonic() > end:
                    raise requests.Timeout
                if len(content) > MOST_BYTES:
                    raise ValueError("too long")
            return response.status_code, content

    def _read(self, status, text):
        if status in (401, 403, 429, 503):
            # Our key, our haste or their repairs: nothing was done.
            raise NotTaken(f"HTTP {status}")
        if 400 <= status < 500 and status != 408:
            raise Refused(self.masked(f"HTTP {status}: {text}")[:500])
        if not 200 <= status < 300:
            raise Lost(f"HTTP {status}")
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Lost("no JSON") from error
        if not isinstance(value, dict):
            raise Lost("no JSON object")
        return value

    def _keep(self, method, url, options, status, response, begun):
        body = options.get("json") if options.get("json") is not None else options.get("data")
        query = options.get("params")
        request = "\n".join(
            json.dumps(part, ensure_ascii=False, default=str) for part in (query, body) if part
        )
        self.exchanges.append(
            Exchange(
                method=method,
                url=self.masked(url),
                request=self.masked(request)[:KEPT],
                status=status,
                response=self.masked(response)[:KEPT],
                milliseconds=round((time.monotonic() - begun) * 1000),
            )
        )

    def masked(self, text):
        """``text`` without anything that should stay secret."""
        return mask(text, self.secrets)


class Tokens:
    """Access tokens that carriers gave, kept in this process only, by a name of the account."""

    def __init__(self, seconds):
        self.seconds, self.known = seconds, {}

    def get(self, name):
        token, until = self.known.get(name, ("", 0))
        return token if time.monotonic() < until else ""

    def put(self, name, token):
        self.known[name] = (token, time.monotonic() + self.seconds)
        return token

    def drop(self, name):
        self.known.pop(name, None)


def mask(text, secrets=()):
    """``text`` without the ``secrets``, and without what a JSON key says is one."""
    for secret in secrets:
        if secret and len(secret) >= 4:
            text = text.replace(secret, "***")
    return _SECRET_VALUES.sub(r'\1"***"', text)


def whole(value):
    """An amount or weight as a whole number; ``None`` for anything else."""
    try:
        number = round(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
    return number if 0 <= number <= MOST_WHOLE else None


def named(value):
    """A number of an order or envelope as a carrier gives it; empty for anything that is none.

    >>> named(" EJ012345678VN"), named(1234), named({"a": 1}), named(True), named("A\\0")
    ('EJ012345678VN', '1234', '', '', '')
    """
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    found = str(value).strip()
    fits = found.strip("0") and found.isprintable() and len(found) <= MOST_NUMBER
    return found if fits else ""


def _asked_wait(header):
    """The seconds of a ``Retry-After``, as a timedelta; None for a date or anything else."""
    digits = (header or "").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        return None
    return min(timedelta(seconds=int(digits)), MOST_WAIT)


def _never_connected(error):
    """Whether nothing was sent: the address is unknown or nobody listens."""
    text = repr(error)
    if isinstance(error, requests.exceptions.SSLError):
        return any(word in text.upper() for word in _NO_AGREEMENT)
    return "NewConnectionError" in text or "NameResolutionError" in text
