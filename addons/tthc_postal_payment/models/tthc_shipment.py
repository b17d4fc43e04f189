from odoo import api, fields, models


class TthcShipment(models.Model):
    """The desk sees on the envelope whether its postage is paid."""

    _inherit = "tthc.shipment"

    postage_due = fields.Monetary(
        "Postage to Pay",
        compute="_compute_postage",
        compute_sudo=True,
        help="Asked of the citizen and not paid yet.",
    )
    postage_paid = fields.Monetary(compute="_compute_postage", compute_sudo=True)

    @api.depends("item_ids.dossier_id.postage_due", "item_ids.dossier_id.postage_total")
    def _compute_postage(self):
        for shipment in self:
            dossiers = shipment.item_ids.dossier_id
            due = sum(dossiers.mapped("postage_due"))
            shipment.postage_due = due
            shipment.postage_paid = sum(dossiers.mapped("postage_total")) - due

    @api.depends("direction", "company_id")
    def _compute_payer(self):
        """Override: where the centre says so, the courier collects the postage at the door."""
        result = super()._compute_payer()
        for shipment in self:
            setting = shipment.company_id.sudo().tthc_postage_payer
            if shipment.direction == "deliver" and setting == "delivery":
                shipment.payer = "recipient"
        return result

    def _pack_obstacles(self):
        """Override: postage comes first, where the centre says so; and nobody pays it twice."""
        obstacles = super()._pack_obstacles()
        if self.payer == "recipient" and self.sudo().item_ids.dossier_id._postage_requests():
            obstacles.append(
                self.env._(
                    "Postage was asked of the citizen, and the courier would collect it again: "
                    "let the centre pay the carrier, or cancel the request."
                )
            )
        due = self.sudo().postage_due
        first = self.company_id.sudo().tthc_postage_first
        if due and first and not self._is_paid_on_delivery():
            obstacles.append(
                self.env._(
                    "Postage of %s is not paid: the citizen pays with the code on the receipt or "
                    "on the portal, or at the cash desk.",
                    self.currency_id.format(due),
                )
            )
        return obstacles
