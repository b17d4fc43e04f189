from odoo import fields, models


class TthcShipmentOutcome(models.TransientModel):
    """How a delivery went: who received it, or why it failed."""

    _name = "tthc.shipment.outcome"
    _description = "Outcome of a Delivery"

    shipment_id = fields.Many2one("tthc.shipment", required=True, ondelete="cascade")
    kind = fields.Selection(
        [("deliver", "Delivered"), ("fail", "Failed"), ("lose", "Lost")], required=True
    )
    at = fields.Datetime("When", required=True, default=lambda self: fields.Datetime.now())
    place = fields.Char()
    receiver_name = fields.Char("Received by")
    receiver_relation = fields.Selection(
        selection=lambda self: (
            self.env["tthc.shipment"]._fields["receiver_relation"]._description_selection(self.env)
        ),
        string="Relation",
        default="self",
    )
    proof_picture = fields.Image("Proof of Delivery", max_width=1600, max_height=1600)
    proof_signature = fields.Image("Signature", max_width=800, max_height=400)
    reason = fields.Char(help="Nobody at home, wrong address, refused; the answer of the carrier.")

    def action_confirm(self):
        """Record the outcome on the shipment, by its own actions."""
        self.ensure_one()
        if self.kind == "fail":
            self.shipment_id.action_fail(reason=self.reason, at=self.at, place=self.place)
        elif self.kind == "lose":
            self.shipment_id.action_lose(reason=self.reason, at=self.at)
        else:
            self.shipment_id.action_deliver(
                receiver_name=self.receiver_name,
                relation=self.receiver_relation,
                picture=self.proof_picture,
                signature=self.proof_signature,
                at=self.at,
                place=self.place,
            )
        return {"type": "ir.actions.act_window_close"}
