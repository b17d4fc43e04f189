"""Settlement files in the words of each layout, made in memory for the tests."""

import csv
import io
from pathlib import Path

from odoo.addons.tthc_payment.tests.statement_samples import xlsx
from odoo.addons.tthc_reconciliation.tools.settlement import COLUMNS, SettlementLayout

_DATA = Path(__file__).parents[1] / "data" / "tthc.settlement.layout.csv"


def layouts():
    """{name of the layout's record: layout} of those that are shipped."""
    with _DATA.open(encoding="utf-8") as file:
        return {
            row["id"]: SettlementLayout(
                row["name"],
                {
                    key: tuple(row[f"{key}_words"].split(";"))
                    for key in COLUMNS
                    if row[f"{key}_words"]
                },
            )
            for row in csv.DictReader(file)
        }


def titles(layout, without=()):
    """{column: its best title} of a layout."""
    return {
        key: words[0].lstrip("=").capitalize()
        for key, words in layout.wanted.items()
        if key not in without
    }


def rows_of(layout, lines, without=(), as_text=False, total=True):
    """The rows of a file: a block above the table, the lines as dicts by column, a total."""
    head = titles(layout, without)
    rows = [["CÔNG TY THANH TOÁN"], ["Kỳ đối soát", "tháng 3/2026"], [], list(head.values())]
    for line in lines:
        rows.append([_cell(line.get(key, ""), as_text) for key in head])
    if total:
        sums = {
            key: sum(line[key] for line in lines if line.get(key))
            for key in ("amount", "charge", "net")
        }
        rows.append(
            [
                "Tổng cộng" if place == 0 and key not in sums else _cell(sums.get(key, ""), as_text)
                for place, key in enumerate(head)
            ]
        )
        if next(iter(head)) in sums:
            rows[-1].append("Tổng cộng")
    return [*rows, ["Ngày lập: ...", None, "Người lập"]]


def _cell(value, as_text):
    return f"{value:,}" if as_text and isinstance(value, int) else value


def book(layout, lines, **options):
    return xlsx(rows_of(layout, lines, **options))


def text(layout, lines, **options):
    """The same as a CSV file, amounts with commas."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerows(rows_of(layout, lines, as_text=True, **options))
    return stream.getvalue().encode("utf-8-sig")
