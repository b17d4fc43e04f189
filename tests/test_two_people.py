"""Several people at one dossier at the same moment, as real processes on a real database."""

import json
import subprocess

import pytest
from databases import answer, copy_with
from test_setup_cli import ROOT, clean_environment

DATABASE = "tthc_try_two"

#: A centre with its people and procedure, and dossiers at the appraisal.
PREPARE = """
import json
from odoo.addons.tthc_dossier.tests.common import STAFF, DossierCommon
from odoo.tests import new_test_user

class Centre(DossierCommon):
    pass

centre = Centre.on_shell(env)
for number in range(4):
    new_test_user(env, f"t.cungphong{number}", groups=STAFF + "officer",
                  company_id=Centre.centre.id, company_ids=[(6, 0, Centre.centre.ids)],
                  tthc_agency_ids=[(6, 0, Centre.justice.ids)])
dossiers = [centre.take_in(case_id=Centre.free_case.id) for _number in range(6)]
for dossier in dossiers:
    dossier.with_user(Centre.receptionist).action_forward()
env.cr.commit()
print("RESULT " + json.dumps([dossier.id for dossier in dossiers]))
"""

#: One person: waits for the others, then acts on each dossier as it was last seen.
ACT = """
import json, os, sys, time
from odoo.exceptions import UserError
from odoo.service.model import retrying
login, action, ids, seen, gate = json.loads(sys.argv[1])
user = env["res.users"].search([("login", "=", login)])
env.cr.commit()
print("READY", file=sys.stderr, flush=True)
while not os.path.exists(gate):
    time.sleep(0.005)
results = []
for dossier_id in ids:
    def act():
        dossier = env["tthc.dossier"].with_user(user).browse(dossier_id)
        more = {"reason": "reject_conditions"} if action == "action_reject" else {}
        return getattr(dossier.with_context(tthc_seen=seen), action)("Cùng lúc", **more)
    try:
        retrying(act, env)
        env.cr.commit()
        results.append(["done", ""])
    except UserError as error:
        env.cr.rollback()
        results.append([type(error).__name__, str(error)])
print("RESULT " + json.dumps(results))
"""

LOOK = """
import json
dossiers = env["tthc.dossier"].browse({ids})
print("RESULT " + json.dumps([
    [d.event_count, d.state, len(d.open_task_ids), d._ledger_break(),
     d.event_ids.sorted("seq")[-1].user_id.login]
    for d in dossiers
]))
"""


@pytest.fixture(scope="module")
def dossiers():
    copy_with("tthc_dossier", DATABASE)
    return answer(DATABASE, PREPARE)


def at_once(people, ids, seen, gate):
    """What each of ``people`` (login, action) gets on each of ``ids``, all starting together."""
    running = []
    for login, action in people:
        process = subprocess.Popen(
            [
                *(str(ROOT / "tthc"), "shell", "-d", DATABASE),
                json.dumps([login, action, ids, seen, str(gate)]),
            ],
            env=clean_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        process.stdin.write(ACT)
        process.stdin.close()
        running.append(process)
    for process in running:
        said = []
        for line in process.stderr:
            said.append(line)
            if line.strip() == "READY":
                break
        else:
            pytest.fail("".join(said))
    gate.touch()
    results = []
    for process in running:
        lines = [line for line in process.stdout if line.startswith("RESULT ")]
        assert process.wait(timeout=120) == 0
        results.append(json.loads(lines[-1].removeprefix("RESULT ")))
        process.stdout.close()
        process.stderr.close()
    return results


def test_one_wins_and_the_others_are_told(dossiers, tmp_path):
    """Five colleagues forward and hand back the same dossiers: each is moved once."""
    ids = dossiers[:3]
    [seen] = {row[0] for row in answer(DATABASE, LOOK.format(ids=ids))}
    people = [(f"t.cungphong{number}", "action_forward") for number in range(4)]
    people.append(("t.lanhdao", "action_reject"))
    results = at_once(people, ids, seen, tmp_path / "gate")
    after = answer(DATABASE, LOOK.format(ids=ids))
    for place, (count, _state, open_steps, broken, winner) in enumerate(after):
        outcomes = [person[place] for person in results]
        assert [kind for kind, _text in outcomes].count("done") == 1
        assert (count, open_steps, broken) == (seen + 1, 1, None)
        for (login, _action), (kind, text) in zip(people, outcomes, strict=True):
            assert (kind == "done") == (login == winner)
            assert kind == "done" or (kind == "UserError" and winner in text), text


def test_a_request_sent_many_times_counts_once(dossiers, tmp_path):
    """The same person's request arrives four times at once: everyone is answered, one effect."""
    ids = dossiers[3:]
    [seen] = {row[0] for row in answer(DATABASE, LOOK.format(ids=ids))}
    results = at_once([("t.chuyenvien", "action_forward")] * 4, ids, seen, tmp_path / "gate")
    assert all(kind == "done" for person in results for kind, _text in person), results
    for count, _state, open_steps, broken, _winner in answer(DATABASE, LOOK.format(ids=ids)):
        assert (count, open_steps, broken) == (seen + 1, 1, None)
