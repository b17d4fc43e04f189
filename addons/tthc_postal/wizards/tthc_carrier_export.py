from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcCarrierExport(models.TransientModel):
    """Make the list that tells a carrier of packed shipments."""

    _name = "tthc.carrier.export"
    _description = "Export of a List for a Carrier"

    shipment_ids = fields.Many2many("tthc.shipment", required=True)
    carrier_id = fields.Many2one("tthc.carrier", compute="_compute_carrier_id")
    layout_id = fields.Many2one(
        "tthc.carrier.layout",
        compute="_compute_layout_id",
        store=True,
        readonly=False,
        domain="[('kind', '=', 'orders'), ('carrier_id', 'in', [carrier_id, False])]",
    )
    ending = fields.Selection(
        [("xlsx", "XLSX"), ("csv", "CSV")], "File Format", required=True, default="xlsx"
    )

    @api.depends("shipment_ids")
    def _compute_carrier_id(self):
        for wizard in self:
            wizard.carrier_id = wizard.shipment_ids.carrier_id[:1]

    @api.depends("carrier_id")
    def _compute_layout_id(self):
        layouts = self.env["tthc.carrier.layout"]
        for wizard in self:
            wizard.layout_id = layouts._candidates(wizard.carrier_id, "orders")[:1]

    def action_export(self):
        """Make the list, keep it and hand it out.

        :raise UserError: there is no layout of such lists, or the shipments do not fit one list
        """
        self.ensure_one()
        if not self.layout_id:
            raise UserError(self.env._("Choose the layout of the list."))
        return self.shipment_ids._exchange_file(self.layout_id, self.ending).action_download()
