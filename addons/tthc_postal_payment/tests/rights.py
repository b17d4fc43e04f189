"""Who may do what with postage tariffs; see ``tthc_dossier/tests/rights_world.py``."""

ROWS = {
    "tthc.postage.tariff": {
        "staff": "r@centre",
        "chief": "cw@centre",
        "administrator": "u@centre",
        "inspector": "r",
    },
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
