"""Large statements with real processes: killed while they are imported, judged and followed up;
two overlapping files and a feed that tell of the same money at the same moment."""

import json

import pytest
from databases import FORK, answer, copy_with

DATABASE = "tthc_try_statements"
COUNT = 90

#: A centre with its finance and COUNT requests; the lines of a statement that pays all but ten.
PREPARE = """
import json, sys
from odoo.addons.tthc_payment.tests.common import PaymentCommon

class Base(PaymentCommon):
    pass

world = Base.on_shell(env)
count = int(sys.argv[1])
env["ir.config_parameter"].set_param("tthc_payment.judge_at_once", "0")
dossiers = [world.take_in(instant=Base.MONDAY_9) for _number in range(count)]
requests = [dossier.expected_ids for dossier in dossiers]
lines = []
for number, request in enumerate(requests):
    memo = request.reference if number >= 10 else "khong ro " + str(number)
    lines.append(["10/03/2026", f"R{number}", str(Base.FEE), memo])
env.cr.commit()
print("RESULT " + json.dumps([Base.accountant.id, Base.account.id, lines]), flush=True)
import os; os._exit(0)
"""

#: What every script below begins with: processes of one parent, as Odoo's server has them.
HEAD = """
import json, random, signal, sys, time
from datetime import datetime
from odoo import api
from odoo.service.model import retrying
from odoo.addons.tthc_payment.models import tthc_follow_up
from odoo.addons.tthc_catalogue.tools.batches import in_batches
from odoo.addons.tthc_payment.tests.statement_samples import plain_csv

uid, account_id, lines = json.loads(sys.argv[1])
registry, database = env.registry, env.cr.dbname
env["tthc.incoming.money"].search([], limit=1).read(["memo"])
env.cr.rollback()
tthc_follow_up.FOLLOW_UP_BATCH = 5

def import_file(rows, name):
    with registry.cursor() as cr:
        mine = api.Environment(cr, uid, {})
        account = mine["tthc.collection.account"].browse(account_id)
        retrying(lambda: mine["tthc.statement"]._import(account, plain_csv(rows), name), mine)

def judge():
    with registry.cursor() as cr:
        money = api.Environment(cr, 1, {})["tthc.incoming.money"]
        in_batches(money, lambda: money._judge_waiting(limit=8), money._waiting_count)

def follow_up():
    with registry.cursor() as cr:
        api.Environment(cr, 1, {})["tthc.payment.match"]._cron_follow_up()

def count(query):
    with registry.cursor() as cr:
        cr.execute(query)
        return cr.fetchone()[0]

def look():
    with registry.cursor() as cr:
        mine = api.Environment(cr, 1, {})
        money = mine["tthc.incoming.money"].search([("source", "!=", "cash")])
        requests = mine["tthc.expected.payment"].search([], order="id")
        matches = mine["tthc.payment.match"].search([])
        paid = mine["tthc.dossier.event"].search([("kind", "=", "paid")])
        return {
            "money": len(money), "keys": len(set(money.mapped("source_key"))),
            "states": sorted(set(money.mapped(lambda row: f"{row.state} {row.reason}"))),
            "matches": len(matches), "matched": len(set(matches.expected_id.ids)),
            "users": sorted(set(matches.user_id.ids)),
            "left": len(matches.filtered("follow_up")),
            "paid": len(requests.filtered(lambda row: row.state == "paid")),
            "events": len(paid), "dossiers": len(set(paid.dossier_id.ids)),
            "attempts": sorted({len(row.attempt_ids) for row in requests if row.state == "paid"}),
            "done": len(requests.attempt_ids.filtered(lambda row: row.state == "done")),
            "broken": [row.id for row in requests.dossier_id if row._ledger_break()],
        }
"""

