from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain


class TthcProcedureVersion(models.Model):
    """The rows that somebody must look at before the version can be submitted, as imports leave
    them."""

    _inherit = "tthc.procedure.version"

    review_count = fields.Integer(
        "Rows to Review", compute="_compute_review_count", search="_search_review_count"
    )
    review_table = fields.Html("Rows", compute="_compute_review_table", sanitize=False)

    def _rows_to_review(self):
        """Dictionary of version and records below it, of whatever model."""
        found = {version: [] for version in self}
        for model in self.env["tthc.version.part"]._part_models():
            rows = self.env[model]
            marked = rows._domain_below(self) & Domain("needs_review", "=", True)
            for row in rows.search(marked):
                found[row._versions()].append(row)
        return found

    @api.depends("case_ids")
    def _compute_review_count(self):
        found = self._origin._rows_to_review()
        for version in self:
            version.review_count = len(found.get(version._origin, ()))

    def _search_review_count(self, operator, value):
        """Whether there are any: ``> 0`` and ``= 0``."""
        if operator not in (">", "in") or (operator == "in" and set(value) != {0}):
            return NotImplemented
        marked = Domain("case_ids", "any", self._marked(self.env["tthc.procedure.case"]))
        return marked if operator == ">" else ~marked

    @api.model
    def _marked(self, rows):
        """Domain of the rows of a part model that are to be reviewed, or have one below."""
        domain = Domain("needs_review", "=", True)
        for name, field in rows._fields.items():
            if field.type == "one2many" and field.copy:
                below = self.env[field.comodel_name]
                if below._name in rows._part_models():
                    domain |= Domain(name, "any", self._marked(below))
        return domain

    def _compute_review_table(self):
        found = self._rows_to_review()
        for version in self:
            lines = Markup().join(
                Markup(
                    "<tr><td>{kind}</td><td><a href='/odoo/tthc.procedure.case/{case}'>{row}</a>"
                    "</td><td>{note}</td></tr>"
                ).format(
                    kind=self.env["ir.model"]._get(row._name).name,
                    case=row._case().id,
                    row=row.display_name,
                    note=row.review_note or "",
                )
                for row in found[version]
            )
            version.review_table = Markup("<table class='table table-sm'>{}</table>").format(lines)

    def action_view_review(self):
        """Open the cases below which a row is to be reviewed."""
        self.ensure_one()
        rows = self._rows_to_review()[self]
        cases = self.env["tthc.procedure.case"].browse({row._case().id for row in rows})
        return {
            "type": "ir.actions.act_window",
            "res_model": cases._name,
            "view_mode": "list,form",
            "domain": [("id", "in", cases.ids)],
            "name": self.env._("To Review"),
        }


class TthcProcedureCase(models.Model):
    _inherit = "tthc.procedure.case"

    review_count = fields.Integer("Rows to Review", compute="_compute_review_count")

    @api.depends("needs_review")
    def _compute_review_count(self):
        found = self._origin.version_id._rows_to_review()
        rows = [row._case() for marked in found.values() for row in marked]
        for case in self:
            case.review_count = sum(row == case._origin for row in rows)
