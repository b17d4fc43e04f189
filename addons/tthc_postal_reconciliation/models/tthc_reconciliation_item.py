from odoo import api, fields, models

BUCKETS = [
    ("post_not_listed", "Taken by the Post, on No List"),
    ("post_unknown", "On the Post's List, Not in Our Books"),
    ("post_differs", "On the Post's List with Another Amount"),
    ("post_not_credited", "List of the Post Not at the Bank"),
    ("post_credit_differs", "The Bank Shows Another Amount than the Post's List"),
    ("post_voided", "Voided after Its Day Was Closed"),
]


class TthcReconciliationItem(models.Model):
    _inherit = "tthc.reconciliation.item"

    bucket = fields.Selection(
        selection_add=BUCKETS, ondelete={bucket: lambda items: None for bucket, _name in BUCKETS}
    )
    postal_collection_id = fields.Many2one(
        "tthc.postal.collection", "Collected by the Post", readonly=True, ondelete="restrict"
    )
    postal_line_id = fields.Many2one(
        "tthc.postal.remittance.line", "Line of the Post's List", readonly=True, ondelete="restrict"
    )
    postal_remittance_id = fields.Many2one(
        "tthc.postal.remittance", "List of the Post", readonly=True, ondelete="restrict"
    )

    @api.model
    def _refs(self):
        return {
            **super()._refs(),
            "postal_remittance_id": "tthc.postal.remittance",
        }

    def action_open_record(self):
        """Override: a line is shown with its list, a collection in the list of its kind."""
        self.ensure_one()
        self.check_access("read")
        listed = self.postal_line_id.remittance_id
        if listed:
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "tthc_postal.action_postal_remittances"
            )
            return {**action, "views": [(False, "form")], "res_id": listed.id}
        if self.postal_collection_id:
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "tthc_postal.action_postal_collections"
            )
            domain = [("id", "=", self.postal_collection_id.id)]
            return {**action, "domain": domain, "context": {}}
        return super().action_open_record()

    def _is_cleared(self):
        """Override: what was taken is on a list or voided; what was told otherwise is made up for
        on another list; the list is in the account with its sum."""
        if self.bucket == "post_not_listed":
            taken = self.postal_collection_id
            return taken.voided or taken.remittance_id.state in ("agreed", "remitted", "closed")
        if self.bucket in ("post_unknown", "post_differs"):
            return self.postal_line_id._is_made_up()
        if self.bucket in ("post_not_credited", "post_credit_differs"):
            return self.postal_remittance_id._is_settled()
        return super()._is_cleared()


class TthcPostalRemittanceLine(models.Model):
    _inherit = "tthc.postal.remittance.line"

    def _is_made_up(self):
        """Whether all agreed lists together say of this item what our books do: what is told too
        little on one may stand on a later one."""
        self.ensure_one()
        if not self.number:
            return False
        lines = self.search(
            [
                ("number", "=", self.number),
                ("remittance_id.carrier_id", "=", self.remittance_id.carrier_id.id),
                ("remittance_id.company_id", "=", self.company_id.id),
                ("remittance_id.state", "!=", "draft"),
                ("counts", "=", True),
            ]
        )
        return round(sum(line._owed() for line in lines)) == round(sum(lines.mapped("amount")))
