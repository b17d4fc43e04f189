"""Who may do what with papers; see ``tthc_dossier/tests/rights_world.py``."""

from .common import PIXEL

_READ = {
    "receptionist": "r@centre",
    "manager": "r@centre",
    "officer": "r@agency",
    "inspector": "r",
}
_SHEET = {"receptionist": "rcwu@own", "officer": "rcwu@own", "manager": "rcwu@own"}

ROWS = {
    "tthc.custody.slip": _READ,
    "tthc.custody.movement": _READ,
    "tthc.custody.signature": _READ,
    "tthc.custody.holding": _READ,
    "tthc.custody.incident": {
        "receptionist": "rcw@centre",
        "manager": "rcw@centre",
        "officer": "rcw@agency",
        "inspector": "r",
    },
    "tthc.custody.rule": {"staff": "r", "administrator": "rcwu"},
    "tthc.custody.move": _SHEET,
    "tthc.custody.move.line": _SHEET,
    "tthc.custody.sign": _SHEET,
    "tthc.custody.correction": {"receptionist": "rcwu@own"},
}
_DIALOGS = (
    "action_papers_lend",
    "action_papers_back",
    "action_papers_return",
    "action_papers_receive",
    "action_papers_post",
    "action_papers_archive",
    "action_papers_incident",
    "action_papers_correct",
    "get_custody_table",
)
METHODS = {
    "tthc.dossier": {**dict.fromkeys(_DIALOGS, "read"), "action_move_papers": "engine"},
    "tthc.handover": {"action_sign": "engine"},
    "tthc.custody.slip": {
        "action_sign": "engine",
        "action_print": "read",
        "action_open_dossier": "read",
    },
    "tthc.custody.holding": {"action_open_dossier": "read"},
    "tthc.custody.incident": {
        "action_settle": "engine",
        "action_found": "engine",
        "action_open_dossier": "read",
    },
    "tthc.custody.move": {"action_confirm": "engine", "action_confirm_print": "engine"},
    "tthc.custody.sign": {"action_confirm": "engine"},
    "tthc.custody.correction": {"action_confirm": "engine"},
}
ARGUMENTS = {"tthc.dossier": {"action_move_papers": {"way": "lend", "papers": []}}}
WRITES = {"tthc.custody.incident": {"remedy": "x"}}
VALUES = {
    "tthc.custody.incident": lambda world, sample: {
        "dossier_id": sample.record.dossier_id.id,
        "component_id": sample.record.component_id.id,
        "kind": "damaged",
        "description": "Rách",
    },
}


def make(world):
    """An original of each dossier lent to an agency that knows it already, and a loss."""
    for sample in list(world.samples["tthc.dossier"]):
        if "draft" in sample.tags:
            continue
        dossier = sample.record
        paper = dossier.component_ids[:1]
        paper.originals = 4
        slip = dossier.sudo()._move_papers(
            "lend",
            [{"component_id": paper.id, "kind": "original", "quantity": 1}],
            agency_id=sample.agencies[:1].id,
        )
        world.env["tthc.custody.signature"]._sign(slip, ["giver"], "drawn", "Người giao", PIXEL)
        world.env["tthc.custody.incident"].create(
            {
                "dossier_id": dossier.id,
                "component_id": paper.id,
                "kind": "damaged",
                "description": "Rách",
            }
        )
    for model in ("holding", "slip", "movement", "incident"):
        world.add_below(f"tthc.custody.{model}")
    world.add_below("tthc.custody.signature", link="slip_id")
    world.add_any("tthc.custody.rule")
    dossier = world.record("tthc.dossier")
    move = world.add_sheet(
        "tthc.custody.move", "receptionist", dossier_id=dossier.id, way="lend", line_ids=[]
    )
    world.add_sheet("tthc.custody.move.line", "receptionist", move_id=move.id)
    world.add_sheet(
        "tthc.custody.sign", "receptionist", slip_id=world.record("tthc.custody.slip").id
    )
    world.add_sheet(
        "tthc.custody.correction",
        "receptionist",
        dossier_id=dossier.id,
        component_id=dossier.component_ids[:1].id,
        originals=4,
        reason="Gõ nhầm",
    )
