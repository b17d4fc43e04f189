"""Closing a day at size: 100,000 payments of one account, 500 of which pay no fee.

    ./tthc init NAME --no-demo --modules tthc_reconciliation
    ./tthc shell -d NAME [PAYMENTS] < benchmarks/bench_day.py

NAME is a database of its own. Prints the seconds and the SQL queries of working the day out,
explaining, closing and checking the seal, and of the next day, which looks for what came late.
Everything is rolled back.
"""

import datetime
import sys
import time

from odoo.addons.tthc_reconciliation.tests.test_day import DayCommon

PAYMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
EXCEPTIONS = PAYMENTS // 200


def fill(world):
    """PAYMENTS of the account on the day, all but EXCEPTIONS matched."""
    _dossier, request = world.accepted()
    money = world.receive("no reference", 1000, booked_at=world.at(10))
    world.env.flush_all()
    columns = _columns("tthc_incoming_money", {
        "source_key": "'bench|' || n", "bank_reference": "'FT' || n", "amount": "1000",
        "statement_id": str(world.statement(("first", 1000)).id),
        "state": f"CASE WHEN n > {EXCEPTIONS} THEN 'matched' ELSE 'exception' END",
    })  # fmt: skip
    env.cr.execute(
        f"INSERT INTO tthc_incoming_money ({', '.join(columns)}) "
        f"SELECT {', '.join(columns.values())} FROM tthc_incoming_money source, "
        "generate_series(1, %s) AS n WHERE source.id = %s",
        (PAYMENTS, money.id),
    )
    env.cr.execute(
        "INSERT INTO tthc_payment_match (incoming_id, expected_id, company_id, amount, "
        "currency_id, method, user_id, matched_at, state) SELECT id, %s, company_id, amount, "
        "currency_id, 'auto', 1, booked_at, 'active' FROM tthc_incoming_money "
        "WHERE source_key LIKE 'bench|%%' AND state = 'matched'",
        (request.id,),
    )
    env.cr.execute("ANALYZE tthc_incoming_money, tthc_payment_match")
    env.invalidate_all()


def _columns(table, changed):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", (table,)
    )
    names = [name for (name,) in env.cr.fetchall() if name != "id"]
    return {name: changed.get(name, f'source."{name}"') for name in names}


def timed(label, act):
    env.flush_all()
    env.invalidate_all()
    queries, began = env.cr.sql_log_count, time.perf_counter()
    act()
    env.flush_all()
    seconds = time.perf_counter() - began
    print(f"{label:<34} {seconds:7.1f} s {env.cr.sql_log_count - queries:6} queries", flush=True)


def main():
    world = DayCommon.on_shell(env)
    second = world._finance_user("t.ketoan3", "accountant")
    fill(world)
    day, after = world.day(), world.day(world.MONDAY + datetime.timedelta(1))
    print(f"{PAYMENTS:,} payments of a day, {EXCEPTIONS:,} of them pay no fee")
    timed("worked out", lambda: day.with_user(world.accountant).action_refresh())
    timed("worked out again", lambda: day.with_user(world.accountant).action_refresh())
    timed("explained", lambda: world.explain(day.item_ids))
    timed("submitted", lambda: world.submit(day))
    timed("closed", lambda: world.close(day, second))
    timed("seal checked", lambda: day.with_user(second).action_verify())
    timed("the next day worked out", lambda: after.with_user(second).action_refresh())
    assert day.state == "closed" and day._is_intact()
    env.cr.rollback()


main()
