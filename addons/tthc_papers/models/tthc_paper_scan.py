from odoo import fields, models


class TthcPaperScan(models.Model):
    """What became of a file that a scanner put into the centre's folder."""

    _name = "tthc.paper.scan"
    _description = "Scanned File"
    _order = "id desc"
    _rec_name = "file_name"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, ondelete="cascade"
    )
    at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    file_name = fields.Char("File", required=True)
    outcome = fields.Selection(
        [
            ("stored", "Filed"),
            ("tray", "To Be Assigned"),
            ("duplicate", "There Already"),
            ("failed", "Failed"),
        ],
        required=True,
        index=True,
    )
    message = fields.Char()
    dossier_id = fields.Many2one("tthc.dossier", index="btree_not_null", ondelete="set null")
    moved_to = fields.Char(help="Where the file is now, below the centre's folder.")
