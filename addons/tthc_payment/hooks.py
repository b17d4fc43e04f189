"""Installation and removal of what lives outside the module's own tables."""

from odoo.addons.payment import setup_provider

from .const import PROVIDER_CODE
from .provider_hooks import retire_provider


def post_init_hook(env):
    """Give every company its VietQR provider, ready for use."""
    setup_provider(env, PROVIDER_CODE)
    providers = env["payment.provider"].search([("code", "=", PROVIDER_CODE)])
    providers.write({"state": "enabled", "is_published": False})


def uninstall_hook(env):
    """Leave the payment framework as it was; providers with attempts stay, disabled.

    An attempt is a record of the payment framework and outlives this module, so the provider it
    names is detached from the module's data instead of being deleted. The main provider, if no
    attempt names it, goes with the module's data. The sequence behind the references stays: a
    reference that stood on a receipt once must never come again.
    """
    retire_provider(env, "tthc_payment", PROVIDER_CODE)
    env["ir.attachment"].search([("res_model", "=", "tthc.refund.print")]).unlink()
    data = env["ir.model.data"].search([("module", "=", "tthc_payment")])
    # Rows of the module's own tables go with the tables: deleted one by one they would stumble
    # over the references among them.
    data.filtered(lambda row: row.model.startswith("tthc.")).unlink()
    _retire_demo_users(env)


def _retire_demo_users(env):
    """The ledger of the dossiers names the people who acted: archive them instead of deleting."""
    data = env["ir.model.data"].search(
        [("module", "=", "tthc_payment"), ("model", "in", ("res.users", "res.partner"))]
    )
    for user in env["res.users"].browse(
        data.filtered(lambda row: row.model == "res.users").mapped("res_id")
    ):
        user.write({"login": f"{user.login}-{user.id}", "active": False})
    data.unlink()
