"""Set-up on installation and clearing away on uninstallation."""

from odoo.tools import SQL

from .models.tthc_receipt import GUARD


def post_init_hook(env):
    """Have the key that seals receipts before the first ones are issued, many at once."""
    env["tthc.form.print"]._signing_key()


def uninstall_hook(env):
    """Remove the files of the receipts and the guard. Rows go with their tables: deleted one by
    one they would refuse. Payments and dossiers stay as they are."""
    env["ir.attachment"].search([("res_model", "=", "tthc.receipt.event")]).unlink()
    env["ir.model.data"].search(
        [("module", "=", "tthc_receipt"), ("model", "=like", "tthc.%")]
    ).unlink()
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s CASCADE", SQL.identifier(GUARD)))
