"""Who may do what with reconciliation; see ``tthc_dossier/tests/rights_world.py``."""

_READERS = ("accountant", "auditor", "inspector")
_BOOKS = " ".join(f"{role}@own" for role in _READERS)

ROWS = {
    "tthc.finance.book.print": {role: "rcwu@own" for role in _READERS},
    "tthc.statement.guide": {"chief": "rcwu@own"},
}
METHODS = {
    "tthc.finance.book.print": {"action_pdf": _BOOKS, "action_xlsx": _BOOKS},
    "tthc.statement.guide": {"action_save": "chief@own"},
}


def make(world):
    for role in _READERS:
        world.add_sheet("tthc.finance.book.print", role, company_id=world.case.centre.id)
    bank = world.env.ref("tthc_payment.bank_970436")
    world.add_sheet("tthc.statement.guide", "chief", bank_id=bank.id, name="x")
