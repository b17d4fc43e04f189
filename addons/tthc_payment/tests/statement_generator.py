"""Statement files of every bank with the traps found in real ones, from the movements in them.

``render(layout, movements, options)`` writes a file; reading it must give the movements again.
"""

import csv
import io
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import openpyxl
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

ACCOUNT = "1017595600"
OTHER_ACCOUNT = "1017595699"


@dataclass(frozen=True)
class Movement:
    booked_at: datetime
    amount: int  # negative: money out
    memo: str
    reference: str


@dataclass(frozen=True)
class Options:
    """How the file is written; each bank writes in its own way and changes it without notice."""

    kind: str = "xlsx"  # xlsx, xls, or csv in one of the encodings
    encoding: str = "utf-8-sig"
    separator: str = ","
    thousands: str = ","
    amounts: str = "text"  # text, number
    newest_first: bool = False
    lead: int = 6  # rows above the titles
    page_break: int = 0  # the titles again after this many rows
    traps: bool = True
    opening: int = 1_000_000
    account: str = ACCOUNT


# column -> title; the second list is the upper row of titles that span two rows
LAYOUTS = {
    "vietcombank_account": {
        "number": "STT\nNo.",
        "date+reference": "Ngày/\nTNX Date\nSố CT/ Doc No",
        "debit": "Số tiền ghi nợ/\nDebit",
        "credit": "Số tiền ghi có/\nCredit",
        "balance": "Số dư/\nBalance",
        "memo": "Nội dung chi tiết/\nTransactions in detail",
    },
    "vietcombank_cashup": {
        "account": "Số tài khoản",
        "date": "Ngày giao dịch",
        "reference": "Số tham chiếu",
        "debit": "Số tiền ghi nợ",
        "credit": "Số tiền ghi có",
        "memo": "Mô tả",
    },
    "vietinbank_efast": {
        "number": "STT/No.",
        "date": "Ngày hạch toán/\nAccounting date",
        "memo": "Mô tả giao dịch/\nTransaction description",
        "debit": "Nợ/\nDebit",
        "credit": "Có/\nCredit",
        "balance": "Số dư TK/\nAccount balance",
        "reference": "Số giao dịch/\nTransaction number",
        "counter": "Số tài khoản đối ứng/\nCorresponsive account",
        "name": "Tên tài khoản đối ứng/\nCorresponsive name",
    },
    "bidv_retail": {
        "number": "STT",
        "date": "Ngày hiệu lực",
        "debit": "Ghi nợ",
        "credit": "Ghi có",
        "balance": "Số dư",
        "memo": "Mô tả",
    },
    "bidv_corporate": {
        "number": "STT",
        "date": "Ngày hiệu lực",
        "type": "Mã giao dịch",
        "document": "Số chứng từ",
        "reference": "Số tham chiếu",
        "debit": "Ghi nợ",
        "credit": "Ghi có",
        "balance": "Số dư",
        "memo": "Mô tả",
    },
    "agribank_sign": {
        "date": "Ngay Hach toan",
        "reference": "So chung tu",
        "unsigned": "So Tien Giao dich",
        "sign": "+/-",
        "balance": "So du",
        "memo": "Dien Giai",
    },
    "agribank_columns": {
        "date": "Ngày giao dịch",
        "reference": "Số chứng từ",
        "debit": "Phát sinh nợ",
        "credit": "Phát sinh có",
        "balance": "Số dư",
        "memo": "Nội dung",
    },
    "techcombank": {
        "date": "Ngày giao dịch/Transaction date",
        "name": "Đối tác/Remitter",
        "memo": "Diễn giải/Details",
        "reference": "Số bút toán/Transaction No",
        "debit": "Nợ/Debit",
        "credit": "Có/Credit",
        "fee": "Phí/Fee",
        "vat": "Thuế/VAT",
        "balance": "Số dư/Balance",
    },
    "mb": {
        "number": "STT",
        "date": "Ngày giao dịch",
        "reference": "Bút toán",
        "debit": "Phát sinh nợ",
        "credit": "Phát sinh có",
        "balance": "Số dư",
        "memo": "Nội dung",
        "name": "Đơn vị thụ hưởng/Đơn vị chuyển",
    },
}
# External id of the layout that reads it, and whether its export lists the newest first.
READ_BY = {
    "vietcombank_account": "vietcombank",
    "vietcombank_cashup": "vietcombank",
    "vietinbank_efast": "vietinbank",
    "bidv_retail": "bidv",
    "bidv_corporate": "bidv",
    "agribank_sign": "agribank",
    "agribank_columns": "agribank",
    "techcombank": "techcombank",
    "mb": "mb",
}


