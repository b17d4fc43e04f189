from odoo import api, fields, models
from odoo.tools import html2plaintext

from ..tools import version_diff
from .tthc_procedure_version import ACTION_FIELDS

# Of the version's life and of the source it was read from.
LIFE = {"procedure_id", "state", "confidence", "data_note", "source_url", *ACTION_FIELDS}
# Of the row, not of what it says.
TECHNICAL = {"sequence", "needs_review", "review_note", "display_name", *models.MAGIC_COLUMNS}


class TthcProcedureVersion(models.Model):
    _inherit = "tthc.procedure.version"

    def _snapshot(self):
        """All that this version says, as nested plain data: nodes of
        :mod:`..tools.version_diff` with the keys ``model``, ``key``, ``values``, ``children``.

        Values are text, numbers, booleans, ISO dates, codes of a selection; names for linked
        records, sorted lists of names for several; ``None`` for nothing.
        """
        self.ensure_one()
        return self._snapshot_node(self, LIFE)

    @api.model
    def _snapshot_node(self, record, skipped, key=""):
        """``record`` as a node, without the fields named in ``skipped``."""
        node = {"model": record._name, "key": key, "values": {}, "children": {}}
        parts = set(self.env["tthc.version.part"]._part_models())
        for name, field in record._fields.items():
            if (
                name in skipped | TECHNICAL
                or field.related
                or name.startswith(("message_", "activity_"))
            ):
                continue
            if field.type == "one2many":
                if field.comodel_name in parts and field.copy:
                    node["children"][name] = [row._snapshot() for row in record[name]]
            elif field.store and (not field.compute or not field.readonly):
                node["values"][name] = self._snapshot_value(record, field)
        return node

    def _snapshot_value(self, record, field):
        value = record[field.name]
        if field.type == "boolean":
            return value
        if field.type == "many2one":
            return self._snapshot_name(value) if value else None
        if field.type == "many2many":
            return sorted(self._snapshot_name(row) for row in value) or None
        if field.type == "html":
            return html2plaintext(value) if value else None
        if field.type in ("date", "datetime"):
            return value.isoformat() if value else None
        if field.type in ("integer", "float", "monetary"):
            return round(value, 4)
        return value or None

    def _snapshot_name(self, record):
        if record._name == "ir.attachment":
            # A form of the same name with other contents is another form.
            return f"{record.name} ({(record.sudo().checksum or '')[:8]})"
        if record._name in self.env["tthc.version.part"]._part_models():
            return record._snapshot_key()
        name = record._rec_name and record[record._rec_name]
        return name if isinstance(name, str) and name else record.display_name

    # Comparison -------------------------------------------------------------------------------

    def _predecessor(self):
        """The version that is or was in force before this one begins (for one without a first
        day: the one in force today); empty for the first of a procedure."""
        self.ensure_one()
        domain = self._domain_effective() & fields.Domain(
            [("procedure_id", "=", self.procedure_id.id), ("id", "!=", self._origin.id)]
        )
        begin = self.date_from or self.env["res.company"]._tthc_today()
        domain &= fields.Domain("date_from", "<" if self.date_from else "<=", begin)
        return self.search(domain, order="date_from desc", limit=1)

    def _differences(self, other):
        """What this version says otherwise than ``other``, the earlier one."""
        return version_diff.differences(other._snapshot(), self._snapshot())

    def action_compare(self):
        """Show this version beside the one before it."""
        self.ensure_one()
        left = self._predecessor()
        return self.env["tthc.version.compare"]._open(left or self, self)
