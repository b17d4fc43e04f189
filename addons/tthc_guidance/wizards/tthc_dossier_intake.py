from odoo import Command, api, fields, models


class TthcDossierIntake(models.TransientModel):
    """The intake sheet that goes on where the pre-check ended."""

    _inherit = "tthc.dossier.intake"

    guidance_id = fields.Many2one("tthc.guidance", "After Guidance", ondelete="cascade")

    @api.model
    def default_get(self, fields_list):
        """Override: person, matter and ticks of the pre-check."""
        values = super().default_get(fields_list)
        guidance = self.env["tthc.guidance"].browse(self.env.context.get("tthc_guidance_id"))
        if guidance.exists():
            guidance.check_access("read")
            known = self._guidance_values(guidance)
            values.update({name: known[name] for name in known if name in fields_list})
        return values

    def _guidance_values(self, guidance):
        lines = guidance.line_ids.filtered(
            lambda line: line.requirement == "mandatory" or line.applies or line.received
        )
        ticked = {line.template_id.id: line for line in lines}
        papers = self.env["tthc.dossier.component"]._values_from_case(guidance.case_id)
        for paper in papers:
            line = ticked.get(paper["template_id"])
            paper["received"] = bool(line and line.received)
        return {
            "guidance_id": guidance.id,
            "company_id": guidance.company_id.id,
            "procedure_id": guidance.procedure_id.id,
            "case_id": guidance.case_id.id,
            "channel": guidance.channel,
            "partner_id": guidance.partner_id.id,
            "name": guidance.partner_id.name or guidance.asked_by,
            "phone": guidance.phone,
            "email": guidance.email,
            "line_ids": [Command.create(paper) for paper in papers],
        }

    def _make_dossier(self, accept):
        """Override: the guidance knows what came of it."""
        dossier = super()._make_dossier(accept)
        if self.guidance_id:
            self.guidance_id._set({"dossier_id": dossier.id})
        return dossier
