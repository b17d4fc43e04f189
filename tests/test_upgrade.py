"""From the version landed before, with its demo data and what people did in it, to this one."""

import json
import os
import subprocess

import pytest
from test_setup_cli import ROOT, free_port, link_state, tthc

#: A commit before this version, on which databases with data may stand.
LANDED = "12d06c3665b6f0a639542bafdae5266b59971412"
ADDONS = (
    "tthc_catalogue",
    "tthc_catalogue_audit",
    "tthc_catalogue_import",
    "tthc_custody",
    "tthc_dossier",
    "tthc_notice",
    "tthc_payment",
    "tthc_portal",
    "tthc_postal",
    "tthc_postal_ems",
    "tthc_postal_payment",
    "tthc_postal_viettel",
    "tthc_postal_vnpost",
    "tthc_posting",
    "tthc_receipt",
    "tthc_reconciliation",
    "tthc_remittance",
)
DATABASE = "tthc_try_landed"

#: What people did with the landed version besides the demo data: a second supplement that waits for
#: leave, a dossier handed back, a statement by which money left the account.
WORK = """
Dossier = env["tthc.dossier"]
def open_in(state):
    return Dossier.search([("state", "=", state)], order="id")
def holder(dossier):
    return env["tthc.demo"]._user(dossier.task_id)
twice = open_in("supplement")[0]
desk = env["tthc.demo"]._receptionist(twice.company_id)
twice.with_user(desk).action_receive_supplement()
twice.with_user(holder(twice)).action_propose_supplement(
    "Bổ sung lần hai", legal_basis="Luật chuyên ngành", leave_note="Mới phát sinh")
for dossier in open_in("processing"):
    if dossier.task_id.role == "officer" and len(dossier.task_ids) > 2:
        dossier.with_user(holder(dossier)).action_return_step("Làm rõ nội dung")
        break
from odoo.addons.tthc_payment.tests.statement_samples import vietcombank
account = env.ref("tthc_payment.account_province")
rows = [("10/03/2026", "X1", -11000, "Phi SMS"), ("10/03/2026", "X2", 50000, "khong ro")]
env["tthc.statement"].with_user(env.ref("tthc_payment.user_accountant"))._import(
    account, vietcombank(rows, account=account.number), "t3.xlsx")
env.cr.commit()
"""

FIGURES = """
import json
models = (
    "tthc.procedure", "tthc.procedure.version", "tthc.procedure.case", "tthc.procedure.step",
    "tthc.procedure.fee", "tthc.procedure.component", "tthc.legal.document", "tthc.offer",
    "tthc.dossier", "tthc.dossier.event", "tthc.expected.payment", "tthc.incoming.money",
    "tthc.payment.match", "tthc.receipt", "tthc.refund", "tthc.statement",
    "tthc.reconciliation.day", "tthc.reconciliation.item", "tthc.settlement",
    "tthc.remittance", "tthc.remittance.entry", "tthc.custody.movement",
    "tthc.shipment", "tthc.shipment.item", "tthc.shipment.event", "tthc.postal.handover",
    "tthc.postal.batch", "tthc.postal.collection", "tthc.postal.remittance",
    "tthc.carrier.order", "tthc.carrier.news", "tthc.carrier.file",
)
dossiers = env["tthc.dossier"].search([], order="id")
demo = env["ir.model.data"].search([("module", "=like", "tthc_%"), ("model", "in", models)])
known = {(row.model, row.res_id) for row in demo}
print("RESULT " + json.dumps({
    "kept": {m: env[m].with_context(active_test=False).search([], order="id").ids for m in models},
    "dossiers": [
        [d.id, d.name, d.state, str(d.due_at), str(d.due_legal), d.case_id.id, d.task_ids.ids]
        for d in dossiers
    ],
    "broken": [d.id for d in dossiers if d._ledger_break()],
    "money": [
        [row.reference, row.amount, row.state]
        for row in env["tthc.expected.payment"].search([], order="id")
    ],
    "prices": [
        [case.id, [q.amount for q in case._quote_fees("counter", env.cr.now().date(), 3)]]
        for case in env["tthc.procedure.case"].search([], order="id")
    ],
    "steps": [
        [case.id, case.step_ids.sorted("sequence").ids]
        for case in env["tthc.procedure.case"].search([], order="id")
    ],
}))
"""

