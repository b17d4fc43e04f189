"""The measured comparisons, run by ``./tthc bench`` inside Odoo's shell on a database of its own.

One run on one database: our desk's everyday acts as users of their roles, the same number of rows
written by plain SQL (the floor), and the peer, OCA's helpdesk_mgmt. Each line gives the SQL queries
of one act (warm) and the mean time; below stand the ratios. Everything is rolled back.
"""

import os
import sys
import time

from odoo.tests import new_test_user

from odoo.addons.tthc_dossier.tests.common import DossierCommon

sys.path.insert(0, os.path.join(os.environ["TTHC_ROOT"], "benchmarks"))
import bench_batch
import bench_clock
import bench_screens

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 100


def measure(name, act, subjects, cold=True):
    """Mean seconds and queries of ``act(subject)``, the first call (cold) left out."""
    queries, seconds = [], []
    for index, subject in enumerate(subjects):
        env.flush_all()
        if cold:
            env.invalidate_all()
        before, start = env.cr.sql_log_count, time.perf_counter()
        act(subject)
        env.cr.flush()  # as before a commit: what is put off until then counts too
        if index:
            seconds.append(time.perf_counter() - start)
            queries.append(env.cr.sql_log_count - before)
    mean = sum(seconds) / len(seconds)
    count = max(queries)
    print(f"{name:58s} {count:4d} queries {mean * 1000:8.2f} ms {1 / mean:8.1f} /s")
    return count, mean


def rows_of(dossier):
    """``(table, columns, row)`` of everything that the intake of ``dossier`` wrote."""
    found = []
    for table, column in (
        ("tthc_dossier", "id"),
        ("tthc_dossier_party", "dossier_id"),
        ("tthc_dossier_component", "dossier_id"),
        ("tthc_dossier_task", "dossier_id"),
        ("tthc_dossier_event", "dossier_id"),
        ("tthc_fee_line", "dossier_id"),
        ("tthc_expected_payment", "dossier_id"),
    ):
        env.cr.execute("SELECT to_regclass(%s)", [table])
        if env.cr.fetchone()[0]:
            env.cr.execute(f"SELECT * FROM {table} WHERE {column} = %s", [dossier.id])
            names = [item.name for item in env.cr.description]
            found += [(table, names, row) for row in env.cr.fetchall()]
    return found


#: Columns under a unique index: a plain copy of a row must differ there.
UNIQUE = {"name", "lookup_token", "reference", "seq", "national_code"}


def write_plain(rows, serial):
    """Insert the rows again by plain SQL: the least that PostgreSQL has to do for an intake."""
    dossier_id = None
    for table, names, row in rows:
        values = dict(zip(names, row, strict=True))
        values.pop("id")
        if table == "tthc_dossier":
            values["task_id"] = None
        else:
            values["dossier_id"] = dossier_id
        for name in UNIQUE & set(values):
            if isinstance(values[name], str) and table != "tthc_fee_line":
                values[name] = f"{values[name][:8]}#{serial}"
        columns = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join(["%s"] * len(values))
        env.cr.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING id",
            list(values.values()),
        )
        if table == "tthc_dossier":
            dossier_id = env.cr.fetchone()[0]


def measure_desk(desk):
    dossiers = desk.env["tthc.dossier"].with_user(desk.receptionist)
    values = [desk.intake_values() for _round in range(ROUNDS + 1)]
    made = []
    intake = measure(
        "intake + acceptance, 5 components (receptionist)",
        lambda row: made.append(dossiers._intake(row)),
        values,
    )
    for dossier in made:
        dossier.action_forward()
    step = measure(
        "step transition (officer)",
        lambda dossier: dossier.with_user(desk.officer).action_forward(),
        made,
    )
    batch = [desk.take_in() for _number in range(bench_batch.COUNT)]
    for dossier in batch:
        dossier.with_user(desk.receptionist).action_forward()
    bench_batch.main(desk, desk.env["tthc.dossier"].union(*batch))
    rows = rows_of(made[-1])
    floor = measure(
        f"floor: the same {len(rows)} rows by plain SQL",
        lambda serial: write_plain(rows, serial),
        range(ROUNDS + 1),
    )
    return intake, step, floor, made


def measure_peer():
    group = env.ref("helpdesk_mgmt.group_helpdesk_user").id
    agent = new_test_user(env, "bench.helpdesk", groups="base.group_user")
    agent.write({"group_ids": [(4, group)]})
    tickets = env["helpdesk.ticket"].with_user(agent)
    made = []
    create = measure(
        "peer: create a helpdesk_mgmt ticket (helpdesk user)",
        lambda serial: made.append(tickets.create({"name": f"Bench {serial}", "description": "x"})),
        range(ROUNDS + 1),
    )
    stages = env["helpdesk.ticket.stage"].search([], limit=2)
    move = measure(
        "peer: move a ticket to another stage",
        lambda ticket: ticket.write({"stage_id": (stages - ticket.stage_id)[:1].id}),
        made,
    )
    return create, move


def main():
    print(f"{ROUNDS} rounds each, caches of records emptied before each act; no commit\n")
    desk = DossierCommon.on_shell(env)
    intake, step, floor, made = measure_desk(desk)
    create, move = measure_peer()
    originals = made[0].browse([dossier.id for dossier in made[:10]]).with_env(desk.env)
    bench_screens.main(desk, originals, measure)
    print("\nratios, this run")
    print(f"  intake + acceptance / floor            {intake[1] / floor[1]:6.1f} ×")
    print(f"  intake + acceptance / ticket creation  {intake[1] / create[1]:6.2f} ×")
    print(f"  step transition / stage change         {step[1] / move[1]:6.2f} ×")
    print()
    bench_clock.main()


try:
    main()
finally:
    env.cr.rollback()
