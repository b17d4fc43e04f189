from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import wall_time


class TthcDossierDecision(models.TransientModel):
    """Asks for the reason (and what else is needed) of an action that needs one."""

    _name = "tthc.dossier.decision"
    _description = "Decision on a Dossier"

    dossier_id = fields.Many2one("tthc.dossier", required=True, readonly=True)
    action = fields.Selection(
        [
            ("refuse", "Refuse to Accept"),
            ("request_supplement", "Request a Supplement"),
            ("return_step", "Hand Back"),
            ("request_payment", "Request Payment"),
            ("reject", "Reject"),
            ("request_withdrawal", "Request Withdrawal"),
            ("answer_withdrawal", "Answer the Withdrawal"),
            ("stop", "Stop"),
            ("extend", "Extend"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Text("Reason", required=True)
    legal_basis = fields.Char()
    agree = fields.Boolean("The Dossier Is Withdrawn", default=True)
    until = fields.Date("New Appointment")
    missing_text = fields.Text("Missing Components", compute="_compute_missing_text")

    @api.depends("dossier_id")
    def _compute_missing_text(self):
        for decision in self:
            missing = decision.dossier_id.component_ids.filtered(
                lambda row: row.requirement == "mandatory" and not row.received
            )
            decision.missing_text = "\n".join(missing.mapped("name"))

    @api.onchange("missing_text")
    def _onchange_missing_text(self):
        if self.missing_text and not self.note and self.action == "request_supplement":
            self.note = self.missing_text

    def action_confirm(self):
        """Perform the action with what was given."""
        self.ensure_one()
        dossier, note = self.dossier_id, self.note
        if self.action == "request_supplement":
            dossier.action_request_supplement(note, legal_basis=self.legal_basis)
        elif self.action == "answer_withdrawal":
            dossier.action_answer_withdrawal(note, agree=self.agree)
        elif self.action == "extend":
            dossier.action_extend(note, until=self._until())
        else:
            getattr(dossier, f"action_{self.action}")(note)
        return {"type": "ir.actions.act_window_close"}

    def _until(self):
        """End of working hours of the new day, naive UTC."""
        if not self.until:
            raise UserError(self.env._("Give the day of the new appointment."))
        company = self.dossier_id.company_id.sudo()
        hours = self.dossier_id._in_calendar(company._tthc_working_calendar().hours, self.until)
        if not hours:
            raise UserError(self.env._("%s is not a working day.", self.until.strftime("%d/%m/%Y")))
        return wall_time.to_utc(datetime.combine(self.until, hours[-1][1]), company._tthc_zone())
