"""Levels and target groups were text only before this version."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Map the published text of every version to the new rows; the text stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["tthc.procedure.version"].search([])._map_published_labels()
