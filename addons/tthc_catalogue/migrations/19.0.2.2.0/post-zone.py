"""Jobs and visitors had no time zone before this version."""

from odoo import SUPERUSER_ID, api

from odoo.addons.tthc_catalogue.hooks import post_init_hook


def migrate(cr, version):
    """Give them that of Việt Nam where none was chosen."""
    post_init_hook(api.Environment(cr, SUPERUSER_ID, {}))
