"""Who may do what with outages; see ``tthc_dossier/tests/rights_world.py``."""

from datetime import datetime

_READ = {"receptionist": "r@centre", "manager": "r@centre", "inspector": "r"}
_SHEET = {"receptionist": "rcwu@own", "manager": "rcwu@own"}

ROWS = {
    "tthc.outage": {"receptionist": "rcwu@centre", "manager": "rcwu@centre", "inspector": "r"},
    "tthc.outage.pad": {"receptionist": "rcw@centre", "manager": "rcw@centre", "inspector": "r"},
    "tthc.outage.sheet": _READ,
    "tthc.outage.strike": _SHEET,
}
_STAFF = "receptionist@centre manager@centre"
METHODS = {
    "tthc.outage": {"action_end": _STAFF},
    "tthc.outage.pad": {
        "action_print": _STAFF,
        "action_print_account": "read",
        "action_void_rest": "read",
    },
    "tthc.outage.sheet": {"action_enter": "read", "action_spoil": "read", "action_void": "read"},
    "tthc.outage.strike": {"action_confirm": "engine"},
}
HIDDEN = {
    "tthc.dossier": {"outage_sheet_ids": "receptionist manager inspector"},
}
WRITES = {"tthc.outage": {"note": "x"}, "tthc.outage.pad": {"counter": "x"}}
VALUES = {
    "tthc.outage.pad": lambda world, sample: {
        "company_id": sample.record.company_id.id,
        "size": 1,
    },
    "tthc.outage": lambda world, sample: {
        "company_id": sample.record.company_id.id,
        "from_at": datetime(2026, 3, 9, 2, 0),
        "cause": "Mất điện",
    },
}


def make(world):
    case = world.case
    for centre in (case.centre, case.other_centre):
        outage = world.new(
            "tthc.outage",
            company_id=centre.id,
            from_at=datetime(2026, 3, 9, 2, 0),
            cause="Mất điện",
        )
        pad = world.new("tthc.outage.pad", company_id=centre.id, size=1)
        for rows in (outage, pad, pad.sheet_ids):
            world.add(rows, centre=centre)
    world.add_sheet(
        "tthc.outage.strike",
        "receptionist",
        sheet_ids=[(6, 0, world.record("tthc.outage.sheet").ids)],
        reason="Hết sự cố",
    )
