"""Clearing away on uninstallation."""

from odoo.tools import SQL

from .models.tthc_append_only import FUNCTION as REFUSE_CHANGE
from .models.tthc_dossier_number import FUNCTION as KEEP_NUMBER


def uninstall_hook(env):
    """Take the guards off the tables that are dropped next; the functions belong to no table."""
    for function in (REFUSE_CHANGE, KEEP_NUMBER):
        env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(function)))
