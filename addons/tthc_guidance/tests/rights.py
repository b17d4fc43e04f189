"""Who may do what with guidance; see ``tthc_dossier/tests/rights_world.py``."""

_ROWS = {"receptionist": "rcwu@centre", "manager": "r@centre", "inspector": "r"}
ROWS = {"tthc.guidance": _ROWS, "tthc.guidance.line": _ROWS}
_DESK = "receptionist@centre"
METHODS = {
    "tthc.guidance": {
        "action_print": _DESK,
        "action_told": _DESK,
        "action_send": _DESK,
        "action_supplement": _DESK,
        "action_refuse": _DESK,
        "action_take_in": "read",
        "action_print_again": "read",
        "action_open_dossier": "read",
        "action_view_prints": "read",
    }
}
WRITES = {"tthc.guidance": {"note": "Ghi chú"}, "tthc.guidance.line": {"problem": "Mờ"}}
VALUES = {
    "tthc.guidance": lambda world, sample: {
        "company_id": sample.record.company_id.id,
        "procedure_id": sample.record.procedure_id.id,
        "case_id": sample.record.case_id.id,
    }
}


def make(world):
    for centre in (world.case.centre, world.case.other_centre):
        row = world.env["tthc.guidance"].create(
            {
                "company_id": centre.id,
                "procedure_id": world.case.procedure.id,
                "partner_id": world.citizen.id,
                "asked_by": f"Người hỏi {centre.id}",
                "email": f"hoi{centre.id}@example.com",
            }
        )
        world.add(row, centre=centre, secrets=(row.asked_by,))
        world.add(row.line_ids[:1], centre=centre)
