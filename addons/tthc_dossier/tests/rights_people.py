"""Who may do what with people's data, beside the contacts themselves; part of ``rights.py``."""

import base64

ROWS = {
    "tthc.access.log": {"manager": "r@centre", "inspector": "r"},
    "tthc.commune": {"portal": "r", "staff": "r", "administrator": "rcwu"},
    "tthc.commune.import": {"administrator": "rcwu@own"},
    "tthc.duplicate.pair": {"manager": "r", "inspector": "r"},
    "tthc.partner.merge": {"manager": "r", "inspector": "r"},
    "tthc.group.intake": {"receptionist": "rcwu@own"},
    "tthc.group.intake.line": {"receptionist": "rcwu@own"},
    "tthc.partner.compare": {"manager": "rcwu@own"},
    "tthc.partner.compare.line": {"manager": "rcwu@own"},
}
METHODS = {
    "tthc.group.intake": dict.fromkeys(
        ("action_accept", "action_leave_bad_out", "action_read_list"), "receptionist@own"
    ),
    "tthc.duplicate.pair": dict.fromkeys(
        ("action_compare", "action_different", "action_open_again"), "manager"
    ),
    "tthc.partner.merge": {"action_undo": "manager"},
    "tthc.partner.compare": {"action_merge": "manager@own", "action_different": "manager@own"},
    "tthc.commune.import": {
        "action_check": "administrator@own",
        "action_import": "administrator@own",
    },
    "tthc.access.log": {"action_open_record": "read"},
    "res.partner": {
        "action_view_tthc_dossiers": "read",
        "action_view_tthc_access": "read",
        "action_tthc_compare": "manager",
        "action_unmask_identity": "receptionist officer manager inspector",
    },
}


VALUES = {
    "tthc.commune": lambda world, sample: {
        "code": "99998",
        "name": "Khác",
        "kind": "ward",
        "state_id": sample.record.state_id.id,
    },
}


def make(world):
    """A look at somebody's data at each centre."""
    case = world.case
    for user in (world.users["receptionist"], case.other_receptionist):
        log = world.env["tthc.access.log"].with_user(user)
        row = log._record(world.stranger, "unmask", f"Xem của {user.name}")
        world.add(row, centre=user.company_id, secrets=(row.note,))
    province = world.env["res.country.state"].search([("country_id.code", "=", "VN")], limit=1)
    commune = {"code": "99999", "name": "Thử", "kind": "ward", "state_id": province.id}
    world.add(world.env["tthc.commune"].create(commune))
    listed = "Mã;Tên;Tỉnh\n99997;Xã Thử Hai;Bắc Ninh\n"
    world.add_sheet(
        "tthc.commune.import",
        "administrator",
        data=base64.b64encode(listed.encode()),
    )
    _make_duplicates(world)


def _make_duplicates(world):
    """Two contacts that look alike, two that were merged, and a comparison that is open."""
    people = world.env["res.partner"].create(
        [{"name": f"Trùng Tên {index}", "tthc_kind": "citizen"} for index in range(4)]
    )
    world.add(world.env["tthc.duplicate.pair"]._pair_of(people[0], people[1]))
    merges = world.env["tthc.partner.merge"].with_user(world.users["manager"])
    world.add(merges._merge(people[2], people[3], {}))
    sheet = world.add_sheet(
        "tthc.partner.compare", "manager", left_id=people[0].id, right_id=people[1].id
    )
    world.add_sheet(
        "tthc.partner.compare.line",
        "manager",
        compare_id=sheet.id,
        field="name",
        choice="left",
    )
    sheet = world.add_sheet(
        "tthc.group.intake",
        "receptionist",
        company_id=world.case.centre.id,
        procedure_id=world.case.procedure.id,
        mode="owners",
        pasted="Người Một Thử; 027080000051",
        papers_received=True,
    )
    world.add_sheet(
        "tthc.group.intake.line",
        "receptionist",
        sheet_id=sheet.id,
        name="Người Hai Thử",
        identity_number="027080000060",
    )
