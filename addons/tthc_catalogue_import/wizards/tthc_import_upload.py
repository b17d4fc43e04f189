from odoo import fields, models


class TthcImportUpload(models.TransientModel):
    """Upload of a file of the national portal's records."""

    _name = "tthc.import.upload"
    _description = "Import Portal Records"

    data = fields.Binary("File", required=True, attachment=False)
    name = fields.Char("File Name")

    def action_import(self):
        """Queue the file and show the import, which goes on in the background."""
        self.ensure_one()
        batch = self.env["tthc.import.batch"]._start(self.name or "records", self.data)
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.import.batch",
            "res_id": batch.id,
            "view_mode": "form",
        }
