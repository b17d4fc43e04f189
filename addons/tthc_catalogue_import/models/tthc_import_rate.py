from odoo import fields, models
from odoo.tools import SQL

from .tthc_import_reasons import SOURCE_FIELDS


class TthcImportRate(models.Model):
    """How much of a field of the source could be read, by batch: a view of the database."""

    _name = "tthc.import.rate"
    _description = "Parse Rate"
    _auto = False
    _order = "batch_id desc, flagged desc, field"
    _rec_name = "field"

    batch_id = fields.Many2one("tthc.import.batch", readonly=True)
    field = fields.Selection(SOURCE_FIELDS, readonly=True)
    parsed = fields.Integer(readonly=True, help="Records whose field was read without a doubt.")
    flagged = fields.Integer(readonly=True, help="Records whose field must be looked at.")
    absent = fields.Integer(readonly=True, help="Records for which the portal publishes nothing.")
    rate = fields.Float(
        "Read without Doubt (%)",
        readonly=True,
        digits=(5, 1),
        aggregator="avg",
        help="Of the records that publish the field.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT batch_id * 100 + row_number() OVER (PARTITION BY batch_id ORDER BY key) AS id,
                   batch_id, key AS field, parsed, flagged, absent,
                   round(100.0 * parsed / nullif(parsed + flagged, 0), 1) AS rate
              FROM (SELECT record.batch_id, cell.key,
                           count(*) FILTER (WHERE cell.value = 'parsed') AS parsed,
                           count(*) FILTER (WHERE cell.value = 'flagged') AS flagged,
                           count(*) FILTER (WHERE cell.value = 'absent') AS absent
                      FROM tthc_import_record AS record,
                           jsonb_each_text(record.parsed) AS cell
                     WHERE jsonb_typeof(record.parsed) = 'object'
                     GROUP BY record.batch_id, cell.key) AS counted
            """
        )
