from odoo import fields, models
from odoo.tools import SQL


class TthcReconciliationEntry(models.Model):
    """A record that counts in a closed day, with the figures it had then. Each counts once."""

    _name = "tthc.reconciliation.entry"
    _description = "Record of a Closed Day"
    _inherit = ["tthc.append.only"]
    _order = "id"
    _rec_name = "model"

    day_id = fields.Many2one(
        "tthc.reconciliation.day", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    model = fields.Char("Record Type", required=True)
    record_id = fields.Many2oneReference(model_field="model", required=True)
    amount = fields.Monetary(required=True)
    matched_amount = fields.Monetary("Pays Fees")
    status = fields.Char("State When Closed", required=True)
    shown = fields.Boolean("Shown by the Bank", help="Of money; empty of days closed long ago.")
    own = fields.Boolean("Settlement or Deposit", help="As above.")

    _counts_once = models.UniqueIndex(
        "(model, record_id)", "This record counts in a closed day already."
    )

    def _freeze_rows(self, day, model, rows, marks=False):
        """Write the entries of ``day`` in one statement.

        :param SQL rows: query of record id, amount, matched amount, state; with ``marks`` also
            whether the bank showed it and whether it is the centre's own money
        """
        self.env.flush_all()
        company = day.company_id
        self.env.cr.execute(
            SQL(
                """INSERT INTO tthc_reconciliation_entry (day_id, company_id, currency_id, model,
                    record_id, amount, matched_amount, status, shown, own,
                    create_uid, create_date, write_uid, write_date)
                SELECT %(day)s, %(company)s, %(currency)s, %(model)s, one.id, one.amount,
                    one.matched, one.state, %(marks)s, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
                    now() AT TIME ZONE 'UTC'
                FROM (%(rows)s) AS one (id, amount, matched, state) ORDER BY one.id""",
                day=day.id,
                company=company.id,
                currency=company.currency_id.id,
                model=model,
                marks=SQL("one.shown, one.own") if marks else SQL("NULL::boolean, NULL::boolean"),
                uid=self.env.uid,
                rows=rows,
            )
        )
