from odoo import api, models


class IrAttachment(models.Model):
    """The form files of a component are read-only with it: what a published version asks people
    to fill in is published as well."""

    _inherit = "ir.attachment"

    def _check_component_files(self):
        """:raise UserError: a file among these belongs to a version that is no draft"""
        files = self.filtered(lambda file: file.res_model == "tthc.procedure.component")
        if files:
            components = self.env["tthc.procedure.component"].browse(files.mapped("res_id"))
            components.exists().sudo()._versions()._check_editable()

    def write(self, vals):
        files = self.sudo()
        files._check_component_files()
        result = super().write(vals)
        if "res_id" in vals or "res_model" in vals:
            files._check_component_files()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unpublished_files(self):
        self.sudo()._check_component_files()
