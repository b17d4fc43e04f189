from odoo import api, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """The sheet of a posting stays what was posted."""

    _inherit = "ir.attachment"

    def _check_posted_sheets(self):
        """:raise UserError: a file among these is the sheet of a posting"""
        if self.ids and self.env["tthc.posting"].sudo().search_count(
            [("sheet_id", "in", self.ids)], limit=1
        ):
            raise UserError(
                self.env._("The sheet of a posting is kept as it was posted and is not changed.")
            )

    def write(self, vals):
        self.filtered(lambda file: file.sudo().res_model == "tthc.posting")._check_posted_sheets()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unposted(self):
        self.filtered(lambda file: file.sudo().res_model == "tthc.posting")._check_posted_sheets()
