"""Set-up on installation and clearing away on uninstallation."""

from odoo.tools import SQL

from .models.tthc_postal_collection import OWED


def post_init_hook(env):
    """What the post collected before and has not remitted comes in as money now."""
    waiting = env["tthc.postal.collection"].search(
        [("kind", "in", OWED), ("state", "in", ("open", "listed"))]
    )
    waiting._after_collected()


def uninstall_hook(env):
    """Money that the post brought stays in the books; only its links to the post go."""
    env.cr.execute(
        SQL(
            "UPDATE tthc_incoming_money SET postal_collection_id = NULL, "
            "postal_remittance_id = NULL "
            "WHERE postal_collection_id IS NOT NULL OR postal_remittance_id IS NOT NULL"
        )
    )
