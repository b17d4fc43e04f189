"""Who may do what with public posting; see ``tthc_dossier/tests/rights_world.py``."""

ROLES = {"posting": "tthc_posting.group_posting"}
IMPLIES = {"posting": ("staff",), "administrator": ("posting",)}
ROWS = {
    "tthc.posting.board": {
        "staff": "r@centre",
        "posting": "cw@centre",
        "administrator": "u@centre",
    },
    "tthc.posting": {"staff": "r@centre", "posting": "cw@centre", "administrator": "u@centre"},
    "tthc.posting.gap": {"staff": "r@centre"},
    "tthc.posting.print": {},
    "tthc.posting.wizard": {"posting": "rcwu@own"},
}
METHODS = {
    "tthc.posting": {"action_print_sheets": "read", "action_take_down": "posting@centre"},
    "tthc.posting.gap": {"action_post": "posting@centre", "action_take_down": "posting@centre"},
    "tthc.posting.wizard": {"action_post": "posting@own", "action_preview": "posting@own"},
    "tthc.procedure": {"action_open_public_page": "read", "action_view_postings": "read"},
    "tthc.procedure.version": {"action_view_postings": "read"},
}
WRITES = {"tthc.posting": {"note": "x"}}
VALUES = {
    "tthc.posting": lambda world, sample: {
        "board_id": sample.record.board_id.id,
        "sector_id": world.record("tthc.sector").id,
    }
}


def make(world):
    case = world.case
    for centre in (case.centre, case.other_centre):
        board = world.new("tthc.posting.board", name="Sảnh", company_id=centre.id)
        world.add(board, centre=centre, secrets=("Sảnh",))
        posting = world.new("tthc.posting", board_id=board.id, version_id=case.version.id)
        world.add(posting, centre=centre)
    world.env.flush_all()
    for centre in (case.centre, case.other_centre):
        gaps = world.env["tthc.posting.gap"].search([("company_id", "=", centre.id)], limit=1)
        world.add(gaps, centre=centre)
    world.add_any("tthc.posting.print")
    world.add_sheet(
        "tthc.posting.wizard",
        "posting",
        company_id=case.centre.id,
        board_id=world.record("tthc.posting.board").id,
    )
