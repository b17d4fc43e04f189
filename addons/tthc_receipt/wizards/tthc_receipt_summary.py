import base64
import itertools
import tempfile
from datetime import date

import xlsxwriter
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.models.ir_actions_report import Paper

from ..tools import series as rules

A4 = Paper("A4", "landscape")
#: Receipts that are in memory at a time while the list is written.
CHUNK = 1000
TITLE = "BẢNG TỔNG HỢP DỮ LIỆU BIÊN LAI ĐIỆN TỬ"
FORM = "Mẫu số 01/TH-BLĐT"
HEADINGS = (
    "STT", "Mẫu số", "Ký hiệu", "Từ số", "Đến số", "Đã lập", "Trong đó điều chỉnh", "Đã hủy",
    "Bị thay thế", "Còn hiệu lực", "Phí (đồng)", "Lệ phí (đồng)", "Cộng (đồng)",
    "Hủy, thay thế biên lai kỳ trước", "Tiền của các biên lai đó (đồng)", "Chưa ký số", "Chưa gửi",
)  # fmt: skip
LIST_HEADINGS = (
    "STT", "Mẫu số", "Ký hiệu", "Số", "Ngày lập", "Ngày thu", "Mã hồ sơ", "Người nộp", "Phí",
    "Lệ phí", "Cộng", "Hình thức", "Trạng thái", "Lý do",
)  # fmt: skip
LIST_TITLE = "SỔ BIÊN LAI THU PHÍ, LỆ PHÍ"
#: Columns of the list that are sums of money.
LIST_SUMS = (8, 9, 10)
#: Receipts of the list that are printed; more than that nobody reads on paper.
MOST_PRINTED = 3000
#: Receipts whose sums count.
COUNTED = ("draft", "signed", "transmitted", "adjusted")


