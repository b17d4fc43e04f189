"""What a signing and transmission provider says about receipts."""

from dataclasses import dataclass
from datetime import datetime


class Unavailable(Exception):
    """The provider cannot be reached or answers rubbish; said in words, without secrets."""


@dataclass(frozen=True)
class Signature:
    """A digital signature of the collecting body on one receipt.

    :ivar signer: whose certificate it is, as the certificate names them
    :ivar certificate: serial number of the certificate
    :ivar signed_at: naive UTC instant
    :ivar document: the signed XML (bytes), kept with the receipt
    """

    signer: str
    certificate: str
    signed_at: datetime
    document: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What the tax authority, or the intermediary, says of one receipt.

    :ivar outcome: ``accepted``, ``pending`` (ask again) or ``refused`` (somebody must look)
    :ivar reference: the other side's number of the message
    :ivar detail: in words, e.g. why it was refused
    """

    outcome: str
    reference: str = ""
    detail: str = ""
