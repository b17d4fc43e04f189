"""Installation and removal of what lives outside the module's own tables."""

from odoo.addons.payment import reset_payment_provider, setup_provider

from .const import PROVIDER_CODE, REFERENCE_SEQUENCE


def post_init_hook(env):
    """Give every company its VietQR provider, ready for use."""
    setup_provider(env, PROVIDER_CODE)
    providers = env["payment.provider"].search([("code", "=", PROVIDER_CODE)])
    providers.write({"state": "enabled", "is_published": False})


def uninstall_hook(env):
    """Leave the payment framework as it was; providers with attempts stay, disabled.

    An attempt is a record of the payment framework and outlives this module, so the provider it
    names is detached from the module's data instead of being deleted. The main provider, if no
    attempt names it, goes with the module's data.
    """
    provider_model = env["payment.provider"]
    providers = provider_model.search([("code", "=", PROVIDER_CODE)])
    reset_payment_provider(env, PROVIDER_CODE)
    attempts = env["payment.transaction"].search([("provider_id", "in", providers.ids)])
    used = attempts.provider_id
    main = env.ref("tthc_payment.payment_provider_vietqr", raise_if_not_found=False)
    (providers - used - (main or used)).unlink()
    if used:
        env["ir.model.data"].search(
            [
                ("module", "=", "tthc_payment"),
                "|",
                ("model", "=", "payment.method"),
                "&",
                ("model", "=", "payment.provider"),
                ("res_id", "in", used.ids),
            ]
        ).unlink()
        attempts.payment_method_id.write({"active": False})
    env.cr.execute(f"DROP SEQUENCE IF EXISTS {REFERENCE_SEQUENCE}")
