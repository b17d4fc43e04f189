from odoo import fields, models


class TthcIncomingMoney(models.Model):
    """What a statement tells of a movement beyond who paid what and why."""

    _inherit = "tthc.incoming.money"

    reason = fields.Selection(
        selection_add=[("taken_back", "Taken Back by the Bank"), ("undone",)],
        ondelete={"taken_back": "set null"},
    )
    balance_after = fields.Monetary(
        readonly=True,
        help="Balance of the account behind this movement, 0 where the statement has none. It "
        "tells movements apart that have no number and agree in all else.",
    )
    is_reversal = fields.Boolean(
        "Taken Back",
        readonly=True,
        help="The bank took one of its own bookings back: never a payment by itself.",
    )

    def _pick_reference(self):
        if self.is_reversal:
            return None, "taken_back"
        return super()._pick_reference()
