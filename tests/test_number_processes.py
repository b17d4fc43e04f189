"""Dossier numbers and ledger book numbers under many processes, and when one is killed."""

import json
import os
import signal
import subprocess
import time

import pytest
from databases import answer, copy_with
from test_setup_cli import ROOT, clean_environment, refused, tthc

DATABASE = "tthc_try_numbers"
PROCESSES = 20
COUNT = 2000

#: A centre as the addon's own tests have it, and dossiers that wait for acceptance.
PREPARE = """
from odoo.addons.tthc_dossier.tests.common import DossierCommon

class Desk(DossierCommon):
    pass

Desk.on_shell(env)
values = Desk.intake_values(Desk, submitted_at=env.cr.now().replace(microsecond=0))
dossiers = env["tthc.dossier"].with_user(Desk.receptionist)
rows = [
    {
        **{key: values[key] for key in ("company_id", "procedure_id", "case_id", "channel")},
        "owner_id": values["owner"],
        "state": "registered",
        "submitted_at": values["submitted_at"],
        "party_ids": [(0, 0, {"role": "owner", "partner_id": values["owner"]})],
        "component_ids": [(0, 0, row) for row in values["components"]],
    }
    for _index in range(COUNT + 3)
]
made = dossiers._create_drafts(rows)
for dossier in made[-3:]:
    dossier._log_event("register", from_state="draft")
env.cr.commit()
print("RESULT " + json.dumps([Desk.receptionist.id, made.ids]))
"""

#: One parent that forks the acceptors, as Odoo's server forks its workers.
ACCEPT = """
import os, time
import odoo.sql_db
from odoo import api

uid, ids, processes, folder = json.loads(sys.argv[1])
registry = env.registry
env["tthc.dossier"].browse(ids[:1]).read(["name"])
env.cr.rollback()
odoo.sql_db.close_all()
begin = time.time() + 1

def accept(share, path):
    errors = []
    time.sleep(max(0, begin - time.time()))
    for dossier_id in share:
        try:
            with registry.cursor() as cr:
                api.Environment(cr, uid, {})["tthc.dossier"].browse(dossier_id).action_accept()
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
    with open(path, "w") as file:
        json.dump([errors, time.time()], file)

children = []
for number in range(processes):
    pid = os.fork()
    if not pid:
        try:
            accept(ids[number::processes], os.path.join(folder, f"{number}.json"))
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
env.cr.execute(
    "SELECT dossier_id, name, series, serial, year, number FROM tthc_ledger_entry ORDER BY number"
)
rows = env.cr.fetchall()
names = env["tthc.dossier"].search([("name", "!=", False)])
print("RESULT " + json.dumps([rows, {str(d.id): d.name for d in names}]))
"""

#: Mints and signals, and then waits to be killed before the commit.
MINT_AND_WAIT = """
import time
from odoo import api
uid, dossier_id = json.loads(sys.argv[1])
dossier = env["tthc.dossier"].with_user(uid).browse(dossier_id)
dossier.action_accept()
env.flush_all()
print("MINTED " + dossier.name, flush=True)
time.sleep(120)
"""

ACCEPT_ONE = """
from odoo import api
uid, dossier_id = json.loads(sys.argv[1])
dossier = env["tthc.dossier"].with_user(uid).browse(dossier_id)
dossier.action_accept()
env.cr.commit()
entry = env["tthc.ledger.entry"].search([("dossier_id", "=", dossier_id)])
print("RESULT " + json.dumps([dossier.name, entry.serial, entry.number]))
"""

SEAL = """
env["tthc.ledger.seal"]._seal()
env.cr.commit()
env.cr.execute("SELECT COUNT(*) FROM tthc_ledger_seal_line")
print("RESULT " + json.dumps(env.cr.fetchone()[0]))
"""

#: What somebody does who owns the database.
TAMPER = """
env.cr.execute("ALTER TABLE tthc_dossier_event DISABLE TRIGGER USER")
env.cr.execute(
    "UPDATE tthc_dossier_event SET user_name = 'Người khác' "
    "WHERE id = (SELECT MAX(id) FROM tthc_dossier_event WHERE seq = 1 AND kind = 'accept') "
    "RETURNING dossier_id, id"
)
dossier, event = env.cr.fetchone()
env.cr.execute("ALTER TABLE tthc_dossier_event ENABLE TRIGGER USER")
env.cr.commit()
print("RESULT " + json.dumps([env["tthc.dossier"].browse(dossier).name, event]))
"""

