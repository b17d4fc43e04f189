from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import status


class TthcShipment(models.Model):
    """A shipment in a batch; its tracking number from a range of the centre's."""

    _inherit = "tthc.shipment"

    batch_id = fields.Many2one(
        "tthc.postal.batch",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    bagged_at = fields.Datetime("In the Bag", readonly=True, copy=False)

    def action_pack(self):
        """Override: a carrier whose numbers come from a range gives one now."""
        result = super().action_pack()
        for shipment in self:
            if shipment.tracking_number or shipment.direction != "deliver":
                continue
            if shipment.carrier_id.number_source == "range":
                number = self.env["tthc.s10.range"]._issue(shipment)
                shipment._set({"tracking_number": number})
        return result

    def action_return_to_centre(self, note=None, at=None):
        """Override: what is taken back leaves a bag that is still open."""
        waiting = self.filtered(lambda row: row.state == status.PACKED)
        for shipment in waiting:
            if shipment.batch_id.state == "closed":
                raise UserError(
                    self.env._(
                        "%(shipment)s is in the sealed bag of batch %(batch)s: cancel its "
                        "hand-over record first.",
                        shipment=shipment.display_name,
                        batch=shipment.batch_id.name,
                    )
                )
        result = super().action_return_to_centre(note=note, at=at)
        waiting._set({"batch_id": False, "bagged_at": False})
        return result

    def action_leave_batch(self):
        """Take these out of their open batch: they stay packed and wait for another one."""
        self.check_access("write")
        for shipment in self:
            if shipment.batch_id.state != "open":
                raise UserError(self.env._("The bag of %s is sealed.", shipment.display_name))
        self._set({"batch_id": False, "bagged_at": False})
        return True

    def action_make_batch(self):
        """A batch of these shipments.

        :raise UserError: they belong to several centres or carriers, or are in a batch already
        """
        self.check_access("write")
        rows = self.filtered(
            lambda row: row.direction == "deliver" and row.state in (status.DRAFT, status.PACKED)
        )
        if not rows or rows.batch_id or len(rows.company_id) != 1 or len(rows.carrier_id) != 1:
            raise UserError(
                self.env._(
                    "One batch is for one centre and one carrier: select shipments to pack or "
                    "packed ones that are in no batch."
                )
            )
        batch = self.env["tthc.postal.batch"].create(
            {"company_id": rows.company_id.id, "carrier_id": rows.carrier_id.id}
        )
        rows._set({"batch_id": batch.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.postal.batch",
            "res_id": batch.id,
            "view_mode": "form",
        }
