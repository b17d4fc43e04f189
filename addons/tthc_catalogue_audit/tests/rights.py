"""Who may do what with the audit; see ``tthc_dossier/tests/rights_world.py``."""

SCOPES = {
    "shared": lambda user, sample: not sample.centres or bool(sample.centres & user.company_ids)
}
ROWS = {
    "tthc.audit.rule": {"staff": "r", "editor": "w"},
    "tthc.audit.finding": {"staff": "r@shared"},
    "tthc.audit.coverage": {"staff": "r"},
    "tthc.audit.coverage.centre": {"staff": "r@centre"},
    "tthc.audit.accept": {"editor": "rcwu@own"},
}
METHODS = {
    "tthc.audit.rule": {
        "action_audit_now": "editor publisher",
        "action_print": "read",
        "action_view_findings": "read",
    },
    "tthc.audit.finding": {
        "action_accept": "editor",
        "action_assign": "editor",
        "action_open_record": "read",
        "action_reopen": "editor",
    },
    "tthc.audit.accept": {"action_accept": "editor@own"},
}


def make(world):
    rule = world.add(world.env["tthc.audit.rule"].search([], limit=1))
    finding = world.env["tthc.audit.finding"]
    for key, centre in (
        ("shared", world.env["res.company"]),
        ("own", world.case.centre),
        ("other", world.case.other_centre),
    ):
        row = world.new(
            "tthc.audit.finding",
            rule_id=rule.id,
            key=f"rights {key}",
            res_model="tthc.procedure",
            res_id=world.case.procedure.id,
            company_id=centre.id,
        )
        finding |= world.add(row, centre=centre, secrets=(row.detail,) if centre else ())
    world.add_any("tthc.audit.coverage")
    for centre in (world.case.centre, world.case.other_centre):
        rows = world.env["tthc.audit.coverage.centre"]
        world.add(rows.search([("company_id", "=", centre.id)], limit=1), centre=centre)
    world.add_sheet("tthc.audit.accept", "editor", finding_ids=[(6, 0, finding[0].ids)])
