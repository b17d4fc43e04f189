from odoo.tools import SQL

#: Tax codes of 12 digits, written with or without separators.
DIGITS = "regexp_replace(vat, '[ .-]', '', 'g')"


def migrate(cr, version):
    """A person's tax code of 12 digits is the personal number (from 01/07/2025): it is moved to
    where it is masked. Where the two differ, the tax code stays for a person to look at."""
    people = "tthc_kind IN ('citizen', 'household') AND vat IS NOT NULL"
    cr.execute(
        SQL(
            """UPDATE res_partner SET tthc_identity_number = %(digits)s
                WHERE %(people)s AND tthc_identity_number IS NULL
                  AND %(digits)s ~ '^[0-9]{12}$'""",
            digits=SQL(DIGITS),
            people=SQL(people),
        )
    )
    cr.execute(
        SQL(
            """UPDATE res_partner SET vat = NULL
                WHERE %(people)s AND %(digits)s = tthc_identity_number""",
            digits=SQL(DIGITS),
            people=SQL(people),
        )
    )