HEAD = "import json, sys\n"


@pytest.fixture(scope="module")
def desk():
    """A database with a centre and dossiers that wait for acceptance: the receptionist's id and
    the dossiers' ids."""
    copy_with("tthc_dossier", DATABASE)
    uid, ids = answer(DATABASE, HEAD + PREPARE.replace("COUNT", str(COUNT)))
    assert len(ids) == COUNT + 3
    return uid, ids


def shell(script, *arguments, timeout=400):
    result = tthc(
        "shell", "-d", DATABASE, json.dumps(arguments), text_in=HEAD + script, timeout=timeout
    )
    assert result.returncode == 0, result.stderr[-3000:]
    lines = [line for line in result.stdout.splitlines() if "RESULT " in line]
    return json.loads(lines[-1].split("RESULT ", 1)[1]), result.stderr


def test_twenty_processes_number_two_thousand_dossiers(desk, tmp_path):
    """Distinct and consecutive, without an error and without a second try."""
    uid, ids = desk
    (errors, seconds), log = shell(ACCEPT, uid, ids[:COUNT], PROCESSES, str(tmp_path))
    print(f"{COUNT} acceptances by {PROCESSES} processes in {seconds:.1f} s")
    assert errors == []
    assert "deadlock" not in log and "could not serialize" not in log and "ERROR" not in log
    lines, names = answer(DATABASE, HEAD + READ)
    assert len(lines) == COUNT
    assert [number for *_rest, number in lines] == list(range(1, COUNT + 1))
    assert len({year for *_rest, year, _number in lines}) == 1
    assert {str(dossier): name for dossier, name, *_rest in lines} == names
    assert len(set(names.values())) == COUNT
    by_series = {}
    for _dossier, _name, series, serial, *_rest in lines:
        by_series.setdefault(series, []).append(serial)
    # Two series when the run crosses midnight at the centre.
    assert len(by_series) <= 2
    for serials in by_series.values():
        assert sorted(serials) == list(range(1, len(serials) + 1))


def test_killed_between_minting_and_commit(desk):
    """The number of the killed process is the next one's: no duplicate and no hole."""
    uid, ids = desk
    first, killed, last = ids[COUNT:]
    (_name, serial, number), _log = shell(ACCEPT_ONE, uid, first)
    process = subprocess.Popen(
        [str(ROOT / "tthc"), "shell", "-d", DATABASE, json.dumps([uid, killed])],
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        process.stdin.write(HEAD + MINT_AND_WAIT)
        process.stdin.close()
        minted = next(line.split()[-1] for line in process.stdout if "MINTED" in line)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    time.sleep(1)
    (name, next_serial, next_number), _log = shell(ACCEPT_ONE, uid, last)
    assert next_number == number + 1
    # A day may have begun in between.
    assert (name, next_serial) in ((minted, serial + 1), (name, 1))
    assert name.rsplit("-", 1)[1] == f"{next_serial:04d}"
    lines, _names = answer(DATABASE, HEAD + READ)
    numbers = [row[-1] for row in lines]
    assert numbers == list(range(1, len(numbers) + 1))
    assert killed not in [row[0] for row in lines]


def test_check_of_the_whole_database(desk):
    """./tthc check: whole, with its figures; and the very row that was tampered with."""
    whole = tthc("check", "-d", DATABASE, timeout=300)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    # Three were registered, and all but the killed process's one were accepted.
    assert f"{COUNT + 5:,} events of {COUNT + 3:,} dossiers" in whole.stdout
    assert "events per second" in whole.stdout
    assert whole.stdout.rstrip().endswith("\n0 breaks")
    sealed = answer(DATABASE, HEAD + SEAL)
    assert sealed == COUNT + 5
    name, event = answer(DATABASE, HEAD + TAMPER)
    broken = tthc("check", "-d", DATABASE, timeout=300)
    assert broken.returncode == 1
    assert f"BREAK {name}, event 1 (id {event}): " in broken.stdout
    assert broken.stdout.rstrip().endswith("\n1 breaks")
    assert tthc("check", "-d", DATABASE, "--dossier", name, timeout=300).returncode == 1
    other = tthc("check", "-d", DATABASE, "--dossier", "H00-000000-0000", timeout=300)
    refused(other, "H00-000000-0000")


def test_check_names_what_it_does_not_know():
    refused(tthc("check", "--fast"), "--fast")
    refused(tthc("check", "-d", "nowhere"), "no database nowhere")
