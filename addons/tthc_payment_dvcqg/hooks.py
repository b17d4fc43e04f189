"""Installation and removal of what lives outside the module's own tables."""

from odoo.addons.payment import setup_provider
from odoo.addons.tthc_payment.provider_hooks import retire_provider

from .const import CODE, MODULE


def post_init_hook(env):
    """The provider is there, disabled, until an administrator enters the platform's credentials."""
    setup_provider(env, CODE)


def uninstall_hook(env):
    """Attempts, notifications and money stay; the provider that they name is disabled."""
    retire_provider(env, MODULE, CODE)
