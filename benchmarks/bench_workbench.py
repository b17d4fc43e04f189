"""The reconciliation workbench at size: 10,000 exceptions beside 50,000 open payment requests.

    ./tthc init NAME --no-demo --modules tthc_reconciliation
    ./tthc shell -d NAME [EXCEPTIONS [REQUESTS]] < benchmarks/bench_workbench.py

NAME is a database of its own: what is made stays there. Prints time and SQL queries of each step as
the web client asks for it, each with an empty cache, and whether a suggestion reads all requests.
"""

import datetime
import os
import re
import statistics
import sys
import time

from odoo.addons.tthc_dossier.tests.web_client import specification
from odoo.addons.tthc_payment.tests import memo_generator
from odoo.addons.tthc_payment.tests.common import PaymentCommon

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))
from many_requests import make_requests

EXCEPTIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
REQUESTS = int(sys.argv[2]) if len(sys.argv) > 2 else 5 * EXCEPTIONS
PEOPLE = max(REQUESTS // 5, 1)
PAGE = 40
BULK = 80
OPEN = [("state", "=", "exception")]
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
GIVEN = ("An", "Bình", "Cường", "Dung", "Giang", "Hà", "Khánh", "Linh", "Minh", "Nga", "Phúc")


def name_people():
    """Spread dossiers and requests over people of common names, some of them namesakes."""
    people = env["res.partner"].create(
        [
            {
                "name": f"{SURNAMES[n % 10]} Văn {GIVEN[n % 11]} {GIVEN[n // 110 % 11]}",
                "tthc_kind": "citizen",
            }
            for n in range(PEOPLE)
        ]
    )
    env.flush_all()
    first = people[0].id
    env.cr.execute(
        "UPDATE tthc_expected_payment SET payer_id = %s + id %% %s WHERE state = 'open'",
        [first, PEOPLE],
    )
    env.cr.execute(
        "UPDATE tthc_dossier dossier SET owner_id = request.payer_id "
        "FROM tthc_expected_payment request WHERE request.dossier_id = dossier.id"
    )
    env.cr.commit()
    for table in ("res_partner", "tthc_dossier", "tthc_expected_payment"):
        env.cr.execute(f"ANALYZE {table}")
    env.cr.commit()
    env.invalidate_all()
    return people


def memo_of(chance, reference, kind):
    digits = reference[3:]
    place = chance.randrange(4, len(digits) - 1)
    return {
        "prefix": f"nop le phi {digits}",
        "slip": f"phi HCC{digits[:place]}{(int(digits[place]) + 3) % 10}{digits[place + 1 :]}",
        "cut": f"NGUYEN VAN A HCC{digits[:8]}",
        "short": f"{reference} nop phi",
        "unknown": "nop phi HCC99000000017",
        "none": "chuyen tien",
        "person": "nop tien ho so",
        "dossier": "le phi ho so H99.01-260309-0001",
    }[kind]


def make_exceptions(world, requests, people):
    chance = memo_generator.seeded(2026)
    kinds = ("prefix", "slip", "cut", "short", "short", "unknown", "none", "person", "dossier")
    now = datetime.datetime.now().replace(microsecond=0)
    rows = []
    for n in range(EXCEPTIONS):
        _id, reference, amount = requests[n * len(requests) // EXCEPTIONS]
        kind = kinds[n % len(kinds)]
        rows.append(
            {
                "source": "statement",
                "source_key": f"bench|{n}",
                "company_id": world.centre.id,
                "account_id": world.account.id,
                "booked_at": now - datetime.timedelta(minutes=9 * n),
                "amount": amount - 1_000 if kind == "short" else amount,
                "currency_id": world.centre.currency_id.id,
                "memo": memo_of(chance, reference, kind),
                "bank_reference": f"B{n}",
                "counter_name": people[n % PEOPLE].name.upper() if kind == "person" else False,
                "counter_account": f"0{n % 997:09d}",
            }
        )
    money = env["tthc.incoming.money"].sudo()
    for start in range(0, len(rows), 1_000):
        money._store_raw(rows[start : start + 1_000])._judge_many()
        env.cr.commit()
        env.invalidate_all()
    env.cr.execute("ANALYZE tthc_incoming_money")
    env.cr.commit()


class Steps:
    """Times and queries of what the web client asks for."""

    def __init__(self, user):
        self.env = env(user=user.id, context={"lang": "en_US", "tz": "Asia/Ho_Chi_Minh"})
        self.bench = self.env["tthc.workbench"]
        self.money = self.env["tthc.incoming.money"]
        view = "tthc_reconciliation.view_workbench_list"
        self.columns = specification(self.money, "list", view)

    def timed(self, title, act, subjects=(None,)):
        seconds, queries, result = [], [], None
        for subject in subjects:
            env.flush_all()
            env.invalidate_all()
            before, start = env.cr.sql_log_count, time.perf_counter()
            result = act(subject)
            env.flush_all()
            seconds.append(time.perf_counter() - start)
            queries.append(env.cr.sql_log_count - before)
        print(
            f"{title:44s} median {1000 * statistics.median(seconds):7.1f} ms   "
            f"worst {1000 * max(seconds):7.1f} ms   queries {min(queries)}–{max(queries)}",
            flush=True,
        )
        return result

    def page(self, domain=(), offset=0):
        return self.money.web_search_read(
            [*OPEN, *domain], self.columns, offset=offset, limit=PAGE, count_limit=10_001
        )

    def open(self, _subject=None):
        found = self.page()
        self.bench.overview(OPEN)
        self.bench.panel(found["records"][0]["id"])
        return found

    def filter(self, reason):
        found = self.page([("reason", "=", reason)])
        return found["records"] and self.bench.panel(found["records"][0]["id"])


READ = re.compile(
    r"on tthc_expected_payment[^\n]*actual time=[0-9.]+ rows=([0-9.]+) loops=([0-9]+)\)"
    r"((?:\n(?! *->)[^\n]*)*)"
)


def requests_read(plan):
    """How many rows of requests a plan that was carried out looked at."""
    total = 0
    for rows, loops, details in READ.findall(plan):
        removed = sum(map(int, re.findall(r"Rows Removed by [^:]*: ([0-9]+)", details)))
        total += (float(rows) + removed) * int(loops)
    return round(total)


def plans(steps, ids):
    """How many requests are read to find suggestions, at most by one statement."""
    execute, recorded = type(env.cr).execute, []

    def recording(cr, query, params=None, **more):
        recorded.append((query, params))
        return execute(cr, query, params, **more)

    type(env.cr).execute = recording
    try:
        for money in ids:
            env.invalidate_all()
            steps.bench.panel(money)
    finally:
        type(env.cr).execute = execute
    worst, reads = (-1, "", ""), 0
    for query, params in recorded:
        code = getattr(query, "code", query)
        if not code.lstrip().upper().startswith("SELECT") or "tthc_expected_payment" not in code:
            continue
        reads += 1
        env.cr.execute(f"EXPLAIN ANALYZE {code}", getattr(query, "params", None) or params)
        plan = "\n".join(line for (line,) in env.cr.fetchall())
        worst = max(worst, (requests_read(plan), code, plan))
    print(f"{reads:,} reads of requests by {len(ids)} panels; the widest looks at {worst[0]:,}:")
    print(*worst[1:], sep="\n")


def main():
    world = PaymentCommon.on_shell(env)
    start = time.perf_counter()
    requests = make_requests(world, REQUESTS)
    people = name_people()
    make_exceptions(world, requests, people)
    waiting = env["tthc.incoming.money"].search_count(OPEN)
    print(f"{waiting:,} exceptions and {len(requests):,} open requests made in ", end="")
    print(f"{time.perf_counter() - start:.0f} s\n", flush=True)
    steps = Steps(world.accountant)
    steps.open()
    found = steps.timed("open: list, counts, first panel", steps.open, range(5))
    ids = [row["id"] for row in found["records"]]
    steps.timed("  the list alone", lambda _one: steps.page(), range(5))
    steps.timed("  the counts alone", lambda _one: steps.bench.overview(OPEN), range(5))
    steps.timed("move to the next row: panel", steps.bench.panel, ids)
    steps.timed("the last page", lambda _one: steps.page(offset=waiting - PAGE), range(5))
    reasons = ("no_reference", "amount_differs", "check_digit", "unknown_reference")
    steps.timed("filter by reason: list and panel", steps.filter, reasons)
    money = ids[0]
    texts = (requests[7][1], requests[9][1][:10], "H99.01-260309", "135.000", "nguyen van an")
    steps.timed("search a request", lambda text: steps.bench.find_requests(text, money), texts)
    many = [row["id"] for row in steps.page()["records"]]
    many += [row["id"] for row in steps.page(offset=PAGE)["records"]]
    steps.timed(f"plan a bulk match of {BULK}", lambda _one: steps.bench.plan(many[:BULK]))
    steps.timed(f"judge {BULK} again", lambda _one: steps.bench.judge(many[:BULK]))
    ready = steps.bench.plan(many[:BULK])["ready"]
    choices = [[row["id"], [one["id"] for one in row["requests"]]] for row in ready]
    report = steps.timed(
        f"match the {len(choices)} of them that are sure",
        lambda _one: steps.bench.match_planned(choices),
    )
    print(f"  matched {report['done']}, left {len(report['left'])}\n")
    env.cr.rollback()
    plans(steps, ids)


main()
