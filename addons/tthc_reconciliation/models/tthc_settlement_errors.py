"""Say in the user's language why a settlement file was not taken in."""

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_payment.models import tthc_statement_errors


def explain(env, error, filename):
    """The sentence for a :class:`StatementError` of a settlement file; nothing was changed."""
    return env._(
        "“%(file)s” was not imported: %(reason)s Nothing was changed.",
        file=filename,
        reason=_reason(env, error) or tthc_statement_errors.reason(env, error),
    )


def _reason(env, error):
    values = {
        key: grouped(value) if isinstance(value, int) else value
        for key, value in error.params.items()
    }
    values["row"] = error.row
    if error.code == "no_rows":
        return env._("there is no payment in it. Choose a period with payments.")
    if error.code == "net":
        return env._(
            "in row %(row)s amount less charge is %(expected)s, but the net amount is %(found)s. "
            "Export the file again, or ask the source.",
            **values,
        )
    if error.code == "total":
        return env._(
            "row %(row)s prints the total %(found)s, but the rows above it add up to %(expected)s. "
            "The file is incomplete: export it again.",
            **values,
        )
    if error.code == "twice":
        return env._("row %(row)s is the same payment as row %(first)s.", **values)
    if error.code == "no_number":
        return env._(
            "row %(row)s has an amount but no number of the order, of the gateway or of the card "
            "slip.",
            **values,
        )
    if error.code == "no_day":
        return env._(
            "row %(row)s does not say on which day it was settled. Enter the day and import the "
            "file again.",
            **values,
        )
    return None
