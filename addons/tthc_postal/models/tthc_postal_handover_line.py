import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools.numbers import grouped

from ..tools import inventory

#: On paper: Vietnamese at source.
DIFFERENCES_PRINTED = {
    "missing": "Thiếu giấy tờ",
    "extra": "Thừa giấy tờ",
    "damaged": "Hư hỏng",
    "wrong_addressee": "Gửi nhầm nơi nhận",
    "open_envelope": "Phong bì đã bị mở",
}


class TthcPostalHandoverLine(models.Model):
    """A shipment on a hand-over record, with what the receiving side counted and remarked."""

    _name = "tthc.postal.handover.line"
    _description = "Hand-over Line"
    _order = "handover_id, id"
    _rec_name = "shipment_id"

    handover_id = fields.Many2one(
        "tthc.postal.handover", "Hand-over Record", required=True, index=True, ondelete="cascade"
    )
    shipment_id = fields.Many2one("tthc.shipment", required=True, index=True, ondelete="restrict")
    announced = fields.Boolean(
        default=True, help="Known before the post brought it, with its sender or dossier."
    )
    envelope = fields.Selection(
        [("whole", "Whole"), ("opened", "Opened"), ("damaged", "Damaged")],
        required=True,
        default="whole",
    )
    announced_originals = fields.Integer(
        "Originals Announced", compute="_compute_announced", store=True
    )
    announced_copies = fields.Integer("Copies Announced", compute="_compute_announced", store=True)
    counted = fields.Boolean(help="The envelope was opened and its papers were counted.")
    found_originals = fields.Integer("Originals Found")
    found_copies = fields.Integer("Copies Found")
    difference = fields.Selection(
        [
            ("missing", "Papers Missing"),
            ("extra", "Papers Not Announced"),
            ("damaged", "Damaged"),
            ("wrong_addressee", "Not for This Centre"),
            ("open_envelope", "Open Envelope"),
        ],
        compute="_compute_difference",
        store=True,
        readonly=False,
        help="Follows from envelope and count; what they do not tell is chosen here.",
    )
    complete = fields.Boolean(
        compute="_compute_complete",
        store=True,
        readonly=False,
        help="Envelope whole, papers as listed.",
    )
    remark = fields.Char()
    facts = fields.Text(readonly=True, copy=False, help="The line as it was signed.")
    company_id = fields.Many2one(related="handover_id.company_id")
    recipient_name = fields.Char(related="shipment_id.recipient_name")
    recipient_address = fields.Char(related="shipment_id.recipient_address")
    tracking_number = fields.Char(related="shipment_id.tracking_number")
    weight = fields.Integer(related="shipment_id.weight")
    shipment_state = fields.Selection(related="shipment_id.state", string="State")

    _shipment_unique = models.UniqueIndex(
        "(handover_id, shipment_id)", "A shipment stands on a hand-over record once."
    )
    _counts_positive = models.Constraint(
        "CHECK (found_originals >= 0 AND found_copies >= 0)",
        "A number of papers cannot be negative.",
    )

    @api.depends("shipment_id.item_ids.originals", "shipment_id.item_ids.copies")
    def _compute_announced(self):
        for line in self:
            items = line.shipment_id.item_ids
            line.announced_originals = sum(items.mapped("originals"))
            line.announced_copies = sum(items.mapped("copies"))

    @api.depends("envelope", "counted", "found_originals", "found_copies", "shipment_id")
    def _compute_difference(self):
        for line in self:
            if line.difference == inventory.STRANGE:
                continue
            told = (line.announced_originals, line.announced_copies)
            found = (line.found_originals, line.found_copies)
            line.difference = inventory.difference(
                line.envelope,
                told if line.announced else None,
                found if line.counted else None,
            )

    @api.depends("difference")
    def _compute_complete(self):
        for line in self:
            line.complete = not line.difference

    @api.onchange("found_originals", "found_copies")
    def _onchange_found(self):
        if self.found_originals or self.found_copies:
            self.counted = True

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

    @api.private
    def _set(self, vals):
        """Write what only signing writes."""
        return super(TthcPostalHandoverLine, self.sudo()).write(vals)

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
        """This line as printed: envelope data only, and once signed as it was signed."""
        self.ensure_one()
        if self.facts:
            return json.loads(self.facts)
        shipment = self.shipment_id
        items = shipment.item_ids
        return {
            "dossiers": [number for number in items.mapped("dossier_number") if number],
            "number": shipment.name or "",
            "tracking_number": shipment.tracking_number or "",
            "name": shipment.recipient_name,
            "address": shipment.recipient_address or "",
            "phone": shipment.recipient_phone or "",
            "papers": [papers for papers in items.mapped("papers") if papers],
            "originals": self.announced_originals,
            "copies": self.announced_copies,
            "found": [self.found_originals, self.found_copies] if self.counted else [],
            "weight": _vietnamese(shipment.weight),
            "cod": _vietnamese(shipment.cod_amount),
            "remark": ". ".join(self._remarks()),
        }

    def _remarks(self):
        """What the line says under "Tình trạng, ghi chú", in Vietnamese."""
        said = DIFFERENCES_PRINTED.get(self.difference, "" if self.complete else "Không nguyên vẹn")
        parts = [said, "" if self.announced else "Không báo trước", self.remark]
        return [part for part in parts if part]

    def _content(self):
        """What a signature stands for, of this line."""
        shipment = self.shipment_id
        return [
            shipment.id,
            shipment.tracking_number or "",
            shipment.recipient_name or "",
            self.envelope,
            self.announced_originals,
            self.announced_copies,
            [self.found_originals, self.found_copies] if self.counted else [],
            self.difference or "",
            self.remark or "",
        ]


def _vietnamese(number):
    """1234567 → ``1.234.567``; nothing for zero."""
    return grouped(number) if number else ""
