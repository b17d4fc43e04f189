from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Dark or light, as chosen in the user menu of this browser."""

    _inherit = "ir.http"

    def color_scheme(self):
        """Override of ``web``: the scheme of the cookie that the user menu sets."""
        if request and request.httprequest.cookies.get("color_scheme") == "dark":
            return "dark"
        return super().color_scheme()
