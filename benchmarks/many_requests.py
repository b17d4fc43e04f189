"""Open payment requests by the hundred thousand, made in SQL from one."""

import json

from odoo.addons.tthc_payment.tools.reference import make_reference

PRICES = (8_000, 15_000, 50_000, 58_000, 75_000, 135_000, 500_000, 1_000_000)


def columns(env, table):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
    )
    return [name for (name,) in env.cr.fetchall() if name != "id"]


def make_requests(world, count):
    """``[(id, reference, VND)]`` of open requests, each of a dossier of its own."""
    env = world.env
    dossier, request = world.accepted()
    env.flush_all()
    numbers = [
        [n, make_reference(2026, 10_000_000 + n), PRICES[n % len(PRICES)]]
        for n in range(1, count + 1)
    ]
    env.cr.execute(
        "CREATE TEMP TABLE numbers AS SELECT (v->>0)::int AS n, v->>1 AS reference, "
        "(v->>2)::int AS amount, nextval('tthc_dossier_id_seq')::int AS dossier, "
        "nextval('tthc_expected_payment_id_seq')::int AS request "
        "FROM json_array_elements(%s) AS v",
        [json.dumps(numbers)],
    )
    env.cr.execute("ANALYZE numbers")
    for table, source, key, changed in (
        ("tthc_dossier", dossier, "dossier", {
            "name": "'B' || n", "lookup_token": "md5(n::text)", "task_id": "NULL"}),
        ("tthc_expected_payment", request, "request", {
            name: f"numbers.{name}" for name in ("reference", "amount")
        } | {"dossier_id": "dossier"}),
        ("tthc_fee_line", request.line_ids[0], None, {
            "amount": "numbers.amount", "dossier_id": "dossier", "expected_id": "request"}),
    ):  # fmt: skip
        values = {name: f'source."{name}"' for name in columns(env, table)} | changed
        if key:
            values = {"id": key} | values
        env.cr.execute(
            f"INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} "
            f"FROM {table} source, numbers WHERE source.id = %s ORDER BY n",
            [source.id],
        )
    env.cr.execute("SELECT request, reference, amount FROM numbers ORDER BY n")
    rows = env.cr.fetchall()
    env.cr.execute("DROP TABLE numbers")
    env.cr.commit()
    for table in ("tthc_dossier", "tthc_expected_payment", "tthc_fee_line"):
        env.cr.execute(f"ANALYZE {table}")
    env.cr.commit()
    return rows
