"""VietQR payloads: build and read the text inside a NAPAS 247 transfer QR.

Source: NAPAS "VietQR format in NAPAS247" v1.0 (September 2021), which profiles the EMVCo
merchant-presented mode. Plain Python: no ORM, no network, no clock.

A payload is a chain of objects: two-digit id, two-digit length in characters, value. Object 00
comes first, object 63 (the checksum) last, the others in any order.
"""

import re
from dataclasses import dataclass

GUID_NAPAS = "A000000727"
GUID_VNPAY = "A000000775"
SERVICE_ACCOUNT = "QRIBFTTA"
SERVICE_CARD = "QRIBFTTC"
SERVICES = (SERVICE_ACCOUNT, SERVICE_CARD, "QRPUSH", "QRCASH")
STATIC, DYNAMIC = "11", "12"
CURRENCY_VND = "704"
COUNTRY_VN = "VN"
MEMO_LIMIT = NAME_LIMIT = 25
ACCOUNT_LIMIT = 19
AMOUNT_LIMIT = 13
CITY_LIMIT = 15
# NAPAS 247 carries less than 500 million VND in one transfer (NAPAS v1.0, introduction).
AMOUNT_CEILING = 499_999_999

_SAFE_TEXT = re.compile(r"[A-Za-z0-9_.\- ]+")


