from odoo import api, fields, models

from ..tools import process_graph


class TthcNumberedRow(models.AbstractModel):
    """A row whose number is its place among the rows of its parent, and which refers to others by
    their numbers.

    The inheriting model gives ``_parent_field`` and ``_references_field``, a text of numbers. The
    numbers rise with ``sequence``; where rows change places, the references follow
    (:func:`~..tools.process_graph.renumber`).
    """

    _name = "tthc.numbered.row"
    _description = "Numbered Row"
    _parent_field = ""
    _references_field = ""

    sequence = fields.Integer(default=10)
    number = fields.Integer(
        "No.",
        readonly=True,
        help="Its place in the order. Drag the rows to change it: the numbers, and what refers to "
        "them, follow.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._renumber()
        return rows

    def write(self, vals):
        result = super().write(vals)
        if {"sequence", "number", self._parent_field} & set(vals):
            self._renumber()
        return result

    def _renumber(self):
        """Let the numbers of all rows with these rows' parents rise with their order."""
        siblings = self.search([(self._parent_field, "in", self[self._parent_field].ids)])
        for rows in siblings.grouped(self._parent_field).values():
            rows._renumber_in_order()

    def _write_number(self, values):
        """Past the override above, which would number the rows again half-way."""
        return super().write(values)

    def _renumber_in_order(self):
        """Number these rows of one parent; rows not saved yet, as in a form, come last among
        those of one sequence."""
        name = self._references_field
        rows = self.sorted(lambda row: (row.sequence, row._origin.id or float("inf")))
        before = [(row.number, row[name]) for row in rows]
        after = process_graph.renumber(before)
        for row, old, (number, references) in zip(rows, before, after, strict=True):
            if old == (number, references):
                continue
            values = {"number": number, name: references}
            if row.id:
                row._write_number(values)
            else:
                row.update(values)
