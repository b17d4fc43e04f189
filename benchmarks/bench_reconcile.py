"""Bank reconciliation at size: 100,000 credits against 200,000 open payment requests.

    ./tthc init NAME --no-demo --modules tthc_reconciliation
    ./tthc shell -d NAME [CREDITS [REQUESTS [ACCOUNT_DB]]] < benchmarks/bench_reconcile.py

NAME is a database of its own: what is made stays there. Prints the time and the highest memory of
import and matching, the share of credits with a reference in a described mangling that were
matched, how many matches are wrong, and what the follow-up of a match takes. ACCOUNT_DB is a
database with Odoo's ``account``: its statement lines are stored for comparison and rolled back.
"""

import collections
import datetime
import os
import sys
import time

import odoo

from odoo.addons.tthc_payment.tests import memo_generator, statement_samples
from odoo.addons.tthc_payment.tests.common import PaymentCommon

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))
from many_requests import make_requests

CREDITS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
REQUESTS = int(sys.argv[2]) if len(sys.argv) > 2 else 2 * CREDITS
ACCOUNT_DB = sys.argv[3] if len(sys.argv) > 3 else None
FOLLOWED = 300
#: Odoo 19 Community, account.bank.statement.line, when no database is given to measure it in.
PUBLISHED_RATE = 52
NOON = datetime.datetime(2026, 3, 10, 5)


def memory(name):
    """A figure of this process in MB (Linux): ``VmRSS``, or ``VmHWM``, the highest."""
    with open("/proc/self/status") as stream:
        return next(int(line.split()[1]) / 1024 for line in stream if line.startswith(name))


class Credits:
    """Lines of a statement, and what each of them may settle at most."""

    def __init__(self, chance, requests):
        self.chance, self.requests = chance, requests
        self.lines, self.kinds = [], []
        self.fits = {}  # number of the line -> references that it must settle
        self.meant = {}  # number of the line -> references that it may settle
        self.left_out = 0

    def add(self, memo, amount, kind, fits=(), meant=()):
        number = len(self.lines)
        self.lines.append(("10/03/2026", f"B{number}", str(amount), memo))
        self.kinds.append(kind)
        self.meant[number] = set(fits) | set(meant)
        if fits:
            self.fits[number] = set(fits)

    def carried(self, reference):
        return memo_generator.carried(self.chance, reference)

    def take(self):
        return self.requests.pop()

    # One credit of each kind ------------------------------------------------------------------

    def fitting(self):
        _id, reference, amount = self.take()
        memo = self.carried(reference)
        self.add(memo.memo, amount, memo.kind, [reference])

    def short(self):
        _id, reference, amount = self.take()
        self.add(self.carried(reference).memo, amount - 1_000, "short")

    def over(self):
        _id, reference, amount = self.take()
        self.add(self.carried(reference).memo, amount + 1_000, "over")

    def double(self):
        _id, reference, amount = self.take()
        memo = self.carried(reference)
        self.add(memo.memo, amount, memo.kind, [reference])
        self.add(self.carried(reference).memo, amount, "double")

    def two_references(self):
        (_one, first, amount), (_two, second, more) = self.take(), self.take()
        self.add(f"{first} {second}", self.chance.choice((amount, more, amount + more)), "two")

    def not_carried(self):
        _id, reference, amount = self.take()
        memo = memo_generator.not_carried(self.chance, reference)
        if not memo:
            self.left_out += 1
            return
        meant = [memo.reference] if memo.reference else []
        self.add(memo.memo, amount, memo.kind, meant=meant)


ADVERSARIAL = ("short", "over", "double", "two_references", *["not_carried"] * 6)


def make_credits(requests):
    chance = memo_generator.seeded(2026)
    chance.shuffle(requests)
    made = Credits(chance, requests)
    while len(made.lines) < CREDITS:
        kind = "fitting" if chance.random() < 0.8 else chance.choice(ADVERSARIAL)
        getattr(made, kind)()
    return made


def cpu():
    """Processor seconds of this process and of its PostgreSQL backend: what a busy machine does
    not change."""
    env.cr.execute("SELECT pg_backend_pid()")
    with open(f"/proc/{env.cr.fetchone()[0]}/stat") as stream:
        ticks = stream.read().rsplit(")", 1)[1].split()[11:13]
    return time.process_time(), sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def timed(title, act, count):
    (python, postgres), start = cpu(), time.perf_counter()
    result = act()
    seconds, (python_end, postgres_end) = time.perf_counter() - start, cpu()
    print(
        f"{title:42s} {seconds:7.1f} s {count / seconds:8,.0f} /s   processor: Odoo "
        f"{python_end - python:.1f} s, PostgreSQL {postgres_end - postgres:.1f} s",
        flush=True,
    )
    return result, seconds


