from odoo import fields, models
from odoo.exceptions import UserError


class TthcDossierIntake(models.TransientModel):
    """The intake sheet, for a paper that was filled in while the system was down: everything as
    usual, but at the true time."""

    _inherit = "tthc.dossier.intake"

    outage_sheet_id = fields.Many2one(
        "tthc.outage.sheet",
        domain="[('company_id', '=', company_id), ('state', '=', 'blank')]",
        ondelete="cascade",
    )
    outage_id = fields.Many2one(
        "tthc.outage", domain="[('company_id', '=', company_id)]", ondelete="cascade"
    )
    outage_received_at = fields.Datetime("Received on (True Time)")
    outage_receiver_id = fields.Many2one(
        "res.users",
        "Received by",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', [company_id])]",
    )

    def _make_dossier(self, accept):
        """Override: a sheet of a pad is accepted at its true time, once.

        :raise UserError: the sheet was used, or its time cannot be
        """
        sheet = self.outage_sheet_id
        if not sheet or self.sudo().dossier_id:
            return super()._make_dossier(accept)
        if not accept:
            raise UserError(
                self.env._("The person has the receipt of the sheet: accept it, or void the sheet.")
            )
        self.check_access("write")
        if sheet.sudo().company_id != self.company_id:
            raise UserError(self.env._("Sheet %s is of another centre.", sheet.sudo().name))
        outage, receiver = self.outage_id, self.outage_receiver_id
        received = self.outage_received_at
        sheet._check_entry(outage, received, receiver)
        sheet._lock_blank()
        now = self.env["tthc.dossier"]._now()
        acting = self.sudo().with_context(
            tthc_now=received, tthc_outage_entry=sheet._entry(outage, received, receiver, now)
        )
        dossier = super(TthcDossierIntake, acting)._make_dossier(accept)
        dossier = self.env["tthc.dossier"].browse(dossier.id)
        sheet._set(
            {
                "state": "entered",
                "dossier_id": dossier.id,
                "outage_id": outage.id,
                "received_at": received,
                "receiver_id": receiver.id,
                "entered_at": now,
                "entered_by_id": self.env.uid,
            }
        )
        return dossier
