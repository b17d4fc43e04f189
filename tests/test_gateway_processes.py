"""Every gateway and bank feed with real processes: many deliveries of the same message at once,
the server killed while it takes money in, and what is told again afterwards.

The messages are those of the provider's own conformance test, signed with its secret.
"""

import base64
import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
import servers
from databases import PROVIDERS, answer, copy_of, with_providers
from test_setup_cli import ROOT

DATABASE = "tthc_try_gateways"
#: Addon -> module of its conformance test.
GATEWAYS = {
    addon: f"odoo.addons.{addon}.tests.{path.stem}"
    for addon in PROVIDERS
    for path in sorted((ROOT / "addons" / addon / "tests").glob("test_*.py"), reverse=True)
    if "Conformance" in path.read_text()
}
AT_ONCE = 50
#: Requests of each provider: one for the crowd, one for each point of dying, one to begin attempts
#: at, one to press often, a volley.
POINTS = ["_store", "_store_raw", "_allocate", "_settle", "_set_result", "commit", "answer"]
VOLLEY = 12

#: A centre with its finance, and for each provider open requests with the message that pays them.
PREPARE = """
import base64, importlib, json, sys
from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_payment.tests.conformance import GatewayConformance

addons, count = json.loads(sys.argv[1])

class Base(PaymentCommon):
    def runTest(self):
        pass

Base.on_shell(env)
shared = {name: value for name, value in vars(Base).items() if not name.startswith("__")}
found = {}
for place, (addon, path) in enumerate(sorted(addons.items())):
    module = importlib.import_module(path)
    kind = next(
        kind for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, GatewayConformance)
        and issubclass(kind, PaymentCommon)
    )
    World = type("World", (kind,), {**shared, "addClassCleanup": classmethod(lambda *a, **k: None)})
    World.provider = World.make_provider()
    rows = []
    for number in range(count):
        world = World()
        world.dossier = world.take_in(instant=World.MONDAY_9)
        world.request = world.dossier.expected_ids
        world.request._set({"expires_at": "2027-01-01 00:00:00"})
        if world.has_orders:
            world.attempt = world.request._start_attempt(World.provider)
            world.attempt._tthc_started()
        # No number twice: two feeds that name the same movement of a bank tell of the same money.
        told = world.tell(world.event(number=str(14430000 + 1000 * place + number)))
        rows.append({
            "expected": world.request.id,
            "provider": World.provider.id,
            "path": f"/tthc/payment/{World.provider.code}/{World.provider.id}/notify",
            "method": told.method,
            "query": told.query,
            "body": base64.b64encode(told.body).decode(),
            "headers": told.headers,
        })
    words = {word: list(World.answers[word]) for word in ("done", "duplicate")}
    found[addon] = {"rows": rows, "answers": words}
env.cr.commit()
print("RESULT " + json.dumps(found), flush=True)
import os; os._exit(0)
"""

#: Takes a message in, in a process of its own for each point, and dies there.
DIE = """
import base64, json, os, signal, sys
import odoo.sql_db
from odoo import api
from odoo.addons.tthc_payment.tools.gateway import Message

rows, points = json.loads(sys.argv[1])
registry = env.registry
env["payment.provider"].browse(rows[0]["provider"]).sudo().read(["code"])
env.cr.rollback()
odoo.sql_db.close_all()
OWNERS = {
    "_store": "tthc.payment.delivery", "_store_raw": "tthc.incoming.money",
    "_allocate": "tthc.incoming.money", "_settle": "tthc.expected.payment",
    "_set_result": "tthc.payment.delivery",
}

def die(*_args):
    os.kill(os.getpid(), signal.SIGKILL)

def take(row, point):
    if point in OWNERS:
        model = registry[OWNERS[point]]
        inner = getattr(model, point)
        def last(self, *args, **kwargs):
            inner(self, *args, **kwargs)
            self.env.flush_all()
            die()
        setattr(model, point, last)
    cr = registry.cursor()
    provider = api.Environment(cr, 1, {})["payment.provider"].browse(row["provider"])
    provider._tthc_receive(Message(
        method=row["method"], params=row["query"], body=base64.b64decode(row["body"]),
        headers={name.lower(): value for name, value in row["headers"].items()},
        address="127.0.0.1",
    ))
    provider.env.flush_all()
    if point == "commit":
        die()
    cr.commit()
    die()

codes = []
for row, point in zip(rows, points):
    pid = os.fork()
    if not pid:
        try:
            take(row, point)
        finally:
            os._exit(3)
    codes.append(os.waitpid(pid, 0)[1])
print("RESULT " + json.dumps(codes), flush=True)
os._exit(0)
"""

#: Begins attempts at the same moment, each in a transaction of its own; those that are told to wait
#: are empty.
BEGIN = """
import json, os, sys
from concurrent.futures import ThreadPoolExecutor
from odoo import api
from odoo.addons.tthc_payment.models.tthc_attempt_limit import TooManyAttempts
from odoo.service.model import retrying

expected, provider, count, method = json.loads(sys.argv[1])
registry = env.registry
env.cr.rollback()

def begin(_turn):
    with registry.cursor() as cr:
        own = api.Environment(cr, 1, {})
        def work():
            gateway = own["payment.provider"].browse(provider)
            request = own["tthc.expected.payment"].browse(expected)
            try:
                return getattr(request, method)(gateway).reference
            except TooManyAttempts:
                return ""
        return retrying(work, own)

with ThreadPoolExecutor(count) as crowd:
    references = sorted(crowd.map(begin, range(count)))
print("RESULT " + json.dumps(references), flush=True)
os._exit(0)
"""

