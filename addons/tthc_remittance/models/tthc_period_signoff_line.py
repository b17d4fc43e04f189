from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_remittance_entry import KINDS


class TthcPeriodSignoffLine(models.Model):
    """The figures of one fee in a period. Whole VND; worked out anew until the period is sent, and
    never after it is signed off."""

    _name = "tthc.period.signoff.line"
    _description = "Figures of a Period"
    _order = "signoff_id, kind, name, id"

    signoff_id = fields.Many2one(
        "tthc.period.signoff", "Period", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    kind = fields.Selection(KINDS, required=True)
    name = fields.Char("Fee Name", required=True)
    dossiers = fields.Integer(help="With money collected in the period.")
    collected = fields.Monetary()
    undone = fields.Monetary()
    refunded = fields.Monetary()
    waived = fields.Monetary(
        help="Exempted or reduced when the fee was asked for in the period. For information."
    )
    kept = fields.Monetary()
    remitted = fields.Monetary("To the Budget")
    passed = fields.Monetary("To the Carrier")
    paid = fields.Monetary("Remitted", help="Of the shares of the period, when this was made.")
    unpaid = fields.Monetary("Not Remitted Yet", help="When this was made.")
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")

    _adds_up = models.Constraint(
        "CHECK (collected - undone - refunded = kept + remitted + passed)",
        "The shares make up what was collected.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Figures come from the ledger: nothing is entered here."))

    def write(self, vals):
        raise UserError(self.env._("Figures come from the ledger: nothing in them changes."))

    def unlink(self):
        raise UserError(self.env._("Figures come from the ledger: nothing of them is deleted."))

    @api.private
    def _replace(self, signoff, rows):
        """The figures of a period that is still being made are those of ``rows``."""
        signoff._require("made", "disputed")
        super(TthcPeriodSignoffLine, signoff.line_ids).unlink()
        common = {
            "signoff_id": signoff.id,
            "company_id": signoff.company_id.id,
            "currency_id": signoff.currency_id.id,
        }
        return super().create([{**row, **common} for row in rows])
