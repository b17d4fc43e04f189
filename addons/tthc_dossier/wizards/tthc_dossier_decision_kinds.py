from odoo import api, fields, models


class TthcDossierDecision(models.TransientModel):
    """What answering at once needs besides: who signed, and whether a receipt is wanted."""

    _inherit = "tthc.dossier.decision"

    signer_id = fields.Many2one("res.users", "Signed by", ondelete="cascade")
    possible_signer_ids = fields.Many2many("res.users", compute="_compute_possible_signer_ids")
    receipt = fields.Boolean("Receipt Asked for")

    @api.depends("action", "dossier_id")
    def _compute_possible_signer_ids(self):
        for decision in self:
            signers = self.env["res.users"]
            if decision.action == "complete_at_once":
                agency = decision.dossier_id._signing_agency()
                signers = agency and decision.dossier_id._possible_signers(agency)
            decision.possible_signer_ids = signers or False

    @api.onchange("possible_signer_ids")
    def _onchange_possible_signer_ids(self):
        if len(self.possible_signer_ids) == 1:
            self.signer_id = self.possible_signer_ids

    @api.model
    def _guidance_texts(self):
        return {
            **super()._guidance_texts(),
            "complete_at_once": self.env._(
                "The dossier is accepted with its number, taken through its steps and returned "
                "in one go; every step is in the ledger. A receipt is printed only when the "
                "person asks for one."
            ),
        }

    def _confirm_complete_at_once(self):
        self.dossier_id.action_complete_at_once(
            self.note, signer_id=self.signer_id.id, receipt=self.receipt
        )
