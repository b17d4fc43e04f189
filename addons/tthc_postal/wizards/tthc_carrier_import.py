import base64

from odoo import fields, models
from odoo.exceptions import UserError


class TthcCarrierImport(models.TransientModel):
    """Take a list of a carrier from the clerk's computer."""

    _name = "tthc.carrier.import"
    _description = "Import of a Carrier's List"

    carrier_id = fields.Many2one(
        "tthc.carrier",
        required=True,
        default=lambda self: self.env["tthc.carrier"]._default_id(self.env.company.id),
    )
    kind = fields.Selection(
        [("status", "Statuses"), ("numbers", "Numbers of Shipments")],
        required=True,
        default="status",
    )
    layout_id = fields.Many2one(
        "tthc.carrier.layout",
        domain="[('kind', '=', kind), ('carrier_id', 'in', [carrier_id, False])]",
        help="Empty: the one that fits the titles best.",
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char()

    def action_import(self):
        """Import the file and show what became of it."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose the carrier's file first."))
        file = self.env["tthc.carrier.file"]._import(
            self.carrier_id,
            base64.b64decode(self.file),
            self.filename or "list",
            self.kind,
            self.layout_id,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.carrier.file",
            "res_id": file.id,
            "views": [(False, "form")],
        }
