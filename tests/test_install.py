"""Each addon alone, all together, update with data, and uninstallation, on real databases."""

import json
from functools import cache

import pytest
from databases import (
    ADDONS,
    PREFIX,
    PROVIDERS,
    answer,
    carriers,
    copy_of,
    copy_with,
    needs,
    our_log_lines,
    shell,
    with_addon,
    with_carriers,
    with_providers,
)
from test_setup_cli import tthc

#: What a user of the database must still be able to do after an uninstallation.
USABLE = """
import json
from odoo.tests import Form
env["res.partner"].create({"name": "Còn dùng được"})
Form(env["res.partner"])
Form(env["res.users"])
env["res.company"].search([]).mapped("display_name")
for menu in env["ir.ui.menu"].search([("action", "like", "ir.actions.act_window")]):
    if menu.action.res_model.startswith("tthc."):
        env[menu.action.res_model].search([], limit=1)
left = env["ir.model"].search([("model", "=like", "tthc.%")]).mapped("model")
print("RESULT " + json.dumps(sorted(left)))
env.cr.rollback()
"""

#: In the same process: what is left has to be usable without a new start, too.
UNINSTALL = """
import json, sys
from odoo import api
from odoo.modules.registry import Registry
names = json.loads(sys.argv[1])
modules = env["ir.module.module"].search([("name", "in", names)])
assert len(modules) == len(names) and set(modules.mapped("state")) == {"installed"}
modules.button_immediate_uninstall()
env = api.Environment(Registry(env.cr.dbname).cursor(), 1, {})
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


def uninstall(name, *addons):
    """Uninstall addons; returns the models of ours that are left."""
    return answer(name, UNINSTALL + USABLE, json.dumps(addons))


@cache
def models_with(addon):
    """The models of ours in the database that has ``addon`` and what it depends on."""
    return set(answer(with_addon(addon), USABLE))


@pytest.mark.parametrize("addon", sorted({*ADDONS} - {*PROVIDERS, *carriers()}))
def test_addon_installs_alone_and_leaves_no_trace(addon):
    """With what it depends on and without demo data; uninstalled again, the database stays usable
    and has the models that it had before."""
    assert our_log_lines(with_addon(addon)) == []
    before = set().union(*(models_with(name) for name in needs(addon)))
    assert before <= models_with(addon)
    name = copy_with(addon, PREFIX + "gone")
    assert set(uninstall(name, addon)) == before


def test_gateways_install_and_leave_no_trace():
    """They are overrides of the same kind on the same addon: all of them at once."""
    assert our_log_lines(with_providers()) == []
    name = copy_of(with_providers(), PREFIX + "gone")
    assert set(uninstall(name, *PROVIDERS)) == models_with("tthc_payment")


def test_carriers_install_and_leave_no_trace():
    """Likewise the connections to carriers."""
    assert our_log_lines(with_carriers()) == []
    name = copy_of(with_carriers(), PREFIX + "gone")
    assert set(uninstall(name, *carriers())) == models_with("tthc_postal")


def test_update_keeps_the_data():
    """All addons with demo data, updated in place: nothing is lost, changed or made twice. Then
    everything is uninstalled from under the data."""
    name = PREFIX + "all"
    made = tthc(*("init", name, "--demo", "--modules", ",".join(ADDONS), "--force"), timeout=600)
    assert made.returncode == 0, made.stderr
    before = answer(name, COUNT)
    assert before[0]["tthc.procedure"] >= 54
    assert before[0]["tthc.dossier"] >= 55
    assert before[0]["tthc.incoming.money"] > 0
    assert before[0]["tthc.shipment"] > 0
    assert before[2] == []
    shell(name, UPDATE)
    assert answer(name, COUNT) == before
    assert uninstall(name, "tthc_catalogue") == []
