"""Which of our addons a database needs installed or updated.

addons.py list [a,b]          the installable addons (limited to a,b and what they need)
addons.py plan DB PINS FILE [a,b]
    prints lines "rebuild why", "install x,y", "update z"; FILE gets the hashes
    of the sources as they are now (they may change while Odoo installs)
addons.py record DB FILE      the database now holds what FILE says
addons.py fail DB             the installation broke off
addons.py limit DB            the addons the database was limited to when made
addons.py ours a,b            those of a,b that are ours
"""

import ast
import hashlib
import json
import sys
from pathlib import Path

import db

ADDONS = Path(__file__).resolve().parent.parent / "addons"
# what a database does not hold: tests, texts for people, and files served from disk
SKIPPED = ("tests", "readme", "doc", "__pycache__", "static/src", "static/tests", "static/lib")
SKIPPED_NAMES = {"README.rst", "README.md"}


def manifest(name):
    return ast.literal_eval((ADDONS / name / "__manifest__.py").read_text())


def installable():
    names = sorted(path.parent.name for path in ADDONS.glob("tthc_*/__manifest__.py"))
    return [name for name in names if manifest(name).get("installable", True)]


def selected(limit=""):
    """The addons to install: all, or those named with what they depend on."""
    names = installable()
    if not limit:
        return names
    wanted = [name for name in limit.split(",") if name and name != "none"]
    unknown = [name for name in wanted if name not in names]
    if unknown:
        sys.exit(f"tthc: there is no addon {', '.join(unknown)} in addons/")
    chosen = set()
    while wanted:
        name = wanted.pop()
        if name in names and name not in chosen:
            chosen.add(name)
            wanted += manifest(name).get("depends", [])
    return sorted(chosen)


def content_hash(name):
    digest = hashlib.sha256()
    root = ADDONS / name
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).as_posix()
        if not path.is_file() or path.suffix == ".pyc" or inside in SKIPPED_NAMES:
            continue
        if any(
            inside == part or inside.startswith(part + "/") or f"/{part}/" in f"/{inside}"
            for part in SKIPPED
        ):
            continue
        digest.update(inside.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def plan(database, pins, snapshot, limit=""):
    state = db.get_state(database)
    hashes = {name: content_hash(name) for name in selected(limit)}
    Path(snapshot).write_text(json.dumps({"pins": pins, "limit": limit, "modules": hashes}))
    known = state.get("modules", {})
    if state.get("failed"):
        print("rebuild the last installation did not finish")
    if state and state.get("pins") != pins:
        print("rebuild the pinned versions changed")
    gone = sorted(name for name in known if name not in hashes)
    if gone:
        print("rebuild no longer wanted: " + ", ".join(gone))
    new = [name for name in hashes if name not in known]
    changed = [name for name in hashes if name in known and known[name] != hashes[name]]
    if new:
        print("install " + ",".join(new))
    if changed:
        print("update " + ",".join(changed))


def record(database, snapshot):
    db.set_state(database, json.loads(Path(snapshot).read_text()))


def fail(database):
    db.set_state(database, {**db.get_state(database), "failed": True})


def main(command, *args):
    if command == "list":
        print(",".join(selected(*args)))
    elif command == "limit":
        print(db.get_state(*args).get("limit", ""))
    elif command == "ours":
        print(",".join(name for name in args[0].split(",") if name in installable()))
    else:
        {"plan": plan, "record": record, "fail": fail}[command](*args)


if __name__ == "__main__":
    main(*sys.argv[1:])
