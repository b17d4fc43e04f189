"""Who may do what with reconciliation; see ``tthc_dossier/tests/rights_world.py``."""

_READERS = ("accountant", "auditor", "inspector")
_BOOKS = " ".join(f"{role}@own" for role in _READERS)

ROWS = {"tthc.finance.book.print": {role: "rcwu@own" for role in _READERS}}
METHODS = {"tthc.finance.book.print": {"action_pdf": _BOOKS, "action_xlsx": _BOOKS}}


def make(world):
    for role in _READERS:
        world.add_sheet("tthc.finance.book.print", role, company_id=world.case.centre.id)
