from odoo import fields, models
from odoo.exceptions import UserError


class TthcOutageStrike(models.TransientModel):
    """The dialog that voids sheets never used, or gives up spoilt ones, with the reason."""

    _name = "tthc.outage.strike"
    _description = "Void Outage Sheets"

    sheet_ids = fields.Many2many("tthc.outage.sheet", string="Sheets", readonly=True)
    state = fields.Selection(
        [("voided", "Never Used"), ("spoilt", "Filled in and Given up")],
        "What Became of Them",
        required=True,
        default="voided",
    )
    reason = fields.Char(required=True)

    def _open(self, sheets, state):
        """:raise UserError: no sheet is blank"""
        blank = sheets.filtered(lambda sheet: sheet.state == "blank")
        if not blank:
            raise UserError(self.env._("Every one of these sheets is accounted for already."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Void Sheets"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_sheet_ids": blank.ids, "default_state": state},
        }

    def action_confirm(self):
        """Record what became of the sheets."""
        self.ensure_one()
        self.sheet_ids._strike(self.state, self.reason)
        return {"type": "ir.actions.act_window_close"}
