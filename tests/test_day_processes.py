"""Closing a day with real processes: two people close it at the same moment while money of that day
is still coming in, and closers that are killed at each step."""

import json

import pytest
from databases import FORK, answer, copy_with

DATABASE = "tthc_try_days"
COUNT = 40
LATE = 30

#: A centre with COUNT paid requests on a submitted day, LATE open ones, and the day after.
PREPARE = """
import json, sys
from datetime import timedelta
from odoo.addons.tthc_payment.tests.statement_samples import vietcombank
from odoo.addons.tthc_reconciliation.tests.test_day import DayCommon

class Base(DayCommon):
    pass

world = Base.on_shell(env)
second = Base._finance_user("t.ketoan3", "accountant")
count, late = map(int, sys.argv[1:])
references = [
    world.take_in(instant=Base.MONDAY_9).expected_ids.reference for _number in range(count + late)
]
data = vietcombank(
    [("09/03/2026", f"FT{number}", Base.FEE, reference)
     for number, reference in enumerate(references[:count])],
    account=Base.account.number,
)
statement = world.import_file(data)
day, after = world.day(), world.day(Base.MONDAY + timedelta(1))
day.with_user(Base.accountant).action_submit()
env.cr.commit()
print("RESULT " + json.dumps([
    [second.id, Base.chief.id], Base.account.id, statement.id, day.id, after.id, references[count:],
]), flush=True)
import os; os._exit(0)
"""

HEAD = """
import json, random, signal, sys, time
from odoo import api
from odoo.service.model import retrying
from odoo.addons.tthc_payment.tests.common import PaymentCommon

closers, account_id, statement_id, day_id, after_id, references = json.loads(sys.argv[1])
registry, database = env.registry, env.cr.dbname
env["tthc.reconciliation.day"].search([], limit=1).read(["state"])
env.cr.rollback()
begin = time.time() + 1

def at_once(act):
    time.sleep(max(0, begin - time.time()))
    act()

def close(uid):
    with registry.cursor() as cr:
        mine = api.Environment(cr, uid, {})
        day = mine["tthc.reconciliation.day"].browse(day_id)
        retrying(day.action_close, mine)

def money_comes():
    for reference in references:
        with registry.cursor() as cr:
            mine = api.Environment(cr, 1, {})
            account = mine["tthc.collection.account"].browse(account_id)
            values = {
                "source": "statement", "statement_id": statement_id, "source_key": reference,
                "company_id": account.company_id.id, "account_id": account_id,
                "booked_at": "2026-03-09 05:00:00", "amount": PaymentCommon.FEE,
                "currency_id": account.company_id.currency_id.id, "memo": reference,
            }
            retrying(lambda: mine["tthc.incoming.money"]._receive([values]), mine)

def look():
    with registry.cursor() as cr:
        mine = api.Environment(cr, 1, {})
        day, after = mine["tthc.reconciliation.day"].browse([day_id, after_id])
        after._refresh()
        entries = mine["tthc.reconciliation.entry"].search([("day_id", "=", day_id)])
        cr.commit()
        return {
            "state": day.state, "intact": day.state == "closed" and day._is_intact(),
            "entries": len(entries), "sums": sum(entries.mapped("amount")) == day.received_amount,
            "after": round(after.received_amount) // PaymentCommon.FEE, "late": after.late_count,
        }
"""

TOGETHER = """
acts = [lambda uid=uid: close(uid) for uid in closers] + [money_comes]
pids = [worker(lambda act=act: at_once(act)) for act in acts]
codes = [code(pid) for pid in pids]
print("RESULT " + json.dumps([codes, look()]), flush=True)
os._exit(0)
"""

#: Each closer dies when it has come to a later point, the last one before it commits.
KILL = """
def dies_after(step):
    def act():
        model = registry["tthc.reconciliation.day"]
        whole = getattr(model, step)
        def dying(self):
            whole(self)
            self.env.flush_all()
            os.kill(os.getpid(), signal.SIGKILL)
        setattr(model, step, dying)
        close(closers[0])
    return act

seen = []
for step in ("_lock", "_refresh", "_freeze_rows", "_freeze", "action_close"):
    status = code(worker(dies_after(step)))
    found = look()
    seen.append([status, found["state"], found["entries"]])
last = code(worker(lambda: close(closers[0])))
print("RESULT " + json.dumps([seen, last, look()]), flush=True)
os._exit(0)
"""


@pytest.fixture
def centre():
    database = copy_with("tthc_reconciliation", DATABASE)
    return database, json.dumps(answer(database, PREPARE, str(COUNT), str(LATE)))


def test_money_that_comes_while_a_day_is_closed_counts_once(centre):
    """One of two people closes the day; every payment is in it or in the next one."""
    (first, second, money), found = answer(centre[0], FORK + HEAD + TOGETHER, centre[1])
    assert (sorted((first, second)), money) == ([0, 2], 0)
    assert found["state"] == "closed"
    assert found["intact"]
    assert found["sums"]
    assert found["entries"] + found["after"] == COUNT + LATE
    assert found["late"] == found["after"]


def test_a_closer_that_is_killed_leaves_nothing_behind(centre):
    seen, code, found = answer(centre[0], FORK + HEAD + KILL, centre[1])
    assert seen == [[-9, "submitted", 0]] * 5
    assert (code, found["state"]) == (0, "closed")
    assert (found["entries"], found["intact"], found["sums"]) == (COUNT, True, True)
