from odoo import api, fields, models


class TthcDossierIntake(models.TransientModel):
    """The intake of a matter that is answered while the person waits."""

    _inherit = "tthc.dossier.intake"

    case_immediate = fields.Boolean(related="case_id.immediate")
    possible_signer_ids = fields.Many2many("res.users", compute="_compute_possible_signer_ids")
    signer_id = fields.Many2one(
        "res.users",
        "Signed by",
        compute="_compute_signer_id",
        store=True,
        readonly=False,
        ondelete="set null",
        domain="[('id', 'in', possible_signer_ids)]",
        help="The leader who signed the result that is handed over now.",
    )
    receipt = fields.Boolean(
        "Receipt Asked for",
        help="Where the result is handed over at once, a receipt is printed only when the person "
        "asks for one (NĐ 61/2018/NĐ-CP, Art. 17.4).",
    )

    @api.depends("case_id", "company_id")
    def _compute_possible_signer_ids(self):
        dossiers = self.env["tthc.dossier"]
        for sheet in self:
            sheet.possible_signer_ids = False
            offers = sheet.procedure_id.sudo().offer_ids
            if sheet.case_immediate and sheet.company_id in offers.company_id:
                draft = dossiers.new(
                    {
                        "company_id": sheet.company_id.id,
                        "procedure_id": sheet.procedure_id.id,
                        "case_id": sheet.case_id.id,
                    }
                )
                agency = draft._signing_agency()
                sheet.possible_signer_ids = agency and draft._possible_signers(agency)

    @api.depends("possible_signer_ids")
    def _compute_signer_id(self):
        for sheet in self:
            possible = sheet.possible_signer_ids
            if sheet.signer_id not in possible:
                sheet.signer_id = possible if len(possible) == 1 else False

    def action_answer_at_once(self):
        """Accept, and hand the result over: one request."""
        self.ensure_one()
        dossier = self._make_dossier(accept=False)
        dossier.action_complete_at_once(signer_id=self.signer_id.id, receipt=self.receipt)
        return self._open(dossier)
