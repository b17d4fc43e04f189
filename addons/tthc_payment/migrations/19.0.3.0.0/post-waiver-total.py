"""Requests that were paid before they were waived know what was waived of them."""

from odoo.tools import SQL


def migrate(cr, version):
    cr.execute(
        SQL(
            """UPDATE tthc_expected_payment request SET waiver_total = waived.total
                 FROM (SELECT expected_id, SUM(refund_amount) AS total
                         FROM tthc_fee_waiver
                        WHERE state = 'approved' AND refund_amount > 0
                        GROUP BY expected_id) waived
                WHERE waived.expected_id = request.id AND request.waiver_total IS NULL"""
        )
    )
