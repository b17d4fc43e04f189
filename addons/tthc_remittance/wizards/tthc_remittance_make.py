from odoo import api, fields, models

from ..models.tthc_remittance_entry import KINDS
from ..models.tthc_remittance_share import SHARES


class TthcRemittanceMake(models.TransientModel):
    """Makes a list of what was collected up to a day and is in no list yet."""

    _name = "tthc.remittance.make"
    _description = "Make a Remittance List"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    account_id = fields.Many2one(
        "tthc.collection.account",
        "From Account",
        compute="_compute_account_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
    day_to = fields.Date(
        "Collected until", compute="_compute_day_to", store=True, readonly=False, required=True
    )
    agency_ids = fields.Many2many(
        "tthc.agency", "tthc_remittance_make_agency_rel", "wizard_id", "agency_id", "Beneficiaries",
        help="Empty: all of them.",
    )  # fmt: skip
    kind = fields.Selection(KINDS, help="Empty: all of them.")
    share = fields.Selection(SHARES, help="Empty: all of them.")

    @api.depends("company_id")
    def _compute_account_id(self):
        for wizard in self:
            accounts = self.env["tthc.collection.account"]
            wizard.account_id = wizard.company_id and accounts._for_company(wizard.company_id)

    @api.depends("company_id")
    def _compute_day_to(self):
        for wizard in self:
            remittances = self.env["tthc.remittance"]
            wizard.day_to = wizard.company_id and remittances._last_day_allowed(wizard.company_id)

    def action_make(self):
        """Make the list and open it.

        :raise UserError: nothing to remit, or no receiving account is set
        """
        self.ensure_one()
        remittance = self.env["tthc.remittance"]._make(
            self.company_id, self.account_id, self.day_to, self.agency_ids, self.kind, self.share
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": remittance._name,
            "res_id": remittance.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
