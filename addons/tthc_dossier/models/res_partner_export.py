from odoo import api, models

from ..tools import identity

#: Columns that say no more about a person than a link to the contact does.
PLAIN = frozenset({"id", ".id", "display_name", "name", "complete_name"})


class Base(models.AbstractModel):
    _inherit = "base"

    def export_data(self, fields_to_export):
        """Override: whose data leave in a file is kept on record, whichever list was exported."""
        seen = {}
        result = super(Base, self.with_context(tthc_exported=seen)).export_data(fields_to_export)
        if seen:
            people = self.env["res.partner"].browse(seen)
            note = self.env._(
                "%(list)s: %(columns)s",
                list=self.env["ir.model"]._get(self._name).name,
                columns=", ".join(fields_to_export)[:200],
            )
            self.env["tthc.access.log"]._record(people, "export", note)
        return result


class ResPartner(models.Model):
    """Exports of people: noted, and by the centre's setting without birth day and phone."""

    _inherit = "res.partner"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Override: every export of people comes through here, that of a list which points at
        them too."""
        people = self.sudo().filtered("tthc_kind")
        columns = {index: path[0] for index, path in enumerate(fields) if path}
        if people and set(columns.values()) - PLAIN:
            seen = self.env.context.get("tthc_exported")
            if seen is not None:
                seen.update(dict.fromkeys(people.ids))
        masks = self._export_masks() if people else {}
        hidden = {index: masks[name] for index, name in columns.items() if name in masks}
        if not hidden or not people:
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        rows = []
        for partner in self:
            own = super(ResPartner, partner)._export_rows(
                fields, _is_toplevel_call=_is_toplevel_call
            )
            if partner in people:
                for row in own:
                    for index, masked in hidden.items():
                        row[index] = masked(row[index]) if row[index] else row[index]
            rows += own
        return rows

    @api.model
    def _export_masks(self):
        """``{field: function of its exported value}`` of what the centre keeps out of files."""
        if self.env.su or not self.env.company.sudo().tthc_mask_exports:
            return {}
        phones = dict.fromkeys(("phone", "phone_sanitized", "tthc_phone_key"), identity.mask)
        return {**phones, "tthc_birth_date": lambda day: f"••/••/{day:%Y}"}
