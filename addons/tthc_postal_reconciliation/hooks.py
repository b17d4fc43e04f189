"""Set-up on installation and clearing away on uninstallation."""

from odoo.tools import SQL

#: What counts in a day or differs in it, and the days themselves.
TABLES = ("tthc_reconciliation_entry", "tthc_reconciliation_item")


def post_init_hook(env):
    """The post's money of before has its days, and shows as such on those of the accounts."""
    days = env["tthc.reconciliation.day"]
    for company in env["res.company"].search([]):
        days._make_days(company)
    credited = env["tthc.incoming.money"].search([("postal_remittance_id", "!=", False)])
    of_accounts = ("account_id", "in", credited.account_id.ids)
    waiting = days.search([("state", "=", "open"), "|", ("channel", "=", "post"), of_accounts])
    waiting._lock()
    for day in waiting:
        day._refresh()


def uninstall_hook(env):
    """The days of the post go with what they compare; the money, the lists and the days of the
    accounts stay."""
    env.flush_all()
    env["tthc.reconciliation.entry"]._drop_guards()
    post = SQL("SELECT id FROM tthc_reconciliation_day WHERE channel = 'post'")
    for table in TABLES:
        env.cr.execute(SQL("DELETE FROM %s WHERE day_id IN (%s)", SQL.identifier(table), post))
    env.cr.execute(SQL("DELETE FROM tthc_reconciliation_day WHERE channel = 'post'"))
    env["tthc.reconciliation.entry"]._create_guards()
    env.invalidate_all()
