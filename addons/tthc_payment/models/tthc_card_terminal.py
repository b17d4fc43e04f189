from odoo import api, fields, models


class TthcCardTerminal(models.Model):
    """A card terminal (POS) at a centre's counter, under the number its acquirer gave it."""

    _name = "tthc.card.terminal"
    _description = "Card Terminal"
    _order = "company_id, tid"
    _rec_name = "tid"

    tid = fields.Char("Terminal ID", required=True, help="TID as printed on every slip.")
    place = fields.Char("Counter")
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    bank_id = fields.Many2one("tthc.bank", "Acquirer", ondelete="restrict")
    account_id = fields.Many2one(
        "tthc.collection.account",
        "Settled into",
        ondelete="restrict",
        help="The account into which the acquirer pays the day's card takings.",
    )
    active = fields.Boolean(default=True)

    _tid_unique = models.UniqueIndex("(tid)", "A terminal with this number exists.")

    @api.depends("tid", "place")
    def _compute_display_name(self):
        for terminal in self:
            terminal.display_name = " – ".join(filter(None, (terminal.tid, terminal.place)))
