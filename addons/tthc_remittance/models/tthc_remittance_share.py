from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_remittance_entry import KINDS

#: Whose a share is.
SHARES = [
    ("budget", "State Budget"),
    ("retained", "Retained"),
    ("postage", "Passed on to the Carrier"),
]


class TthcRemittanceShare(models.Model):
    """What is to be remitted out of an entry of the ledger, and the list that remits it: one at
    most. It belongs to the ledger and changes only with its list."""

    _name = "tthc.remittance.share"
    _description = "Share to Be Remitted"
    _order = "day, id"
    _log_access = False
    _rec_name = "name"

    entry_id = fields.Many2one(
        "tthc.remittance.entry", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    day = fields.Date(required=True)
    agency_id = fields.Many2one("tthc.agency", "Beneficiary", ondelete="restrict")
    kind = fields.Selection(KINDS, required=True)
    name = fields.Char("Fee Name", required=True)
    share = fields.Selection(SHARES, required=True)
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    remittance_id = fields.Many2one(
        "tthc.remittance", "List", index="btree_not_null", ondelete="restrict"
    )
    line_id = fields.Many2one(
        "tthc.remittance.line", "Line of the List", index="btree_not_null", ondelete="restrict"
    )
    remitted_on = fields.Date()

    _once = models.UniqueIndex("(entry_id, share)")
    _listed = models.Constraint(
        "CHECK ((remittance_id IS NULL) = (line_id IS NULL) "
        "AND (remitted_on IS NULL OR remittance_id IS NOT NULL))",
        "A share is remitted by a line of a list.",
    )
    _due_index = models.Index("(company_id, day) WHERE remitted_on IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Shares come from the ledger: nothing is entered here."))

    def write(self, vals):
        raise UserError(self.env._("A share changes only with the list that remits it."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Shares stay on record with their entry."))
