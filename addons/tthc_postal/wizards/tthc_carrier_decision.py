from odoo import fields, models
from odoo.exceptions import UserError


class TthcCarrierDecision(models.TransientModel):
    """What a person found out about a request whose answer was lost and whose carrier cannot be
    asked by its system: by telephone, or on the carrier's own page."""

    _name = "tthc.carrier.decision"
    _description = "Decision About a Lost Answer"

    order_id = fields.Many2one(
        "tthc.carrier.order", "Request", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(related="order_id.kind")
    decision = fields.Selection(
        [
            ("made", "The carrier has it"),
            ("again", "It was not made: send it again"),
            ("drop", "It was not made, and is not needed"),
        ],
        required=True,
    )
    number = fields.Char("Tracking Number")
    note = fields.Char("Who Said So", required=True)

    def action_confirm(self):
        """Record the decision, with who made it.

        :raise UserError: the number is missing, or everything is known by now
        """
        self.ensure_one()
        order = self.order_id
        order._check_clerk()
        number = self.sudo().order_id.carrier_id._normalise_number(self.number)
        if self.decision == "made" and order.kind == "create" and not number:
            raise UserError(
                self.env._("Enter the tracking number that the carrier gave to the order.")
            )
        order._decide(self.decision, number, self.note)
        return {"type": "ir.actions.act_window_close"}
