"""Uninstallation of an addon that brings a provider: what it told stays on record."""

from odoo.addons.payment import reset_payment_provider


def retire_provider(env, module, code):
    """Leave the payment framework as it was; providers that money or attempts name stay, disabled.

    What a provider told, the money it brought and the attempts at it belong to other modules and
    outlive ``module``. The provider they name is detached from the module's data instead of being
    deleted; the main provider, if nothing names it, goes with the module's data.
    """
    providers = env["payment.provider"].search([("code", "=", code)])
    reset_payment_provider(env, code)
    of_these = [("provider_id", "in", providers.ids)]
    attempts = env["payment.transaction"].search(of_these)
    used = attempts.provider_id
    for model in ("tthc.payment.delivery", "tthc.incoming.money"):
        used |= env[model].search(of_these).provider_id
    data = env["ir.model.data"].search([("module", "=", module)])
    main = data.filtered(lambda row: row.model == "payment.provider").mapped("res_id")
    (providers - used).filtered(lambda provider: provider.id not in main).unlink()
    methods = attempts.payment_method_id
    methods.write({"active": False})
    kept = {"payment.provider": used.ids, "payment.method": methods.ids}
    data.filtered(lambda row: row.res_id in kept.get(row.model, ())).unlink()
