from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_remittance_entry import KINDS
from .tthc_remittance_share import SHARES


class TthcRemittanceLine(models.Model):
    """What a list remits to one receiving account for one fee of one agency. Written once; less
    than zero where more was undone than collected."""

    _name = "tthc.remittance.line"
    _description = "Line of a Remittance List"
    _order = "remittance_id, receiving_id, agency_id, kind, name, id"

    remittance_id = fields.Many2one(
        "tthc.remittance", "List", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    receiving_id = fields.Many2one(
        "tthc.remittance.account",
        "Receiving Account",
        required=True,
        index=True,
        ondelete="restrict",
    )
    agency_id = fields.Many2one("tthc.agency", "Beneficiary", ondelete="restrict")
    kind = fields.Selection(KINDS, required=True)
    name = fields.Char("Fee Name", required=True)
    share = fields.Selection(SHARES, required=True)
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    receiver = fields.Char(related="receiving_id.receiver")
    number = fields.Char(related="receiving_id.number")
    place = fields.Char(related="receiving_id.place")
    chapter = fields.Char(related="receiving_id.chapter")
    sub_item = fields.Char(related="receiving_id.sub_item")

    @api.private
    def _codes(self):
        """The budget codes on paper, Vietnamese at source."""
        rule = self.receiving_id
        words = (
            ("Chương", rule.chapter),
            ("NDKT", rule.sub_item),
            ("ĐVQHNS", rule.relation_code),
            ("Địa bàn", rule.area_code),
        )
        return "; ".join(f"{word} {code}" for word, code in words if code)

    def write(self, vals):
        raise UserError(
            self.env._("The lines of a list do not change: cancel it and make another.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The lines of a list stay on record."))

    def action_shares(self):
        """Open the shares that this line remits."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "tthc.remittance.share",
            "view_mode": "list",
            "domain": [("line_id", "=", self.id)],
        }
