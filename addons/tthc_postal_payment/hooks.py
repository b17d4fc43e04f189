"""Clearing away on uninstallation."""

from odoo.tools import SQL


def uninstall_hook(env):
    """Money that the post brought stays in the books; only its links to the post go."""
    env.cr.execute(
        SQL(
            "UPDATE tthc_incoming_money SET postal_collection_id = NULL, "
            "postal_remittance_id = NULL "
            "WHERE postal_collection_id IS NOT NULL OR postal_remittance_id IS NOT NULL"
        )
    )
