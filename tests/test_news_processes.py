"""News of carriers with real processes: the same news from several doors at the same moment, and
the import of a long list that is killed wherever it is."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from databases import FORK, answer, copy_of, with_carriers
from servers import Server

DATABASE = "tthc_try_news"
#: Shipments of which several doors tell, and of each of the two long lists.
TOLD, LISTED = 6, 1000
EVENTS = ("300", "500", "501")

#: A centre whose envelopes are with Viettel Post; TOLD of them with dossiers, the rest for lists.
PREPARE = """
import json, sys
from datetime import timedelta
from odoo import fields
from odoo.addons.tthc_catalogue.tools import bulk
from odoo.addons.tthc_postal.tests.common import FreePostalCommon
from odoo.addons.tthc_postal_viettel.tests.test_conformance import TestViettel, ViettelSource

told, listed = json.loads(sys.argv[1])
world = FreePostalCommon.on_shell(env)
FreePostalCommon._make_post()
carrier = FreePostalCommon.free_carrier
start = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=48)
for number in range(told):
    shipment = world.shipment_of(world.result_by_post())
    shipment.write({"carrier_id": carrier.id, "tracking_number": f"TOLD{number}"})
    shipment.with_context(tthc_now=start - timedelta(hours=1)).sudo().action_pack()
    shipment.sudo().action_hand_over(at=start)
for prefix in ("CALM", "KILL"):
    ids = bulk.insert(env["tthc.shipment"], [{
        "name": f"{prefix}/{number}", "company_id": FreePostalCommon.centre.id,
        "carrier_id": carrier.id, "direction": "deliver", "state": "handed_over",
        "last_event_at": start, "tracking_number": f"{prefix}{number}", "weight": 60,
        "recipient_name": "Nguyễn Văn A",
    } for number in range(listed)])
    bulk.insert(env["tthc.shipment.item"], [
        {"shipment_id": one, "papers": "Kết quả", "originals": 1, "is_open": True} for one in ids
    ])
carrier.connector = "viettel"
account = TestViettel.make_account.__func__(
    ViettelSource, env, FreePostalCommon.centre, carrier
)
env.cr.commit()
print("RESULT " + json.dumps([
    FreePostalCommon.clerk.id, carrier.id, account._webhook_path(), account.webhook_secret,
    start.isoformat(),
]), flush=True)
import os; os._exit(0)
"""

HEAD = """
import csv, io, json, random, signal, sys, time
from collections import Counter
from datetime import datetime, timedelta
from odoo import api
from odoo.service.model import retrying
from odoo.addons.tthc_dossier.tools.wall_time import to_local
from odoo.addons.tthc_postal.models import tthc_carrier_file_take as taking

(uid, carrier_id, _path, _secret, start), *rest = json.loads(sys.argv[1])
start = datetime.fromisoformat(start)
registry = env.registry
env["tthc.carrier.news"].search([], limit=1).read(["state"])
env.cr.rollback()

def import_file(rows, name):
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([("Mã vận đơn", "Trạng thái", "Thời gian"), *rows])
    with registry.cursor() as cr:
        mine = api.Environment(cr, uid, {})
        carrier = mine["tthc.carrier"].browse(carrier_id)
        retrying(lambda: mine["tthc.carrier.file"]._import(
            carrier, stream.getvalue().encode(), name, "status"
        ), mine)

def local(hours):
    return to_local(start + timedelta(hours=hours)).strftime("%d/%m/%Y %H:%M:%S")

def job(model, method):
    with registry.cursor() as cr:
        getattr(api.Environment(cr, 1, {})[model], method)()

def rows(query, *values):
    with registry.cursor() as cr:
        cr.execute(query, values or None)
        return cr.fetchall()

def say(found):
    print("RESULT " + json.dumps(found, default=str), flush=True)
    os._exit(0)
