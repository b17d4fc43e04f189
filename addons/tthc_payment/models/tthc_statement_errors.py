"""Say in the user's language why a statement file was not taken in."""


def explain(env, error, filename):
    """The sentence for a :class:`~..tools.sheets.StatementError`; nothing was changed."""
    values = {key: _text(value) for key, value in error.params.items()}
    reason = _file_reason(env, error.code, values) or _row_reason(
        env, error.code, {"row": error.row, **values}
    )
    return env._(
        "“%(file)s” was not imported: %(reason)s Nothing was changed.",
        file=filename,
        reason=reason,
    )


def _text(value):
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


def _file_reason(env, code, values):
    if code == "empty":
        return env._("the file is empty.")
    if code == "too_big":
        return env._("the file is too big; export a shorter period.")
    if code == "html":
        return env._(
            "it is a web page with the name of a spreadsheet. Open it in a spreadsheet program and "
            "save it as XLSX."
        )
    if code == "unreadable":
        return env._("it is no XLSX, XLS or CSV file, or it is damaged.")
    if code == "no_header":
        return env._(
            "the column titles were not found in the first 40 rows. Expected (without accents): "
            "%(expected)s. The fullest row there reads: %(seen)s. Choose the layout of this bank, "
            "or add one.",
            **values,
        )
    if code == "no_rows":
        return env._("there is no movement below the column titles.")
    if code == "other_account":
        return env._("it is the statement of account %(found)s, not of %(expected)s.", **values)
    if code == "closing":
        return env._(
            "opening balance and movements give %(expected)s, but the closing balance is "
            "%(found)s. The file is incomplete.",
            **values,
        )
    return None


def _row_reason(env, code, values):
    if code == "chain":
        return env._(
            "in row %(row)s the balance should be %(expected)s but is %(found)s. A row is missing, "
            "changed or in another order.",
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
    return env._("row %(row)s has money in and money out at once.", **values)
