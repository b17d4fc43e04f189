from odoo import api, models


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_custody(self):
        """A paper lent, one given back early, a loss; by the real actions of the real roles."""
        if self.env["tthc.custody.slip"].sudo().search_count([], limit=1):
            return
        self.env["res.company"].sudo().search([]).tthc_custody_since = False
