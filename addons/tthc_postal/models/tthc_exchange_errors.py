"""Say in the user's language why a list of a carrier was not taken in."""

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_catalogue.tools.sheet.error import MAX_BYTES, MAX_ROWS


def explain(env, error, filename):
    """The sentence for a :class:`TableError`; nothing was changed."""
    return env._(
        "“%(file)s” was not imported: %(reason)s Nothing was changed.",
        file=filename,
        reason=reason(env, error),
    )


def reason(env, error):
    """What is wrong, at which row, and what to do about it; begins in lower case."""
    values = {"row": error.row, **error.params}
    return _file_reason(env, error.code, values) or _row_reason(env, error.code, values)


def _file_reason(env, code, values):
    if code == "empty":
        return env._("the file is empty.")
    if code == "too_big":
        return env._(
            "it is too large (at most %(size)s MB and %(rows)s rows). Take a shorter period.",
            size=MAX_BYTES // 1024**2,
            rows=grouped(MAX_ROWS),
        )
    if code == "password":
        return env._("it is protected by a password. Save it without one and import it again.")
    if code in ("html", "xml", "pdf", "unsafe", "unreadable"):
        return env._(
            "it is no XLSX, XLS or CSV file, or it is damaged. Open it in a spreadsheet program "
            "and save it as XLSX."
        )
    if code == "no_header":
        return env._(
            "the column titles were not found in the first 40 rows. Expected (without accents): "
            "%(expected)s. The fullest row there reads: %(seen)s. Choose another layout, or add "
            "one.",
            **values,
        )
    if code == "letters" and not values["row"]:
        return env._(
            "it is written in letters of the time before Unicode (TCVN3, VNI): “%(value)s”. "
            "Convert it to Unicode and import it again.",
            value=values["value"],
        )
    if code == "no_rows":
        return env._("there is no row below the titles.")
    return None


def _row_reason(env, code, values):
    texts = {
        "no_number": env._("row %(row)s has neither our reference nor a tracking number."),
        "no_pair": env._("row %(row)s lacks our reference or the tracking number."),
        "no_code": env._("row %(row)s has no status."),
        "no_time": env._("row %(row)s does not say when it happened."),
        "time": env._("row %(row)s has a time that cannot be read: “%(value)s”."),
        "amount": env._("row %(row)s has something that is no amount: “%(value)s”."),
        "fraction": env._("row %(row)s has a fraction of a dong: “%(value)s”."),
        "weight": env._("row %(row)s has a weight that cannot be read: “%(value)s”."),
        "formula": env._(
            "row %(row)s has a formula instead of a value: “%(value)s”. Paste the cells as values."
        ),
        "digits": env._(
            "row %(row)s has a number of which the spreadsheet program has lost digits: "
            "“%(value)s”. Ask for the file again with that column as text."
        ),
        "long": env._("row %(row)s has a text that is too long: “%(value)s”."),
        "letters": env._(
            "row %(row)s is written in letters of the time before Unicode (TCVN3, VNI): "
            "“%(value)s”. Convert the file to Unicode and import it again."
        ),
        "quotes": env._("row %(row)s has a quotation mark that does not close."),
        "number": env._("row %(row)s: %(value)s"),
    }
    return texts[code] % values
