from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import wall_time


class TthcDossierParty(models.Model):
    """When a representative no longer acts: the last day of the mandate is over, or the owner took
    it back (Bộ luật Dân sự 2015, Art. 140). The row stays as it was; the end is added to it."""

    _inherit = "tthc.dossier.party"

    mandate_revoked_at = fields.Datetime("Revoked on", readonly=True, copy=False)
    mandate_revoked_by_id = fields.Many2one(
        "res.users", "Revocation Entered by", readonly=True, copy=False, ondelete="restrict"
    )
    mandate_revoke_reason = fields.Char("Why Revoked", readonly=True, copy=False)

    @api.model
    def _domain_lasting(self):
        """Parties that act today: a representative's role ends with the mandate."""
        today = wall_time.to_local(self.env["tthc.dossier"]._now()).date()
        return fields.Domain("role", "!=", "representative") | (
            fields.Domain("mandate_revoked_at", "=", False)
            & (
                fields.Domain("mandate_until", "=", False)
                | fields.Domain("mandate_until", ">=", today)
            )
        )

    def _lasting(self):
        """Those of these that act today."""
        return self.filtered_domain(self._domain_lasting())

    def write(self, vals):
        """Override: the end of a mandate is entered by its action.

        :raise UserError: it would be written in another way
        """
        names = {"mandate_revoked_at", "mandate_revoked_by_id", "mandate_revoke_reason"}
        if names & set(vals) and not self.env.su:
            raise UserError(self.env._("The end of a mandate is entered with “Revoke”."))
        return super().write(vals)

    def action_revoke_mandate(self):
        """Open the dialog that enters why the mandate ended.

        :raise AccessError: for whoever is not at the desk of the centre
        :raise UserError: there is no mandate that lasts
        """
        self.ensure_one()
        self._check_revocable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revoke the Mandate"),
            "res_model": "tthc.mandate.revocation",
            "view_mode": "form",
            "target": "new",
            "context": {"default_party_id": self.id},
        }

    @api.private
    def _revoke_mandate(self, reason):
        """End the mandate now, on record in the ledger: from then on the representative sees
        nothing of the dossier and is told nothing.

        :raise AccessError: for whoever is not at the desk of the centre
        :raise UserError: without a reason, or there is no mandate that lasts
        """
        self.ensure_one()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give a reason: it is printed and kept on record."))
        self.dossier_id._lock()
        self.invalidate_recordset()
        self._check_revocable()
        now = self.dossier_id._now()
        self.sudo().write(
            {
                "mandate_revoked_at": now,
                "mandate_revoked_by_id": self.env.uid,
                "mandate_revoke_reason": reason,
            }
        )
        facts = {"name": self.partner_id.name, "number": self.mandate_number}
        self.dossier_id._log_event("revoke_mandate", note=reason, at=now, facts=facts)

    def _check_revocable(self):
        self.check_access("read")
        dossier = self.dossier_id
        allowed, who = dossier._holder_desk(dossier.task_id)
        if not (allowed or self.env.su):
            raise AccessError(self.env._("The end of a mandate is entered by: %s.", who))
        if self.role != "representative" or not self._lasting():
            raise UserError(
                self.env._("%s has no mandate that could end.", self.sudo().partner_id.name)
            )
