from odoo import fields, models
from odoo.tools import SQL


class TthcPaperFigure(models.Model):
    """Digitisation and reuse of accepted dossiers, in numbers that add up: by centre, procedure
    and month. Digitised is a file in the components and one in the result."""

    _name = "tthc.paper.figure"
    _description = "Digitisation"
    _auto = False
    _order = "accepted_at desc"
    _rec_name = "dossier_id"

    dossier_id = fields.Many2one("tthc.dossier", readonly=True)
    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    sector_id = fields.Many2one("tthc.sector", readonly=True)
    accepted_at = fields.Datetime("Accepted on", readonly=True)
    finished = fields.Boolean("Processed", readonly=True)
    dossiers = fields.Integer(readonly=True)
    with_papers = fields.Integer("With Papers Digitised", readonly=True)
    with_result = fields.Integer("With Result Digitised", readonly=True)
    digitised = fields.Integer(readonly=True)
    with_reuse = fields.Integer("With Papers Reused", readonly=True)
    with_national = fields.Integer("With National Data", readonly=True)
    digitised_rate = fields.Float("Digitised (%)", readonly=True, aggregator="avg")
    reuse_rate = fields.Float("Reused (%)", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id, id AS dossier_id, company_id, procedure_id, sector_id, accepted_at,
                   finished_at IS NOT NULL AS finished,
                   1 AS dossiers,
                   coalesce(components_digitised, false)::int AS with_papers,
                   coalesce(result_digitised, false)::int AS with_result,
                   coalesce(is_digitised, false)::int AS digitised,
                   coalesce(has_reused, false)::int AS with_reuse,
                   coalesce(has_national, false)::int AS with_national,
                   coalesce(is_digitised, false)::int * 100.0 AS digitised_rate,
                   coalesce(has_reused, false)::int * 100.0 AS reuse_rate
              FROM tthc_dossier
             WHERE accepted_at IS NOT NULL
            """
        )
