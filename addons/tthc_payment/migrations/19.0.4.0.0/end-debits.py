"""Read what left the accounts out of the statements imported before it was kept.

At the end, when the readers of every addon are there.
"""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["tthc.statement"].search([("debit_count", ">", 0)])._keep_debits_again()
