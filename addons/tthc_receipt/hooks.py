"""Clearing away on uninstallation."""

from odoo.tools import SQL

from .models.tthc_receipt import GUARD


def uninstall_hook(env):
    """Remove the files of the receipts and the guard. Rows go with their tables: deleted one by
    one they would refuse. Payments and dossiers stay as they are."""
    env["ir.attachment"].search([("res_model", "=", "tthc.receipt.event")]).unlink()
    env["ir.model.data"].search(
        [("module", "=", "tthc_receipt"), ("model", "=like", "tthc.%")]
    ).unlink()
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s CASCADE", SQL.identifier(GUARD)))
