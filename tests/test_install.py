"""Each addon alone, all together, update with data, and uninstallation, on real databases."""

import json

import pytest
from test_setup_cli import STATE, tthc

ADDONS = (
    "tthc_catalogue",
    "tthc_catalogue_audit",
    "tthc_catalogue_import",
    "tthc_dossier",
    "tthc_dossier_audit",
    "tthc_payment",
    "tthc_postal",
    "tthc_posting",
)

#: What a user of the database must still be able to do after an uninstallation.
USABLE = """
import json
from odoo.tests import Form
env["res.partner"].create({"name": "Còn dùng được"})
Form(env["res.partner"])
Form(env["res.users"])
env["res.company"].search([]).mapped("display_name")
left = env["ir.model"].search([("model", "=like", "tthc.%")]).mapped("model")
print("RESULT " + json.dumps(left))
env.cr.rollback()
"""

UNINSTALL = """
module = env["ir.module.module"].search([("name", "=", "tthc_catalogue")])
module.button_immediate_uninstall()
"""

COUNT = """
import json
models = ("tthc.procedure", "tthc.dossier", "tthc.dossier.event", "tthc.expected.payment",
          "tthc.incoming.money", "tthc.shipment")
numbers = sorted(env["tthc.dossier"].search([("name", "!=", False)]).mapped("name"))
broken = [dossier.id for dossier in env["tthc.dossier"].search([]) if dossier._ledger_break()]
print("RESULT " + json.dumps([{m: env[m].search_count([]) for m in models}, numbers, broken]))
"""

UPDATE = """
modules = env["ir.module.module"].search([("name", "=like", "tthc_%"), ("state", "=", "installed")])
modules.button_immediate_upgrade()
"""


def shell(database, script):
    result = tthc("shell", "-d", database, text_in=script, timeout=300)
    assert result.returncode == 0, result.stderr[-3000:]
    return result


def answer(database, script):
    lines = [line for line in shell(database, script).stdout.splitlines() if "RESULT " in line]
    return json.loads(lines[-1].split("RESULT ", 1)[1])


def make(modules, demo="--no-demo"):
    """A fresh database with ``modules``; its name."""
    name = "tthc_try_all" if "," in modules else f"tthc_try_{modules}"
    result = tthc("init", name, demo, "--modules", modules, "--force", timeout=400)
    assert result.returncode == 0, result.stderr
    return name


def our_log_lines(name):
    """Warnings and errors of the installation's log that come from our modules."""
    text = (STATE / "log" / f"{name}-install.log").read_text()
    return [
        line
        for line in text.splitlines()
        if "tthc_" in line.split(name, 1)[-1] and (" WARNING " in line or " ERROR " in line)
    ]


@pytest.mark.parametrize("addon", ADDONS)
def test_addon_installs_alone_and_leaves_no_trace(addon):
    """With what it depends on and without demo data; uninstalled, the database stays usable."""
    name = make(addon)
    assert our_log_lines(name) == []
    assert answer(name, USABLE) != []
    shell(name, UNINSTALL)
    assert answer(name, USABLE) == []


def test_update_keeps_the_data():
    """All addons with demo data, updated in place: nothing is lost, changed or made twice."""
    name = make(",".join(ADDONS), "--demo")
    before = answer(name, COUNT)
    assert before[0]["tthc.procedure"] >= 54
    assert before[0]["tthc.dossier"] >= 55
    assert before[0]["tthc.incoming.money"] > 0
    assert before[0]["tthc.shipment"] > 0
    assert before[2] == []
    shell(name, UPDATE)
    assert answer(name, COUNT) == before
