"""Bank-to-customer messages of ISO 20022: camt.053 (statement) and camt.054 (notification).

Versions 02 to 13 differ in details that do not matter here; elements are found by local name. The
parser reads no DTD, no entities, nothing from the network, and lets go of every entry it has read.
"""

import io
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from xml.parsers.expat import ExpatError

from lxml import etree

from odoo.addons.tthc_catalogue.tools.sheet.xml_guard import UnsafeXml, refuse_doctype
from odoo.addons.tthc_payment.tools.statement import Row, Statement
from odoo.addons.tthc_payment.tools.statement_error import MAX_ROWS, StatementError
from odoo.addons.tthc_payment.tools.statement_reader import Reader

_ROOTS = ("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn")
_BLOCKS = ("Stmt", "Ntfctn")
_PARTS = ("Acct", "Bal", "FrToDt")
_VIETNAM = timezone(timedelta(hours=7))
_NOTHING = {"", "NOTPROVIDED", "NONREF", "NONE"}


def accepts(data):
    """Tell whether the file is such a message, in whatever encoding."""
    head = data[:4000].replace(b"\0", b"")
    return b"<" in head[:10] and any(name.encode() in head for name in _ROOTS)


def read(data, _layouts=()):
    """Return the statements of a message, one for each account, unchecked.

    :raises StatementError: ``unsafe``, ``unreadable``, ``currency``, ``fraction``, ``too_big`` or
        ``entry``, with the number of the entry as row.
    """
    try:
        refuse_doctype(io.BytesIO(data))
        return _read(data)
    except UnsafeXml as error:
        raise StatementError("unsafe") from error
    except (etree.XMLSyntaxError, ExpatError, LookupError) as error:
        raise StatementError("unreadable") from error


CAMT = Reader("camt", accepts, read)


def _read(data):
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in (*_BLOCKS, *_PARTS, "Ntry")],
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    statements, block, number = [], None, 0
    for event, element in events:
        name, parent = _name(element), _name(element.getparent())
        if name in _BLOCKS and parent in _ROOTS:
            if event == "start":
                block = _Block()
            else:
                statements.append(block.statement())
                block = None
                element.clear()
        elif event == "start" or block is None or parent not in _BLOCKS:
            continue
        elif name == "Ntry":
            number += 1
            block.add(element, number)
            if number > MAX_ROWS or len(block.rows) > MAX_ROWS:
                raise StatementError("too_big", limit=MAX_ROWS)
            _forget(element)
        else:
            getattr(block, f"read_{name}")(element)
    if not statements:
        raise StatementError("unreadable")
    return statements


def _forget(entry):
    """Let go of an entry; the parser would keep it until the end."""
    entry.clear()
    before = entry.getprevious()
    if before is not None and _name(before) == "Ntry":
        entry.getparent().remove(before)


class _Block:
    """One Stmt or Ntfctn while it is read."""

    def __init__(self):
        self.account = ""
        self.balances = {}
        self.period = None
        self.rows = []

    def read_Acct(self, element):
        number = _text(element, "Id", "IBAN") or _text(element, "Id", "Othr", "Id")
        self.account = number.replace(" ", "")
        _check_currency(_text(element, "Ccy"), None)

    def read_Bal(self, element):
        code = _text(element, "Tp", "CdOrPrtry", "Cd")
        amount = _amount(_child(element, "Amt"), None)
        self.balances[code] = -amount if _text(element, "CdtDbtInd") == "DBIT" else amount

    def read_FrToDt(self, element):
        first, last = (_text(element, name) for name in ("FrDtTm", "ToDtTm"))
        if first and last:
            self.period = (_moment(first, None).date(), _moment(last, None).date())

    def statement(self):
        opening = self.balances.get("OPBD", self.balances.get("PRCD"))
        return Statement(
            None,
            self.account,
            self.rows,
            opening,
            self.balances.get("CLBD"),
            names_account=bool(self.account),
            period=self.period,
        )

    def add(self, entry, number):
        """Take the movements of an entry; one that is only announced (PDNG, INFO) is none."""
        status = _text(entry, "Sts", "Cd") or _text(entry, "Sts") or "BOOK"
        if status != "BOOK":
            return
        amount = _amount(_child(entry, "Amt"), number)
        credit = _is_credit(entry, number)
        when = _child(entry, "BookgDt")
        when = when if when is not None else _child(entry, "ValDt")
        if when is None:
            raise StatementError("date", number, value="")
        moment = _moment(_text(when, "DtTm") or _text(when, "Dt"), number)
        reversal = _text(entry, "RvslInd") == "true" or _text(entry, "RvslInd") == "1"
        for part in _parts(entry, amount, credit, number):
            value, is_credit, reference, memo, account, name = part
            if value:
                self.rows.append(
                    Row(
                        number,
                        moment,
                        value if is_credit else 0,
                        0 if is_credit else value,
                        memo,
                        reference,
                        None,
                        self.account,
                        account,
                        name,
                        reversal=reversal,
                    )
                )


