"""500 dossiers forwarded in one action; the worker is killed in the middle, two others go on."""

import json

import pytest
from databases import FORK, answer, copy_with

DATABASE = "tthc_try_batch"
COUNT = 500

#: A centre, 500 dossiers at the appraisal of which eight will fail, and a batch on them.
PREPARE = """
import json
from odoo.addons.tthc_dossier.tests.common import DossierCommon

class Desk(DossierCommon):
    pass

desk = Desk.on_shell(env)
made = env["tthc.dossier"]
for _index in range(COUNT):
    made |= desk.take_in(case_id=Desk.free_case.id)
    made[-1].with_user(Desk.receptionist).action_forward()
for dossier in made[10:12]:
    dossier.with_user(Desk.officer).action_request_supplement("Thiếu tờ khai")
for dossier in made[200:202]:
    dossier.with_user(Desk.leader).action_reassign("Việc riêng", user_id=Desk.leader.id)
for dossier in made[300:302]:
    dossier.with_user(Desk.officer).action_consult("Có nợ thuế không?", agency_ids=Desk.tax.ids)
batch = env["tthc.batch"].with_user(Desk.officer)._start("forward", made.with_user(Desk.officer))
for dossier in made[400:402]:
    dossier.with_user(Desk.leader).action_reassign("Sau khi chọn", user_id=Desk.officer.id)
env.cr.commit()
print("RESULT " + json.dumps([batch.id, made.ids]))
"""

#: The scheduled job in a process that is killed after 100 lines; then two workers at once.
KILL = """
import json, signal, time
import odoo.sql_db
from odoo import api
from odoo.addons.base.models.ir_cron import IrCron

registry, database = env.registry, env.cr.dbname
cron = env.ref("tthc_dossier.cron_batch").id
env.cr.rollback()

def ready():
    with registry.cursor() as cr:
        cr.execute("SELECT count(*) FROM tthc_batch_line WHERE state <> 'waiting'")
        return cr.fetchone()[0]

def through_the_job():
    for _round in range(100):
        with odoo.sql_db.db_connect(database).cursor() as cr:
            IrCron._process_jobs_loop(cr, job_ids=[cron])

def directly():
    with registry.cursor() as cr:
        api.Environment(cr, api.SUPERUSER_ID, {})["tthc.batch"]._run_waiting()

pid = worker(through_the_job)
until = time.time() + 60
while ready() < 100 and time.time() < until:
    time.sleep(0.02)
os.kill(pid, signal.SIGKILL)
os.waitpid(pid, 0)
killed_at = ready()
begin = time.time()
for pid in [worker(directly), worker(directly)]:
    os.waitpid(pid, 0)
print("RESULT " + json.dumps([killed_at, ready() - killed_at, time.time() - begin]), flush=True)
os._exit(0)
"""

LOOK = """
import json
batch = env["tthc.batch"].browse({batch})
lines = [[line.dossier_id.id, line.state, line.message or ""] for line in batch.line_ids]
forwards = env["tthc.dossier.event"]._read_group(
    [("kind", "=", "forward"), ("user_id.login", "=", "t.chuyenvien")],
    ["dossier_id"], ["__count"])
broken = [d.id for d in batch.line_ids.dossier_id if d._ledger_break()]
print("RESULT " + json.dumps([
    batch.state, batch.done_count, batch.failed_count, lines,
    [[d.id, count] for d, count in forwards], broken,
]))
"""


@pytest.fixture(scope="module")
def batch():
    copy_with("tthc_dossier", DATABASE)
    return answer(DATABASE, PREPARE.replace("COUNT", str(COUNT)))


def test_killed_in_the_middle_nothing_is_lost_or_done_twice(batch):
    batch_id, ids = batch
    killed_at, rest, seconds = answer(DATABASE, FORK + KILL)
    print(f"killed after {killed_at}, {rest} by two workers in {seconds:.1f} s")
    assert 100 <= killed_at < COUNT
    assert killed_at + rest == COUNT
    state, done, failed, lines, forwards, broken = answer(DATABASE, LOOK.format(batch=batch_id))
    assert (state, done, failed, broken) == ("done", COUNT - 8, 8, [])
    reasons = {dossier: message for dossier, outcome, message in lines if outcome == "failed"}
    expected = (10, 200, 300, 400)
    assert sorted(reasons) == sorted(ids[first + step] for first in expected for step in (0, 1))
    assert len({reasons[ids[first]] for first in expected}) == len(expected)
    assert all(reasons.values()), json.dumps(reasons, ensure_ascii=False)
    assert sorted(forwards) == [[dossier, 1] for dossier in sorted(ids) if dossier not in reasons]
