"""Set-up on installation and clearing away on uninstallation."""

from odoo.tools import SQL

#: Tables that would hold rules and templates fast, those that refer to others first.
TABLES = ("tthc_notice_entry", "tthc_notice", "tthc_notice_rule")


def post_init_hook(env):
    """What happened before is not announced."""
    env["tthc.notice"]._start_here()


def uninstall_hook(env):
    """Remove what belongs to no data file. The outbox goes with its tables; mails that still wait
    in Odoo's own queue would tell of notices that nobody can look up."""
    env["mail.mail"].search(
        [("tthc_notice_id", "!=", False), ("state", "in", ("outgoing", "exception"))]
    ).unlink()
    # The log refuses to be deleted; its tables are dropped right after.
    env["tthc.notice.entry"]._drop_guards()
    for table in TABLES:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
    env["ir.config_parameter"].search([("key", "=like", "tthc\\_notice.%")]).unlink()
