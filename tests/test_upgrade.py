"""From the version landed before, with its demo data and what people did in it, to this one."""

import json
import os
import subprocess

import pytest
from test_setup_cli import ROOT, free_port, link_state, tthc

#: The last commit of 19.0.1.0.0, on which databases with data may stand.
LANDED = "c0e24e539333599c97946def6eeca7580c6405ea"
ADDONS = ("tthc_catalogue", "tthc_dossier", "tthc_payment", "tthc_postal")
DATABASE = "tthc_try_landed"

#: What people did with the landed version: a procedure retired, a dossier accepted and paid for.
WORK = """
publisher = env["res.users"].search([("login", "=", "congbo")])
version = env["tthc.procedure.version"].search(
    [("state", "=", "published"), ("procedure_id.code", "=", "2.001263")]
)
version.with_user(publisher).action_retire()
env.cr.commit()
"""

FIGURES = """
import json
models = ("tthc.procedure", "tthc.procedure.version", "tthc.procedure.case", "tthc.procedure.step",
          "tthc.procedure.fee", "tthc.procedure.component", "tthc.legal.document", "tthc.offer",
          "tthc.dossier", "tthc.dossier.event", "tthc.expected.payment", "tthc.incoming.money",
          "tthc.shipment")
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

AFTER = """
import json
version = env["tthc.procedure.version"].search(
    [("state", "=", "retired"), ("procedure_id.code", "=", "2.001263")]
)
labels = env["tthc.procedure.version"].search([("level", "!=", False), ("level_ids", "=", False)])
print("RESULT " + json.dumps({
    "unfinished": env["ir.module.module"].search([("state", "like", "to %")]).mapped("name"),
    "retired_until": [str(row.date_to) for row in version],
    "in_force": version.procedure_id.state,
    "without_levels": labels.ids,
}))
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
    result = tthc("shell", "-d", DATABASE, root=root, env=env, text_in=script, timeout=400)
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
        timeout=600,
    )
    assert made.returncode == 0, made.stderr
    shell(tree, env, WORK)
    before = answer(tree, env, FIGURES)
    assert len(before["kept"]["tthc.dossier"]) >= 55
    port = str(free_port())
    started = tthc("run", "--detach", "-d", DATABASE, "--port", port, env=env, timeout=600)
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
    state = answer(ROOT, env, AFTER)
    assert state["unfinished"] == []
    assert state["in_force"] == "none" or state["in_force"] == "ended"
    assert state["retired_until"] and "False" not in state["retired_until"]
    assert state["without_levels"] == []