class VietQRError(ValueError):
    """A payload that cannot be built or read; ``code`` names the reason for a program."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class VietQR:
    """What a VietQR transfer code says. ``amount`` is in VND; ``None`` lets the payer type it."""

    bin: str
    account: str
    amount: int | None = None
    memo: str = ""  # 62-08, purpose of transaction
    service: str = ""
    initiation: str = STATIC
    bill_number: str = ""  # 62-01
    reference_label: str = ""  # 62-05, used by e-wallet QRs instead of 62-08
    category: str = ""
    name: str = ""
    city: str = ""
    crc: str = ""


def crc16(text):
    """Return the CRC-16 (polynomial 0x1021, start 0xFFFF) of ``text`` as four upper-case hex."""
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte << 8
        for _bit in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return f"{crc:04X}"


def build(
    bank_bin,
    account,
    amount=None,
    memo="",
    *,
    service=SERVICE_ACCOUNT,
    initiation=None,
    bill_number="",
    category="",
    name="",
    city="",
):
    """Return the VietQR payload for a transfer to ``account`` at the bank with BIN ``bank_bin``.

    :param int amount: VND, or None for a code where the payer types the amount.
    :param str memo: transfer memo (62-08). Clean foreign text with ``clean_transfer_text`` first.
    :param str initiation: ``12`` for one payment (default with an amount), ``11`` for many.
    :raises VietQRError: a value is too long, has characters banks do not carry, or is missing.
    """
    initiation = initiation or (STATIC if amount is None else DYNAMIC)
    _check_target(bank_bin, account, service, initiation)
    if initiation == DYNAMIC and amount is None:
        raise VietQRError("amount", "a dynamic code needs an amount")
    beneficiary = _object("00", bank_bin) + _object("01", account)
    merchant = _object("00", GUID_NAPAS) + _object("01", beneficiary) + _object("02", service)
    extra = _text("01", bill_number, MEMO_LIMIT) + _text("08", memo, MEMO_LIMIT)
    payload = "".join(
        [
            _object("00", "01"),
            _object("01", initiation),
            _object("38", merchant),
            _text("52", category, 4),
            _object("53", CURRENCY_VND),
            _amount_object(amount),
            _object("58", COUNTRY_VN),
            _text("59", name, NAME_LIMIT),
            _text("60", city, CITY_LIMIT),
            _object("62", extra) if extra else "",
            "6304",
        ]
    )
    return payload + crc16(payload)


def read(payload):
    """Return the :class:`VietQR` in ``payload``; strict about structure, tolerant of order.

    A lower-case checksum is accepted (MB prints it so). The codes raised are: ``structure``,
    ``length``, ``duplicate``, ``charset``, ``crc``, ``not_vietqr``, ``beneficiary``,
    ``currency``, ``country``, ``amount``, ``service``, ``bin``, ``account``, ``initiation``,
    ``memo``.

    :raises VietQRError: the payload is damaged or is not a VietQR transfer code.
    """
    payload = (payload or "").strip()
    objects = _split(payload)
    _check_envelope(payload, objects)
    merchant = _merchant(objects)
    bank_bin, account = _beneficiary(merchant)
    if objects.get("53") != CURRENCY_VND:
        raise VietQRError("currency", "the currency must be 704 (VND)")
    if objects.get("58") != COUNTRY_VN:
        raise VietQRError("country", "the country must be VN")
    initiation = objects.get("01", "")
    _check_target(bank_bin, account, merchant.get("02", SERVICE_ACCOUNT), initiation)
    extra = _split(objects["62"]) if "62" in objects else {}
    if any(len(extra.get(key, "")) > MEMO_LIMIT for key in ("01", "05", "08")):
        raise VietQRError("memo", "a field of the additional data is longer than 25 characters")
    return VietQR(
        bin=bank_bin,
        account=account,
        amount=_read_amount(objects.get("54")),
        memo=extra.get("08", ""),
        service=merchant.get("02", ""),
        initiation=initiation,
        bill_number=extra.get("01", ""),
        reference_label=extra.get("05", ""),
        category=objects.get("52", ""),
        name=objects.get("59", ""),
        city=objects.get("60", ""),
        crc=objects["63"].upper(),
    )


def _check_target(bank_bin, account, service, initiation):
    """Refuse what cannot be where the money goes, when building as when reading."""
    if not re.fullmatch(r"[0-9]{6}", bank_bin or ""):
        raise VietQRError("bin", "the bank identifier (BIN) must have 6 digits")
    if not re.fullmatch(rf"[A-Za-z0-9]{{1,{ACCOUNT_LIMIT}}}", account or ""):
        raise VietQRError("account", "the account must have 1 to 19 letters or digits")
    if service not in SERVICES:
        raise VietQRError("service", f"unknown transfer service {service!r}")
    if initiation not in (STATIC, DYNAMIC):
        raise VietQRError("initiation", "the initiation must be 11 or 12")


def _object(tag, value):
    if not 1 <= len(value) <= 99:
        raise VietQRError("length", f"object {tag} must have 1 to 99 characters")
    return f"{tag}{len(value):02d}{value}"


def _text(tag, value, limit):
    if not value:
        return ""
    if len(value) > limit:
        raise VietQRError("length", f"field {tag} is longer than {limit} characters")
    if not _SAFE_TEXT.fullmatch(value):
        raise VietQRError("charset", f"field {tag} has characters that banks do not carry")
    return _object(tag, value)


def _amount_object(amount):
    if amount is None:
        return ""
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise VietQRError("amount", "the amount must be a positive whole number of VND")
    if amount > AMOUNT_CEILING:
        raise VietQRError("amount_ceiling", "one NAPAS 247 transfer carries less than 500 million")
    return _object("54", str(amount))


def _split(text):
    """Cut ``text`` into its objects; every length must fit exactly and no id may repeat."""
    objects, position = {}, 0
    while position < len(text):
        head = text[position : position + 4]
        if not re.fullmatch(r"[0-9]{4}", head):
            raise VietQRError("structure", f"no object starts at position {position}")
        tag, length = head[:2], int(head[2:])
        value = text[position + 4 : position + 4 + length]
        if not length or len(value) < length:
            raise VietQRError("length", f"the length of object {tag} is wrong")
        if tag in objects:
            raise VietQRError("duplicate", f"object {tag} appears twice")
        objects[tag] = value
        position += 4 + length
    return objects


def _check_envelope(payload, objects):
    tags = list(objects)
    if len(tags) < 3 or tags[0] != "00" or objects["00"] != "01":
        raise VietQRError("structure", "the payload must start with object 00 = 01")
    if tags[-1] != "63" or len(objects["63"]) != 4:
        raise VietQRError("structure", "the payload must end with a four-digit checksum")
    # Object 64 holds the name in another script (EMVCo MPM 4.7) and may be accented.
    if not all(value.isascii() for tag, value in objects.items() if tag != "64"):
        raise VietQRError("charset", "the payload has characters outside ASCII")
    if crc16(payload[:-4]) != payload[-4:].upper():
        raise VietQRError("crc", "the checksum is wrong")


def _merchant(objects):
    if "38" in objects:
        merchant = _split(objects["38"])
        if merchant.get("00") == GUID_NAPAS:
            return merchant
    elif _guid(objects.get("26", "")) == GUID_VNPAY:
        raise VietQRError("not_vietqr", "this is a VNPAY merchant code, not a bank transfer")
    raise VietQRError("not_vietqr", "this code is not a VietQR transfer")


def _guid(template):
    try:
        return _split(template).get("00")
    except VietQRError:
        return None


def _beneficiary(merchant):
    parts = _split(merchant.get("01", ""))
    if set(parts) != {"00", "01"}:
        raise VietQRError("beneficiary", "the beneficiary must have a bank and an account only")
    return parts["00"], parts["01"]


def _read_amount(text):
    if text is None:
        return None
    if len(text) > AMOUNT_LIMIT or not re.fullmatch(r"[0-9]+(\.0*)?", text) or not float(text):
        raise VietQRError("amount", "the amount must be a positive whole number of VND")
    return int(text.partition(".")[0])
