from odoo import api, fields, models

from ..tools import wall_time


class TthcDossierDecision(models.TransientModel):
    """Decisions about dates: extension and apology."""

    _inherit = "tthc.dossier.decision"

    extension_basis = fields.Char("Legal Basis of the Extension")

    @api.model
    def default_get(self, fields_list):
        """What was proposed or drafted is there to be confirmed."""
        values = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(values.get("dossier_id"))
        if values.get("action") == "extend" and (proposal := dossier._proposed_extension()):
            zone = dossier.company_id.sudo()._tthc_zone()
            values["until"] = wall_time.to_local(proposal.until, zone).date()
            values["note"] = proposal.reason
        elif values.get("action") == "apologise" and (letter := dossier._open_letter()):
            values["until"] = letter.new_date
            values["note"] = letter.reason
        return values

    @api.depends("action", "dossier_id")
    def _compute_guidance(self):
        result = super()._compute_guidance()
        for decision in self:
            if decision.action in ("extend", "propose_extension", "refuse_extension"):
                decision.guidance = self.env._(
                    "The appointment is %(due)s. It can be extended until %(until)s.",
                    due=decision.dossier_id._local_text(decision.dossier_id.due_at),
                    until=decision.dossier_id._local_text(
                        decision.dossier_id._extension_possible_until()
                    ),
                )
            elif decision.action == "apologise":
                decision.guidance = self.env._(
                    "The letter is signed in your name for the late agency. The appointment "
                    "%s stays the one by which the dossier is judged.",
                    decision.dossier_id._local_text(decision.dossier_id.due_at),
                )
        return result

    def _confirm_propose_extension(self):
        self.dossier_id.action_propose_extension(
            self.note, until=self._until(), legal_basis=self.extension_basis
        )

    def _confirm_apologise(self):
        self.dossier_id.action_apologise(self.note, until=self._until())
