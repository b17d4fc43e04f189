"""Measure the ledger of shares: 100,000 matches of a day entered, and a list made of them.

    ./tthc shell -d DATABASE < benchmarks/bench_remittance.py

Needs a database with tthc_remittance; another number of matches may be given as an argument.
Everything is made in one transaction and rolled back.
"""

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
              FROM {table}, generate_series(1, %s) n WHERE id = %s ORDER BY n
            RETURNING id""",
        [count, row_id],
    )
    return [row_id for (row_id,) in env.cr.fetchall()]


def timed(name, act):
    env.flush_all()
    start = time.perf_counter()
    result = act()
    seconds = time.perf_counter() - start
    print(f"{name:42s} {seconds:7.1f} s {COUNT / seconds:12,.0f} matches a second")
    return result


desk = PaymentCommon.on_shell(env)
_dossier, request = desk.accepted()
desk.receive(f"MBVCB.{request.reference}.CT")
env.flush_all()
requests = copies("tthc_expected_payment", request.id, COUNT - 1, reference="'BENCH' || n")
first = requests[0]
for line in request.line_ids:
    copies("tthc_fee_line", line.id, COUNT - 1, expected_id=f"{first} + n - 1")
yesterday = "now() AT TIME ZONE 'UTC' - interval '1 day'"
copies(
    "tthc_payment_match", request.match_ids.id, COUNT - 1,
    expected_id=f"{first} + n - 1", matched_at=yesterday,
)  # fmt: skip
for table in ("tthc_expected_payment", "tthc_fee_line", "tthc_payment_match"):
    env.cr.execute(f"ANALYZE {table}")
assert requests[-1] - first == COUNT - 2

entries = env["tthc.remittance.entry"]
timed("ledger of shares filled", lambda: entries._fill(desk.centre))
env.cr.execute(
    "SELECT count(*), sum(collected) FROM tthc_remittance_entry WHERE company_id = %s",
    [desk.centre.id],
)
assert env.cr.fetchone() == (2 * COUNT, COUNT * desk.FEE)
timed("filled again, nothing new", lambda: entries._fill(desk.centre))
env["tthc.remittance.account"].create(
    {
        "company_id": desk.centre.id,
        "share": "budget",
        "receiver": "Thu NSNN",
        "number": "7111",
        "place": "Kho bạc Nhà nước",
        "valid_from": "2026-01-01",
    }
)
remittances = env["tthc.remittance"].with_user(desk.accountant)
last = remittances._last_day_allowed(desk.centre)
made = timed("list made", lambda: remittances._make(desk.centre, desk.account, last))
made.action_submit()
made.with_user(desk.chief).action_approve()
made.action_order()
timed("list remitted", lambda: made._done("FT1"))
due = env["tthc.remittance.due"].with_user(desk.accountant)
timed("collected and not remitted, counted", lambda: due.search_count([("age", "=", "0_today")]))
env.cr.rollback()
