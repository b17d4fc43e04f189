from odoo import models

#: Roles by which the screens decide what they offer; the server checks each call again.
ROLES = ("receptionist", "officer", "leader", "manager", "inspector")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Override: the user's roles and way of working, so that no screen has to ask for them."""
        result = super().session_info()
        user = self.env.user
        if user._is_internal():
            names = [f"tthc_dossier.group_{role}" for role in ROLES]
            result["groups"].update({name: user.has_group(name) for name in names})
            result["tthc_after_step"] = user._tthc_after_step()
        return result
