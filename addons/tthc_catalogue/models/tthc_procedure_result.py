from odoo import fields, models


class TthcProcedureResult(models.Model):
    """A paper or record that a case ends in ("kết quả"), with its national code."""

    _name = "tthc.procedure.result"
    _description = "Procedure Result"
    _inherit = ["tthc.version.part"]
    _order = "case_id, sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(help="National result code, e.g. KQ.G15.000031.", index="btree_not_null")
    sequence = fields.Integer(default=10)
    case_id = fields.Many2one("tthc.procedure.case", required=True, index=True, ondelete="cascade")
