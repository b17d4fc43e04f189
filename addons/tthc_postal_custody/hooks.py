"""Set-up on installation and clearing away on uninstallation."""

from odoo.tools import SQL

from odoo.addons.tthc_postal.tools import status


def post_init_hook(env):
    """What the post has on this day is with the post in the book of papers, too."""
    env["tthc.shipment"]._custody_catch_up(status.OUT)


def uninstall_hook(env):
    """Papers stay where the book says, with their slips; only the links to shipments go."""
    env.cr.execute(SQL("DELETE FROM tthc_shipment_papers"))
    env.invalidate_all()
