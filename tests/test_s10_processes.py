"""Tracking numbers from a range by real processes at the same moment: each once."""

import json

from databases import answer, copy_with

DATABASE = "tthc_try_s10"
PROCESSES = 8
EACH = 25

#: A carrier with a range, and packed shipments of a centre that wait for their numbers.
PREPARE = """
import json, sys
from odoo.addons.tthc_postal.tests.common import FreePostalCommon

class World(FreePostalCommon):
    pass

world = World.on_shell(env)
World._make_post()
count = int(sys.argv[1])
env["tthc.s10.range"].create({
    "carrier_id": world.carrier.id, "service": "RP", "serial_first": 40_000_000,
    "serial_last": 40_000_000 + count + 20, "date_from": "2026-01-01",
})
rows = env["tthc.shipment"].create([
    {"company_id": world.centre.id, "carrier_id": world.carrier.id, "recipient_name": f"N {number}"}
    for number in range(count)
])
env.cr.commit()
print("RESULT " + json.dumps([world.clerk.id, rows.ids]), flush=True)
import os; os._exit(0)
"""

#: Each process gives numbers to its share, one transaction each; every fifth is rolled back.
ISSUE = """
import json, os, sys, time, traceback
import odoo.sql_db
from odoo import api

uid, ids, processes = json.loads(sys.argv[1])
registry = env.registry
env["tthc.shipment"].browse(ids[:1]).read(["name"])
env.cr.rollback()
odoo.sql_db.close_all()
begin = time.time() + 0.5

def work(share):
    time.sleep(max(0, begin - time.time()))
    for place, shipment_id in enumerate(share):
        with registry.cursor() as cr:
            mine = api.Environment(cr, uid, {})
            shipment = mine["tthc.shipment"].browse(shipment_id)
            number = mine["tthc.s10.range"]._issue(shipment)
            shipment._set({"tracking_number": number})
            mine.flush_all()
            if place % 5 == 4:
                cr.rollback()

pids = []
for turn in range(processes):
    pid = os.fork()
    if not pid:
        code = 1
        try:
            work(ids[turn::processes])
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    pids.append(pid)
codes = [os.waitpid(pid, 0)[1] for pid in pids]
with registry.cursor() as cr:
    seen = api.Environment(cr, 1, {})
    numbers = seen["tthc.s10.number"].search([]).mapped("name")
    tracked = seen["tthc.shipment"].search([("id", "in", ids), ("tracking_number", "!=", False)])
    row = seen["tthc.s10.range"].search([("service", "=", "RP")])
    print("RESULT " + json.dumps(
        [codes, numbers, tracked.mapped("tracking_number"), row.next_serial, row.gaps]
    ), flush=True)
os._exit(0)
"""


def test_each_number_is_given_out_once():
    copy_with("tthc_postal", DATABASE)
    count = PROCESSES * EACH
    uid, ids = answer(DATABASE, PREPARE, str(count))
    codes, numbers, tracked, following, gaps = answer(
        DATABASE, ISSUE, json.dumps([uid, ids, PROCESSES])
    )
    assert codes == [0] * PROCESSES
    kept = count - PROCESSES * (EACH // 5)
    assert len(numbers) == len(set(numbers)) == kept
    assert sorted(tracked) == sorted(numbers)
    assert following == 40_000_000 + count
    # What was rolled back is a gap, not given to anybody else.
    assert gaps
