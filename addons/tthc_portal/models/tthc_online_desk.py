from odoo import api, models
from odoo.exceptions import AccessError, UserError


class TthcOnlineSupply(models.Model):
    """The desk: what was sent online is looked at by a person."""

    _inherit = "tthc.online.supply"

    def action_check(self):
        """Open the dialog that takes the supplement in, with the papers ticked for which files
        came."""
        self.ensure_one()
        self._check_waits()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Receive the Supplement"),
            "res_model": "tthc.dossier.decision",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_dossier_id": self.dossier_id.id,
                "default_action": "receive_supplement",
                "tthc_seen": self.dossier_id.event_count,
            },
        }

    def action_ask_answer(self):
        """Open the dialog that sends everything back with a reason."""
        self.ensure_one()
        self._check_waits()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Back"),
            "res_model": "tthc.online.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_supply_id": self.id},
        }

    @api.private
    def _send_back(self, answer):
        """Nothing of it can be used: the person reads why and sends again. The files stay on
        record; the dossier goes on waiting.

        :raise AccessError: for anybody but the desk
        :raise UserError: it was answered already, or without a reason
        """
        self.ensure_one()
        self.check_access("read")
        dossier = self.dossier_id
        dossier._lock()
        self.invalidate_recordset(["state"])
        self._check_waits()
        if not (answer or "").strip():
            raise UserError(self.env._("Write what the person has to do; it is shown online."))
        allowed, who = dossier._holder_desk(dossier.task_id)
        if not allowed and not self.env.su:
            raise AccessError(
                self.env._("“Send Back” on dossier %(dossier)s is for: %(holder)s.",
                           dossier=dossier.display_name, holder=who)
            )  # fmt: skip
        now = dossier._now()
        self.sudo()._answer("sent_back", now, self.env.uid, answer.strip())
        dossier._log_event(
            "send_back_supply", note=answer.strip(), at=now, facts={"receipt": self.name}
        )

    def _answer(self, state, now, user_id, answer=False):
        self.write({"state": state, "checked_at": now, "checked_by_id": user_id, "answer": answer})

    def _check_waits(self):
        if self.state != "sent":
            raise UserError(
                self.env._("%s was answered meanwhile: reload the page.", self.display_name)
            )

    def action_open_dossier(self):
        """The dossier that it belongs to."""
        self.ensure_one()
        return self.round_id.action_open_dossier()

    def action_print_receipt(self):
        """The receipt that the person has."""
        return self.env.ref("tthc_portal.action_report_upload_receipt").report_action(self)
