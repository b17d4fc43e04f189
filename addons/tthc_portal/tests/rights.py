"""Who may do what with what citizens send online; see ``tthc_dossier/tests/rights_world.py``."""

_READ = {
    "receptionist": "r@centre",
    "manager": "r@centre",
    "officer": "r@agency",
    "inspector": "r",
}

ROWS = {
    "tthc.online.supply": _READ,
    "tthc.online.file": _READ,
    "tthc.online.answer": {"receptionist": "rcwu@own"},
}
METHODS = {
    "tthc.online.supply": {
        "action_check": "receptionist@centre",
        "action_ask_answer": "read",
        "action_open_dossier": "read",
        "action_print_receipt": "read",
    },
    "tthc.online.file": {"action_open": "read"},
    "tthc.online.answer": {"action_confirm": "receptionist@own"},
}


def make(world):
    """Something sent for each supplement, made without the actions."""
    for sample in list(world.samples["tthc.supplement.round"]):
        asked = sample.record
        supply = world.new(
            "tthc.online.supply",
            dossier_id=asked.dossier_id.id,
            round_id=asked.id,
            partner_id=asked.dossier_id.owner_id.id,
            user_id=world.users["portal"].id,
            name=f"QUYEN/{asked.id}",
        )
        item = asked.item_ids or world.new("tthc.supplement.item", round_id=asked.id, name="Ảnh")
        file = world.new("tthc.online.file", supply_id=supply.id, item_id=item[:1].id)
        supply.state = "sent"
        for row in (supply, file):
            world.add(row, centre=sample.centres, agencies=sample.agencies)
    world.add_sheet(
        "tthc.online.answer",
        "receptionist",
        supply_id=world.record("tthc.online.supply").id,
    )
