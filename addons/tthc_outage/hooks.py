"""Clearing away on uninstallation."""

from odoo.tools import SQL

#: Tables of this module, those that refer to others first.
TABLES = (
    "tthc_outage_strike",
    "tthc_outage_sheet",
    "tthc_outage_pad",
    "tthc_outage",
)


def uninstall_hook(env):
    """Take away the rows that refuse to be deleted one by one. Dossiers that were entered from a
    pad stay as they are, and so do the facts of their ledgers."""
    env.cr.execute(SQL("UPDATE tthc_dossier_intake SET outage_sheet_id = NULL, outage_id = NULL"))
    for table in TABLES:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
