from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import once


class TthcGuidanceLine(models.Model):
    """A paper on the list: does the person have it, and is it right?"""

    _name = "tthc.guidance.line"
    _description = "Paper of a Guidance"
    _inherit = ["tthc.dossier.paper"]
    _order = "guidance_id, sequence, id"

    guidance_id = fields.Many2one("tthc.guidance", required=True, index=True, ondelete="cascade")
    # the same values again: only those that a module names are translated with it
    requirement = fields.Selection(
        selection_add=[
            ("mandatory", "Mandatory"),
            ("conditional", "If Applicable"),
            ("show", "Only Shown"),
            ("note", "Note"),
        ]
    )
    applies = fields.Boolean(
        "Needed", help="A paper that is asked for in some cases only: tick it when it is needed."
    )
    problem = fields.Char(
        "What Is Wrong", help="In words that the person understands; printed on the form."
    )
    lacking = fields.Boolean(compute="_compute_lacking")

    @api.depends("received", "requirement", "applies", "problem")
    def _compute_lacking(self):
        for line in self:
            wanted = line.requirement in ("mandatory", "show") or line.applies
            line.lacking = bool(line.problem) or (wanted and not line.received)

    def _key(self):
        return once.paper_key(self.template_id.id, self.name)

    def _count_text(self):
        """Originals, certified copies and copies in words, as printed."""
        counts = (
            (self.originals, "bản chính"),
            (self.certified_copies, "bản sao chứng thực"),
            (self.copies, "bản sao"),
        )
        return ", ".join(f"{number} {name}" for number, name in counts if number)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._check_open()

    def _check_open(self):
        """:raise UserError: the list was given to the person"""
        if any(line.guidance_id.state != "draft" for line in self):
            raise UserError(
                self.env._(
                    "This list was given to the person: it stays as it was. Begin a new one."
                )
            )
