from odoo import api, fields, models


class TthcStatement(models.Model):
    """Whether the statements of an account leave days or money out between them."""

    _inherit = "tthc.statement"

    join = fields.Selection(
        [
            ("first", "First Statement"),
            ("joined", "Joins On"),
            ("days", "Days Missing"),
            ("balance", "Balance Does Not Join"),
        ],
        "Continuity",
        readonly=True,
        help="Whether this statement begins where the one before it ended. A gap is filled by "
        "importing the missing statement.",
    )
    before_id = fields.Many2one("tthc.statement", "Statement Before", readonly=True)
    missing_from = fields.Date(readonly=True)
    missing_to = fields.Date(readonly=True)
    missing_amount = fields.Monetary(
        "Missing Movements",
        readonly=True,
        help="Opening balance less the closing balance before it: what the account moved by in no "
        "statement.",
    )
    gap_text = fields.Char("Gap", compute="_compute_gap_text")

    @api.depends("join", "missing_from", "missing_to", "missing_amount")
    def _compute_gap_text(self):
        for row in self:
            row.gap_text = row._gap_sentence()

    def _gap_sentence(self):
        if self.join not in ("days", "balance"):
            return False
        parts = []
        if self.missing_from:
            parts.append(
                self.env._(
                    "No statement from %(first)s to %(last)s.",
                    first=self.missing_from.strftime("%d/%m/%Y"),
                    last=self.missing_to.strftime("%d/%m/%Y"),
                )
            )
        if self.join == "balance":
            parts.append(
                self.env._(
                    "It begins with %(opening)s, the statement before ended with %(closing)s: "
                    "movements of %(amount)s are missing.",
                    opening=self.currency_id.format(self.opening_balance),
                    closing=self.currency_id.format(self.opening_balance - self.missing_amount),
                    amount=self.currency_id.format(self.missing_amount),
                )
            )
        return " ".join(parts)

    @api.private
    def _set_join(self, join):
        """Note how this statement joins on to the one before; later imports may change it."""
        values = {
            "join": join.kind,
            "before_id": join.before or False,
            "missing_from": join.date_from or False,
            "missing_to": join.date_to or False,
            "missing_amount": join.amount,
        }
        current = {**{name: self[name] for name in values}, "before_id": self.before_id.id}
        if current != values:
            self._note(values)
