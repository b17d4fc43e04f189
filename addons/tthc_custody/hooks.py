"""Set-up on installation and clearing away on uninstallation."""

from odoo.tools import SQL

#: Tables of this module, those that refer to others first.
TABLES = (
    "tthc_custody_move_line",
    "tthc_custody_move",
    "tthc_custody_sign",
    "tthc_custody_correction",
    "tthc_custody_incident",
    "tthc_custody_signature",
    "tthc_custody_movement",
    "tthc_custody_slip",
)


def post_init_hook(env):
    """What ended before this day is taken as settled: nobody wrote down what was given back."""
    dossiers = env["tthc.dossier"].sudo()
    ended = dossiers._read_group(
        [("state", "in", ("returned", "stopped", "not_accepted"))], ["company_id"]
    )
    for (company,) in ended:
        company.tthc_custody_since = company._tthc_today()


def uninstall_hook(env):
    """Take away what would hold others' rows fast. Dossiers and their ledgers stay as they are,
    events of custody included; the movements go with their tables."""
    for name in ("tthc_custody_slip", "tthc_custody_movement", "tthc_custody_signature"):
        for guard in ("rows", "table"):
            env.cr.execute(
                SQL(
                    "DROP TRIGGER IF EXISTS %s ON %s",
                    SQL.identifier(f"tthc_append_only_{guard}"),
                    SQL.identifier(name),
                )
            )
    for table in TABLES:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
