from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_shipment import STATES


class TthcShipmentEvent(models.Model):
    """News about a shipment: appended, never changed or removed.

    An event that came late, or told what was known, is kept as well; ``moved`` says whether it
    gave the shipment its state.
    """

    _name = "tthc.shipment.event"
    _description = "Shipment Event"
    _order = "at desc, id desc"
    _rec_name = "status"

    shipment_id = fields.Many2one("tthc.shipment", required=True, index=True, ondelete="restrict")
    at = fields.Datetime("When", required=True)
    status = fields.Selection(STATES, required=True)
    moved = fields.Boolean("Gave the State")
    place = fields.Char()
    note = fields.Char()
    source = fields.Selection(
        [("manual", "Entered Here"), ("carrier", "Carrier")], required=True, default="manual"
    )
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")

    @api.model
    @api.private
    def _append(self, vals_list):
        """Append events, for the actions of the shipment."""
        return super().create(vals_list)

    @api.private
    def _set(self, vals):
        """Write whether the dossiers know, for the job that tells them."""
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Events are recorded by the shipment's actions only."))

    def write(self, vals):
        raise UserError(self.env._("The history of a shipment is append-only: nothing changes."))

    def unlink(self):
        raise UserError(self.env._("The history of a shipment is append-only: nothing is deleted."))
