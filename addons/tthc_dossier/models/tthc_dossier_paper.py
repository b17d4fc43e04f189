from odoo import fields, models


class TthcDossierPaper(models.AbstractModel):
    """A paper as it is handed in: which one, whether it is there, in how many copies."""

    _name = "tthc.dossier.paper"
    _description = "Paper Handed In"
    _order = "sequence, id"

    template_id = fields.Many2one("tthc.procedure.component", "Asked for", ondelete="restrict")
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    requirement = fields.Selection(
        [
            ("mandatory", "Mandatory"),
            ("conditional", "If Applicable"),
            ("show", "Only Shown"),
            ("note", "Note"),
        ],
        required=True,
        default="conditional",
    )
    received = fields.Boolean()
    originals = fields.Integer(help="Bản chính")
    certified_copies = fields.Integer(help="Bản sao chứng thực")
    copies = fields.Integer(help="Bản sao / bản chụp")
    # Who may read the paper may know its files; without this, Odoo looks through every file that
    # the user may read, however many there are.
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)
