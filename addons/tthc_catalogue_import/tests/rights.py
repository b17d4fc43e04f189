"""Who may do what with imports; see ``tthc_dossier/tests/rights_world.py``."""

_QUEUE = {"staff": "r", "editor": "rcwu"}
_SHEET = {"editor": "rcwu@own"}

ROWS = {
    "tthc.import.batch": _QUEUE,
    "tthc.import.record": _QUEUE,
    "tthc.import.issue": _QUEUE,
    "tthc.import.rate": {"staff": "r"},
    "tthc.import.upload": _SHEET,
    "tthc.import.reject": _SHEET,
    "tthc.workbook.export": {"staff": "rc@own"},
    "tthc.workbook.import": _SHEET,
}
METHODS = {
    "tthc.import.batch": {
        "action_continue": "editor",
        "action_view_issues": "read",
        "action_view_records": "read",
        "action_view_rejected": "read",
        "action_view_review": "read",
    },
    "tthc.import.record": {
        "action_copy_raw": "editor",
        "action_open": "read",
        "action_open_draft": "read",
        "action_reject": "editor",
        "action_reparse": "editor",
        "action_resolve": "editor",
    },
    "tthc.import.issue": {
        "action_open_draft": "read",
        "action_open_record": "read",
        "action_reopen": "editor",
        "action_resolve": "editor",
    },
    "tthc.import.upload": {"action_import": "editor@own"},
    "tthc.import.reject": {"action_reject": "editor@own"},
    "tthc.workbook.import": {"action_apply": "editor@own", "action_check": "editor@own"},
}
ARGUMENTS = {"tthc.import.record": {"action_reject": {"reason": "Lý do thử"}}}


def make(world):
    batch = world.add(world.new("tthc.import.batch", name="quyen.json"))
    record = world.add(
        world.new(
            "tthc.import.record", batch_id=batch.id, state="review", parsed={"ma_thu_tuc": "parsed"}
        )
    )
    world.add(world.new("tthc.import.issue", record_id=record.id))
    world.env.flush_all()
    world.add(world.env["tthc.import.rate"].search([("batch_id", "=", batch.id)], limit=1))
    world.add_sheet("tthc.import.upload", "editor")
    world.add_sheet("tthc.import.reject", "editor", record_ids=[(6, 0, record.ids)])
    world.add_sheet("tthc.workbook.export", "staff")
    world.add_sheet("tthc.workbook.import", "editor")
