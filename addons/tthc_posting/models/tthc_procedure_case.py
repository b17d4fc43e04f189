from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TthcProcedureCase(models.Model):
    _inherit = "tthc.procedure.case"

    dossier_sets = fields.Integer(
        "Number of Sets",
        default=1,
        help="Số lượng hồ sơ (bộ), which must be posted (NĐ 63/2010/NĐ-CP, Art. 8). The national "
        "record does not give it: one set until the editor says otherwise.",
    )

    @api.constrains("dossier_sets")
    def _check_dossier_sets(self):
        for case in self:
            if not 1 <= case.dossier_sets <= 20:
                raise ValidationError(
                    self.env._("“%s”: the number of sets lies between 1 and 20.", case.name)
                )
