"""Measure the ledger: sealing and verifying 120,000 events of 10,000 dossiers.

    ./tthc shell -d DATABASE < benchmarks/bench_ledger.py

Needs a database with tthc_dossier; another number of dossiers may be given as an argument.
Everything is made in one transaction and rolled back.
"""

import os
import sys
import time
from datetime import datetime, timedelta

from psycopg2.extras import Json

sys.path.insert(0, os.path.join(os.environ["TTHC_ROOT"], "addons"))
from odoo.addons.tthc_dossier.tests.common import DossierCommon
from odoo.addons.tthc_dossier.tools import ledger

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
EVENTS = 12
BEGIN = datetime(2026, 3, 9, 2, 0)
COLUMNS = ("seq", "kind", "user_id", "user_name", "from_state", "to_state", "note", "dossier_id",
           "at", "company_id", "facts", "hash_version", "previous", "digest")  # fmt: skip


def dossiers(desk):
    """Ids of COUNT dossiers, copies of one in SQL."""
    first = desk.take_in(accept=False)
    env.flush_all()
    env.cr.execute(
        """SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
            WHERE table_name = 'tthc_dossier'
              AND column_name NOT IN ('id', 'state', 'lookup_token', 'event_count', 'event_head')"""
    )
    [columns] = env.cr.fetchone()
    env.cr.execute(
        f"""INSERT INTO tthc_dossier (state, {columns}) SELECT 'processing', {columns}
              FROM tthc_dossier, generate_series(1, %s) WHERE id = %s RETURNING id""",
        [COUNT, first.id],
    )
    return [row[0] for row in env.cr.fetchall()]


def chain(desk, dossier):
    """Rows of the events of a dossier, with their hashes."""
    previous = ledger.GENESIS
    for seq in range(1, EVENTS + 1):
        row = {
            "seq": seq, "kind": "forward", "user_id": desk.officer.id, "user_name": "Chuyên viên",
            "from_state": "processing", "to_state": "processing", "note": f"Chuyển bước {seq}",
            "dossier_id": dossier, "at": BEGIN + timedelta(hours=seq),
            "company_id": desk.centre.id, "hash_version": 2,
            "facts": {
                "closed": [{"task": seq, "step_name": "Thẩm định", "verdict": "on_time"}],
                "opened": [{"task": seq + 1, "step_name": "Xác minh", "due": None}],
            },
        }  # fmt: skip
        digest = ledger.event_hash(previous, ledger.payload(row))
        row.update(previous=previous, digest=digest, facts=Json(row["facts"]))
        yield [row[name] for name in COLUMNS]
        previous = digest


def timed(title, act, count):
    start, processor = time.perf_counter(), time.process_time()
    result = act()
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    print(
        f"{title:44s} {count:9,d} events {seconds:7.2f} s {count / seconds:10,.0f} /s"
        f" ({processor:.2f} s of this process)"
    )
    return result


def main():
    desk = DossierCommon.on_shell(env)
    ids = dossiers(desk)
    for start in range(0, len(ids), 500):
        rows = [row for dossier in ids[start : start + 500] for row in chain(desk, dossier)]
        env.cr.execute_values(
            f"INSERT INTO tthc_dossier_event ({', '.join(COLUMNS)}) VALUES %s", rows
        )
    env.cr.execute(
        """UPDATE tthc_dossier SET event_count = seq, event_head = digest
             FROM tthc_dossier_event event
            WHERE event.dossier_id = tthc_dossier.id AND seq = %s AND tthc_dossier.id = ANY(%s)""",
        [EVENTS, ids],
    )
    env.cr.execute("ANALYZE tthc_dossier, tthc_dossier_event")
    env.invalidate_all()
    total = len(ids) * EVENTS
    checks, seals = env["tthc.ledger.check"], env["tthc.ledger.seal"]
    report = timed("verify the chains, nothing sealed", lambda: checks._run(ids), total)
    assert report["findings"] == [] and report["events"] == total
    timed("seal", seals._seal, total)
    timed("seal again, nothing new", seals._seal, total)
    report = timed("verify the chains against the seals", lambda: checks._run(ids), total)
    assert report["findings"] == []
    timed("verify the whole database", checks._run, total)


try:
    main()
finally:
    env.cr.rollback()
