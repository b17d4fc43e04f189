"""Set-up on installation and clearing away on uninstallation."""


def post_init_hook(env):
    """Files that were there before get their row, with the digest of today."""
    env["tthc.paper.file"]._adopt_existing()


def uninstall_hook(env):
    """The files stay with the dossiers, and so does what their papers show; the settings go."""
    params = env["ir.config_parameter"].sudo()
    params.search([("key", "=like", "tthc_papers.%")]).unlink()
