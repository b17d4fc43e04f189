from odoo import fields, models


class TthcSector(models.Model):
    """Field of administration ("lĩnh vực") under which procedures are published."""

    _name = "tthc.sector"
    _description = "Procedure Sector"
    _order = "sequence, name"

    name = fields.Char(required=True, index="trigram")
    code = fields.Char(help="Sector code, e.g. G15-HT (TT 03/2025/TT-VPCP).")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    responsible_id = fields.Many2one(
        "res.users",
        help="Answers for the procedures of this sector that have no responsible person of their "
        "own.",
    )
    procedure_ids = fields.One2many("tthc.procedure", "sector_id", "Procedures")
    procedure_count = fields.Integer("Number of Procedures", compute="_compute_procedure_count")

    _name_unique = models.UniqueIndex("(lower(name))", "A sector of this name exists already.")

    def _compute_procedure_count(self):
        counts = dict(
            self.env["tthc.procedure"]._read_group(
                [("sector_id", "in", self.ids)], ["sector_id"], ["__count"]
            )
        )
        for sector in self:
            sector.procedure_count = counts.get(sector, 0)