"""

#: The same list imported by two clerks at once, while messages tell the same.
IMPORT = """
told, events = rest
pids = [
    worker(lambda: import_file(
        [(f"TOLD{number}", event, local(hour)) for number in range(told)
         for hour, event in enumerate(events, 1)], "list.csv",
    ))
    for _clerk in range(2)
]
say([code(pid) for pid in pids])
"""

LOOK = """
pids = [worker(lambda: job("tthc.shipment.event", "_cron_tell")) for _job in range(2)]
codes = [code(pid) for pid in pids]
codes.append(code(worker(lambda: job("tthc.shipment.event", "_cron_tell"))))
say([
    codes,
    rows("SELECT state, count(*) FROM tthc_shipment WHERE tracking_number LIKE 'TOLD%' GROUP BY 1"),
    rows('''SELECT code, state, count(*), count(DISTINCT shipment_id) FROM tthc_carrier_news
             WHERE tracking_number LIKE 'TOLD%' GROUP BY 1, 2 ORDER BY 1, 2'''),
    rows('''SELECT kind, count(*), count(DISTINCT dossier_id) FROM tthc_dossier_event
             WHERE kind IN ('post_out_for_delivery', 'post_delivered') GROUP BY 1 ORDER BY 1'''),
    rows('''SELECT count(*) FROM tthc_shipment_event e JOIN tthc_shipment s ON s.id = e.shipment_id
             WHERE s.tracking_number LIKE 'TOLD%' AND e.source = 'carrier' AND NOT e.told'''),
    rows("SELECT count(*) FROM tthc_carrier_file"),
])
"""

#: A list of 5 * LISTED rows in no order, taken in calmly, then another one by jobs that die at a
#: point each: with a batch stored, moved, taken, or wherever the moment finds them.
KILL = """
listed = rest[0]
taking.BATCH = 500
STEPS = ("Đang vận chuyển", "Đang đi phát", "Phát không thành công", "Đang đi phát",
         "Phát thành công")

def list_of(prefix):
    told = [(f"{prefix}{number}", step, local(hour)) for number in range(listed)
            for hour, step in enumerate(STEPS, 1)]
    random.Random(7).shuffle(told)
    return told

def dies(model, step, turn):
    def act():
        inner, calls = getattr(registry[model], step), []
        def dying(self, *args):
            inner(self, *args)
            calls.append(self)
            if len(calls) == turn:
                self.env.flush_all()
                os.kill(os.getpid(), signal.SIGKILL)
        setattr(registry[model], step, dying)
        job("tthc.carrier.file", "_cron_take")
    return act

def far():
    done = rows('''SELECT coalesce(done_count, 0), coalesce(taken_count, 0)
                     FROM tthc_carrier_file ORDER BY id DESC LIMIT 1''')[0]
    kept = rows("SELECT count(*) FROM tthc_carrier_news WHERE tracking_number LIKE 'KILL%'")
    return [*done, kept[0][0]]

codes = [code(worker(lambda: import_file(list_of("CALM"), "calm.csv")))]
codes.append(code(worker(lambda: job("tthc.carrier.file", "_cron_take"))))
codes.append(code(worker(lambda: import_file(list_of("KILL"), "kill.csv"))))
killed, seen = [], []
for act in (
    dies("tthc.carrier.news", "_store", 1),
    dies("tthc.shipment", "_carried", 3),
    dies("tthc.carrier.file", "_take_rows", 2),
    dies("tthc.carrier.file", "_set", 1),
    dies("tthc.carrier.news", "_note_differences", 2),
):
    killed.append(code(worker(act)))
    seen.append(far())
for pause in (0.3, 0.5):
    pid = worker(lambda: job("tthc.carrier.file", "_cron_take"))
    time.sleep(pause)
    os.kill(pid, signal.SIGKILL)
    killed.append(code(pid))
    seen.append(far())
codes.append(code(worker(lambda: job("tthc.carrier.file", "_cron_take"))))
seen.append(far())

