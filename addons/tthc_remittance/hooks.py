"""Set-up on installation and clearing away on uninstallation."""

from odoo.tools import SQL

from .models.res_company import CODE

#: Tables of this module that refer to others of it, those that are referred to last.
TABLES = (
    "tthc_remittance_share",
    "tthc_remittance_line",
    "tthc_remittance",
    "tthc_remittance_account",
    "tthc_period_signoff_line",
    "tthc_period_signoff",
)


def post_init_hook(env):
    """Give every company that exists already its number series."""
    env["res.company"].search([])._tthc_create_remittance_sequences()


def uninstall_hook(env):
    """Remove what belongs to no data file: number series, files, and rows that hold each other
    fast. The ledger of shares goes with its table; payments and matches stay as they are."""
    env["ir.sequence"].with_context(active_test=False).search([("code", "=", CODE)]).unlink()
    env["ir.attachment"].search(
        [("res_model", "in", ["tthc.remittance", "tthc.period.signoff"])]
    ).unlink()
    debits = env["tthc.bank.debit"].search([("purpose", "=", "remittance")])
    debits._set({"purpose": "other", "remittance_id": False})
    env.flush_all()
    env.cr.execute(SQL("UPDATE tthc_period_signoff SET previous_id = NULL"))
    for table in TABLES:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
