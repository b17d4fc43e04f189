from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcDossierIntakeLine(models.TransientModel):
    """A paper on the intake sheet that may be on file already."""

    _inherit = "tthc.dossier.intake.line"

    held_ref = fields.Integer(readonly=True, help="The paper on file that fits.")
    held_label = fields.Char("On File", readonly=True)
    reuse = fields.Boolean(help="Take the paper that is on file instead of a new one.")

    @api.onchange("reuse")
    def _onchange_reuse(self):
        """A paper that is reused need not be handed in."""
        if self.reuse:
            self.received = True

    def _component_values(self):
        values = super()._component_values()
        if self.reuse and self.held_ref:
            # What is reused is counted by the reuse itself: no sheet of paper came in.
            values.update(reuse_held_ref=self.held_ref, received=False)
        return values


class TthcDossierIntake(models.TransientModel):
    """What is on file of the person is offered before it is asked for."""

    _inherit = "tthc.dossier.intake"

    has_held_papers = fields.Boolean(compute="_compute_has_held_papers")

    @api.depends("partner_id", "line_ids")
    def _compute_has_held_papers(self):
        """Only whether the button makes sense; what is on file is shown, and logged, by it."""
        for sheet in self:
            held = self.env["tthc.paper.held"].sudo()
            sheet.has_held_papers = bool(sheet.partner_id) and bool(
                held.search_count(
                    [("partner_id", "=", sheet.partner_id.id), ("has_files", "=", True)], limit=1
                )
            )

    def action_offer_papers(self):
        """Show at each paper what is on file of the person and still valid; logged.

        :raise UserError: no known person is on the sheet
        """
        self.ensure_one()
        person = self.partner_id
        if not person:
            raise UserError(self.env._("Choose or scan the person first."))
        person._check_store_access()
        lines = self.line_ids
        wanted = [(line.id, line.name, line.template_id) for line in lines]
        found = person.sudo()._fitting_papers(wanted)
        person._log_store(self.env._("Papers offered for reuse at the intake"))
        for line in lines:
            held = found.get(line.id)
            line.held_ref = held[0].id if held else 0
            line.held_label = held[0]._provenance() if held else False
        return True


class TthcDossierComponent(models.Model):
    _inherit = "tthc.dossier.component"

    @api.model_create_multi
    def create(self, vals_list):
        """Extends: what was ticked at the intake as reused is taken over from there."""
        wanted = [vals.pop("reuse_held_ref", 0) for vals in vals_list]
        rows = super().create(vals_list)
        for row, held_ref in zip(rows, wanted, strict=True):
            if held_ref:
                row.action_reuse(held_ref)
        return rows
