"""Credits that the bank marks as taken back say so instead of lacking a reference."""

from odoo.tools import SQL


def migrate(cr, version):
    cr.execute(
        SQL(
            """UPDATE tthc_incoming_money SET reason = 'taken_back'
                WHERE is_reversal AND reason = 'no_reference'"""
        )
    )
