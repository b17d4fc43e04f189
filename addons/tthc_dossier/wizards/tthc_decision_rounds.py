from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcDossierDecision(models.TransientModel):
    """Supplements: what is asked for, whose leave it needs, what came."""

    _inherit = "tthc.dossier.decision"

    item_ids = fields.One2many("tthc.decision.item", "decision_id", "Ask for")
    legal_basis = fields.Char(help="Empty: the rule for supplements that is in force.")
    leave_needed = fields.Boolean(compute="_compute_leave")
    may_give_leave = fields.Boolean(compute="_compute_leave")
    leave_text = fields.Text(compute="_compute_leave")
    leave_note = fields.Text("Why Nevertheless")
    receipt_ids = fields.One2many("tthc.decision.receipt", "decision_id", "Brought")
    complete = fields.Boolean(
        "Go On without the Rest",
        help="The dossier goes on although something is missing; the explanation says why. "
        "Otherwise it waits for the rest.",
    )

    @api.model
    def default_get(self, fields_list):
        """Offers the missing papers to ask for, and what was asked for to tick."""
        values = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(values.get("dossier_id"))
        if values.get("action") == "request_supplement":
            missing = dossier.component_ids.filtered(
                lambda row: row.requirement == "mandatory" and not row.received
            )
            values["item_ids"] = [
                (
                    0,
                    0,
                    {
                        "component_id": row.id,
                        "originals": row.originals,
                        "certified_copies": row.certified_copies,
                        "copies": row.copies,
                        "problem": self.env._("missing"),
                    },
                )
                for row in missing
            ]
        elif values.get("action") == "receive_supplement":
            waiting = dossier._waiting_round().item_ids.filtered(lambda item: not item.received)
            values["receipt_ids"] = [(0, 0, {"item_id": item.id}) for item in waiting]
        return values

    @api.depends("action", "dossier_id")
    def _compute_leave(self):
        for decision in self:
            dossier, needed = decision.dossier_id, ()
            if decision.action == "request_supplement" and dossier:
                needed = dossier._supplement_leave()
            decision.leave_needed = bool(needed)
            decision.leave_text = dossier._leave_text(needed).strip() if needed else False
            decision.may_give_leave = bool(needed) and dossier._may_give_leave(
                decision.task_id.sudo()
            )

    @api.model
    def _guidance_texts(self):
        return {
            **super()._guidance_texts(),
            "request_supplement": self.env._(
                "Ask for everything at once. After acceptance the limit stands still, and begins "
                "again from zero when everything has come."
            ),
            "receive_supplement": self.env._(
                "Tick what the person brought. What is not ticked stays asked for, and the "
                "dossier waits."
            ),
        }

    def _asked_items(self):
        if not self.item_ids:
            raise UserError(self.env._("List what the person has to bring; one line each."))
        return [item._values() for item in self.item_ids]

    def _confirm_request_supplement(self):
        self.dossier_id.action_request_supplement(**self._supplement_values())

    def action_ask_leave(self):
        """Send the request to the leader or manager, who gives leave or not."""
        self.ensure_one()
        decision = self._acting()
        decision.dossier_id.action_propose_supplement(**decision._supplement_values())
        return {"type": "ir.actions.act_window_close"}

    def _supplement_values(self):
        return {
            "note": self.note,
            "legal_basis": self.legal_basis,
            "items": self._asked_items(),
            "reason": self.reason_id.id,
            "leave_note": self.leave_note,
        }

    def _confirm_receive_supplement(self):
        came = self.receipt_ids.filtered("received").item_id.ids
        self.dossier_id.action_receive_supplement(self.note, items=came, complete=self.complete)
