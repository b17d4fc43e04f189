"""Who may do what with people's data, beside the contacts themselves; part of ``rights.py``."""

ROWS = {
    "tthc.access.log": {"manager": "r@centre", "inspector": "r"},
}
METHODS = {
    "tthc.access.log": {"action_open_record": "read"},
    "res.partner": {
        "action_view_tthc_dossiers": "read",
        "action_view_tthc_access": "read",
        "action_unmask_identity": "receptionist officer manager inspector",
    },
}


def make(world):
    """A look at somebody's data at each centre."""
    case = world.case
    for user in (world.users["receptionist"], case.other_receptionist):
        log = world.env["tthc.access.log"].with_user(user)
        row = log._record(world.stranger, "unmask", f"Xem của {user.name}")
        world.add(row, centre=user.company_id, secrets=(row.note,))
