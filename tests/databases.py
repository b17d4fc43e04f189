"""Databases for the tests that need real processes: made once, then copied.

An addon is installed on a copy of the database that has its largest dependency of ours, so that
each addon is installed once in a run of the tests, whatever number of tests need it.
"""

import ast
import json
from functools import cache

from test_setup_cli import ROOT, STATE, tthc

PREFIX = "tthc_try_"
ADDONS = tuple(
    sorted(path.parent.name for path in (ROOT / "addons").glob("tthc_*/__manifest__.py"))
)


@cache
def needs(addon):
    """Every addon of ours that ``addon`` depends on, directly or not."""
    manifest = ast.literal_eval((ROOT / "addons" / addon / "__manifest__.py").read_text())
    direct = [name for name in manifest["depends"] if name in ADDONS]
    return frozenset(direct).union(*(needs(name) for name in direct))


@cache
def with_addon(addon):
    """Name of the database with ``addon`` and what it depends on, without demo data. Not to be
    written to: others are copied from it."""
    name = PREFIX + addon
    # The largest first; of two equally large ones always the same.
    below = max(sorted(needs(addon)), key=lambda other: len(needs(other)), default=None)
    source = ("--from", with_addon(below)) if below else ()
    result = tthc(*("init", name, "--no-demo", "--modules", addon, *source, "--force"), timeout=400)
    assert result.returncode == 0, result.stderr
    return name


@cache
def carriers():
    """The connections to carriers, which need ``tthc_postal`` alone and know nothing of each
    other."""
    return tuple(
        addon
        for addon in ADDONS
        if addon.startswith("tthc_postal_")
        and needs(addon) == needs("tthc_postal") | {"tthc_postal"}
    )


#: Gateways and bank feeds, which need ``tthc_payment`` and know nothing of each other.
PROVIDERS = tuple(addon for addon in ADDONS if addon.startswith("tthc_payment_"))


@cache
def with_providers():
    """As :func:`with_addon`, with all gateways and bank feeds."""
    name = f"{PREFIX}providers"
    result = tthc(
        *("init", name, "--no-demo", "--modules", ",".join(PROVIDERS)),
        *("--from", with_addon("tthc_payment"), "--force"),
        timeout=500,
    )
    assert result.returncode == 0, result.stderr
    return name


@cache
def with_carriers():
    """As :func:`with_addon`, with all connections to carriers."""
    name = f"{PREFIX}carriers"
    result = tthc(
        *("init", name, "--no-demo", "--modules", ",".join(carriers())),
        *("--from", with_addon("tthc_postal"), "--force"),
        timeout=500,
    )
    assert result.returncode == 0, result.stderr
    return name


#: How scripts of :func:`answer` begin that need processes of one parent, as Odoo's server has
#: them. ``worker(act)`` runs ``act`` in one and returns its number at once; ``code(pid)`` waits for
#: how it ended: 0, 2 where ``act`` refused by a ``UserError``, 1 after any other error, -9 killed.
FORK = """
import os, traceback
import odoo.sql_db
from odoo.exceptions import UserError

def worker(act):
    odoo.sql_db.close_all()  # none is shared
    pid = os.fork()
    if not pid:
        ended = 1
        try:
            act()
            ended = 0
        except UserError:
            ended = 2
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(ended)
    return pid

def code(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
"""


def copy_of(source, name):
    """A fresh copy of the database ``source``, to work in; returns its name."""
    result = tthc("init", name, "--from", source, "--force")
    assert result.returncode == 0, result.stderr
    return name


def copy_with(addon, name):
    """A fresh copy of :func:`with_addon`, to work in; returns its name."""
    return copy_of(with_addon(addon), name)


def shell(database, script, *arguments, timeout=400):
    """Run ``script`` in Odoo's shell; ``arguments`` are its ``sys.argv[1:]``."""
    result = tthc("shell", "-d", database, *arguments, text_in=script, timeout=timeout)
    assert result.returncode == 0, result.stderr[-3000:]
    return result


def answer(database, script, *arguments):
    """What ``script`` prints as JSON after the word RESULT."""
    said = shell(database, script, *arguments).stdout.splitlines()
    lines = [line for line in said if "RESULT " in line]
    return json.loads(lines[-1].split("RESULT ", 1)[1])


def our_log_lines(name):
    """Warnings and errors of the installation's log that come from our modules."""
    text = (STATE / "log" / f"{name}-install.log").read_text()
    return [
        line
        for line in text.splitlines()
        if "tthc_" in line.split(name, 1)[-1] and (" WARNING " in line or " ERROR " in line)
    ]
