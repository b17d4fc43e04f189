"""Numbers of receipts under many processes that collect at once, and when some are killed."""

import json

import pytest
from databases import answer, copy_with
from test_setup_cli import tthc

DATABASE = "tthc_try_receipts"
PROCESSES = 20
COUNT = 80

#: A centre as the addon's own tests have it, with a series of two ranges, and fees to collect.
PREPARE = """
from datetime import date
from odoo import Command
from odoo.addons.tthc_payment.tests.common import PaymentCommon

class Desk(PaymentCommon):
    pass

Desk.on_shell(env)
cashier = Desk.cashier
Desk.centre.vat = "2300999910"
env.ref("tthc_receipt.symbol_ebl01").date_from = date(2022, 1, 1)
citizen = env["res.partner"].create({"name": "Nguyễn Văn Số", "tthc_kind": "citizen"})
year = env.cr.now().year
env["tthc.receipt.series"].create([
    {
        "company_id": Desk.centre.id,
        "symbol_id": env.ref("tthc_receipt.symbol_ebl01").id,
        "year": which,
        "letters": "AA",
        "book_ids": [
            Command.create({"company_id": Desk.centre.id, "number_from": 1, "number_to": 50}),
            Command.create({"company_id": Desk.centre.id, "number_from": 51}),
        ],
    }
    for which in (year, year + 1)
]).action_open()
row = {
    "company_id": Desk.centre.id,
    "procedure_id": Desk.procedure.id,
    "case_id": Desk.case.id,
    "channel": "counter",
    "owner_id": citizen.id,
    "state": "registered",
    "submitted_at": env.cr.now().replace(microsecond=0),
    "party_ids": [(0, 0, {"role": "owner", "partner_id": citizen.id})],
}
dossiers = env["tthc.dossier"].with_user(Desk.receptionist)
made = dossiers._create_drafts([dict(row) for _index in range(COUNT)]).sudo()
line = {"name": "Phí thử", "kind": "phi", "quantity": 1, "amount": 10000}
requests = [env["tthc.expected.payment"]._open(dossier, [line]) for dossier in made]
env.cr.commit()
print("RESULT " + json.dumps([cashier.id, [request.id for request in requests]]))
"""

#: One parent that forks the cashiers, as Odoo's server forks its workers. One collection of each
#: is killed between numbering and commit.
COLLECT = """
import os, signal, time
import odoo.sql_db
from odoo import api
from odoo.service.model import retrying

uid, ids, processes, folder = json.loads(sys.argv[1])
registry = env.registry
env["tthc.expected.payment"].browse(ids[:1]).read(["reference"])
env.cr.rollback()
odoo.sql_db.close_all()
begin = time.time() + 1

def collect(share, number, path):
    errors = []
    time.sleep(max(0, begin - time.time()))
    for index, request_id in enumerate(share):
        if index == number % len(share):
            kill(request_id)
            continue
        try:
            with registry.cursor() as cr:
                requests = api.Environment(cr, uid, {})["tthc.expected.payment"]
                retrying(requests.browse(request_id).action_receive_cash, requests.env)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
    with open(path, "w") as file:
        json.dump([errors, time.time()], file)

def kill(request_id):
    # A process of its own that has its number, and dies before the commit.
    pid = os.fork()
    if not pid:
        odoo.sql_db.close_all()
        cr = registry.cursor()
        requests = api.Environment(cr, uid, {})["tthc.expected.payment"]
        try:
            requests.browse(request_id).action_receive_cash()
            requests.env.flush_all()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)

children = []
for number in range(processes):
    pid = os.fork()
    if not pid:
        try:
            collect(ids[number::processes], number, os.path.join(folder, f"{number}.json"))
        finally:
            os._exit(0)
    children.append(pid)
for pid in children:
    os.waitpid(pid, 0)
results = [json.load(open(os.path.join(folder, f"{number}.json"))) for number in range(processes)]
print("RESULT " + json.dumps([
    [error for errors, _end in results for error in errors],
    max(end for _errors, end in results) - begin,
]), flush=True)
os._exit(0)
"""

READ = """
env.cr.execute('''SELECT receipt.series_name, receipt.number, expected.state, receipt.expected_id,
                         book.number_from
                    FROM tthc_receipt receipt
                    JOIN tthc_expected_payment expected ON expected.id = receipt.expected_id
                    LEFT JOIN tthc_receipt_book book ON book.id = receipt.book_id
                   ORDER BY receipt.series_name, receipt.number''')
rows = env.cr.fetchall()
env.cr.execute("SELECT id FROM tthc_expected_payment WHERE state = 'paid' ORDER BY id")
print("RESULT " + json.dumps([rows, [row[0] for row in env.cr.fetchall()]]))
"""

HEAD = "import json, sys\n"


@pytest.fixture(scope="module")
def desk():
    """A database with a centre and fees to collect: the cashier's id and the requests' ids."""
    copy_with("tthc_receipt", DATABASE)
    uid, ids = answer(DATABASE, HEAD + PREPARE.replace("COUNT", str(COUNT)))
    assert len(ids) == COUNT
    return uid, ids


def shell(script, *arguments):
    result = tthc(
        "shell", "-d", DATABASE, json.dumps(arguments), text_in=HEAD + script, timeout=200
    )
    assert result.returncode == 0, result.stderr[-3000:]
    lines = [line for line in result.stdout.splitlines() if "RESULT " in line]
    return json.loads(lines[-1].split("RESULT ", 1)[1]), result.stderr


def check_numbers(expected):
    """Every paid request has one receipt; numbers have no gap, and ranges are used in order."""
    rows, paid = answer(DATABASE, HEAD + READ)
    assert sorted(row[3] for row in rows) == paid
    assert len(rows) == expected
    by_series = {}
    for series, number, state, _request, first in rows:
        assert state == "paid"
        assert first == (1 if number <= 50 else 51)
        by_series.setdefault(series, []).append(number)
    # Two series when the run crosses the new year.
    assert len(by_series) <= 2
    for numbers in by_series.values():
        assert numbers == list(range(1, len(numbers) + 1))
    return rows


def test_twenty_processes_collect_and_some_are_killed(desk, tmp_path):
    """Every fee that was collected has its receipt, and no number is missing or there twice,
    although each process lost one collection between numbering and commit."""
    uid, ids = desk
    (errors, seconds), log = shell(COLLECT, uid, ids[:COUNT], PROCESSES, str(tmp_path))
    print(f"{COUNT - PROCESSES} receipts by {PROCESSES} processes in {seconds:.1f} s")
    assert errors == []
    assert "deadlock" not in log
    check_numbers(COUNT - PROCESSES)
