"""Clearing away on uninstallation."""


def uninstall_hook(env):
    """Files that were uploaded and never sent go with the module; what was sent belongs to the
    dossiers and stays, as do the ledger's events."""
    env["ir.attachment"].search([("res_model", "=", "tthc.online.supply")]).unlink()
