"""Who may do what with papers in the post; see ``tthc_dossier/tests/rights_world.py``."""

_DESK = "receptionist@centre manager@centre"

ROWS = {
    "tthc.shipment.papers": {
        "receptionist": "rw@centre",
        "manager": "rw@centre",
        "inspector": "r",
    },
}
METHODS = {
    "tthc.shipment.papers": {
        "action_settle": _DESK,
        "action_open_shipment": "read",
        "action_open_slip": "read",
    },
    "tthc.shipment": {
        "action_view_papers": "read",
        "action_add_originals": "receptionist@centre",
    },
}
WRITES = {"tthc.shipment.papers": {"remark": "x"}}


def make(world):
    """A difference of each shipment that nobody has looked into."""
    papers = world.env["tthc.shipment.papers"]
    for sample in list(world.samples["tthc.shipment"]):
        dossier = sample.record.item_ids.dossier_id[:1]
        if not dossier:
            continue
        row = papers._append(
            [
                {
                    "shipment_id": sample.record.id,
                    "dossier_id": dossier.id,
                    "company_id": sample.record.company_id.id,
                    "step": "out",
                    "at": "2026-03-09 02:00:00",
                    "papers": "1 × Giấy chứng nhận",
                    "differs": True,
                    "facts": [{"reason": "posted", "paper": "Giấy chứng nhận", "count": 1}],
                }
            ]
        )
        world.add(row, centre=sample.centres)
