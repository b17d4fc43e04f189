from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from ..tools import version_diff
from ..tools.numbers import grouped
from ..tools.version_diff import ADDED, MOVED, REMOVED, SAME


class TthcVersionCompare(models.TransientModel):
    """Two versions of a procedure side by side."""

    _name = "tthc.version.compare"
    _description = "Compare Two Versions"
    _rec_name = "procedure_id"

    left_id = fields.Many2one("tthc.procedure.version", "Earlier", required=True)
    right_id = fields.Many2one("tthc.procedure.version", "Later", required=True)
    procedure_id = fields.Many2one(related="right_id.procedure_id")
    only_differences = fields.Boolean(default=True)
    change_count = fields.Integer("Changes", compute="_compute_table")
    table = fields.Html(compute="_compute_table", sanitize=False)

    @api.model
    def _open(self, left, right):
        wizard = self.create({"left_id": left.id, "right_id": right.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "name": self.env._("Compare"),
        }

    def action_swap(self):
        self.ensure_one()
        self.write({"left_id": self.right_id.id, "right_id": self.left_id.id})

    @api.depends("left_id", "right_id", "only_differences")
    @api.depends_context("lang")
    def _compute_table(self):
        for wizard in self:
            if not (wizard.left_id and wizard.right_id):
                wizard.table, wizard.change_count = False, 0
                continue
            wizard.table, wizard.change_count = self._render(
                wizard.left_id, wizard.right_id, wizard.only_differences
            )

    @api.model
    def _render(self, left, right, only_differences=True):
        """The comparison as HTML, everything escaped, and the number of changes."""
        found = list(version_diff.compare(left._snapshot(), right._snapshot()))
        count = sum(entry.kind != SAME for entry in found)
        if only_differences:
            found = [entry for entry in found if entry.kind != SAME]
        sections = {}
        for entry in found:
            if entry.kind == SAME and entry.left in (None, False):
                continue
            sections.setdefault(entry.path, []).append(self._line(entry))
        values = {
            "left": left,
            "right": right,
            "sections": [
                {"title": self._title(path), "depth": len(path), "lines": lines}
                for path, lines in sections.items()
            ],
        }
        return self.env["ir.qweb"]._render("tthc_catalogue.version_compare_table", values), count

    def _title(self, path):
        if not path:
            return [self.env._("The Version")]
        model, titles = self.env["tthc.procedure.version"], []
        for name, key in path:
            field = model._fields[name]
            titles.append(f"{field._description_string(self.env)}: {key}")
            model = self.env[field.comodel_name]
        return titles

    def _line(self, entry):
        """One line of the table: its label, and the pieces of either side."""
        model = self.env[entry.model]
        if entry.kind == MOVED:
            field = model._fields[entry.field]
            label = self.env._("Order of %s", field._description_string(self.env))
            sides = ["\n".join(keys) for keys in (entry.left, entry.right)]
            pieces = [(REMOVED, sides[0])], [(ADDED, sides[1])]
        elif entry.kind in (ADDED, REMOVED):
            whole = [(entry.kind, self._describe(entry.left or entry.right))]
            names = {ADDED: self.env._("Added"), REMOVED: self.env._("Removed")}
            label = names[entry.kind]
            pieces = (whole, []) if entry.kind == REMOVED else ([], whole)
        else:
            field = model._fields[entry.field]
            label = field._description_string(self.env)
            pieces = self._sides(field, entry.left, entry.right)
        return {"label": label, "kind": entry.kind, "left": pieces[0], "right": pieces[1]}

    def _sides(self, field, left, right):
        if isinstance(left or right, list):
            left, right = left or [], right or []
            return (
                [(SAME if item in right else REMOVED, f"{item}\n") for item in left],
                [(SAME if item in left else ADDED, f"{item}\n") for item in right],
            )
        texts = self._text(field, left), self._text(field, right)
        if field.type in ("text", "html", "char") and all(texts):
            pieces = version_diff.word_diff(*texts)
        else:
            kinds = (SAME, SAME) if left == right else (REMOVED, ADDED)
            return [(kinds[0], texts[0])], [(kinds[1], texts[1])]
        return (
            [piece for piece in pieces if piece[0] != ADDED],
            [piece for piece in pieces if piece[0] != REMOVED],
        )

    def _text(self, field, value):
        """A plain value of a snapshot as the person reads it."""
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if value is None:
            return ""
        if isinstance(value, list):
            return ", ".join(value)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "date":
            return format_date(self.env, value, date_format="dd/MM/y")
        if field.type == "datetime":
            return format_datetime(self.env, value)
        if isinstance(value, float):
            return f"{value:g}"
        return grouped(value) if isinstance(value, int) else str(value)

    def _describe(self, node, indent=""):
        """The filled fields of a row that stands on one side only, and the rows below it."""
        model = self.env[node["model"]]
        lines = []
        for name, value in node["values"].items():
            if value:
                field = model._fields[name]
                label = field._description_string(self.env)
                lines.append(f"{indent}{label}: {self._text(field, value)}")
        for name, rows in node["children"].items():
            for row in rows:
                label = model._fields[name]._description_string(self.env)
                lines.append(f"{indent}{label}: {row['key']}")
                lines.append(self._describe(row, indent + "    "))
        return "\n".join(lines)
