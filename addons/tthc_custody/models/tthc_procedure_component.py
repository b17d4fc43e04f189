from odoo import fields, models


class TthcProcedureComponent(models.Model):
    """What the catalogue says about a paper's original at the end."""

    _inherit = "tthc.procedure.component"

    custody = fields.Selection(
        [("return", "Given Back"), ("keep", "Stays in the File")],
        "Original at the End",
        help="Empty: by the rules under Configuration; without one, an original is given back.",
    )
