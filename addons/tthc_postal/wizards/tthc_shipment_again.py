from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import identity

from ..models.tthc_shipment_again import FAULTS
from ..models.tthc_shipment_redelivery import KINDS


class TthcShipmentAgain(models.TransientModel):
    """What is to happen with a delivery that failed."""

    _name = "tthc.shipment.again"
    _description = "Deliver Again"

    shipment_id = fields.Many2one("tthc.shipment", required=True, ondelete="cascade")
    wish_id = fields.Many2one("tthc.shipment.wish", "Request", ondelete="cascade")
    kind = fields.Selection(KINDS, required=True, default="again")
    asked_by = fields.Selection(
        [("desk", "The Desk"), ("citizen", "The Citizen"), ("carrier", "The Carrier")],
        required=True,
        default="desk",
    )
    fault = fields.Selection(FAULTS, "Side at Fault")
    currency_id = fields.Many2one(related="shipment_id.currency_id")
    cost = fields.Monetary()
    recipient_phone = fields.Char("New Phone")
    recipient_street = fields.Char("New Address")
    recipient_commune_id = fields.Many2one("tthc.commune", "New Commune")
    recipient_state_id = fields.Many2one(
        "res.country.state", "New Province", domain=[("country_id.code", "=", "VN")]
    )
    note = fields.Char()

    @api.onchange("recipient_commune_id")
    def _onchange_commune(self):
        if self.recipient_commune_id:
            self.recipient_state_id = self.recipient_commune_id._origin.state_id

    def action_confirm(self):
        """Keep the wish on the shipment.

        :raise UserError: a new address without street, a phone that cannot be one, no fault
        """
        self.ensure_one()
        self.shipment_id.check_access("write")
        if self.kind == "address" and not (self.recipient_phone or self.recipient_street):
            raise UserError(self.env._("Enter the new phone number or the new address."))
        if self.recipient_phone and not identity.check_phone(self.recipient_phone).ok:
            raise UserError(self.env._("“%s” is no phone number.", self.recipient_phone))
        if self.cost < 0:
            raise UserError(self.env._("The cost cannot be below zero."))
        if self.kind in ("back", "fault") and not self.fault:
            raise UserError(self.env._("Choose the side at fault: the cost follows from it."))
        values = {name: self[name] for name in ("kind", "asked_by", "fault", "cost", "note")}
        if self.kind == "address":
            commune = self.recipient_commune_id.sudo()
            values.update(
                recipient_phone=self.recipient_phone,
                recipient_street=self.recipient_street,
                recipient_commune=commune.full_name,
                recipient_state_id=self.recipient_state_id.id,
            )
        if self.wish_id:
            self._check_wish()
        self.shipment_id._ask_again(values)
        self.wish_id._decide("taken")
        return {"type": "ir.actions.act_window_close"}

    def _check_wish(self):
        """:raise UserError: it is not about this shipment, or was answered already"""
        self.wish_id._check_decision()
        if self.wish_id.shipment_id != self.shipment_id:
            raise UserError(self.env._("This request is about another shipment."))
