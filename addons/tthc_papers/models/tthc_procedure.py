from odoo import fields, models


class TthcProcedureComponent(models.Model):
    """Limits of a paper's files that differ from the centre's."""

    _inherit = "tthc.procedure.component"

    paper_max_mb = fields.Integer("Largest File (MB)", help="0: as in the settings.")
    paper_max_pages = fields.Integer("Most Pages", help="0: as in the settings.")


class TthcProcedureResult(models.Model):
    _inherit = "tthc.procedure.result"

    paper_valid_months = fields.Integer(
        "Valid for (Months)", help="How long such a result is valid; 0: without end."
    )
