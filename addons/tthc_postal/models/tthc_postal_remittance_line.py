from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcPostalRemittanceLine(models.Model):
    """One collection as we recorded it and as the post tells it."""

    _name = "tthc.postal.remittance.line"
    _description = "Line of a Remittance List"
    _order = "remittance_id, id"

    remittance_id = fields.Many2one(
        "tthc.postal.remittance", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="remittance_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    collection_id = fields.Many2one(
        "tthc.postal.collection", readonly=True, index=True, ondelete="restrict"
    )
    shipment_id = fields.Many2one(related="collection_id.shipment_id")
    kind = fields.Selection(related="collection_id.kind")
    collected_at = fields.Datetime(related="collection_id.collected_at")
    number = fields.Char("Item Number", compute="_compute_number", store=True)
    receipt_number = fields.Char("Receipt of the Post", compute="_compute_number", store=True)
    told_number = fields.Char(readonly=True)
    told_receipt = fields.Char(readonly=True)
    amount = fields.Monetary("Recorded Here", compute="_compute_number", store=True)
    told_amount = fields.Monetary("Told by the Post", readonly=True)
    difference = fields.Monetary(compute="_compute_difference", store=True)
    state = fields.Selection(
        [
            ("none", "Not Compared"),
            ("same", "Agrees"),
            ("missing", "Not on the Post's List"),
            ("extra", "Not Recorded Here"),
            ("amount", "Amount Differs"),
        ],
        "Comparison",
        required=True,
        default="none",
        readonly=True,
    )
    counts = fields.Boolean("Owed", default=True, readonly=True)
    explanation = fields.Char()

    @api.depends("number", "receipt_number")
    def _compute_display_name(self):
        for line in self:
            parts = (line.number, line.receipt_number)
            line.display_name = " – ".join(filter(None, parts)) or str(line.id)

    @api.depends("collection_id", "told_number", "told_receipt")
    def _compute_number(self):
        for line in self:
            known = line.collection_id
            shipment = known.shipment_id
            line.number = shipment._scan_label() if known else line.told_number
            line.receipt_number = known.receipt_number if known else line.told_receipt
            line.amount = known.amount

    @api.depends("amount", "told_amount", "state")
    def _compute_difference(self):
        for line in self:
            line.difference = line.told_amount - line.amount if line.state != "none" else 0

    def write(self, vals):
        """People explain; the rest comes from recording and comparing.

        :raise UserError: a list that is agreed, or another value
        """
        if not self.env.su and set(vals) - {"explanation"}:
            raise UserError(self.env._("Only the explanation of a line is entered."))
        self.remittance_id._require("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.remittance_id._require("draft")
        self.sudo().collection_id._set({"remittance_id": False})

    def _owed(self):
        """VND that this line makes the carrier owe: what it told itself, once compared."""
        return self.amount if self.state == "none" else self.told_amount
