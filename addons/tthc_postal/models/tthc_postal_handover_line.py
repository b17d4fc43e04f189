from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools.numbers import grouped


class TthcPostalHandoverLine(models.Model):
    """A shipment on a hand-over record, with what the receiving side remarked."""

    _name = "tthc.postal.handover.line"
    _description = "Hand-over Line"
    _order = "handover_id, id"
    _rec_name = "shipment_id"

    handover_id = fields.Many2one(
        "tthc.postal.handover", "Hand-over Record", required=True, index=True, ondelete="cascade"
    )
    shipment_id = fields.Many2one("tthc.shipment", required=True, index=True, ondelete="restrict")
    complete = fields.Boolean(default=True, help="Envelope whole, papers as listed.")
    remark = fields.Char()
    company_id = fields.Many2one(related="handover_id.company_id")
    recipient_name = fields.Char(related="shipment_id.recipient_name")
    recipient_address = fields.Char(related="shipment_id.recipient_address")
    tracking_number = fields.Char(related="shipment_id.tracking_number")
    weight = fields.Integer(related="shipment_id.weight")
    shipment_state = fields.Selection(related="shipment_id.state", string="State")

    _shipment_unique = models.UniqueIndex(
        "(handover_id, shipment_id)", "A shipment stands on a hand-over record once."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """:raise AccessError: a shipment that is not the user's to read"""
        lines = super().create(vals_list)
        lines._check_draft()
        lines.shipment_id.check_access("read")
        return lines

    def write(self, vals):
        """:raise AccessError: a shipment that is not the user's to read"""
        self._check_draft()
        result = super().write(vals)
        self.shipment_id.check_access("read")
        return result

    def unlink(self):
        self._check_draft()
        return super().unlink()

    def _check_draft(self):
        for handover in self.handover_id:
            if handover.state != "draft":
                raise UserError(
                    self.env._(
                        "Hand-over record %s was signed or cancelled: its list is fixed.",
                        handover.display_name,
                    )
                )

    def _report_row(self):
        """This line as printed: envelope data only."""
        self.ensure_one()
        shipment = self.shipment_id
        items = shipment.item_ids
        remark = "" if self.complete else "Không nguyên vẹn"
        return {
            "dossiers": [number for number in items.mapped("dossier_number") if number],
            "number": shipment.name or "",
            "tracking_number": shipment.tracking_number or "",
            "name": shipment.recipient_name,
            "address": shipment.recipient_address,
            "phone": shipment.recipient_phone or "",
            "papers": [papers for papers in items.mapped("papers") if papers],
            "originals": sum(items.mapped("originals")),
            "copies": sum(items.mapped("copies")),
            "weight": _vietnamese(shipment.weight),
            "cod": _vietnamese(shipment.cod_amount),
            "remark": ". ".join(part for part in (remark, self.remark) if part),
        }


def _vietnamese(number):
    """1234567 → ``1.234.567``; nothing for zero."""
    return grouped(number) if number else ""
