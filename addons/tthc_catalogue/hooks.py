"""Set-up on installation."""

from .models.res_company import ZONE


def post_init_hook(env):
    """Jobs and visitors of the website have the day of Việt Nam: Odoo gives their accounts no
    time zone, so that "today" is yesterday until seven in the morning. A zone that somebody
    chose for them stays."""
    accounts = env.ref("base.user_root") + env.ref("base.public_user")
    accounts.filtered(lambda account: not account.tz).tz = ZONE
