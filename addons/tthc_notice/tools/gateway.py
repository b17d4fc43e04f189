"""A text message handed to a provider over HTTP, and what its answer means.

Vietnamese providers differ in names of parameters and in the answer's form; what they share is
one request for one message. A :class:`Gateway` says it for a provider; nothing here knows Odoo.
"""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import quote

import requests

#: The message is with the provider.
SENT = "sent"
#: The provider did not take it; it may be tried again.
NOT_SENT = "not_sent"
#: The provider will never take it: the number is wrong or barred.
REFUSED = "refused"
#: It may have been sent: the answer was lost or cannot be read.
UNCERTAIN = "uncertain"

#: How a number is written: its prefix in place of the leading 0.
PREFIXES = {"national": "0", "international": "84", "plus": "+84"}
#: Longest part of an answer that is kept.
KEPT = 500


@dataclass(frozen=True)
class Gateway:
    """:ivar url, body, headers: with the placeholders ``{number}``, ``{text}``, ``{id}``,
        ``{sender}``; in the address their values are quoted, in a JSON body escaped
    :ivar body_kind: ``json``, ``form`` (lines ``name=value``) or ``none``
    :ivar success, refusal: regular expressions that the answer's text matches
    :ivar idempotent: the provider sends a message with the same ``{id}`` once only
    :ivar timeout: seconds
    """

    url: str
    method: str = "POST"
    body: str = ""
    body_kind: str = "json"
    headers: str = ""
    sender: str = ""
    success: str = ""
    refusal: str = ""
    idempotent: bool = False
    timeout: float = 15.0
    number_form: str = "national"


@dataclass(frozen=True)
class Outcome:
    state: str
    answer: str = field(default="")


def deliver(gateway, number, text, key):
    """Hand over one message and judge the answer. Raises nothing of the network's.

    :param number: Vietnamese, beginning with 0, or foreign, beginning with +
    :param key: the same for every try of one message
    """
    try:
        request = prepare(gateway, number, text, key)
    except (ValueError, requests.RequestException) as error:
        return Outcome(NOT_SENT, f"{type(error).__name__}: {error}"[:KEPT])
    lost = NOT_SENT if gateway.idempotent else UNCERTAIN
    with requests.Session() as session:
        try:
            answer = session.send(request, timeout=gateway.timeout, allow_redirects=False)
        except requests.ConnectTimeout as error:
            return Outcome(NOT_SENT, _named(error))
        except requests.ConnectionError as error:
            return Outcome(NOT_SENT if _never_connected(error) else lost, _named(error))
        except requests.RequestException as error:
            return Outcome(lost, _named(error))
    return judge(gateway, answer.status_code, answer.text)


def judge(gateway, status, text):
    """What an answer means. Without an idempotency key nothing is repeated that may have been
    taken: an internal error of the provider, or an answer that matches no pattern."""
    kept = f"HTTP {status}: {text}"[:KEPT]
    if gateway.refusal and re.search(gateway.refusal, text):
        return Outcome(REFUSED, kept)
    if 200 <= status < 300 and re.search(gateway.success or ".*", text):
        return Outcome(SENT, kept)
    # The account or the address is wrong, or the provider is busy: it took nothing.
    if status == 503 or (400 <= status < 500 and status != 408):
        return Outcome(NOT_SENT, kept)
    return Outcome(NOT_SENT if gateway.idempotent else UNCERTAIN, kept)


def prepare(gateway, number, text, key):
    """The request as a :class:`requests.PreparedRequest`.

    :raise ValueError: the body or the headers are not what their kind says
    """
    values = {
        "number": written(number, gateway.number_form),
        "text": text,
        "id": key,
        "sender": gateway.sender or "",
    }
    headers = {
        name.strip(): value.strip()
        for name, _colon, value in (
            filled(line, values).partition(":") for line in (gateway.headers or "").splitlines()
        )
        if name.strip()
    }
    body = {}
    if gateway.body_kind == "json":
        escaped = {name: json.dumps(value)[1:-1] for name, value in values.items()}
        body = {"json": json.loads(filled(gateway.body or "{}", escaped))}
    elif gateway.body_kind == "form":
        pairs = (line.partition("=") for line in (gateway.body or "").splitlines())
        body = {"data": {name.strip(): filled(value, values) for name, _eq, value in pairs if name}}
    quoted = {name: quote(value, safe="") for name, value in values.items()}
    url = filled(gateway.url, quoted)
    return requests.Request(gateway.method, url, headers=headers, **body).prepare()


def filled(template, values):
    """``template`` with its placeholders; other braces stay, since JSON is full of them."""
    return re.sub(
        r"\{(number|text|id|sender)\}", lambda match: values[match.group(1)], template or ""
    )


def written(number, form):
    """A Vietnamese number as the provider wants it; a foreign one stays."""
    return PREFIXES[form] + number[1:] if number.startswith("0") else number


def _never_connected(error):
    """Whether nothing was sent: the address is unknown or nobody listens."""
    text = repr(error)
    return "NewConnectionError" in text or "NameResolutionError" in text


def _named(error):
    """The error without its address, which may hold a secret."""
    return type(error).__name__
