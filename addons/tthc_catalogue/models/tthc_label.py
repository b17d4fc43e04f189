from odoo import api, fields, models

from ..tools.labels import read_labels


class TthcLabel(models.AbstractModel):
    """A value of a closed list of the national portal, known by its Vietnamese label there."""

    _name = "tthc.label"
    _description = "Label of the National Portal"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    portal_name = fields.Char(
        "Label on the Portal", required=True, help="As dichvucong.gov.vn prints it."
    )
    sequence = fields.Integer(default=10)

    @api.model
    def _read_labels(self, text):
        """The records whose labels stand in ``text``, and the text that names none."""
        records = self.search([])
        by_name = {record.portal_name: record.id for record in records}
        found, rest = read_labels(text, by_name)
        return self.browse(by_name[name] for name in found), rest


class TthcLevel(models.Model):
    """Level of government at which a procedure is carried out ("cấp thực hiện")."""

    _name = "tthc.level"
    _description = "Level of Government"
    _inherit = ["tthc.label"]

    code = fields.Char(required=True)

    _code_unique = models.UniqueIndex("(code)", "A level of this code exists already.")


class TthcTargetGroup(models.Model):
    """Who may ask for a procedure ("đối tượng thực hiện")."""

    _name = "tthc.target.group"
    _description = "Target Group"
    _inherit = ["tthc.label"]

    _portal_name_unique = models.UniqueIndex(
        "(portal_name)", "A target group of this label exists already."
    )
