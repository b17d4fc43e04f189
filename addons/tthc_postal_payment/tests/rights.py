"""Who may do what with postage tariffs; see ``tthc_dossier/tests/rights_world.py``."""

ROWS = {
    "tthc.postage.tariff": {
        "staff": "r@centre",
        "chief": "cw@centre",
        "administrator": "u@centre",
        "inspector": "r",
    },
    "tthc.postal.collection": {"accountant": "r@centre", "auditor": "r@centre"},
    "tthc.postal.remittance": {"accountant": "rcw@centre", "auditor": "r@centre"},
    "tthc.postal.remittance.line": {"accountant": "rwu@centre", "auditor": "r@centre"},
    "tthc.postal.credit": {"accountant": "rcwu@own"},
}
_KEEPER = "clerk@centre accountant@centre"
_ACCOUNTANT = "accountant@centre"
METHODS = {
    "tthc.postal.collection": {"action_void": _KEEPER},
    "tthc.postal.remittance": {
        "action_fill": _KEEPER,
        "action_agree": _KEEPER,
        "action_remit": _KEEPER,
        "action_close": _KEEPER,
        "action_find_credit": _ACCOUNTANT,
        "action_choose_credit": _ACCOUNTANT,
        "action_release_credit": _ACCOUNTANT,
    },
    "tthc.postal.credit": {"action_confirm": "accountant@own"},
}
HIDDEN = {
    "tthc.postal.collection": {"money_id": "accountant auditor inspector"},
    "tthc.postal.remittance": {"credit_ids": "accountant auditor inspector"},
}
WRITES = {"tthc.postage.tariff": {"source": "x"}}
VALUES = {
    "tthc.postage.tariff": lambda world, sample: {
        "company_id": sample.record.company_id.id,
        "amount": 30_000,
        "weight_to": 10_000 + world.env["tthc.postage.tariff"].search_count([]),
    }
}


def make(world):
    for centre in (world.case.centre, world.case.other_centre):
        price = world.new("tthc.postage.tariff", company_id=centre.id, amount=30_000)
        world.add(price, centre=centre)
    world.add_sheet(
        "tthc.postal.credit",
        "accountant",
        remittance_id=world.record("tthc.postal.remittance").id,
    )
