"""A fee had one tier in two columns before this version, and a page price no copies."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Make rows of the tiers and bring the text that prices are read from up to date.

    Published fees are read-only to everybody, so this is done below the ORM. A ceiling on a
    price per page was meant for one copy (TT 226/2016/TT-BTC, Art. 4) and becomes that.
    """
    if not column_exists(cr, "tthc_procedure_fee", "tier_from"):
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.cr.execute(
        SQL(
            """
            INSERT INTO tthc_fee_tier (fee_id, start, amount, create_uid, create_date,
                                       write_uid, write_date)
            SELECT id, tier_from, tier_amount, create_uid, create_date, write_uid, write_date
              FROM tthc_procedure_fee
             WHERE tier_from > 1
            """
        )
    )
    # A tier from the first unit on was the price of every unit.
    env.cr.execute(SQL("UPDATE tthc_procedure_fee SET amount = tier_amount WHERE tier_from = 1"))
    env.cr.execute(
        SQL("UPDATE tthc_procedure_fee SET per_copy = TRUE WHERE unit = 'page' AND ceiling > 0")
    )
    fees = env["tthc.procedure.fee"].search([])
    env.add_to_compute(fees._fields["tiers_key"], fees)
    fees.flush_recordset(["tiers_key"])
