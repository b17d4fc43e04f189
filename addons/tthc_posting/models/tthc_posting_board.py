from odoo import fields, models

KINDS = [
    ("hall", "Board in the Hall"),
    ("kiosk", "Kiosk or Screen"),
    ("website", "Website"),
    ("commune", "Reception Point or Commune Office"),
    ("other", "Other Place"),
]


class TthcPostingBoard(models.Model):
    """A place where a centre posts its procedures (nơi niêm yết)."""

    _name = "tthc.posting.board"
    _description = "Posting Place"
    _order = "company_id, sequence, name"

    name = fields.Char(required=True)
    kind = fields.Selection(KINDS, "Kind of Place", required=True, default="hall")
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    place = fields.Char("Where", help="Where it is, e.g. sảnh tầng 1, cạnh quầy lấy số.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex(
        "(company_id, lower(name))", "This centre has a posting place of this name already."
    )
