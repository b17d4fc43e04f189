from odoo import api, fields, models


class TthcDecisionItem(models.TransientModel):
    """One thing that a supplement asks for, while the request is being written."""

    _name = "tthc.decision.item"
    _description = "Item to Ask for"

    decision_id = fields.Many2one("tthc.dossier.decision", required=True, ondelete="cascade")
    dossier_id = fields.Many2one(related="decision_id.dossier_id")
    component_id = fields.Many2one(
        "tthc.dossier.component", "Paper of the Dossier", domain="[('dossier_id', '=', dossier_id)]"
    )
    name = fields.Char("What", compute="_compute_name", store=True, readonly=False, precompute=True)
    problem = fields.Char("What Is Wrong", help="E.g. missing, expired, not signed.")
    originals = fields.Integer(help="Bản chính")
    certified_copies = fields.Integer(help="Bản sao chứng thực")
    copies = fields.Integer("Photocopies", help="Bản photo")

    @api.depends("component_id")
    def _compute_name(self):
        for item in self:
            if item.component_id:
                item.name = item.component_id.name

    @api.onchange("component_id")
    def _onchange_component_id(self):
        paper = self.component_id
        if paper:
            self.originals = paper.originals
            self.certified_copies = paper.certified_copies
            self.copies = paper.copies

    def _values(self):
        """What :meth:`action_request_supplement` takes for it."""
        self.ensure_one()
        return {
            "component_id": self.component_id.id,
            "name": self.name,
            "problem": self.problem,
            "originals": self.originals,
            "certified_copies": self.certified_copies,
            "copies": self.copies,
        }


class TthcDecisionReceipt(models.TransientModel):
    """One thing that was asked for, ticked when the person brings it."""

    _name = "tthc.decision.receipt"
    _description = "Item to Tick"

    decision_id = fields.Many2one("tthc.dossier.decision", required=True, ondelete="cascade")
    item_id = fields.Many2one("tthc.supplement.item", required=True, ondelete="cascade")
    name = fields.Char(related="item_id.name")
    problem = fields.Char(related="item_id.problem")
    originals = fields.Integer(related="item_id.originals")
    certified_copies = fields.Integer(related="item_id.certified_copies")
    copies = fields.Integer(related="item_id.copies")
    received = fields.Boolean("Brought", default=True)
