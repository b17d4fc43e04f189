"""Clearing away on uninstallation."""

from odoo.tools import SQL

from .models.tthc_append_only import FUNCTION as REFUSE_CHANGE
from .models.tthc_dossier_number import FUNCTION as KEEP_NUMBER
from .models.tthc_form_print import KEY_PARAMETER


def uninstall_hook(env):
    """Take the guards off the tables that are dropped next; the functions belong to no table.
    Printed papers go with their log, and with them the keys that they were signed with."""
    for function in (REFUSE_CHANGE, KEEP_NUMBER):
        env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(function)))
    env["ir.attachment"].search([("res_model", "=", "tthc.form.print")]).unlink()
    env["ir.config_parameter"].search([("key", "=like", f"{KEY_PARAMETER}%")]).unlink()
