"""Who may do what with reconciliation; see ``tthc_dossier/tests/rights_world.py``."""

_READERS = ("accountant", "auditor", "inspector")
_BOOKS = " ".join(f"{role}@own" for role in _READERS)

ROWS = {
    "tthc.finance.book.print": {role: "rcwu@own" for role in _READERS},
    "tthc.statement.guide": {"chief": "rcwu@own"},
    "tthc.match.proposal": {"accountant": "r@centre", "auditor": "r@centre", "inspector": "r"},
    "tthc.match.sheet": {"accountant": "rcwu@own"},
    "tthc.match.suggestion": {"accountant": "rcwu@own"},
}
METHODS = {
    "tthc.finance.book.print": {"action_pdf": _BOOKS, "action_xlsx": _BOOKS},
    "tthc.statement.guide": {"action_save": "chief@own"},
    "tthc.incoming.money": {"action_suggestions": "accountant@centre"},
    "tthc.match.sheet": {"action_by_hand": "accountant@own"},
    "tthc.match.suggestion": {"action_take": "engine"},
    "tthc.match.proposal": {
        "action_approve": "engine",
        "action_reject": "accountant@centre",
        "action_withdraw": "engine",
    },
}
HIDDEN = {}


def make(world):
    for role in _READERS:
        world.add_sheet("tthc.finance.book.print", role, company_id=world.case.centre.id)
    bank = world.env.ref("tthc_payment.bank_970436")
    world.add_sheet("tthc.statement.guide", "chief", bank_id=bank.id, name="x")
    _make_matching(world)


def _make_matching(world):
    """A match of each centre that waits for a second person, proposed by nobody of the matrix."""
    for sample in list(world.samples["tthc.expected.payment"]):
        request, centre = sample.record, sample.centres
        money = world.env["tthc.incoming.money"].search(
            [("company_id", "=", centre.id)], order="id desc", limit=1
        )
        proposal = world.new(
            "tthc.match.proposal",
            incoming_id=money.id,
            expected_id=request.id,
            company_id=centre.id,
            amount=1,
            currency_id=request.currency_id.id,
            note="Lý do",
            maker_id=world.env.ref("base.user_root").id,
            proposed_at="2026-03-10 03:00:00",
        )
        world.add(proposal, centre=centre)
    money = world.record("tthc.incoming.money")
    sheet = world.add_sheet("tthc.match.sheet", "accountant", incoming_id=money.id)
    world.add_sheet("tthc.match.suggestion", "accountant", sheet_id=sheet.id, reason="Vì sao")
