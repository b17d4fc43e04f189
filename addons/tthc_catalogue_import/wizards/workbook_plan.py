"""What a workbook would change in the catalogue."""

import datetime
import re

from odoo.fields import Command

from ..models.tthc_workbook import ID_HEADING, LEGAL_SHEET
from ..tools.text import storable
from .tthc_workbook_export import TOO_LONG

VERSION = "tthc.procedure.version"
_CODE = re.compile(r"[1-9]\.[0-9]{6}(\.[0-9A-Z]+)*")
_CONTROL = re.compile(r"_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b\x0c\x0e-\x1f]|\r")


class CellError(Exception):
    """A cell that cannot be taken over; the sentence says what to do."""


class WorkbookPlan:
    """Reads a workbook and lists errors and changes; :meth:`apply` writes them.

    A row whose identifier is a number is the catalogue's row; any other identifier is that of a
    new one. A row that a version in the workbook has in the catalogue and not in the workbook is
    removed.
    """

    def __init__(self, env):
        self.env = env
        self.layout = env["tthc.workbook"]
        self.errors, self.changes = [], []
        self._rows = {}  # by model: {identifier: (record or None, values, parent identifier)}
        self._removed = []
        self._legal = {}
        self._linked = {}

    # Reading ---------------------------------------------------------------------------------

    def read(self, book):
        names = self.layout._models()
        for name in names:
            self._read_sheet(book, name)
        self._read_legal(book)
        if not self.errors:
            for name in names[1:]:
                self._find_removed(name)
            self._find_changes(names)

    def _error(self, sheet, row, column, text):
        self.errors.append(
            self.env._(
                "Sheet “%(sheet)s”, row %(row)s, column “%(column)s”: %(text)s",
                sheet=sheet,
                row=row,
                column=column,
                text=text,
            )
        )

    def _table(self, book, title):
        """Rows of a sheet as dicts by technical name, with their numbers; headings by name."""
        if title not in book.sheetnames:
            self.errors.append(
                self.env._("Sheet “%s” is missing: export the workbook again.", title)
            )
            return {}, []
        lines = book[title].iter_rows(values_only=True)
        keys = [key for key in next(lines, ())]
        labels = dict(zip(keys, next(lines, ()), strict=False))
        rows = [
            (number, dict(zip(keys, line, strict=False)))
            for number, line in enumerate(lines, 3)
            if any(cell not in (None, "") for cell in line)
        ]
        return labels, rows

    def _read_sheet(self, book, name):
        title = self.layout._sheet_name(name)
        labels, rows = self._table(book, title)
        columns = [column for column in self.layout._columns(name) if column in labels]
        known = self._records(name, rows)
        seen = self._rows.setdefault(name, {})
        for number, row in rows:
            key = _identifier(row.get("id")) or f"+{number}"
            record = None
            if key in seen:
                self._error(title, number, ID_HEADING, self.env._("this identifier stands twice."))
                continue
            if key.isdigit():
                record = known.get(int(key))
                if record is None:
                    text = self.env._(
                        "there is no row %s here. Clear the cell to make a new row.", key
                    )
                    self._error(title, number, ID_HEADING, text)
                    continue
            values = {}
            for column in columns:
                cell = row.get(column)
                if cell == TOO_LONG:
                    continue
                try:
                    values[column] = self._value(name, column, cell)
                except CellError as error:
                    self._error(title, number, labels[column], str(error))
            parent = self._read_parent(name, title, number, row, record, values)
            seen[key] = (record, values, parent, number)

    def _records(self, name, rows):
        ids = [_identifier(row.get("id")) for _number, row in rows]
        ids = [int(key) for key in ids if key and key.isdigit() and int(key) < 2**31]
        records = self.env[name].browse(ids).exists().with_prefetch()
        return {record.id: record for record in records}

    def _read_parent(self, name, title, number, row, record, values):
        """Identifier of the row's parent; the procedure's code for a version."""
        if name == VERSION:
            code = _identifier(row.get("procedure_code"))
            if not code or not _CODE.fullmatch(code):
                text = self.env._("give the procedure's code, e.g. 1.001193.")
                self._error(title, number, "Mã thủ tục", text)
            elif record and record.procedure_id.code != code:
                text = self.env._("a version cannot move to another procedure.")
                self._error(title, number, "Mã thủ tục", text)
            elif not record:
                self._check_new_procedure(title, number, code, row)
            return code
        parent_model = self.layout._parent(name)[1]
        parent = _identifier(row.get("parent"))
        if parent not in self._rows.get(parent_model, {}):
            text = self.env._(
                "it belongs to no row of the sheet “%s”: give an identifier that stands there.",
                self.layout._sheet_name(parent_model),
            )
            self._error(title, number, "Thuộc", text)
        elif record and str(record[self.layout._parent(name)[0]].id) != parent:
            text = self.env._("a row cannot move: clear its identifier to copy it there.")
            self._error(title, number, "Thuộc", text)
        return parent

    def _check_new_procedure(self, title, number, code, row):
        name, sector = _text(row.get("procedure_name")), _text(row.get("procedure_sector"))
        if self._procedure(code):
            return
        if not name or not self._named("tthc.sector", "name", sector):
            text = self.env._(
                "the procedure is new: give its name and a sector that the catalogue has."
            )
            self._error(title, number, "Lĩnh vực", text)
        self._linked["new", code] = (name, sector)

    def _procedure(self, code):
        model = self.env["tthc.procedure"].with_context(active_test=False)
        return model.search([("code", "=", code)], limit=1)

    # Cells -----------------------------------------------------------------------------------

    def _value(self, name, column, cell):
        """The value to write for ``cell``.

        :raise CellError: it cannot be read
        """
        field = self.env[name]._fields[column]
        choices = self.layout._choices(name, column)
        text = _text(cell)
        if choices is not None:
            return self._chosen(field, choices, text, cell)
        if field.type in ("char", "text"):
            if not text and field.required:
                raise CellError(self.env._("it must not be empty."))
            return text or False
        if field.type in ("integer", "float"):
            return self._number(field, cell, text)
        if field.type == "date":
            return self._date(cell, text)
        key = self.layout._key_field(field.comodel_name)
        names = [part.strip() for part in text.split(";") if part.strip()] if text else []
        ids = []
        for part in names if field.type == "many2many" else [text] if text else []:
            found = self._named(field.comodel_name, key, part)
            if len(found) != 1:
                raise CellError(
                    self.env._("“%s” is not in the catalogue, or stands there twice.", part)
                )
            ids += found.ids
        if field.type == "many2one":
            return ids[0] if ids else False
        return sorted(set(ids))

    def _chosen(self, field, choices, text, cell):
        if isinstance(cell, bool) and field.type == "boolean":
            return cell
        values = {label.casefold(): value for value, label in choices.items()}
        if not text and field.type == "boolean":
            return False
        if not text and not field.required:
            return False
        if text.casefold() in values:
            return values[text.casefold()]
        raise CellError(
            self.env._("choose one of: %s.", ", ".join(str(label) for label in choices.values()))
        )

    def _number(self, field, cell, text):
        if not text:
            return 0
        try:
            number = float(cell) if not isinstance(cell, str) else float(text.replace(",", "."))
        except ValueError:
            raise CellError(self.env._("write a number.")) from None
        if field.type == "float":
            return number
        if not number.is_integer() or abs(number) >= 2**31:
            raise CellError(self.env._("write a whole number."))
        return int(number)

    def _date(self, cell, text):
        if isinstance(cell, datetime.datetime):
            return cell.date()
        if isinstance(cell, datetime.date) or not text:
            return cell or False
        try:
            return datetime.datetime.strptime(text, "%d/%m/%Y").date()
        except ValueError:
            raise CellError(self.env._("write a date as 31/12/2026.")) from None

    def _named(self, model, key, name):
        if (model, name) not in self._linked:
            records = self.env[model].with_context(active_test=False)
            self._linked[model, name] = records.search([(key, "=", name)], limit=2)
        return self._linked[model, name]

    # Changes ---------------------------------------------------------------------------------

    def _read_legal(self, book):
        labels, rows = self._table(book, LEGAL_SHEET)
        for number, row in rows:
            parent, text = _identifier(row.get("parent")), _text(row.get("number"))
            document = self._named("tthc.legal.document", "number", text) if text else ()
            if parent not in self._rows.get(VERSION, {}):
                text = self.env._("it belongs to no version of the workbook.")
                self._error(LEGAL_SHEET, number, labels.get("parent"), text)
            elif len(document) != 1:
                text = self.env._("the catalogue has no document of this number: make it first.")
                self._error(LEGAL_SHEET, number, labels.get("number"), text)
            else:
                self._legal.setdefault(parent, []).append(document.id)

    def _find_removed(self, name):
        versions = self.env[VERSION].union(
            *(record for record, *_rest in self._rows[VERSION].values() if record)
        )
        model = self.env[name]
        kept = {record.id for record, *_rest in self._rows[name].values() if record}
        for row in model.search(model._domain_below(versions)):
            if row.id not in kept:
                self._removed.append(row)

    def _find_changes(self, names):

        for row in self._removed:
            self._guard(row._versions())
            self.changes.append(
                self.env._(
                    "%(sheet)s: “%(row)s” is removed.",
                    sheet=self.layout._sheet_name(row._name),
                    row=row.display_name,
                )
            )

        for name in names:
            title = self.layout._sheet_name(name)
            for key, (record, values, parent, _number) in self._rows[name].items():
                if record is None:
                    if name != VERSION:
                        self._guard_parent(name, parent)
                    label = values.get("name") or values.get("decision") or parent
                    self.changes.append(
                        self.env._("%(sheet)s: “%(row)s” is new.", sheet=title, row=label)
                    )
                    continue
                for column in self._changed(record, values):
                    self._guard(record if name == VERSION else record._versions())
                    self._say_change(title, record, column, values[column])
                if name == VERSION:
                    self._check_legal(title, key, record)

    def _guard_parent(self, name, parent):
        model = self.layout._parent(name)[1]
        record = self._rows[model][parent][0]
        if record:
            self._guard(record if model == VERSION else record._versions())

    def _guard(self, versions):
        for version in versions:
            if version.state != "draft":
                text = self.env._(
                    "%s is no draft: its rows cannot change. Make a new version of the procedure "
                    "first, or clear the identifiers of its rows.",
                    version.display_name,
                )
                if text not in self.errors:
                    self.errors.append(text)

    def _changed(self, record, values):
        return [
            column
            for column, value in values.items()
            if _comparable(record, column, record[column]) != _comparable(record, column, value)
        ]

    def _say_change(self, title, record, column, value):
        field = record._fields[column]
        shown = value
        if field.relational and value:
            shown = ", ".join(record[column].browse(value).mapped("display_name"))
        self.changes.append(
            self.env._(
                "%(sheet)s: “%(row)s”: %(field)s: %(before)s → %(after)s",
                sheet=title,
                row=record.display_name,
                field=field._description_string(self.env),
                before=str(self.layout._cell(record, column) or "–")[:120],
                after=str(shown if shown is not False else "–")[:120],
            )
        )

    def _check_legal(self, title, key, record):
        if set(self._legal.get(key, [])) != set(record.legal_document_ids.ids):
            self._guard(record)
            numbers = self.env["tthc.legal.document"].browse(self._legal.get(key, []))
            self.changes.append(
                self.env._(
                    "%(sheet)s: “%(row)s”: legal basis is now %(numbers)s.",
                    sheet=title,
                    row=record.display_name,
                    numbers=", ".join(numbers.mapped("number")) or "–",
                )
            )

    # Writing ---------------------------------------------------------------------------------

    def apply(self):
        """Write the changes, rows before the rows below them."""
        for row in reversed(self._removed):
            row.exists().unlink()
        made = {}
        for name in self.layout._models():
            parent_field = self.layout._parent(name)[0]
            for key, (record, values, parent, _number) in self._rows[name].items():
                values = self._commands(name, values)
                if record is not None:
                    changed = self._changed(record, self._rows[name][key][1])
                    if changed:
                        record.write({column: values[column] for column in changed})
                    made[name, key] = record.id
                    continue
                if name == VERSION:
                    values[parent_field] = self._make_procedure(parent).id
                else:
                    values[parent_field] = made[self.layout._parent(name)[1], parent]
                made[name, key] = self.env[name].create(values).id
        self._write_legal(made)

    def _commands(self, name, values):
        kinds = self.env[name]._fields
        return {
            column: [Command.set(value)] if kinds[column].type == "many2many" else value
            for column, value in values.items()
        }

    def _make_procedure(self, code):
        procedure = self._procedure(code)
        if procedure:
            return procedure
        name, sector = self._linked["new", code]
        sector = self._named("tthc.sector", "name", sector)
        return procedure.create({"code": code, "name": name, "sector_id": sector.id})

    def _write_legal(self, made):
        for key in self._rows[VERSION]:
            version = self.env[VERSION].browse(made[VERSION, key])
            wanted = set(self._legal.get(key, []))
            if wanted != set(version.legal_document_ids.ids):
                version.legal_document_ids = [Command.set(list(wanted))]


def _identifier(cell):
    """Identifier in ``cell``: spreadsheets turn 12 into 12.0."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip() if cell not in (None, "") else ""


def _text(cell):
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return storable(str(cell)).strip()


def _comparable(record, column, value):
    field = record._fields[column]
    if field.type == "many2one":
        return (value.id if hasattr(value, "id") else value) or False
    if field.type == "many2many":
        return sorted(value.ids if hasattr(value, "ids") else value or [])
    if field.type in ("char", "text"):
        return _CONTROL.sub("", value or "").strip()
    if field.type == "float":
        return round(value or 0.0, 4)
    return value or False
