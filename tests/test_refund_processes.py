"""Refunds with real processes: several approve refunds of the same money at once, and a server
that is killed while the gateway pays back asks again under the same number."""

import json

import pytest
from databases import answer, copy_with

DATABASE = "tthc_try_refunds"
ROUNDS = 6

#: A centre with its finance; for each round money that pays nothing, and two refunds of all of it
#: which were proposed when the check was not there; and one refund for a gateway.
PREPARE = """
import json, sys
from odoo.addons.tthc_payment.tests.common import PaymentCommon

class Base(PaymentCommon):
    pass

world = Base.on_shell(env)
rounds = int(sys.argv[1])
values = {"ground": "mistake", "reason": "Nhầm", "way": "cash"}
refunds = Base.env["tthc.refund"].with_user(Base.accountant).sudo()
pairs = []
for number in range(rounds):
    money = world.receive(f"khong ro {number}", key=f"refunds|{number}")
    first = refunds._propose(money, Base.FEE, values).sudo()
    second = first.create(
        {**{name: first[name] for name in ("ground", "reason", "way", "amount", "proposed_at")},
         "name": f"{first.name}b", "company_id": first.company_id.id,
         "incoming_id": money.id, "currency_id": first.currency_id.id,
         "maker_id": first.maker_id.id})
    pairs.append((money.id, first.id, second.id))
dossier = world.take_in(instant=Base.MONDAY_9)
request = dossier.expected_ids
money = world.receive(request.reference)
attempt = request.match_ids.attempt_id
values["ground"] = "not_due"
refund = refunds._propose(money, Base.FEE, values, request.match_ids).sudo()
refund._set({"way": "gateway", "attempt_id": attempt.id})
refund.with_user(Base.chief).action_approve()
env.cr.commit()
print("RESULT " + json.dumps([Base.chief.id, pairs, refund.id]), flush=True)
import os; os._exit(0)
"""

#: Approves both refunds of every pair at the same moment, each in a process of its own, as Odoo's
#: server does: a transaction that another one overtook is tried again.
APPROVE = """
import json, os, sys, time
import odoo.sql_db
from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying

uid, pairs = json.loads(sys.argv[1])
registry = env.registry
env["tthc.refund"].browse(pairs[0][1]).read(["name"])
env.cr.rollback()
odoo.sql_db.close_all()
begin = time.time() + 1

def approve(ids):
    refused = 0
    for number, refund_id in enumerate(ids):
        time.sleep(max(0, begin + number * 0.7 - time.time()))
        with registry.cursor() as cr:
            mine = api.Environment(cr, uid, {})
            try:
                retrying(lambda: mine["tthc.refund"].browse(refund_id).action_approve(), mine)
            except UserError:
                refused += 1
    return refused

children = []
for side in (1, 2):
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        os.write(writer, str(approve([pair[side] for pair in pairs])).encode())
        os._exit(0)
    children.append((pid, reader))
refused = 0
for pid, reader in children:
    os.waitpid(pid, 0)
    refused += int(os.read(reader, 9) or b"-99")
with registry.cursor() as cr:
    fresh = api.Environment(cr, 1, {})
    moneys = fresh["tthc.incoming.money"].browse([pair[0] for pair in pairs])
    found = [
        [round(money.amount), round(money.refunded_amount), round(money.open_amount), money.state]
        for money in moneys
    ]
print("RESULT " + json.dumps([refused, found]), flush=True)
os._exit(0)
"""

#: Runs the job; the gateway pays back and the server dies before it can note that. Then again.
DIE_AND_ASK = """
import json, os, signal, sys
import odoo.sql_db
from odoo import api
from odoo.addons.tthc_payment.tools.gateway import Notice

refund_id = int(sys.argv[1])
registry = env.registry
env["tthc.refund"].browse(refund_id).read(["name"])
env.cr.rollback()
odoo.sql_db.close_all()
log = os.open("/dev/shm/tthc_refund_%d" % os.getpid(), os.O_CREAT | os.O_RDWR | os.O_APPEND)

def run(dies):
    pid = os.fork()
    if not pid:
        def pay_back(provider, attempt, amount, reason, request_id):
            os.write(log, (request_id + "\\n").encode())
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
            return Notice(request_id, "paid", amount=amount, gateway_id="VN9")
        registry["payment.provider"]._tthc_refund = pay_back
        with registry.cursor() as cr:
            mine = api.Environment(cr, 1, {})
            mine["tthc.refund"].browse(refund_id)._set({"ask_at": "2026-01-01 00:00:00"})
            mine.cr.commit()
            mine.ref("tthc_payment.cron_refund").method_direct_trigger()
        os._exit(0)
    return os.waitpid(pid, 0)[1]

killed = run(True)
with registry.cursor() as cr:
    between = api.Environment(cr, 1, {})["tthc.refund"].browse(refund_id).state
ended = run(False)
os.lseek(log, 0, 0)
numbers = os.read(log, 9999).decode().split()
os.unlink("/dev/shm/tthc_refund_%d" % os.getpid())
with registry.cursor() as cr:
    refund = api.Environment(cr, 1, {})["tthc.refund"].browse(refund_id)
    facts = [refund.state, refund.request_id, refund.bank_reference]
print("RESULT " + json.dumps([killed, between, ended, numbers, facts]), flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def prepared():
    return answer(copy_with("tthc_payment", DATABASE), PREPARE, str(ROUNDS))


def test_two_processes_never_pay_the_same_money_back_twice(prepared):
    uid, pairs, _refund = prepared
    refused, found = answer(DATABASE, APPROVE, json.dumps([uid, pairs]))
    assert refused == ROUNDS
    assert found == ROUNDS * [[58_000, 58_000, 0, "refunded"]]


def test_a_killed_server_asks_the_gateway_under_the_same_number(prepared):
    _uid, _pairs, refund_id = prepared
    killed, between, ended, numbers, facts = answer(DATABASE, DIE_AND_ASK, str(refund_id))
    assert (killed, between, ended) == (9, "sent", 0)
    assert len(numbers) == 2
    assert facts == ["done", numbers[0], "VN9"]
    assert numbers[0] == numbers[1]