def judge(money):
    while money._judge_waiting():
        env.cr.commit()
        env.invalidate_all()
    env.cr.commit()


def report(statement, made):
    env.cr.execute(
        "SELECT money.bank_reference, request.reference FROM tthc_payment_match match "
        "JOIN tthc_incoming_money money ON money.id = match.incoming_id "
        "JOIN tthc_expected_payment request ON request.id = match.expected_id "
        "WHERE money.statement_id = %s AND match.state = 'active'",
        [statement.id],
    )
    matched = collections.defaultdict(set)
    for number, reference in env.cr.fetchall():
        matched[int(number[1:])].add(reference)
    wrong = [number for number, found in matched.items() if not found <= made.meant[number]]
    right = [number for number, fits in made.fits.items() if matched.get(number) == fits]
    print(
        f"\ncredits with a reference in a described mangling: {len(made.fits):,}; matched ", end=""
    )
    print(f"{len(right):,} = {100 * len(right) / len(made.fits):.3f} %")
    print(f"wrong matches: {len(wrong)} of {len(matched):,}")
    for number in wrong[:5]:
        print(f"  {made.lines[number]} {matched[number]}")
    print(f"memos left out because they read as another reference: {made.left_out}")
    totals, hits = collections.Counter(made.kinds), collections.Counter()
    hits.update(made.kinds[number] for number in matched)
    for kind, total in sorted(totals.items()):
        print(f"  {kind:24s} {total:7,} credits {hits[kind]:7,} matched")
    env.cr.execute(
        "SELECT reason, count(*) FROM tthc_incoming_money WHERE statement_id = %s "
        "AND state = 'exception' GROUP BY reason ORDER BY 2 DESC",
        [statement.id],
    )
    print("exceptions: " + ", ".join(f"{reason} {count:,}" for reason, count in env.cr.fetchall()))


def compare(rate):
    """Odoo's own statement lines, stored only, in the database that was named."""
    odoo_rate = PUBLISHED_RATE
    if ACCOUNT_DB:
        with odoo.modules.registry.Registry(ACCOUNT_DB).cursor() as cr:
            theirs = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
            journal = theirs["account.journal"].search([("type", "=", "bank")], limit=1)
            rows = [
                {"journal_id": journal.id, "date": NOON.date(), "amount": 50_000,
                 "payment_ref": f"HCC2611{n:07d}"}
                for n in range(500)
            ]  # fmt: skip
            start = time.perf_counter()
            theirs["account.bank.statement.line"].create(rows)
            theirs.flush_all()
            odoo_rate = len(rows) / (time.perf_counter() - start)
            cr.rollback()
    source = f"measured in {ACCOUNT_DB}" if ACCOUNT_DB else "published"
    print(f"\nOdoo's accounting stores {odoo_rate:,.0f} statement lines a second ({source});")
    print(f"here {rate:,.0f} are read, stored and matched a second: × {rate / odoo_rate:,.0f}")


def follow_up():
    matches = env["tthc.payment.match"]
    before = matches.search_count([("follow_up", "=", True)])
    tried, done = [0], 0

    def work():
        nonlocal done
        while done < FOLLOWED and (count := matches.sudo()._follow_up_next(tried)):
            done += count
            env.cr.commit()

    timed(f"follow-up of {FOLLOWED} matches", work, FOLLOWED)
    print(f"  ({before:,} wait for it; the states paid and matched are visible before)")


def main():
    world = PaymentCommon.on_shell(env)
    start = time.perf_counter()
    requests = make_requests(world, REQUESTS)
    made = make_credits(list(requests))
    data = statement_samples.plain_csv(made.lines)
    print(f"{len(requests):,} requests and {len(made.lines):,} credits made in ", end="")
    print(f"{time.perf_counter() - start:.0f} s; the file has {len(data) / 1e6:.1f} MB\n")
    env.invalidate_all()
    with open("/proc/self/clear_refs", "w") as stream:
        stream.write("5")  # begin the highest memory anew
    base = memory("VmRSS")
    statements = env["tthc.statement"].with_user(world.accountant)
    count = len(made.lines)
    statement, first = timed(
        "read, check and store the file", lambda: imported(statements, world, data), count
    )
    _none, second = timed(
        "match in committed batches", lambda: judge(env["tthc.incoming.money"]), count
    )
    print(f"{'together':42s} {first + second:7.1f} s {count / (first + second):8,.0f} /s")
    peak = memory("VmHWM")
    print(f"highest memory {peak:,.0f} MB ({base:,.0f} MB before the import)")
    report(statement.sudo(), made)
    compare(count / (first + second))
    follow_up()


def imported(statements, world, data):
    statement = statements._import(world.account, data, "bench.csv")
    env.cr.commit()
    env.invalidate_all()
    return statement


main()
