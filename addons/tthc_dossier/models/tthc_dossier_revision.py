"""Two people with one dossier's form open: nothing that one has not seen is overwritten.

The form sends with what it saves the values that it was loaded with (``edit_base``, for the
changed fields only). Fields that different people changed are merged; where the same field was
changed by somebody else meanwhile, nothing at all is saved and the user is told by whom, when and
to what.
"""

from datetime import date, datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: Longest text of a value that a message repeats.
SHOWN = 80


class EditConflict(UserError):
    """Somebody else changed the same fields meanwhile; ``context`` carries them for the form."""

    def __init__(self, message, conflicts):
        super().__init__(message)
        self.context = {"tthc_conflicts": conflicts}


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    last_editors = fields.Json(
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Who changed which field last, for telling the next one who has it open.",
    )

    @api.model
    def _protected_fields(self):
        return super()._protected_fields() | {"last_editors"}

    def web_save(self, vals, specification, next_id=None):
        """Override of ``web``: refuse to overwrite what the form has not seen.

        :param vals: may hold ``edit_base``: values that the form was loaded with, per changed
            field; of a list of rows ``{row id: {field: value}}``
        :raise EditConflict: the same field was changed by somebody else meanwhile
        """
        vals = dict(vals)
        base = vals.pop("edit_base", None)
        if len(self) == 1 and base:
            self.check_access("write")
            self._lock()
            vals = self._without_removed_twice(vals)
            conflicts = self._edit_conflicts(vals, base)
            if conflicts:
                raise EditConflict(self._conflict_text(conflicts), conflicts)
        return super().web_save(vals, specification, next_id=next_id)

    def write(self, vals):
        """Override: note who changes what; the same UPDATE stores it."""
        result = super().write(vals)
        mark = [self.env.uid, fields.Datetime.to_string(fields.Datetime.now())]
        names = [name for name in vals if name in self._fields]
        for dossier in self:
            known = dossier.sudo().last_editors or {}
            dossier._set({"last_editors": {**known, **dict.fromkeys(names, mark)}})
        return result

    def _without_removed_twice(self, vals):
        """``vals`` without the removal of rows that somebody else removed already."""
        found = dict(vals)
        for name, commands in vals.items():
            field = self._fields.get(name)
            if field is None or field.type != "one2many":
                continue
            gone = {
                command[1]
                for command in commands
                if command[0] in (Command.DELETE, Command.UNLINK)
                and not self.env[field.comodel_name].browse(command[1]).exists()
            }
            if gone:
                found[name] = [
                    command
                    for command in commands
                    if command[0] not in (Command.DELETE, Command.UNLINK) or command[1] not in gone
                ]
        return found

    def _edit_conflicts(self, vals, base):
        """Fields of ``vals`` whose value is neither what the form was loaded with nor what it
        saves: a list of JSON-able dicts (see :meth:`_conflict`)."""
        self.ensure_one()
        conflicts = []
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None or name not in base:
                continue
            if field.type == "one2many":
                conflicts += self._row_conflicts(field, value, base[name])
            elif field.type != "many2many" and _differs(self, name, base[name], value):
                conflicts.append(self._conflict(self, name, value, *self._last_editor(name)))
        return conflicts

    def _row_conflicts(self, field, commands, bases):
        """The same for rows: changed on both sides, or changed here and removed there, or the
        other way round."""
        conflicts = []
        for command in commands:
            if command[0] not in (Command.UPDATE, Command.DELETE, Command.UNLINK):
                continue
            base = bases.get(str(command[1])) or {}
            row = self.env[field.comodel_name].browse(command[1]).exists()
            if not row:
                conflicts.append(
                    {
                        **self._conflict(self, field.name, "", *self._last_editor(field.name)),
                        "row": command[1],
                        "removed": True,
                    }
                )
                continue
            values = command[2] if command[0] == Command.UPDATE else {}
            for name in values or base:
                known = row._fields.get(name)
                if not known or not known.store or name not in base or known.type == "many2many":
                    continue
                if _differs(row, name, base[name], values.get(name, base[name])):
                    conflict = self._conflict(
                        row, name, values.get(name), row.write_uid, row.write_date
                    )
                    conflicts.append({**conflict, "field": field.name, "row": row.id})
        return conflicts

    def _last_editor(self, name):
        """``(user, instant)`` of who changed the field last in a form."""
        dossier = self.sudo()
        user_id, at = (dossier.last_editors or {}).get(name) or (None, None)
        if not user_id:
            return dossier.write_uid, dossier.write_date
        return self.env["res.users"].browse(user_id), fields.Datetime.to_datetime(at)

    def _conflict(self, record, name, value, user, at):
        """One conflict: where, what both sides have, who it was and when."""
        label = record._fields[name]._description_string(self.env)
        if record != self:
            label = f"{record.display_name}: {label}"
        return {
            "field": name,
            "row": False,
            "column": name,
            "label": label,
            "mine": _shown(record, name, value),
            "theirs": _shown(record, name, _plain(record, name)),
            "current": _plain(record, name),
            "user": user.sudo().name or "",
            "at": self._local_text(at),
            "removed": False,
        }

    def _conflict_text(self, conflicts):
        lines = []
        for conflict in conflicts:
            if conflict["removed"]:
                text = self.env._("%(label)s: %(user)s removed a row that you changed (%(at)s).")
            else:
                text = self.env._(
                    "%(label)s: %(user)s entered “%(theirs)s” (%(at)s), you “%(mine)s”."
                )
            lines.append("– " + text % conflict)
        return self.env._(
            "Nothing was saved: somebody else changed %(dossier)s after you had opened it.\n"
            "%(lines)s",
            dossier=self.display_name,
            lines="\n".join(lines),
        )


def _plain(record, name):
    """The value as the form sends it; one2many rows have none."""
    field = record._fields[name]
    if field.type in ("one2many", "many2many"):
        return False
    value = record[name]
    if isinstance(value, models.BaseModel):
        return value.id
    if isinstance(value, datetime):
        return fields.Datetime.to_string(value)
    if isinstance(value, date):
        return fields.Date.to_string(value)
    return value


def _differs(record, name, base, value):
    """Whether the stored value is neither ``base`` nor ``value``."""
    current = _plain(record, name) or False
    return current not in (base or False, value or False)


def _shown(record, name, value):
    """``value`` as a person reads it."""
    field = record._fields[name]
    if not value:
        return ""
    if field.type == "many2one":
        return record.env[field.comodel_name].browse(value).sudo().display_name or ""
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, str(value))
    text = str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
