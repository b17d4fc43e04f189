"""Who may do what with remittance; see ``tthc_dossier/tests/rights_world.py``."""

_READ = {"accountant": "r@centre", "auditor": "r@centre", "inspector": "r"}
_SETTING = {**_READ, "chief": "rcw@centre", "administrator": "u@centre"}

ROWS = {
    "tthc.remittance.entry": _READ,
    "tthc.remittance.share": _READ,
    "tthc.remittance.due": _READ,
    "tthc.remittance": _READ,
    "tthc.remittance.line": _READ,
    "tthc.remittance.account": _SETTING,
    "tthc.remittance.rule": _SETTING,
    "tthc.period.signoff": {**_READ, "accountant": "rc@centre"},
    "tthc.period.signoff.line": _READ,
    "tthc.remittance.make": {"accountant": "rcwu@own"},
    "tthc.signoff.agree": {"accountant": "rcwu@own"},
}
METHODS = {
    "tthc.remittance": {
        "action_approve": "chief@centre",
        "action_cancel": "accountant@centre",
        "action_done": "accountant@centre",
        "action_order": "accountant@centre",
        "action_print": "read",
        "action_shares": "read",
        "action_submit": "accountant@centre",
    },
    "tthc.remittance.line": {"action_shares": "read"},
    "tthc.remittance.make": {"action_make": "accountant@own"},
    "tthc.signoff.agree": {"action_agree": "accountant@own"},
    "tthc.period.signoff": {
        "action_agree": "accountant@centre",
        "action_cancel": "accountant@centre",
        "action_dispute": "accountant@centre",
        "action_print": "read",
        "action_refresh": "accountant@centre",
        "action_send": "accountant@centre",
        "action_sign": "chief@centre",
        "action_verify": "read",
        "action_xlsx": "read",
    },
}
VALUES = {
    "tthc.period.signoff": lambda world, sample: {
        "company_id": sample.record.company_id.id,
        "kind": "month",
        "date_from": "2025-01-01",
    },
    "tthc.remittance.account": lambda world, sample: {
        "company_id": sample.record.company_id.id,
        "share": "postage",
        "kind": "postage",
        "receiver": "Bưu điện",
        "number": "1",
        "place": "Ngân hàng",
    },
    "tthc.remittance.rule": lambda world, sample: {
        "company_id": sample.record.company_id.id,
        "valid_from": "2020-01-01",
        "valid_to": "2020-12-31",
    },
}


def make(world):
    case = world.case
    for centre in (case.centre, case.other_centre):
        _make_lists(world, centre)
    make = world.add_sheet("tthc.remittance.make", "accountant", company_id=case.centre.id)
    assert make.day_to
    world.add_sheet(
        "tthc.signoff.agree",
        "accountant",
        signoff_id=world.record("tthc.period.signoff").id,
        scan="QUJD",
    )


def _make_lists(world, centre):
    """What was paid at a centre, in a list of nobody of the matrix, and its month."""
    env = world.env
    for share in ("budget", "retained"):
        account = world.new(
            "tthc.remittance.account",
            company_id=centre.id,
            share=share,
            valid_from="2026-01-01",
            number=f"711{centre.id}{share}",
        )
        world.add(account, centre=centre)
    rule = world.new("tthc.remittance.rule", company_id=centre.id, valid_from="2026-01-01")
    world.add(rule, centre=centre)
    env["tthc.remittance.entry"]._fill(centre)
    entry = env["tthc.remittance.entry"].search([("company_id", "=", centre.id)], limit=1)
    world.add(entry, centre=centre)
    share = env["tthc.remittance.share"].search([("entry_id", "=", entry.id)], limit=1)
    world.add(share, centre=centre)
    world.add(env["tthc.remittance.due"].browse(share.id), centre=centre)
    remittance = world.new(
        "tthc.remittance",
        name=f"NT/RIGHTS/{centre.id}",
        company_id=centre.id,
        currency_id=centre.currency_id.id,
        maker_id=env.ref("base.user_root").id,
    )
    world.add(remittance, centre=centre)
    line = world.new(
        "tthc.remittance.line",
        remittance_id=remittance.id,
        company_id=centre.id,
        currency_id=centre.currency_id.id,
        receiving_id=account.copy({"share": "postage"}).id,
    )
    world.add(line, centre=centre)
    signoff = world.new(
        "tthc.period.signoff", company_id=centre.id, kind="month", agency_id=entry.agency_id.id,
        date_from=entry.day,
    )  # fmt: skip
    world.add(signoff, centre=centre)
    world.add(signoff.line_ids[:1], centre=centre)