#: The new version goes on with what the landed one left: one dossier of each open state.
GO_ON = """
import json
Dossier = env["tthc.dossier"]
demo = env["tthc.demo"]
def one(state):
    return Dossier.search([("state", "=", state), ("id", "in", {ids})], order="id", limit=1)
done = []
def act(dossier, user, name, *args, **more):
    getattr(dossier.with_user(user), "action_" + name)(*args, **more)
    done.append([dossier.id, name, dossier.state])
registered = one("registered")
desk = demo._receptionist(registered.company_id)
registered.sudo().component_ids.write({{"received": True}})
act(registered, desk, "accept")
accepted = one("accepted")
act(accepted, demo._user(accepted.task_id), "forward")
asked = one("supplement")
act(asked, demo._receptionist(asked.company_id), "receive_supplement")
withdrawn = one("withdrawing")
act(withdrawn, demo._receptionist(withdrawn.company_id), "answer_withdrawal", "Đồng ý")
ready = Dossier.search(
    [("state", "=", "done"), ("return_method", "=", "counter"), ("id", "in", {ids})], limit=1
)
if ready.fee_due:
    ready.action_receive_cash()
act(ready, demo._receptionist(ready.company_id), "return_result")
print("RESULT " + json.dumps({{
    "done": done,
    "numbers": [d.name for d in Dossier.search([("name", "!=", False)])],
    "broken": [d.id for d in Dossier.search([]) if d._ledger_break()],
    "open_without_step": Dossier.search_count([
        ("state", "in", ("accepted", "processing", "supplement", "financial", "withdrawing")),
        ("open_task_ids", "=", False), ("id", "in", {ids}), ("name", "!=", False),
    ]),
    "agency_missing": [
        d.id for d in Dossier.search([]) if d.task_ids.agency_id - d.agency_ids
    ],
    "left": env["tthc.bank.debit"].search([]).mapped("amount"),
    "reconciled": env["res.company"].search([("tthc_reconcile_from", "=", False)]).ids,
    "unfinished": env["ir.module.module"].search([("state", "like", "to %")]).mapped("name"),
}}))
env.cr.rollback()
"""


def git(*arguments, check=True, **options):
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=check, **options)


@pytest.fixture(scope="module")
def landed(tmp_path_factory):
    """The landed source tree, and the environment of a state folder that both trees use."""
    if git("cat-file", "-e", f"{LANDED}^{{commit}}", check=False, capture_output=True).returncode:
        pytest.skip("the source came without the history back to the landed version")
    folder = tmp_path_factory.mktemp("landed")
    tree = folder / "tree"
    tree.mkdir()
    archive = git("archive", LANDED, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(tree)], input=archive, check=True)
    env = link_state(folder / "state")
    server = {name: value for name, value in os.environ.items() if name.startswith("PG")}
    return tree, {**env, **server, "TTHC_PRIVATE_PGHOST": ""}


def shell(root, env, script):
    result = tthc("shell", "-d", DATABASE, root=root, env=env, text_in=script, timeout=900)
    assert result.returncode == 0, result.stderr[-3000:]
    return result


def answer(root, env, script):
    lines = [row for row in shell(root, env, script).stdout.splitlines() if "RESULT " in row]
    return json.loads(lines[-1].split("RESULT ", 1)[1])


def test_upgrade_keeps_the_data(landed):
    tree, env = landed
    made = tthc(
        *("init", DATABASE, "--demo", "--force", "--modules", ",".join(ADDONS)),
        root=tree,
        env=env,
        timeout=1500,
    )
    assert made.returncode == 0, made.stderr
    shell(tree, env, WORK)
    before = answer(tree, env, FIGURES)
    assert len(before["kept"]["tthc.dossier"]) >= 55
    port = str(free_port())
    started = tthc("run", "--detach", "-d", DATABASE, "--port", port, env=env, timeout=1500)
    tthc("stop", "--port", port, env=env)
    # It refuses to start where the update leaves a warning or an error in the log.
    assert started.returncode == 0, started.stderr
    assert "updating" in started.stderr
    after = answer(ROOT, env, FIGURES)
    for model, ids in before["kept"].items():
        assert set(ids) <= set(after["kept"][model]), model
    for name in ("dossiers", "broken", "money", "steps"):
        assert after[name][: len(before[name])] == before[name], name
    assert dict(after["prices"]).items() >= dict(before["prices"]).items()
    state = answer(ROOT, env, GO_ON.format(ids=before["kept"]["tthc.dossier"]))
    assert state["unfinished"] == state["broken"] == state["agency_missing"] == []
    assert state["open_without_step"] == 0
    assert 11000 in state["left"]
    assert state["reconciled"] == []
    assert [name for _id, name, _state in state["done"]] == [
        *("accept", "forward", "receive_supplement", "answer_withdrawal", "return_result")
    ]
    old = [row[1] for row in before["dossiers"] if row[1]]
    assert len(state["numbers"]) == len(set(state["numbers"])) == len(old) + 1
    assert set(old) < set(state["numbers"])
