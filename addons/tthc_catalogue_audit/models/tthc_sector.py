from odoo import fields, models


class TthcSector(models.Model):
    _inherit = "tthc.sector"

    responsible_id = fields.Many2one(
        "res.users",
        "Responsible for Findings",
        help="Answers for what the audit finds in procedures of this sector that have no "
        "responsible person of their own.",
    )
