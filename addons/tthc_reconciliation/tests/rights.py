"""Who may do what with reconciliation; see ``tthc_dossier/tests/rights_world.py``."""

_READERS = ("accountant", "auditor", "inspector")
_BOOKS = " ".join(f"{role}@own" for role in _READERS)
_READ = {"accountant": "r@centre", "auditor": "r@centre", "inspector": "r"}

ROWS = {
    "tthc.finance.book.print": {role: "rcwu@own" for role in _READERS},
    "tthc.statement.guide": {"chief": "rcwu@own"},
    "tthc.match.proposal": _READ,
    "tthc.reconciliation.day": _READ,
    "tthc.reconciliation.item": _READ,
    "tthc.reconciliation.entry": _READ,
    "tthc.settlement": _READ,
    "tthc.settlement.line": _READ,
    "tthc.settlement.layout": {"staff": "r", "chief": "rcw", "administrator": "rcwu"},
    "tthc.settlement.import": {"accountant": "rcwu@own"},
    "tthc.settlement.credit.sheet": {"accountant": "rcwu@own"},
    "tthc.match.sheet": {"accountant": "rcwu@own"},
    "tthc.match.suggestion": {"accountant": "rcwu@own"},
    "tthc.money.event": {"accountant": "r@centre", "auditor": "r@centre", "inspector": "r"},
}
METHODS = {
    "tthc.finance.book.print": {"action_pdf": _BOOKS, "action_xlsx": _BOOKS},
    "tthc.statement.guide": {"action_save": "chief@own"},
    "tthc.incoming.money": {
        "action_suggestions": "accountant@centre",
        "action_take_back": "accountant@centre",
    },
    "tthc.match.sheet": {"action_by_hand": "accountant@own"},
    "tthc.match.suggestion": {"action_take": "engine"},
    "tthc.match.proposal": {
        "action_approve": "engine",
        "action_reject": "accountant@centre",
        "action_withdraw": "engine",
    },
}
METHODS["tthc.reconciliation.day"] = {
    "action_refresh": "accountant@centre",
    "action_submit": "engine",
    "action_send_back": "accountant@centre",
    "action_close": "engine",
    "action_verify": "read",
    "action_record": "read",
    "action_asked": "read",
    "action_booked": "read",
    "action_due": "read",
    "action_money": "read",
    "action_matched": "read",
    "action_source": "read",
    "action_bank": "read",
    "action_out": "read",
    "action_own": "read",
    "action_charge": "read",
    "action_settlements": "read",
    "action_handovers": "read",
}
METHODS["tthc.reconciliation.item"] = {
    "action_explain": "accountant@centre",
    "action_open_record": "engine",
}
METHODS["tthc.cash.handover"] = {"action_choose_credit": "accountant@centre"}
METHODS["tthc.settlement"] = {
    "action_choose_credit": "accountant@centre",
    "action_find_credit": "accountant@centre",
    "action_release_credit": "accountant@centre",
    "action_lines": "read",
}
METHODS["tthc.settlement.import"] = {"action_import": "accountant@own"}
METHODS["tthc.settlement.credit.sheet"] = {"action_confirm": "accountant@own"}
_MEMO_READERS = "cashier accountant auditor"
HIDDEN = {
    "tthc.incoming.money": {"handover_id": "accountant auditor inspector"},
    "tthc.match.proposal": {"memo": _MEMO_READERS},
    "tthc.match.sheet": dict.fromkeys(("memo", "counter_account", "counter_name"), _MEMO_READERS),
    "tthc.settlement": {"file": "accountant auditor"},
    "tthc.cash.handover": dict.fromkeys(
        ("credit_id", "credit_ids"), "accountant auditor inspector"
    ),
}


def make(world):
    for role in _READERS:
        world.add_sheet("tthc.finance.book.print", role, company_id=world.case.centre.id)
    bank = world.env.ref("tthc_payment.bank_970436")
    world.add_sheet("tthc.statement.guide", "chief", bank_id=bank.id, name="x")
    _make_matching(world)
    _make_days(world)
    _make_settlements(world)


def _make_days(world):
    """An open day of each centre with a difference and a record."""
    day = world.env["tthc.dossier"]._now().date()
    for sample in list(world.samples["tthc.expected.payment"]):
        centre = sample.centres
        known = [("company_id", "=", centre.id), ("channel", "=", "card")]
        if world.env["tthc.reconciliation.day"].search_count(known):
            continue
        row = world.new("tthc.reconciliation.day", company_id=centre.id, channel="card", day=day)
        world.add(row, centre=centre)
        item = world.new(
            "tthc.reconciliation.item",
            day_id=row.id,
            company_id=centre.id,
            bucket="no_statement",
            key="x",
            label="Lý do",
            happened_on=day,
        )
        world.add(item, centre=centre)
        entries = world.env["tthc.reconciliation.entry"]
        world.add(
            entries._append_rows(
                [
                    {
                        "day_id": row.id,
                        "company_id": centre.id,
                        "currency_id": centre.currency_id.id,
                        "model": "tthc.cash.shift",
                        "record_id": -row.id,
                        "amount": 1,
                        "status": "closed",
                    }
                ]
            ),
            centre=centre,
        )


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
        world.add(money._log_decision("set_aside", "Lý do"), centre=centre)
    money = world.record("tthc.incoming.money")
    sheet = world.add_sheet("tthc.match.sheet", "accountant", incoming_id=money.id)
    world.add_sheet("tthc.match.suggestion", "accountant", sheet_id=sheet.id, reason="Vì sao")


def _make_settlements(world):
    """A settlement of each centre with one line, not credited yet."""
    layout = world.env.ref("tthc_reconciliation.settlement_layout_vnpay")
    world.add(layout)
    for number, sample in enumerate(list(world.samples["tthc.collection.account"])):
        account, centre = sample.record, sample.centres
        settlement = world.new(
            "tthc.settlement",
            name=f"VNPAY {number}",
            company_id=centre.id,
            account_id=account.id,
            layout_id=layout.id,
            settled_on="2026-03-11",
            gross_amount=58_000,
            charge_amount=1_000,
            net_amount=57_000,
            currency_id=centre.currency_id.id,
            line_count=1,
            filename="vnpay.xlsx",
            sha256=f"rights{number}",
        )
        world.add(settlement, centre=centre)
        line = world.new(
            "tthc.settlement.line",
            source_key=f"rights|{number}",
            settlement_id=settlement.id,
            company_id=centre.id,
            currency_id=centre.currency_id.id,
            kind="payment",
            amount=58_000,
            charge=1_000,
            net=57_000,
        )
        world.add(line, centre=centre)
    account = world.record("tthc.collection.account")
    world.add_sheet(
        "tthc.settlement.import",
        "accountant",
        company_id=world.case.centre.id,
        layout_id=layout.id,
        account_id=account.id,
    )
    world.add_sheet(
        "tthc.settlement.credit.sheet",
        "accountant",
        settlement_id=world.record("tthc.settlement").id,
        incoming_id=world.record("tthc.incoming.money").id,
        note="Lý do",
    )
