from odoo import api, fields, models

#: Which reasons of the catalogue an action takes.
REASON_KINDS = {
    "refuse": "refuse",
    "reject": "reject",
    "stop": "stop",
    "request_supplement": "supplement",
    "return_step": "return_step",
    "reopen": "reopen",
}


class TthcDossierDecision(models.TransientModel):
    """Refusal, rejection, withdrawal, stop and reopening: the reason, and what the person must
    know besides."""

    _inherit = "tthc.dossier.decision"

    reason_id = fields.Many2one("tthc.reason")
    reason_kind = fields.Char(compute="_compute_reason_kind")
    reason_guidance = fields.Text(related="reason_id.guidance")
    needs_address = fields.Boolean(related="reason_id.needs_address")
    address = fields.Text("Where to Go", help="The competent agency and its address.")
    component_ids = fields.Many2many(
        "tthc.dossier.component",
        string="Papers Concerned",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    partner_id = fields.Many2one("res.partner", "Asked by", help="Empty: the dossier's owner.")
    party_ids = fields.Many2many("res.partner", compute="_compute_party_ids")
    withdrawal_reason = fields.Text("The Person's Reason", compute="_compute_withdrawal_reason")
    agree = fields.Boolean(
        "The Dossier Is Withdrawn",
        default=True,
        help="Off: the dossier goes on where it was.",
    )
    papers = fields.Text("Papers Given Back")
    money = fields.Text("Fees Paid", help="What happens to what was paid: kept or paid back.")
    reopen_step_id = fields.Many2one(
        "tthc.procedure.step",
        "Goes On at",
        help="The step that was worked at last, unless you choose another.",
    )
    case_id = fields.Many2one(related="dossier_id.case_id")
    was_accepted = fields.Boolean(compute="_compute_was_accepted")

    @api.model
    def default_get(self, fields_list):
        """Offers the step at which a reopened dossier goes on."""
        values = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(values.get("dossier_id"))
        if values.get("action") == "reopen" and dossier.accepted_at:
            values["reopen_step_id"] = dossier._reopening_step().id
        return values

    @api.depends("action")
    def _compute_reason_kind(self):
        for decision in self:
            decision.reason_kind = REASON_KINDS.get(decision.action, False)

    @api.depends("dossier_id")
    def _compute_party_ids(self):
        for decision in self:
            decision.party_ids = decision.dossier_id.party_ids.partner_id

    @api.depends("dossier_id")
    def _compute_was_accepted(self):
        for decision in self:
            decision.was_accepted = bool(decision.dossier_id.accepted_at)

    @api.depends("dossier_id")
    def _compute_withdrawal_reason(self):
        for decision in self:
            rows = decision.dossier_id.withdrawal_ids.filtered(lambda row: row.state == "open")
            decision.withdrawal_reason = rows[-1:].reason

    @api.model
    def _guidance_texts(self):
        return {
            **super()._guidance_texts(),
            "refuse": self.env._(
                "The person gets the refusal notice with the reason and your explanation. What can "
                "be brought later is asked for as a supplement instead."
            ),
            "reject": self.env._(
                "A rejection is a result: it ends the limit, and the person gets the refusal "
                "notice of the competent agency."
            ),
            "request_withdrawal": self.env._(
                "The person asks; the agency that has the dossier, the desk or the manager answers."
            ),
            "answer_withdrawal": self.env._(
                "Agreed, the dossier is stopped; otherwise it goes on exactly where it was."
            ),
            "stop": self.env._(
                "The dossier ends without a result; the person gets the notice of stopping."
            ),
            "reopen": self.env._(
                "The dossier goes on at the step chosen, its limit from zero. Number and fees stay "
                "as they are; how it had ended stays in the ledger."
            ),
        }

    def _confirm_refuse(self):
        self.dossier_id.action_refuse(
            self.note,
            reason=self.reason_id.id,
            address=self.address,
            component_ids=self.component_ids.ids,
        )

    def _confirm_reject(self):
        self.dossier_id.action_reject(
            self.note, reason=self.reason_id.id, component_ids=self.component_ids.ids
        )

    def _note_with_reason(self):
        """The explanation, the reason chosen from the catalogue before it."""
        return " ".join(part for part in (self.reason_id.text, self.note) if part)

    def _confirm_stop(self):
        self.dossier_id.action_stop(
            self.note, reason=self.reason_id.id, money=self.money, papers=self.papers
        )

    def _confirm_request_withdrawal(self):
        self.dossier_id.action_request_withdrawal(self.note, partner_id=self.partner_id.id)

    def _confirm_answer_withdrawal(self):
        self.dossier_id.action_answer_withdrawal(
            self.note, agree=self.agree, papers=self.papers, fees=self.money
        )

    def _confirm_reopen(self):
        self.dossier_id.action_reopen(
            self.note, reason=self.reason_id.id, step_id=self.reopen_step_id.id
        )
