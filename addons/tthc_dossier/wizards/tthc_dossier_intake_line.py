from odoo import Command, fields, models


class TthcDossierIntakeLine(models.TransientModel):
    """A paper on the intake sheet."""

    _name = "tthc.dossier.intake.line"
    _description = "Intake Component"
    _inherit = ["tthc.dossier.paper"]

    intake_id = fields.Many2one("tthc.dossier.intake", required=True, ondelete="cascade")
    # A sheet that was never saved must not keep a draft of the catalogue from being deleted.
    template_id = fields.Many2one(ondelete="cascade")

    def _component_values(self):
        values = {
            "template_id": self.template_id.id,
            "name": self.name,
            "sequence": self.sequence,
            "requirement": self.requirement,
            "received": self.received,
            "originals": self.originals,
            "certified_copies": self.certified_copies,
            "copies": self.copies,
        }
        if self.attachment_ids:
            values["attachment_ids"] = [Command.set(self.attachment_ids.ids)]
        return values