def _parts(entry, amount, credit, number):
    """Yield (amount, is credit, reference, memo, account, name) of an entry.

    A batch entry is its transactions if their amounts are there and give the amount of the entry;
    otherwise it is one movement.
    """
    reference = _first(_text(entry, "AcctSvcrRef"), _text(entry, "NtryRef"))
    details = [
        item for group in _children(entry, "NtryDtls") for item in _children(group, "TxDtls")
    ]
    if len(details) > 1:
        parts = [_detail(item, credit, number) for item in details]
        total = sum(part[0] if part[1] else -part[0] for part in parts if part[0] is not None)
        whole = amount if credit else -amount
        if all(part[0] is not None for part in parts) and total == whole:
            for place, (value, is_credit, own, memo, account, name) in enumerate(parts, 1):
                fallback = f"{reference}/{place}" if reference else ""
                yield value, is_credit, own or fallback, memo, account, name
            return
    seen = [_detail(item, credit, number) for item in details]
    memo = " ".join(dict.fromkeys(part[3] for part in seen if part[3]))
    memo = memo or _text(entry, "AddtlNtryInf")
    single = seen[0] if len(seen) == 1 else (None, credit, "", "", "", "")
    yield amount, credit, reference or single[2], memo, single[4], single[5]


def _detail(item, credit, number):
    amount_element = _child(item, "Amt")
    if amount_element is None:
        amount_element = _path(item, "AmtDtls", "TxAmt", "Amt")
    value = None if amount_element is None else _amount(amount_element, number)
    indicator = _text(item, "CdtDbtInd")
    is_credit = indicator == "CRDT" if indicator else credit
    refs = _child(item, "Refs")
    end_to_end = ""
    reference = ""
    if refs is not None:
        end_to_end = _first(_text(refs, "EndToEndId"))
        reference = _first(_text(refs, "AcctSvcrRef"), _text(refs, "TxId"), end_to_end)
    side = "Dbtr" if is_credit else "Cdtr"
    name = _text(item, "RltdPties", side, "Nm") or _text(item, "RltdPties", side, "Pty", "Nm")
    account = _text(item, "RltdPties", f"{side}Acct", "Id", "IBAN") or _text(
        item, "RltdPties", f"{side}Acct", "Id", "Othr", "Id"
    )
    return value, is_credit, reference, _memo(item, end_to_end), account, name


def _memo(item, end_to_end):
    remittance = _child(item, "RmtInf")
    texts = []
    if remittance is not None:
        texts += [_own_text(part) for part in _children(remittance, "Ustrd")]
        for part in _children(remittance, "Strd"):
            texts.append(_text(part, "CdtrRefInf", "Ref"))
            texts += [_own_text(line) for line in _children(part, "AddtlRmtInf")]
    if not any(texts):
        texts.append(_text(item, "AddtlTxInf"))
    memo = " ".join(text for text in texts if text)
    if end_to_end and end_to_end not in memo:
        memo = f"{memo} {end_to_end}".strip()
    return memo


def _first(*texts):
    return next((text for text in texts if text.upper() not in _NOTHING), "")


def _is_credit(entry, number):
    indicator = _text(entry, "CdtDbtInd")
    if indicator not in ("CRDT", "DBIT"):
        raise StatementError("sign", number, value=indicator)
    return indicator == "CRDT"


def _amount(element, number):
    """Return the VND in an amount element.

    :raises StatementError: ``amount``, ``fraction`` or ``currency``
    """
    text = _own_text(element) if element is not None else ""
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise StatementError("amount", number, value=text) from error
    if not value.is_finite() or value < 0 or value >= 10**15:
        raise StatementError("amount", number, value=text)
    _check_currency(element.get("Ccy"), number)
    if value != int(value):
        raise StatementError("fraction", number, value=text)
    return int(value)


def _check_currency(code, number):
    if code and code != "VND":
        raise StatementError("currency", number, found=code[:10])


def _moment(text, number):
    """Return a date or date and time as local time of the bank."""
    try:
        if len(text) <= 10:
            day = date.fromisoformat(text[:10])
            return datetime(day.year, day.month, day.day)
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise StatementError("date", number, value=text) from error
    if moment.tzinfo:
        moment = moment.astimezone(_VIETNAM).replace(tzinfo=None)
    return moment.replace(microsecond=0)


# Elements by local name -------------------------------------------------------------------------


def _name(element):
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2]


def _children(element, name):
    return [child for child in element if _name(child) == name]


def _child(element, name):
    return next((child for child in element if _name(child) == name), None)


def _path(element, *names):
    for name in names:
        element = _child(element, name) if element is not None else None
    return element


def _own_text(element):
    return " ".join((element.text or "").split())


def _text(element, *names):
    found = _path(element, *names)
    return _own_text(found) if found is not None else ""