def grid(layout, movements, options):
    """Return the rows of the sheet; cells are text, int, datetime or None."""
    titles = LAYOUTS[layout]
    rows = [_lead(index, options) for index in range(options.lead)]
    head = list(titles.values())
    rows.append(head)
    balance, lines = options.opening, []
    for number, movement in enumerate(movements, 1):
        balance += movement.amount
        lines.append(_line(titles, number, movement, balance, options))
    if options.newest_first:
        lines.reverse()
    for count, line in enumerate(lines):
        if options.page_break and count and count % options.page_break == 0:
            rows.append(list(head))
        rows.append(line)
    if options.traps:
        rows += _foot(titles, movements, balance, options)
    return rows


def _lead(index, options):
    if not options.traps:
        return []
    return {
        0: ["NGÂN HÀNG THƯƠNG MẠI CỔ PHẦN"],
        1: [None, "Số tài khoản/Account number:", options.account],
        2: ["Số tài khoản cũ: 99887766"],
        3: ["Loại tiền/Currency", "VND"],
        4: [None, "Số dư đầu kỳ/Opening balance:", None, _amount(options.opening, options)],
        5: ["Từ ngày 01/10/2026 đến ngày 31/10/2026"],
    }.get(index, [])


def _line(titles, number, movement, balance, options):
    debit, credit = max(-movement.amount, 0), max(movement.amount, 0)
    day = movement.booked_at.strftime("%d/%m/%Y %H:%M:%S")
    values = {
        "number": number,
        "date": movement.booked_at if options.amounts == "number" else day,
        "date+reference": f"{day}\n{movement.reference}",
        "reference": movement.reference,
        "document": f"CT{number % 3}",
        "type": "DD",
        "account": options.account,
        "debit": _amount(debit, options) if debit else ("-" if options.traps else None),
        "credit": _amount(credit, options) if credit else None,
        "unsigned": _amount(abs(movement.amount), options),
        "sign": "+" if credit else "-",
        "fee": _amount(0, options),
        "vat": None,
        "balance": _amount(balance, options),
        "memo": movement.memo,
        "counter": "0123456789",
        "name": "NGUYEN VAN A",
    }
    return [values[key] for key in titles]


def _foot(titles, movements, balance, options):
    columns = list(titles)
    total = [None] * len(columns)
    total[0] = "Tổng số/Total"
    for key, sign in (("debit", -1), ("credit", 1)):
        if key in titles:
            amount = sum(abs(m.amount) for m in movements if m.amount * sign > 0)
            total[columns.index(key)] = _amount(amount, options)
    odd = [None] * len(columns)
    if "date" in titles and options.kind != "csv":
        odd[columns.index("date")] = datetime(1899, 12, 31)
    closing = [None, "Số dư cuối kỳ/Closing balance:", None, _amount(balance, options)]
    return [total, odd, [], closing, ["Thông tin in từ hệ thống, có giá trị như bản gốc"]]


def _amount(value, options):
    if options.amounts == "number":
        return value
    return f"{value:,}".replace(",", options.thousands)


def render(layout, movements, options):
    """Return the bytes of the file."""
    rows = grid(layout, movements, options)
    return {"xlsx": _xlsx, "xls": _xls, "csv": _csv}[options.kind](rows, options)


def _xlsx(rows, options):
    book = openpyxl.Workbook()
    for index, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            value = cell
            if options.traps and index == options.lead + 1 and isinstance(cell, str):
                value = CellRichText(TextBlock(InlineFont(b=True), cell[:2]), cell[2:])
            if isinstance(cell, datetime) and cell.year < 1900:
                value = 0
            if value is not None:
                written = book.active.cell(index, column)
                written.value = value
                if isinstance(value, str):
                    written.data_type = "s"  # text that begins with "=" is no formula
    if options.traps and options.lead:
        book.active.merge_cells(start_row=1, start_column=1, end_row=1, end_column=5)
        hidden = book.create_sheet("ẩn")
        hidden.sheet_state = "hidden"
        for row in rows[options.lead : options.lead + 1]:
            hidden.append(row)
        hidden.append(["01/10/2026"] * 9)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xls(rows, options):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sao kê")
    style = xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm:ss")
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write(index, column, cell if cell.year > 1900 else 0, style)
            elif cell is not None:
                sheet.write(index, column, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _csv(rows, options):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=options.separator)
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    text = stream.getvalue()
    if options.encoding == "cp1258":
        text = to_cp1258(text)
    return text.encode(options.encoding)


def _csv_cell(cell):
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y %H:%M:%S") if cell.year > 1900 else "00/01/1900"
    return "" if cell is None else cell


def to_cp1258(text):
    """Return ``text`` as windows-1258 can hold it: vowel, then tone mark on its own."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        try:
            char.encode("cp1258")
            out.append(char)
        except UnicodeEncodeError:
            letters = unicodedata.normalize("NFD", char)
            tone = [mark for mark in letters[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
            rest = [mark for mark in letters if mark not in tone]
            out.append(unicodedata.normalize("NFC", "".join(rest)) + "".join(tone))
    return "".join(out)