def end(prefix):
    like = f"{prefix}%"
    return [
        rows('''SELECT substr(tracking_number, 5), state, last_event_at, last_news_at, delivered_at
                  FROM tthc_shipment WHERE name LIKE %s ORDER BY 1''', like),
        rows('''SELECT substr(tracking_number, 5), at, code, count(*) FROM tthc_carrier_news
                 WHERE tracking_number LIKE %s GROUP BY 1, 2, 3 ORDER BY 1, 2''', like),
        rows('''SELECT substr(s.tracking_number, 5), e.status, e.at, e.moved, count(*)
                  FROM tthc_shipment_event e JOIN tthc_shipment s ON s.id = e.shipment_id
                 WHERE s.name LIKE %s GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 2, 4''', like),
        rows('''SELECT state, row_count, done_count, taken_count, repeated_count, moved_count
                  FROM tthc_carrier_file WHERE filename = %s''', f"{prefix.lower()}.csv"),
        rows('''SELECT count(*) FROM tthc_shipment_item i JOIN tthc_shipment s
                    ON s.id = i.shipment_id WHERE s.name LIKE %s AND i.is_open''', like),
    ]

calm, broken = end("CALM"), end("KILL")
say([codes, killed, seen, calm == broken, len(calm[1]), sorted({row[1] for row in calm[0]}),
     calm[3], broken[3]])
"""


@pytest.fixture(scope="module")
def world():
    copy_of(with_carriers(), DATABASE)
    return answer(DATABASE, PREPARE, json.dumps([TOLD, LISTED]))


def tell(server, world, number, event, hour):
    """Send the carrier's message; the status of the answer."""
    _uid, _carrier, path, secret, start = world
    body = {
        "TOKEN": secret,
        "DATA": {
            "ORDER_NUMBER": f"TOLD{number}",
            "ORDER_REFERENCE": "",
            "ORDER_STATUSDATE": at(start, hour),
            "ORDER_STATUS": int(event),
        },
    }
    request = Request(
        f"{server.url}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urlopen(request, timeout=120) as reply:
            return reply.status
    except HTTPError as error:
        return error.code


def at(start, hour):
    """The carrier's words for so many hours after ``start`` (UTC), in its local time."""
    return (datetime.fromisoformat(start) + timedelta(hours=hour + 7)).strftime("%d/%m/%Y %H:%M:%S")


def test_the_same_news_from_many_at_the_same_moment(world):
    """Five messages of each event, in no order, to a server of four processes, while two clerks
    import a list of the same events: each is kept once, and nobody is answered with an error."""
    server = Server(DATABASE, workers=4).start()
    calls = [
        (number, event, hour)
        for _turn in range(5)
        for hour, event in reversed(list(enumerate(EVENTS, 1)))
        for number in range(TOLD)
    ]
    try:
        with ThreadPoolExecutor(17) as crowd:
            given = json.dumps([world, TOLD, EVENTS])
            imported = crowd.submit(answer, DATABASE, FORK + HEAD + IMPORT, given)
            replies = list(crowd.map(lambda call: tell(server, world, *call), calls))
            # The shell takes its time to start: go on until both lists are in.
            while not imported.done():
                replies += crowd.map(lambda call: tell(server, world, *call), calls[:60])
            codes = imported.result()
    finally:
        server.stop()
    assert set(replies) == {200}
    assert sorted(codes) == [0, 2]
    codes, states, kept, ledger, untold, files = answer(
        DATABASE, FORK + HEAD + LOOK, json.dumps([world])
    )
    assert codes == [0, 0, 0]
    assert states == [["delivered", TOLD]]
    for event in EVENTS:
        assert sum(row[2] for row in kept if row[0] == event) == TOLD
    assert {row[1] for row in kept} <= {"applied", "old", "noted"}
    assert ledger[0] == ["post_delivered", TOLD, TOLD]
    assert (untold, files) == ([[0]], [[1]])


def test_a_long_list_whose_import_is_killed(world):
    """Each row takes effect once, and all ends as after an import that nobody disturbed."""
    codes, killed, seen, same, told, states, calm, broken = answer(
        DATABASE, FORK + HEAD + KILL, json.dumps([world, LISTED])
    )
    print(f"killed with {seen} done, taken and kept")
    assert codes == [0] * 4
    assert killed[:5] == [-9] * 5
    assert set(killed[5:]) <= {-9, 0}
    assert all(done == taken == kept and done % 500 == 0 for done, taken, kept in seen)
    assert len({done for done, _taken, _kept in seen}) > 3
    assert calm == broken
    assert calm[0][:5] == ["done", 5 * LISTED, 5 * LISTED, 5 * LISTED, 0]
    assert same
    assert states == ["delivered"]
    assert told == 5 * LISTED
