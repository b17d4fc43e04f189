from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class TthcProcedureComponent(models.Model):
    """A paper of the dossier ("thành phần hồ sơ") that a case asks for."""

    _name = "tthc.procedure.component"
    _description = "Dossier Component"
    _inherit = ["tthc.version.part"]
    _order = "case_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    case_id = fields.Many2one("tthc.procedure.case", required=True, index=True, ondelete="cascade")
    requirement = fields.Selection(
        [
            ("mandatory", "Mandatory"),
            ("conditional", "If Applicable"),
            ("show", "Only Shown"),
            ("note", "Note"),
        ],
        required=True,
        default="mandatory",
        help="Only shown: the person shows it (xuất trình) and keeps it. Note: guidance, "
        "not a paper.",
    )
    originals = fields.Integer(help="Bản chính")
    certified_copies = fields.Integer(help="Bản sao chứng thực")
    copies = fields.Integer(help="Bản sao / bản chụp")
    count_text = fields.Char("Count as Published", help="As the portal prints it.")
    form_code = fields.Char("Form", help="Code or file name of the prescribed form, if any.")
    form_attachment_ids = fields.Many2many("ir.attachment", string="Form Files")

    @api.model_create_multi
    def create(self, vals_list):
        components = super().create(vals_list)
        components._own_form_files()
        return components

    def write(self, vals):
        result = super().write(vals)
        if "form_attachment_ids" in vals:
            self._own_form_files()
        return result

    def _own_form_files(self):
        """Tie files uploaded before the row was saved to it: an attachment without a record
        can be read by nobody but its author. Files of another row, as after a copy, are copied:
        they would change and go with that row."""
        for component in self:
            files = component.sudo().form_attachment_ids
            loose = files.filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": component.id})
            own = files.filtered(
                lambda file, row=component: (file.res_model, file.res_id) == (row._name, row.id)
            )
            for file in files - own:
                copied = file.copy({"res_model": self._name, "res_id": component.id})
                component.form_attachment_ids = [Command.unlink(file.id), Command.link(copied.id)]

    @api.constrains("originals", "certified_copies", "copies")
    def _check_counts(self):
        for component in self:
            counts = (component.originals, component.certified_copies, component.copies)
            if min(counts) < 0 or max(counts) > 50:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: the number of copies must lie between 0 and 50.",
                        name=component.name,
                    )
                )
