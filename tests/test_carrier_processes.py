"""The outbox to carriers with real processes: workers that drain it at the same moment, workers and
whole servers that are killed in the middle of a call. The carrier's own count says how often it was
ordered."""

import json
import time

import pytest
from databases import FORK, answer, copy_of, with_carriers
from servers import Server

from odoo.addons.tthc_postal_vnpost.tests.vnpost_server import VnpostServer

DATABASE = "tthc_try_outbox"
COUNT = 12

#: A centre with packed shipments whose orders wait.
PREPARE = """
import json, sys
from odoo.addons.tthc_postal.tests.common import FreePostalCommon
from odoo.addons.tthc_postal_vnpost.tests.test_conformance import TestVnpost

url, count = json.loads(sys.argv[1])

class Base(FreePostalCommon):
    account_values = TestVnpost.account_values

world = Base.on_shell(env)
carrier = env.ref("tthc_postal.carrier_vnpost")
carrier.connector = "vnpost"
TestVnpost.make_account.__func__(Base, env, Base.centre, carrier, url)
for _number in range(count):
    shipment = world.shipment_of(world.result_by_post())
    shipment.with_user(Base.receptionist).action_pack()
env.cr.commit()
print("RESULT " + json.dumps(env["tthc.carrier.order"].search([]).mapped("state")), flush=True)
import os; os._exit(0)
"""

HEAD = """
import json, signal, sys, time
from odoo import api

registry = env.registry
env["tthc.carrier.order"].search([], limit=1).read(["state"])
env.cr.rollback()
begin = time.time() + 0.5

def sender(act=lambda: None):
    def run():
        act()
        time.sleep(max(0, begin - time.time()))
        with registry.cursor() as cr:
            api.Environment(cr, 1, {})["tthc.carrier.order"]._cron_send()
    return worker(run)

def pass_time(minutes):
    with registry.cursor() as cr:
        cr.execute(
            "UPDATE tthc_carrier_order SET next_at = next_at - %(m)s * interval '1 minute',"
            " sent_at = sent_at - %(m)s * interval '1 minute'", {"m": minutes}
        )

def states():
    with registry.cursor() as cr:
        orders = api.Environment(cr, 1, {})["tthc.carrier.order"].search([], order="id")
        return [[row.state, row.tries, row.shipment_id.tracking_number] for row in orders]

def say(found):
    print("RESULT " + json.dumps(found), flush=True)
    os._exit(0)
"""

TOGETHER = """
pids = [sender() for _number in range(3)]
codes = [code(pid) for pid in pids]
say([codes, states()])
"""

#: Killed once the claim is committed, inside the call, and before the answer is committed.
KILL = """
def dies_in(step, before):
    def act():
        model = registry["tthc.carrier.order"]
        whole = getattr(model, step)
        def dying(self, *args):
            if not before:
                whole(self, *args)
                self.env.flush_all()
            os.kill(os.getpid(), signal.SIGKILL)
        setattr(model, step, dying)
    return act

def hangs():
    # The carrier has the request; its answer finds nobody.
    from odoo.addons.tthc_postal.tools import carrier_call
    carrier_call.Call._keep = lambda self, method, url, *rest: (
        os.kill(os.getpid(), signal.SIGKILL) if url.endswith("/order/post") else None
    )

codes, seen = [], []
for act in (dies_in("_step", True), hangs, dies_in("_judge", False)):
    codes.append(code(sender(act)))
    seen.append(sorted(state for state, _tries, _number in states()))
codes.append(code(sender()))
early = states()
for minutes in (6, 20, 20, 20):
    pass_time(minutes)
    codes.append(code(sender()))
say([codes, seen, early, states()])
"""

#: So many minutes pass (that the restarted server need not wait for), and its job is due.
PASS = """
import json, sys, os
env.cr.execute(
    "UPDATE tthc_carrier_order SET next_at = next_at - %(m)s * interval '1 minute',"
    " sent_at = sent_at - %(m)s * interval '1 minute'", {"m": int(sys.argv[1])}
)
env.ref("tthc_postal.cron_carrier_send")._trigger()
orders = env["tthc.carrier.order"].search([], order="id")
found = [[row.state, row.tries, row.shipment_id.tracking_number] for row in orders]
env.cr.commit()
print("RESULT " + json.dumps(found), flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def prepared():
    """The carrier, and a database in which orders to it wait; not to be written to."""
    server = VnpostServer()
    copy_of(with_carriers(), f"{DATABASE}_made")
    found = answer(f"{DATABASE}_made", PREPARE, json.dumps([server.url, COUNT]))
    assert found == ["waiting"] * COUNT
    yield server
    server.close()


@pytest.fixture
def carrier(prepared):
    copy_of(f"{DATABASE}_made", DATABASE)
    prepared.orders.clear()
    prepared.mode = "ok"
    return prepared


def test_workers_at_the_same_moment_send_each_order_once(carrier):
    carrier.mode, carrier.pause = "slow", 0.05
    codes, found = answer(DATABASE, FORK + HEAD + TOGETHER)
    assert codes == [0, 0, 0]
    assert [state for state, _tries, _number in found] == ["done"] * COUNT
    assert [order["times"] for order in carrier.orders.values()] == [1] * COUNT
    assert {number for _state, _tries, number in found} == {
        order["number"] for order in carrier.orders.values()
    }


def test_a_worker_killed_in_mid_call_orders_nothing_twice(carrier):
    codes, seen, early, found = answer(DATABASE, FORK + HEAD + KILL)
    assert codes == [-9] * 3 + [0] * 5
    assert seen == [["sending"] * dead + ["waiting"] * (COUNT - dead) for dead in (1, 2, 3)]
    # The workers may still be at it: only the orders that nobody held were sent.
    assert (
        sorted(state for state, _tries, _number in early)
        == ["done"] * (COUNT - 3) + ["sending"] * 3
    )
    assert [state for state, _tries, _number in found] == ["done"] * COUNT
    assert [order["times"] for order in carrier.orders.values()] == [1] * COUNT
    assert {number for _state, _tries, number in found} == {
        order["number"] for order in carrier.orders.values()
    }


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


def test_the_whole_server_killed_while_a_call_is_pending(carrier):
    """The carrier has the order, its answer finds no server any more: started again, the server
    asks, and orders nothing twice."""
    carrier.mode, carrier.pause = "slow", 30.0
    server = Server(DATABASE).start()
    try:
        answer(DATABASE, PASS, "0")
        wait_for(lambda: carrier.orders)
        server.kill()
        carrier.mode = "ok"
        server.start()
        found = answer(DATABASE, PASS, "6")
        assert [row[:2] for row in found] == [["sending", 1]] + [["waiting", 0]] * (COUNT - 1)
        wait_for(lambda: len(carrier.orders) == COUNT)
        # Adopted, it is asked about once its time has come.
        answer(DATABASE, PASS, "6")
        wait_for(lambda: any(row[1].endswith("/order/tracking") for row in carrier.asked))
        time.sleep(1)
    finally:
        server.stop()
    found = answer(DATABASE, PASS, "0")
    assert [row[0] for row in found] == ["done"] * COUNT
    assert [order["times"] for order in carrier.orders.values()] == [1] * COUNT
    assert {row[2] for row in found} == {order["number"] for order in carrier.orders.values()}
