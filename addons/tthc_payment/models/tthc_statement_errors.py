"""Say in the user's language why a statement file was not taken in."""

from odoo.addons.tthc_catalogue.tools.numbers import grouped

from ..tools.statement_error import MAX_BYTES, MAX_ROWS


def explain(env, error, filename):
    """The sentence for a :class:`~..tools.sheets.StatementError`; nothing was changed."""
    return env._(
        "“%(file)s” was not imported: %(reason)s Nothing was changed.",
        file=filename,
        reason=reason(env, error),
    )


def reason(env, error):
    """What is wrong, at which row, and what to do about it; begins in lower case."""
    values = {key: _text(value) for key, value in error.params.items()}
    return _file_reason(env, error.code, values) or _row_reason(
        env, error.code, {"row": error.row, **values}
    )


def _text(value):
    return grouped(value) if isinstance(value, int) else value


def _file_reason(env, code, values):
    if code == "empty":
        return env._("the file is empty.")
    if code == "too_big":
        return env._(
            "it is larger than a statement may be (%(size)s MB, %(rows)s rows). Export a shorter "
            "period.",
            size=MAX_BYTES // 1024**2,
            rows=_text(MAX_ROWS),
        )
    if code == "password":
        return env._(
            "it is protected by a password. Open it with the password, save it without one, and "
            "import it again."
        )
    if code == "html":
        return env._(
            "it is a web page with the name of a spreadsheet. Open it in a spreadsheet program and "
            "save it as XLSX."
        )
    if code == "pdf":
        return env._("it is a PDF. Export the statement as XLSX, XLS or CSV from the bank's site.")
    if code == "xml":
        return env._(
            "it is an XML file, but no bank statement (camt.053 or camt.054). If a spreadsheet "
            "program opens it, save it as XLSX there."
        )
    if code == "unsafe":
        return env._(
            "it contains definitions of its own (DTD), which bank files never have. Ask the bank "
            "for the file again."
        )
    if code == "unreadable":
        return env._(
            "it is no XLSX, XLS, CSV, MT940 or camt file, or it is damaged. Export it again."
        )
    if code == "no_header":
        return env._(
            "the column titles were not found in the first 40 rows. Expected (without accents): "
            "%(expected)s. The fullest row there reads: %(seen)s. Choose the layout of this bank, "
            "or add one.",
            **values,
        )
    if code == "no_rows":
        return env._("there is no movement in it. Choose a period with movements.")
    if code == "other_account":
        return env._(
            "it is the statement of account %(found)s, not of %(expected)s. Choose that account, "
            "or export the right one.",
            **values,
        )
    if code == "cut":
        return env._(
            "its end is missing: the message has no closing balance (%(field)s). Ask the bank for "
            "the file again.",
            **values,
        )
    if code == "closing":
        return env._(
            "opening balance and movements give %(expected)s, but the closing balance is "
            "%(found)s. The file is incomplete: export it again.",
            **values,
        )
    return None


def _row_reason(env, code, values):
    if code == "chain":
        return env._(
            "in row %(row)s the balance should be %(expected)s but is %(found)s. A row is missing, "
            "changed or in another order. Import the file as the bank exports it.",
            **values,
        )
    if code == "exchanged":
        return env._(
            "row %(row)s reads as %(found)s, but day and month are exchanged: %(expected)s is "
            "meant. A spreadsheet program set to American dates has changed the file. Import it "
            "as the bank exports it, or type the dates as day/month/year.",
            **values,
        )
    if code == "total":
        return env._(
            "the total in row %(row)s is %(found)s, but the rows give %(expected)s only. Rows are "
            "missing: export the file again.",
            **values,
        )
    if code == "date":
        return env._("row %(row)s has an amount but no date: “%(value)s”.", **values)
    if code == "amount":
        return env._("row %(row)s has something that is no amount: “%(value)s”.", **values)
    if code == "fraction":
        return env._("row %(row)s has a fraction of a dong: “%(value)s”.", **values)
    if code == "sign":
        return env._("row %(row)s does not say plus or minus: “%(value)s”.", **values)
    if code == "formula":
        return env._(
            "row %(row)s has a formula instead of a value: “%(value)s”. Open the file, paste the "
            "cells as values, or export it again.",
            **values,
        )
    if code == "quotes":
        return env._("row %(row)s has a quotation mark that does not close.", **values)
    if code == "currency":
        return env._(
            "row %(row)s says that the account is kept in %(found)s. Only accounts in VND are "
            "reconciled here.",
            **values,
        )
    if code == "entry":
        return env._("entry %(row)s cannot be read: “%(value)s”.", **values)
    return env._("row %(row)s has money in and money out at once.", **values)
