from odoo.addons.payment import setup_provider
from odoo.addons.tthc_payment.provider_hooks import retire_provider

from .const import CODE


def post_init_hook(env):
    """Give every company its Casso provider, disabled until the credentials are entered."""
    setup_provider(env, CODE)


def uninstall_hook(env):
    """What Casso told and brought stays; the provider that it names is disabled."""
    retire_provider(env, "tthc_payment_casso", CODE)
