from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import wall_time

from .tthc_remittance_entry import KINDS
from .tthc_remittance_share import SHARES

AGES = [
    ("0_today", "Today"),
    ("1_week", "1 to 7 Days"),
    ("2_month", "8 to 30 Days"),
    ("3_older", "Over 30 Days"),
]


class TthcRemittanceDue(models.Model):
    """What was collected and is not remitted, with its age. A view on the ledger of shares."""

    _name = "tthc.remittance.due"
    _description = "Collected and Not Remitted"
    _auto = False
    _order = "day, id"
    _rec_name = "name"

    entry_id = fields.Many2one("tthc.remittance.entry", readonly=True)
    dossier_id = fields.Many2one(related="entry_id.dossier_id")
    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    day = fields.Date("Collected on", readonly=True)
    agency_id = fields.Many2one("tthc.agency", "Beneficiary", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    name = fields.Char("Fee Name", readonly=True)
    share = fields.Selection(SHARES, readonly=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    remittance_id = fields.Many2one("tthc.remittance", "List", readonly=True)
    days = fields.Integer("Age (days)", readonly=True, aggregator="max")
    age = fields.Selection(AGES, readonly=True)
    late = fields.Boolean(readonly=True, help="By the deadline that held on that day.")

    @property
    def _table_query(self):
        return SQL(
            """SELECT due.*,
                CASE WHEN days <= 0 THEN '0_today' WHEN days <= 7 THEN '1_week'
                     WHEN days <= 30 THEN '2_month' ELSE '3_older' END AS age,
                COALESCE(days > rule_days, FALSE) AS late
            FROM (
                SELECT share.id, share.entry_id, share.company_id, share.day, share.agency_id,
                    share.kind, share.name, share.share, share.amount, share.currency_id,
                    share.remittance_id, rule.days AS rule_days,
                    (now() AT TIME ZONE %s)::date - share.day AS days
                FROM tthc_remittance_share share
                LEFT JOIN tthc_remittance_rule rule ON rule.company_id = share.company_id
                    AND daterange(rule.valid_from, rule.valid_to, '[]') @> share.day
                WHERE share.remitted_on IS NULL
            ) due""",
            wall_time.DEFAULT_ZONE,
        )
