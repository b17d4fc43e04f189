import base64
import datetime
import tempfile

import xlsxwriter

from odoo import api, fields, models

from ..models.tthc_workbook import ID_HEADING, LEGAL_SHEET, LIST_SHEET, SHEETS

LONGEST = 32_000  # characters of a cell; the format ends at 32,767
TOO_LONG = "[nội dung quá dài, không xuất; ô này không bị thay đổi khi nhập]"
ROWS = 20_000  # down to which a column offers its list


class TthcWorkbookExport(models.TransientModel):
    """A workbook of selected versions, for people to read, change and import again."""

    _name = "tthc.workbook.export"
    _description = "Export Workbook"

    name = fields.Char(readonly=True)
    data = fields.Binary(readonly=True, attachment=False)

    @api.model
    def _export(self, versions):
        """Make the workbook of ``versions`` and download it."""
        versions.check_access("read")
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            _Writer(self.env["tthc.workbook"].with_context(lang=self._language()), file.name).write(
                versions
            )
            data = base64.b64encode(file.read())
        wizard = self.create({"name": "thu-tuc-hanh-chinh.xlsx", "data": data})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{wizard.id}/data/{wizard.name}?download=true",
            "target": "self",
        }

    def _language(self):
        """Vietnamese, the language of the workbook, where it is installed."""
        return "vi_VN" if self.env["res.lang"]._get_data(code="vi_VN") else self.env.lang


class _Writer:
    def __init__(self, layout, path):
        self.layout = layout
        # Row by row to the disk; nothing is ever taken for a formula or a link.
        self.book = xlsxwriter.Workbook(
            path,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self.heading = self.book.add_format(
            {"bold": True, "bg_color": "#DDE7F0", "text_wrap": True}
        )
        self.text = self.book.add_format({"text_wrap": True, "valign": "top"})
        # The mark that spreadsheets keep before a text like “=1+1”, so that it stays one.
        self.quoted = self.book.add_format(
            {"text_wrap": True, "valign": "top", "quote_prefix": True}
        )
        self.date = self.book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        self.lists = {}

    def write(self, versions):
        names = self.layout._models()
        self._write_lists(names)
        for name in names:
            model = self.layout.env[name].with_context(lang=self.layout.env.lang)
            if name == "tthc.procedure.version":
                rows = versions.with_env(self.layout.env)
            else:
                rows = model.search(model._domain_below(versions))
            self._write_sheet(name, rows)
        self._write_legal(versions)
        self.book.close()

    def _write_lists(self, names):
        sheet = self.book.add_worksheet(LIST_SHEET)
        columns = []
        for name in names:
            for column in self.layout._columns(name):
                choices = self.layout._choices(name, column)
                if choices:
                    columns.append((name, column, list(choices.values())))
        for row in range(max(len(choices) for _n, _c, choices in columns)):
            for index, (_name, _column, choices) in enumerate(columns):
                if row < len(choices):
                    sheet.write_string(row, index, choices[row])
        for index, (name, column, choices) in enumerate(columns):
            letter = xlsxwriter.utility.xl_col_to_name(index)
            where = f"='{LIST_SHEET}'!${letter}$1:${letter}${len(choices)}"
            self.lists[name, column] = where
        sheet.hide()

    def _head(self, title, keys, labels):
        sheet = self.book.add_worksheet(title)
        sheet.set_column(0, 1, 12)
        sheet.set_column(2, len(keys), 24)
        sheet.freeze_panes(2, 2)
        for index, key in enumerate(keys):
            sheet.write_string(0, index, key)
        sheet.set_row(0, None, None, {"hidden": True})
        for index, label in enumerate(labels):
            sheet.write_string(1, index, label, self.heading)
        return sheet

    def _write_sheet(self, name, rows):
        layout, parent = self.layout, self.layout._parent(name)[0]
        columns = layout._columns(name)
        labels = layout.env[name].fields_get(columns, ["string"])
        if name == "tthc.procedure.version":
            keys = ["id", "procedure_code", "procedure_name", "procedure_sector"]
            heads = [ID_HEADING, "Mã thủ tục", "Tên thủ tục", "Lĩnh vực"]
        else:
            keys = ["id", "parent"]
            heads = [ID_HEADING, f"Thuộc ({layout._sheet_name(layout._parent(name)[1])})"]
        sheet = self._head(
            layout._sheet_name(name),
            [*keys, *columns],
            [*heads, *(labels[column]["string"] for column in columns)],
        )
        for index, column in enumerate(columns, len(keys)):
            if (name, column) in self.lists:
                where = {"validate": "list", "source": self.lists[name, column]}
                sheet.data_validation(2, index, ROWS, index, where)
        for number, row in enumerate(rows, 2):
            if name == "tthc.procedure.version":
                procedure = row.procedure_id
                head = [row.id, procedure.code, procedure.name, procedure.sector_id.name]
            else:
                head = [row.id, row[parent].id]
            values = head + [layout._cell(row, column) for column in columns]
            for index, value in enumerate(values):
                self._write_cell(sheet, number, index, value)

    def _write_legal(self, versions):
        sheet = self._head(
            LEGAL_SHEET,
            ["parent", "number", "name"],
            [f"Thuộc ({SHEETS['tthc.procedure.version']})", "Số, ký hiệu", "Tên văn bản"],
        )
        number = 2
        for version in versions:
            for document in version.legal_document_ids.sorted("number"):
                for index, value in enumerate((version.id, document.number, document.name)):
                    self._write_cell(sheet, number, index, value or None)
                number += 1

    def _write_cell(self, sheet, row, column, value):
        if value is None:
            return
        if isinstance(value, str):
            value = value if len(value) <= LONGEST else TOO_LONG
            risky = value[:1] in ("=", "+", "-", "@")
            sheet.write_string(row, column, value, self.quoted if risky else self.text)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, column, value, self.date)
        else:
            sheet.write_number(row, column, value)
