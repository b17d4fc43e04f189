from odoo.addons.tthc_postal.connector_hooks import retire_connector

from .const import CONNECTOR


def uninstall_hook(env):
    """Carriers of this connection go back to files; what was said to them stays."""
    retire_connector(env, CONNECTOR)
