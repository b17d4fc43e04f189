"""Statement files in the layouts banks export, made in memory for the tests."""

import csv
import io
from pathlib import Path

import openpyxl

from odoo.addons.tthc_payment.tools.statement import Layout

_DATA = Path(__file__).parents[1] / "data" / "tthc.statement.layout.csv"


def layouts(prefix=""):
    """Return the shipped layouts whose external id starts with ``layout_<prefix>``."""
    with _DATA.open(encoding="utf-8") as file:
        return [
            Layout(
                row["name"],
                {
                    key[: -len("_words")]: tuple(value.split(";"))
                    for key, value in row.items()
                    if key.endswith("_words") and value
                },
                row["reference_scope"],
            )
            for row in csv.DictReader(file)
            if row["id"].startswith(f"layout_{prefix}")
        ]


def xlsx(rows):
    """Return the bytes of a workbook with one sheet of ``rows``."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def vietcombank(movements, account="1017595600", opening=1_000_000):
    """Account statement: date and document number in one cell, amounts as text, a total row.

    ``movements`` are (date text, document number, credit or negative debit, memo).
    """
    rows = [
        ["NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM"],
        ["SAO KÊ TÀI KHOẢN / STATEMENT OF ACCOUNT"],
        [None, "Số tài khoản/Account number:", account],
        [None, "Số dư đầu kỳ/Opening balance:", None, f"{opening:,}"],
        [],
        ["STT\nNo.", "Ngày/\nTNX Date\nSố CT/ Doc No", "Số tiền ghi nợ/\nDebit",
         "Số tiền ghi có/\nCredit", "Số dư/\nBalance",
         "Nội dung chi tiết/\nTransactions in detail"],
    ]  # fmt: skip
    balance = opening
    for number, (day, document, amount, memo) in enumerate(movements, 1):
        balance += amount
        rows.append([
            number, f"{day}\n{document}", f"{-amount:,}" if amount < 0 else "",
            f"{amount:,}" if amount > 0 else "", f"{balance:,}", memo,
        ])  # fmt: skip
    received = sum(amount for _d, _n, amount, _m in movements if amount > 0)
    rows += [
        [None, "Tổng số/Total", "0", f"{received:,}"],
        [None, "Số dư cuối kỳ/Closing balance:", None, f"{balance:,}"],
        ["Thông tin in từ hệ thống, có giá trị như bản gốc"],
    ]
    return xlsx(rows)


def mb(movements, opening=0):
    """MB: newest first, references FT…, ``movements`` oldest first as for :func:`vietcombank`."""
    balance, lines = opening, []
    for day, reference, amount, memo in movements:
        balance += amount
        lines.append([day, reference, max(-amount, 0), max(amount, 0), balance, memo, "NGUYEN A"])
    head = [
        ["NGAN HANG TMCP QUAN DOI"],
        ["Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Số dư", "Nội dung",
         "Đơn vị thụ hưởng/Đơn vị chuyển"],
    ]  # fmt: skip
    return xlsx(head + lines[::-1])


def plain_csv(lines):
    """A CSV in the CashUp layout; ``lines`` are (date, reference, credit, memo)."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(
        ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Mô tả"]
    )
    for day, reference, credit, memo in lines:
        writer.writerow([day, reference, "", credit, memo])
    return stream.getvalue().encode("utf-8-sig")