class TthcReceiptSummary(models.TransientModel):
    """The summary table 01/TH-BLĐT of a period, by series (NĐ 254/2026/NĐ-CP).

    Its prescribed layout is not among the sources at hand: the columns are those that the law
    names, and what an accountant compares with the money.
    """

    _name = "tthc.receipt.summary"
    _description = "Receipt Summary"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("From", required=True, default=lambda self: self._month()[0])
    date_to = fields.Date("Until", required=True, default=lambda self: self._month()[1])
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.model
    def _month(self):
        today = fields.Date.context_today(self)
        first = today.replace(day=1)
        return first, first + relativedelta(months=1, days=-1)

    def action_pdf(self):
        """The table as PDF."""
        rows = self._checked()
        reports = self.env["ir.actions.report"].sudo()
        values = self._page_values(rows)
        pdf = reports._tthc_paper("tthc_receipt.summary_document", values, A4)
        return self._download("01-TH-BLDT.pdf", pdf)

    def action_list(self):
        """The list of the receipts on paper.

        :raise UserError: more than are printed
        """
        self._checked()
        rows = list(itertools.islice(self._list_rows(), MOST_PRINTED + 1))
        if len(rows) > MOST_PRINTED:
            raise UserError(
                self.env._(
                    "The list has more than %s receipts: take a shorter period, or the workbook.",
                    MOST_PRINTED,
                )
            )
        reports = self.env["ir.actions.report"].sudo()
        pdf = reports._tthc_paper("tthc_receipt.summary_document", self._list_values(rows), A4)
        return self._download("so-bien-lai.pdf", pdf)

    def action_xlsx(self):
        """The table as a workbook, with the list of the receipts behind it."""
        rows = self._checked()
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            self._write_workbook(file.name, rows)
            return self._download("01-TH-BLDT.xlsx", file.read())

    def _download(self, name, content):
        self.write({"file_name": name, "file": base64.b64encode(content)})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{name}?download=true",
            "target": "self",
        }

    def _checked(self):
        """:return: the rows of the table
        :raise AccessError: for whoever may not read receipts
        :raise UserError: the period ends before it begins
        """
        self.ensure_one()
        self.env["tthc.receipt"].check_access("read")
        if self.date_to < self.date_from:
            raise UserError(self.env._("The period ends before it begins."))
        return self._rows()

    # Figures ------------------------------------------------------------------------------------

    def _rows(self):
        """A dict of figures for each series that was used in the period, and ``total``."""
        receipts = self.env["tthc.receipt"]
        unit = fields.Domain("company_id", "child_of", self.company_id.id)
        issued = unit & self._between("day")
        rows = {}
        keys = ("fees", "charges", "sum", "issued", "adjustments", "cancelled", "replaced", "valid",
                "earlier", "earlier_sum", "unsigned", "unsent")  # fmt: skip
        sums = ("__count", "number:min", "number:max", "fee_amount:sum", "charge_amount:sum",
                "amount:sum")  # fmt: skip
        for series, state, kind, *figures in receipts._read_group(
            issued, ["series_id", "state", "kind"], sums
        ):
            row = rows.setdefault(series, dict.fromkeys(keys, 0))
            self._add(row, state, kind, *figures)
        earlier = unit & self._between("ended_day") & fields.Domain("day", "<", self.date_from)
        earlier &= fields.Domain("state", "in", ("cancelled", "replaced"))
        for series, count, amount in receipts._read_group(
            earlier, ["series_id"], ["__count", "amount:sum"]
        ):
            row = rows.setdefault(series, dict.fromkeys(keys, 0))
            row.update(earlier=count, earlier_sum=amount)
        named = [
            {"symbol": series.sudo().symbol_id.code, "series": series.sudo().name, **row}
            for series, row in sorted(rows.items(), key=lambda item: item[0].sudo().display_name)
        ]
        return {"rows": named, "total": {key: sum(row[key] for row in named) for key in keys}}

    def _between(self, name):
        return fields.Domain(name, ">=", self.date_from) & fields.Domain(name, "<=", self.date_to)

    @staticmethod
    def _add(row, state, kind, count, first, last, fees, charges, amount):
        row["first"] = min(row.get("first") or first, first)
        row["last"] = max(row.get("last") or last, last)
        row["issued"] += count
        row["adjustments"] += count if kind == "adjustment" else 0
        row["unsigned"] += count if state == "draft" else 0
        row["unsent"] += count if state in ("draft", "signed") else 0
        if state in COUNTED:
            row["valid"] += count
            row["fees"] += round(fees)
            row["charges"] += round(charges)
            row["sum"] += round(amount)
        elif state in row:
            row[state] += count

    def _cells(self, index, row):
        first, last = rules.number_text(row.get("first")), rules.number_text(row.get("last"))
        return (
            index, row["symbol"], row["series"], first, last, row["issued"], row["adjustments"],
            row["cancelled"], row["replaced"], row["valid"], row["fees"], row["charges"],
            row["sum"], row["earlier"], row["earlier_sum"], row["unsigned"], row["unsent"],
        )  # fmt: skip

    def _total_cells(self, total):
        return (
            "", "Cộng", "", "", "", total["issued"], total["adjustments"], total["cancelled"],
            total["replaced"], total["valid"], total["fees"], total["charges"], total["sum"],
            total["earlier"], total["earlier_sum"], total["unsigned"], total["unsent"],
        )  # fmt: skip

    def _page_values(self, found):
        def shown(cells):
            return [grouped(cell) if isinstance(cell, int | float) else cell for cell in cells]

        table = [shown(self._cells(index, row)) for index, row in enumerate(found["rows"], 1)]
        return {
            **self._head_values(),
            "title": TITLE,
            "form": FORM,
            "headings": HEADINGS,
            "texts": range(5),
            "rows": table,
            "total": shown(self._total_cells(found["total"])),
            "awaited": self._awaited_count(),
            "unadjusted": self._unadjusted_count(),
        }

    def _head_values(self):
        company = self.company_id.sudo()
        return {
            "company": company,
            "address": company.partner_id._tthc_address_line(),
            "period": self._period(),
        }

    def _list_values(self, rows):
        """As :meth:`_page_values`, of the list. What was cancelled or replaced is no sum."""
        places = range(len(LIST_HEADINGS))
        counted = [cells for cells, counts in rows if counts]
        sums = {place: sum(cells[place] for cells in counted) for place in LIST_SUMS}

        def shown(place, cell):
            if place in LIST_SUMS:
                return grouped(cell)
            return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell

        return {
            **self._head_values(),
            "title": LIST_TITLE,
            "form": "",
            "headings": LIST_HEADINGS,
            "texts": [place for place in places if place not in LIST_SUMS],
            "rows": [[shown(place, cells[place]) for place in places] for cells, _counts in rows],
            "total": ["Cộng còn hiệu lực" if place == 7 else grouped(sums[place])
                      if place in sums else "" for place in places],
            "awaited": self._awaited_count(),
            "unadjusted": self._unadjusted_count(),
        }  # fmt: skip

    def _period(self):
        return f"Từ ngày {self.date_from:%d/%m/%Y} đến ngày {self.date_to:%d/%m/%Y}"

    def _awaited_count(self):
        """Collections of the period that still wait for a receipt."""
        return self.env["tthc.receipt"].search_count(
            fields.Domain("company_id", "child_of", self.company_id.id)
            & self._between("collected_day")
            & fields.Domain("state", "=", "awaited")
        )

    def _unadjusted_count(self):
        """Receipts of the period of which a part was paid back and no adjustment says it yet."""
        return self.env["tthc.receipt"].search_count(
            fields.Domain("company_id", "child_of", self.company_id.id)
            & self._between("day")
            & fields.Domain("correction_wanted", "=", True)
        )

    # Workbook -----------------------------------------------------------------------------------

    def _write_workbook(self, path, found):
        """Row by row to the disk; nothing is ever taken for a formula or a link."""
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(path, options)
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#DDE7F0", "text_wrap": True}),
            "bold": book.add_format({"bold": True}),
            "int": book.add_format({"num_format": "#,##0"}),
            # The mark that spreadsheets keep before a text like “=1+1”, so that it stays one.
            "str": book.add_format({"quote_prefix": True}),
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
        }
        sheet = book.add_worksheet("01-TH-BLĐT")
        sheet.set_column(0, len(HEADINGS) - 1, 14)
        company = self.company_id.sudo()
        heads = (company.name, f"MST: {company.vat or ''}", f"{TITLE} ({FORM})", self._period())
        for index, text in enumerate(heads):
            sheet.write_string(index, 0, text, formats["str"])
        self._write_row(sheet, 5, HEADINGS, dict.fromkeys(formats, formats["head"]))
        line = 5
        for line, row in enumerate(found["rows"], 6):
            self._write_row(sheet, line, self._cells(line - 5, row), formats)
        self._write_row(sheet, line + 1, self._total_cells(found["total"]), formats)
        self._write_list(book.add_worksheet("Danh sách"), formats)
        book.close()

    def _write_list(self, sheet, formats):
        sheet.set_column(0, len(LIST_HEADINGS) - 1, 16)
        self._write_row(sheet, 0, LIST_HEADINGS, dict.fromkeys(formats, formats["head"]))
        for line, (cells, _counts) in enumerate(self._list_rows(), 1):
            self._write_row(sheet, line, cells, formats)

    def _list_rows(self):
        """Cells of each receipt of the period, and whether its sum counts; a few are here at a
        time."""
        receipts = self.env["tthc.receipt"].with_context(lang="vi_VN")
        domain = fields.Domain("company_id", "child_of", self.company_id.id)
        domain &= self._between("day")
        states = dict(receipts._fields["state"]._description_selection(receipts.env))
        ways = dict(receipts._fields["method"]._description_selection(receipts.env))
        line, last = 0, 0
        while chunk := receipts.search([*domain, ("id", ">", last)], order="id", limit=CHUNK):
            for receipt in chunk:
                line += 1
                cells = (
                    line, receipt.symbol, receipt.series_name, rules.number_text(receipt.number),
                    receipt.day, receipt.collected_day, receipt.sudo().dossier_id.name or "",
                    receipt.payer_name, round(receipt.fee_amount), round(receipt.charge_amount),
                    round(receipt.amount), ways[receipt.method], states[receipt.state],
                    receipt.end_reason or receipt.correction or "",
                )  # fmt: skip
                yield cells, receipt.state in COUNTED
            last = chunk[-1:].id
            chunk.invalidate_recordset()

    @staticmethod
    def _write_row(sheet, line, cells, formats):
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float):
                sheet.write_number(line, column, round(cell), formats["int"])
            elif isinstance(cell, str):
                sheet.write_string(line, column, cell, formats["str"])
            elif cell:
                sheet.write_datetime(line, column, cell, formats["date"])
