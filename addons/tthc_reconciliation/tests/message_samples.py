"""Messages of banks (camt.053, camt.054, MT940), made in memory for the tests."""

from datetime import date

NS = "urn:iso:std:iso:20022:tech:xsd:camt.{message}.001.{version}"


def entry(amount, memo="", reference="", day="2026-03-10", more="", **options):
    """One Ntry; ``amount`` below zero is a debit."""
    status = options.get("status", "<Sts>BOOK</Sts>")
    details = options.get("details")
    if details is None:
        details = detail(None, memo, options.get("end_to_end", "NOTPROVIDED"))
    currency = options.get("currency", "VND")
    return (
        f'<Ntry><Amt Ccy="{currency}">{abs(amount)}</Amt>'
        f"<CdtDbtInd>{'CRDT' if amount > 0 else 'DBIT'}</CdtDbtInd>{more}{status}"
        f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
        f"<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def detail(amount, memo, end_to_end="NOTPROVIDED", reference="", structured=False):
    money = f'<Amt Ccy="VND">{amount}</Amt>' if amount else ""
    own = f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else ""
    text = (
        f"<Strd><CdtrRefInf><Ref>{memo}</Ref></CdtrRefInf></Strd>"
        if structured
        else f"<Ustrd>{memo}</Ustrd>"
    )
    return (
        f"<TxDtls><Refs>{own}<EndToEndId>{end_to_end}</EndToEndId></Refs>{money}"
        "<RltdPties><Dbtr><Pty><Nm>NGUYEN VAN A</Nm></Pty></Dbtr>"
        "<DbtrAcct><Id><Othr><Id>0123456789</Id></Othr></Id></DbtrAcct></RltdPties>"
        f"<RmtInf>{text}</RmtInf></TxDtls>"
    )


def balance(code, amount, day="2026-03-10"):
    sign = "CRDT" if amount >= 0 else "DBIT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="VND">{abs(amount)}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def block(account, entries, opening=None, closing=None, first="OPBD", tag="Stmt"):
    balances = ""
    if opening is not None:
        balances = balance(first, opening) + balance("CLBD", closing)
    return (
        f"<{tag}><Id>1</Id><Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>VND</Ccy></Acct>"
        f"{balances}{''.join(entries)}</{tag}>"
    )


def camt(*blocks, version="08", message="053", doctype=""):
    root = "BkToCstmrStmt" if message == "053" else "BkToCstmrDbtCdtNtfctn"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
        f'<Document xmlns="{NS.format(message=message, version=version)}"><{root}>'
        f"<GrpHdr><MsgId>1</MsgId></GrpHdr>{''.join(blocks)}</{root}></Document>"
    ).encode()


def mt940(account, lines, opening=0, day=date(2026, 3, 10), swift=False, closing=None):
    """One message; ``lines`` are (mark, amount, bank reference, memo)."""
    signs = {"C": 1, "RD": 1, "D": -1, "RC": -1}
    total = opening + sum(signs[mark] * amount for mark, amount, _ref, _memo in lines)
    stamp = day.strftime("%y%m%d")
    out = [":20:STATEMENT", f":25:{account}", ":28C:00001/001", f":60F:C{stamp}VND{opening},00"]
    for mark, amount, reference, memo in lines:
        bank = f"//{reference}" if reference else ""
        out.append(f":61:{stamp}{day:%m%d}{mark}{amount},00NTRFNONREF{bank}")
        pieces = [memo[at : at + 65] for at in range(0, len(memo), 65)] or [""]
        out.append(":86:" + "\n".join(pieces))
    out.append(f":62F:C{stamp}VND{total if closing is None else closing},00")
    text = "\r\n".join(out)
    if swift:
        return f"{{1:F01BFTVVNVXAXXX0000000000}}{{2:I940X}}{{4:\r\n{text}\r\n-}}\r\n".encode()
    return (text + "\r\n-\r\n").encode()
