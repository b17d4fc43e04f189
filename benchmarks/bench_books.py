"""Measure the books of finance: the collection book of 100,000 entries as a workbook.

    ./tthc shell -d DATABASE < benchmarks/bench_books.py

Needs a database with tthc_reconciliation; another number of entries may be given as an argument.
Everything is made in one transaction and rolled back.
"""

import resource
import sys
import time

from odoo.addons.tthc_payment.tests.common import PaymentCommon

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


def copies(table, row_id, count, **changed):
    """``count`` copies of a row in SQL; ``changed``: column -> expression with ``n``, the copy's
    number."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
    )
    columns = [name for (name,) in env.cr.fetchall() if name != "id"]
    values = ", ".join(changed.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    env.cr.execute(
        f"""INSERT INTO {table} ({names}) SELECT {values}
              FROM {table}, generate_series(1, %s) n WHERE id = %s""",
        [count, row_id],
    )


desk = PaymentCommon.on_shell(env)
_dossier, request = desk.accepted()
money = desk.receive(f"MBVCB.{request.reference}.CT")
env.flush_all()
copies("tthc_payment_match", request.match_ids.id, COUNT - 1)
env.cr.execute("ANALYZE tthc_payment_match")

env.cr.execute("SELECT count(*) FROM tthc_payment_match WHERE expected_id = %s", [request.id])
assert env.cr.fetchone() == (COUNT,)
sheet = (
    env["tthc.finance.book.print"]
    .with_user(desk.accountant)
    .create({"kind": "collection", "company_id": desk.centre.id})
)
env.flush_all()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert len(list(sheet._checked_rows())) >= COUNT
start = time.perf_counter()
sheet.action_xlsx()
seconds = time.perf_counter() - start
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
size = len(sheet.with_context(bin_size=False).file) * 3 / 4 / 1024**2
print(f"collection book: {COUNT:,} entries in {seconds:.1f} s ({COUNT / seconds:,.0f} a second)")
print(f"memory: {before / 1024:.0f} MiB before, at most {after / 1024:.0f} MiB")
print(f"file: {size:.1f} MiB")
env.cr.rollback()