LOOK = """
import json, sys
ids = json.loads(sys.argv[1])
rows = []
for row in env["tthc.expected.payment"].browse(ids):
    paid = row.dossier_id.event_ids.filtered(lambda event: event.kind == "paid")
    money = env["tthc.incoming.money"].search([("candidate_id", "=", row.id)])
    rows.append([
        row.state, len(row.match_ids), len(paid), len(money),
        row.attempt_ids.mapped("state").count("done"), row.dossier_id._ledger_break(),
    ])
waiting = env["tthc.payment.delivery"].search_count([("result", "=", "waiting")])
print("RESULT " + json.dumps([rows, waiting]))
"""

ONCE = ["paid", 1, 1, 1, 1, None]


@pytest.fixture(scope="module")
def told():
    """The messages of each provider, in a database that has all of them."""
    assert sorted(GATEWAYS) == sorted(PROVIDERS)
    copy_of(with_providers(), DATABASE)
    count = 3 + len(POINTS) + VOLLEY
    return answer(DATABASE, PREPARE, json.dumps([GATEWAYS, count]))


class Server(servers.Server):
    def send(self, row):
        """Deliver a message; (status, content), or ``None`` when nobody answered."""
        query = f"?{urlencode(row['query'])}" if row["query"] else ""
        request = Request(
            f"{self.url}{row['path']}{query}",
            data=base64.b64decode(row["body"]) or None,
            headers=row["headers"],
            method=row["method"],
        )
        try:
            with urlopen(request, timeout=120) as reply:
                return reply.status, json.loads(reply.read())
        except HTTPError as error:
            return error.code, {}
        except (OSError, ValueError):
            return None


@pytest.fixture(scope="module")
def server(told):
    running = Server(DATABASE).start()
    yield running
    running.stop()


def says(reply, words):
    status, part = words
    return reply is not None and reply[0] == status and part.items() <= reply[1].items()


def test_fifty_identical_deliveries_at_once(told, server):
    for provider in told.values():
        row, words = provider["rows"][0], provider["answers"]
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            replies = list(crowd.map(server.send, [row] * AT_ONCE))
        for reply in replies:
            assert says(reply, words["done"]) or says(reply, words["duplicate"]), reply
        assert any(says(reply, words["done"]) for reply in replies)
    ids = [provider["rows"][0]["expected"] for provider in told.values()]
    assert answer(DATABASE, LOOK, json.dumps(ids)) == [[ONCE] * len(ids), 0]


def test_killed_at_every_point_between_receiving_and_answering(told, server):
    """What was not committed is gone and is told again; what was, is known."""
    rows = [row for provider in told.values() for row in provider["rows"][1 : 1 + len(POINTS)]]
    words = [provider["answers"] for provider in told.values() for _point in POINTS]
    points = POINTS * len(told)
    codes = answer(DATABASE, DIE, json.dumps([rows, points]))
    assert codes == [signal.SIGKILL] * len(points)
    ids = [row["expected"] for row in rows]
    states = [row[0] for row in answer(DATABASE, LOOK, json.dumps(ids))[0]]
    assert states == ["paid" if point == "answer" else "open" for point in points]
    for row, point, word in zip(rows, points, words, strict=True):
        assert says(server.send(row), word["duplicate" if point == "answer" else "done"]), point
    assert answer(DATABASE, LOOK, json.dumps(ids)) == [[ONCE] * len(ids), 0]


def test_attempts_begun_at_the_same_moment(told):
    """A payer who presses twice, or a portal that asks twice: each attempt has its own number."""
    row = told["tthc_payment_vnpay"]["rows"][1 + len(POINTS)]
    place = [row["expected"], row["provider"]]
    before = answer(DATABASE, BEGIN, json.dumps([*place, 1, "_start_attempt"]))
    begun = answer(DATABASE, BEGIN, json.dumps([*place, 6, "_start_attempt"]))
    assert len(set(before + begun)) == 7


def test_a_payer_who_presses_often_at_the_same_moment(told):
    """No more attempts begin than the centre allows, however many ask at once."""
    row = told["tthc_payment_vnpay"]["rows"][2 + len(POINTS)]
    begun = answer(
        DATABASE, BEGIN, json.dumps([row["expected"], row["provider"], 9, "_try_attempt"])
    )
    # One had begun before, to have a message that pays it.
    assert len([reference for reference in begun if reference]) == 4
    assert len(set(begun)) == 5


def test_the_server_killed_under_a_volley(told, server):
    """Nothing that was acknowledged is lost, nothing that is told again counts twice."""
    rows = [row for addon in GATEWAYS for row in told[addon]["rows"][-VOLLEY:]]
    with ThreadPoolExecutor(8) as crowd:
        replies = [crowd.submit(server.send, row) for row in rows]
        while sum(reply.done() for reply in replies) < len(rows) // 3:
            time.sleep(0.01)
        server.kill()
        acknowledged = [
            reply.result() is not None and reply.result()[0] == 200 for reply in replies
        ]
    assert any(acknowledged) and not all(acknowledged)
    ids = [row["expected"] for row in rows]
    before, _waiting = answer(DATABASE, LOOK, json.dumps(ids))
    for heard, row in zip(acknowledged, before, strict=True):
        assert row in (ONCE, ["open", 0, 0, 0, 0, None])
        assert not heard or row == ONCE
    server.start()
    assert all(server.send(row)[0] == 200 for row in rows)
    assert answer(DATABASE, LOOK, json.dumps(ids)) == [[ONCE] * len(rows), 0]
