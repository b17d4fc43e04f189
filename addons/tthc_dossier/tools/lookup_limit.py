"""How often somebody may be wrong when looking a dossier up, and what they typed.

Plain rules without the ORM: the attempts and the instants are arguments.
"""

import hmac
import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Letters of the lookup code that are enough together with the number of the dossier: 30 bits,
#: behind the limits below. The whole code has 60 and needs no number.
SHORT = 6
WHOLE = 12
LONGEST_NUMBER = 64


@dataclass(frozen=True)
class Limit:
    """From the ``free``-th wrong attempt on there is a wait, twice as long after each other one.

    :ivar free: wrong attempts until the first wait
    :ivar first: the first wait
    :ivar longest: no wait is longer
    :ivar window: for how long a wrong attempt counts
    """

    free: int
    first: timedelta
    longest: timedelta
    window: timedelta

    def locked_until(self, count, last: datetime | None):
        """Until when nothing more is tried after ``count`` wrong attempts in the window, the
        last of them at ``last``; ``None`` when there is no wait."""
        if count < self.free or last is None:
            return None
        # after twenty doublings any wait is the longest
        wait = self.first * 2 ** min(count - self.free, 20)
        return last + min(wait, self.longest)


#: One address, whatever it tries: a family, a shop, a whole provider may stand behind it.
ADDRESS = Limit(20, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=1))
#: One address at one dossier number: who mistypes and who guesses.
PAIR = Limit(5, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=24))
#: One dossier number from all addresses: many computers guessing together. The whole code and the
#: QR open the dossier meanwhile, so that its holder never waits for strangers.
NUMBER = Limit(30, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=24))
#: Whole codes from one address.
CODE = Limit(20, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1))


def clean_code(text):
    """A lookup code as typed, without what people put between its letters."""
    return re.sub(r"[\s.\-–]", "", text or "").upper()[:LONGEST_NUMBER]


def clean_number(text):
    """A dossier number as typed: no blanks, dashes of any kind as hyphens, capitals."""
    return re.sub(r"[‐-―−]", "-", re.sub(r"\s", "", text or "")).upper()[:LONGEST_NUMBER]


def opens(code, *tokens, short=True):
    """Whether ``code`` is one of ``tokens``, or with ``short`` the beginning of one. It takes
    equally long whether the tokens are right, wrong or missing."""
    found = False
    for token in tokens:
        known = token or "\0" * WHOLE
        whole = hmac.compare_digest(known.encode(), code.encode())
        part = hmac.compare_digest(known[:SHORT].encode(), code.encode())
        found |= bool(token) and (whole or (part and short and len(known) > SHORT))
    return found


def address_key(address):
    """Whose attempts count together: an IPv4 address, or an IPv6 network of 64 bits, since one
    household has as many addresses as it likes."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def mask_address(key):
    """An address key with its last part hidden."""
    if ":" in key:
        return ":".join(key.split(":")[:2]) + ":…"
    head, dot, _last = key.rpartition(".")
    return f"{head}.…" if dot else key
