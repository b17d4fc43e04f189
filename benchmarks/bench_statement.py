"""Reading of statement files at size: time and memory of each kind of file.

    ./tthc shell -d NAME [ROWS] < benchmarks/bench_statement.py

Files of ROWS movements (100,000) are made in memory, each is read and checked in a process of its
own, and the time and the highest memory above that of an idle process are printed. Nothing is
written to the database.
"""

import csv
import datetime
import io
import multiprocessing
import resource
import sys
import time

import xlsxwriter

from odoo.addons.tthc_payment.tests import statement_samples
from odoo.addons.tthc_payment.tools import statement, statement_reader

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ACCOUNT = "9900112233"
HEAD = ["Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Số dư", "Nội dung"]
START = datetime.datetime(2026, 3, 1)


def rows():
    balance = 0
    yield ["Số tài khoản", ACCOUNT]
    yield HEAD
    for number in range(ROWS):
        balance += 50_000
        day = (START + datetime.timedelta(seconds=20 * number)).strftime("%d/%m/%Y %H:%M:%S")
        memo = f"MBVCB.{number}.HCC26{number:08d}0.CT tu 0123456789 NGUYEN VAN A toi {ACCOUNT}"
        yield [day, f"FT{number:08d}", "", "50,000", f"{balance:,}", memo]


def xlsx(shared):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": not shared, "in_memory": True})
    sheet = book.add_worksheet()
    for index, row in enumerate(rows()):
        sheet.write_row(index, 0, row)
    book.close()
    return stream.getvalue()


def csv_file():
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows(rows())
    return stream.getvalue().encode("utf-8-sig")


def camt():
    from odoo.addons.tthc_reconciliation.tests import message_samples

    entries = [
        message_samples.entry(50_000, f"nop HCC26{number:08d}0", f"FT{number:08d}")
        for number in range(ROWS)
    ]
    return message_samples.camt(message_samples.block(ACCOUNT, entries, 0, 50_000 * ROWS))


def read(kind, data, results):
    layouts = statement_samples.layouts("mb")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, used = time.perf_counter(), time.process_time()
    if kind == "camt.053":
        from odoo.addons.tthc_reconciliation.tools.camt import CAMT

        seen = statement_reader.read_with(CAMT, data, [], ACCOUNT, "account")
    else:
        seen = statement.read_statement(data, layouts, ACCOUNT)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    results.put((len(seen.rows), seconds, used, (after - before) / 1024, after / 1024))


kinds = {
    "xlsx, texts in the cells": lambda: xlsx(False),
    "xlsx, texts shared": lambda: xlsx(True),
    "csv": csv_file,
    "camt.053": camt,
}
context = multiprocessing.get_context("fork")
for kind, make in kinds.items():
    data = make()
    results = context.Queue()
    process = context.Process(target=read, args=(kind, data, results))
    process.start()
    count, seconds, used, more, highest = results.get()
    process.join()
    print(
        f"{kind:26s} {len(data) / 1024**2:6.1f} MB {count:8,d} rows {seconds:6.1f} s "
        f"({used:5.1f} s of a processor)   +{more:5.0f} MiB, highest {highest:5.0f} MiB"
    )
