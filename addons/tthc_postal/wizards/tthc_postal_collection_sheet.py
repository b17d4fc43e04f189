from odoo import api, fields, models


class TthcPostalCollectionSheet(models.TransientModel):
    """Record what the post collected, or say why a record was wrong."""

    _name = "tthc.postal.collection.sheet"
    _description = "Collected by the Post: Record"

    shipment_id = fields.Many2one("tthc.shipment", required=True, ondelete="cascade")
    collection_id = fields.Many2one("tthc.postal.collection", ondelete="cascade")
    currency_id = fields.Many2one(related="shipment_id.currency_id")
    kind = fields.Selection(
        [("fee", "Fees"), ("cod", "Cash on Delivery"), ("postage", "Postage")],
        required=True,
        default="fee",
    )
    amount = fields.Monetary()
    receipt_number = fields.Char("Receipt of the Post")
    collected_at = fields.Datetime(
        "Collected on", required=True, default=lambda self: fields.Datetime.now()
    )
    note = fields.Char()
    reason = fields.Char()

    @api.model
    def _open(self, shipment, collection=None):
        name = self.env._("Void the Record") if collection else self.env._("Collected by the Post")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_shipment_id": shipment.id,
                "default_collection_id": collection.id if collection else False,
                "default_kind": collection.kind if collection else "fee",
            },
        }

    def action_confirm(self):
        """Record, or void.

        :raise AccessError: for anybody who does not keep these records at the centre
        """
        self.ensure_one()
        if self.collection_id:
            self.collection_id._void(self.reason)
        else:
            collections = self.env["tthc.postal.collection"]
            collections._check_keeper()
            self.shipment_id.check_access("read")
            collections._collect(
                [
                    {
                        "shipment_id": self.shipment_id.id,
                        "kind": self.kind,
                        "amount": self.amount,
                        "receipt_number": self.receipt_number,
                        "collected_at": self.collected_at,
                        "note": self.note,
                    }
                ]
            )
        return {"type": "ir.actions.act_window_close"}
