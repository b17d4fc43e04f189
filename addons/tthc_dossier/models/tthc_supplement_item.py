from odoo import fields, models


class TthcSupplementItem(models.Model):
    """One thing that a supplement round asks for: a paper of the dossier, or anything else in
    words; in how many copies of each kind, and what is wrong with what was handed in."""

    _name = "tthc.supplement.item"
    _description = "Item of a Supplement Round"
    _order = "round_id, sequence, id"

    round_id = fields.Many2one(
        "tthc.supplement.round", required=True, index=True, readonly=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(related="round_id.dossier_id")
    sequence = fields.Integer(default=10, readonly=True)
    component_id = fields.Many2one(
        "tthc.dossier.component", "Paper of the Dossier", readonly=True, ondelete="set null"
    )
    name = fields.Char("Paper", required=True, readonly=True)
    problem = fields.Char("What Is Wrong", readonly=True)
    originals = fields.Integer(readonly=True, help="Bản chính")
    certified_copies = fields.Integer(readonly=True, help="Bản sao chứng thực")
    copies = fields.Integer("Photocopies", readonly=True, help="Bản photo")
    received = fields.Boolean(readonly=True)
    received_at = fields.Datetime("Received on", readonly=True)

    def _facts(self):
        """What the event keeps of it."""
        self.ensure_one()
        return {
            "name": self.name,
            "problem": self.problem or "",
            "originals": self.originals,
            "certified_copies": self.certified_copies,
            "copies": self.copies,
        }