#: The import dies before its commit and is made again; judging and following up die again and
#: again, wherever they are, until everything is done.
KILL = """
def dies_before_the_commit():
    with registry.cursor() as cr:
        mine = api.Environment(cr, uid, {})
        account = mine["tthc.collection.account"].browse(account_id)
        mine["tthc.statement"]._import(account, plain_csv(lines), "march.csv")
        os.kill(os.getpid(), signal.SIGKILL)

os.waitpid(worker(dies_before_the_commit), 0)
nothing = [count("SELECT count(*) FROM tthc_statement"),
           count("SELECT count(*) FROM tthc_incoming_money")]
os.waitpid(worker(lambda: import_file(lines, "march.csv")), 0)
waiting = count("SELECT count(*) FROM tthc_incoming_money WHERE reason = 'waiting'")

kills, seen = 0, []
chance = random.Random(1)
for act, left in (
    (judge, "SELECT count(*) FROM tthc_incoming_money WHERE reason = 'waiting'"),
    (follow_up, "SELECT count(*) FROM tthc_payment_match WHERE follow_up"),
):
    while rest := count(left):
        seen.append(rest)
        pid = worker(act)
        if len(seen) % 8:  # every eighth one may end
            time.sleep(chance.uniform(0.1, 0.6))
            os.kill(pid, signal.SIGKILL)
            kills += 1
        os.waitpid(pid, 0)
print("RESULT " + json.dumps([nothing, waiting, kills, seen, look()]), flush=True)
os._exit(0)
"""

#: Two files that overlap, and a feed, begin at the same moment; two workers judge at once.
TOGETHER = """
begin = time.time() + 1

def overlapping(rows, name):
    def act():
        time.sleep(max(0, begin - time.time()))
        import_file(rows, name)
    return act

def feed():
    time.sleep(max(0, begin - time.time()))
    for _day, reference, amount, memo in lines[20:60]:
        with registry.cursor() as cr:
            mine = api.Environment(cr, 1, {})
            account = mine["tthc.collection.account"].browse(account_id)
            values = {
                "source": "feed", "company_id": account.company_id.id, "account_id": account.id,
                "source_key": account._reference_key(
                    reference, int(amount), datetime(2026, 3, 10, 5)
                ),
                "booked_at": "2026-03-10 05:00:00", "amount": int(amount), "memo": memo,
                "currency_id": account.company_id.currency_id.id, "bank_reference": reference,
            }
            retrying(lambda: mine["tthc.incoming.money"]._receive([values]), mine)

third = len(lines) // 3
for pid in [
    worker(overlapping(lines[: 2 * third], "first.csv")),
    worker(overlapping(lines[third:], "second.csv")),
    worker(feed),
]:
    os.waitpid(pid, 0)
for act in (judge, follow_up):
    for pid in [worker(act), worker(act)]:
        os.waitpid(pid, 0)
with registry.cursor() as cr:
    statements = api.Environment(cr, 1, {})["tthc.statement"].search([])
    counts = [sum(statements.mapped("new_count")), sum(statements.mapped("known_count"))]
feeds = count("SELECT count(*) FROM tthc_incoming_money WHERE source = 'feed'")
print("RESULT " + json.dumps([len(statements), counts, feeds, look()]), flush=True)
os._exit(0)
"""

#: What is left behind when nobody disturbs anything.
WHOLE = {
    "money": COUNT,
    "keys": COUNT,
    "states": ["exception no_reference", "matched False"],
    "matches": COUNT - 10,
    "matched": COUNT - 10,
    "left": 0,
    "paid": COUNT - 10,
    "events": COUNT - 10,
    "dossiers": COUNT - 10,
    "attempts": [1],
    "done": COUNT - 10,
    "broken": [],
}


@pytest.fixture
def prepared():
    return answer(copy_with("tthc_payment", DATABASE), PREPARE, str(COUNT))


def test_killed_anywhere_nothing_is_lost_or_done_twice(prepared):
    nothing, waiting, kills, seen, found = answer(
        DATABASE, FORK + HEAD + KILL, json.dumps(prepared)
    )
    print(f"killed {kills} times, with {seen} left")
    assert nothing == [0, 0]
    assert waiting == COUNT
    assert kills > 3
    assert any(0 < rest < COUNT for rest in seen)
    assert found.pop("users") == [prepared[0]]
    assert found == WHOLE


def test_the_same_money_from_three_sides_at_once(prepared):
    statements, counts, feeds, found = answer(
        DATABASE, FORK + HEAD + TOGETHER, json.dumps(prepared)
    )
    assert statements == 2
    new, known = counts
    assert new + feeds == COUNT
    assert new + known == 4 * (COUNT // 3)
    found.pop("users")
    assert found == WHOLE
