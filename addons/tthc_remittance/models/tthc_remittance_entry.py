from odoo import fields, models

#: What a fee is: the kinds of the fee lines, and money for which no fee line is known.
KINDS = [
    ("phi", "Fee"),
    ("le_phi", "Charge"),
    ("postage", "Postage"),
    ("other", "Without a Fee Line"),
]


class TthcRemittanceEntry(models.Model):
    """The ledger of shares: how much of a payment is for which fee, for whom it was collected,
    what is kept and what the budget gets. Whole VND, written once.

    A match is split over the fee lines of its request (:mod:`..tools.split`). A match that is
    undone or leaves for a refund is entered again with the opposite sign, on the day on which that
    happened: a day that is over never changes.
    """

    _name = "tthc.remittance.entry"
    _description = "Share of a Payment"
    _inherit = ["tthc.append.only"]
    _order = "day desc, id desc"
    _log_access = False
    _rec_name = "name"

    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    day = fields.Date(
        required=True,
        help="Day of the centre; the first day after a period that was signed off before.",
    )
    event = fields.Selection(
        [
            ("matched", "Collected"),
            ("rest", "Rest after a Refund"),
            ("undone", "Undone"),
            ("refunded", "Left for a Refund"),
        ],
        required=True,
    )
    match_id = fields.Many2one("tthc.payment.match", required=True, ondelete="restrict")
    expected_id = fields.Many2one(
        "tthc.expected.payment", "Payment Request", required=True, ondelete="restrict"
    )
    dossier_id = fields.Many2one("tthc.dossier", required=True, ondelete="restrict")
    fee_line_id = fields.Many2one("tthc.fee.line", index="btree_not_null", ondelete="restrict")
    fee_id = fields.Many2one("tthc.procedure.fee", "Fee Rule", ondelete="restrict")
    name = fields.Char("Fee Name", required=True)
    kind = fields.Selection(KINDS, required=True)
    agency_id = fields.Many2one(
        "tthc.agency",
        "Beneficiary",
        ondelete="restrict",
        help="The agency competent for the dossier; empty: the centre.",
    )
    collected = fields.Monetary(required=True)
    kept = fields.Monetary(required=True, help="Share of the collecting body.")
    remitted = fields.Monetary("To the Budget", required=True)
    passed = fields.Monetary("To the Carrier", required=True, help="Postage, passed on whole.")
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")

    _adds_up = models.Constraint(
        "CHECK (kept + remitted + passed = collected)", "The shares make up what was collected."
    )
    _sign = models.Constraint(
        """CHECK (CASE WHEN event IN ('matched', 'rest')
            THEN collected > 0 AND kept >= 0 AND remitted >= 0 AND passed >= 0
            ELSE collected < 0 AND kept <= 0 AND remitted <= 0 AND passed <= 0 END)""",
        "What is undone is entered with the opposite sign.",
    )
    _once = models.UniqueIndex(
        "(match_id, (event IN ('matched', 'rest')), COALESCE(fee_line_id, 0))",
        "This payment is in the ledger already.",
    )
    _day_index = models.Index("(company_id, day)")
