"""Installation and removal of what lives outside the module's own tables."""

from odoo.addons.payment import reset_payment_provider, setup_provider

from .const import CODE, MODULE


def post_init_hook(env):
    """The provider is there, disabled, until an administrator enters the platform's credentials."""
    setup_provider(env, CODE)


def uninstall_hook(env):
    """Leave the payment framework as it was; providers with a history stay, disabled.

    Attempts, notifications and money outlive this module, so the providers and methods they name
    are detached from the module's data instead of being deleted with it.
    """
    providers = env["payment.provider"].search([("code", "=", CODE)])
    reset_payment_provider(env, CODE)
    of_ours = [("provider_id", "in", providers.ids)]
    attempts = env["payment.transaction"].search(of_ours)
    attempts.payment_method_id.write({"active": False})
    used = attempts.provider_id
    for model in ("tthc.payment.delivery", "tthc.incoming.money"):
        used |= env[model].search(of_ours).provider_id
    data = env["ir.model.data"].search([("module", "=", MODULE)])
    main = providers.browse(
        data.filtered(lambda row: row.model == "payment.provider").mapped("res_id")
    )
    (providers - used - main).unlink()
    kept = {"payment.provider": used.ids, "payment.method": attempts.payment_method_id.ids}
    data.filtered(lambda row: row.res_id in kept.get(row.model, ())).unlink()
