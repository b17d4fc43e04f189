"""Who may do what with money; see ``tthc_dossier/tests/rights_world.py``."""

from datetime import datetime

from odoo.tests import new_test_user

from odoo.addons.tthc_payment.tools.gateway import Notice

ROLES = {
    "cashier": "tthc_payment.group_cashier",
    "accountant": "tthc_payment.group_accountant",
    "chief": "tthc_payment.group_chief_accountant",
    "auditor": "tthc_payment.group_auditor",
}
IMPLIES = {
    "cashier": ("staff",),
    "accountant": ("staff",),
    "chief": ("accountant",),
    "auditor": ("staff",),
    "administrator": ("cashier", "chief"),
}
SCOPES = {
    "cash": lambda user, sample: bool(sample.centres & user.company_ids) and "cash" in sample.tags
}

_FINANCE = {"cashier": "r@centre", "accountant": "r@centre", "auditor": "r@centre"}
_OWED = {
    **_FINANCE,
    "receptionist": "r@centre",
    "manager": "r@centre",
    "officer": "r@agency",
    "inspector": "r",
}
_MONEY = {
    "accountant": "r@centre",
    "auditor": "r@centre",
    "cashier": "r@cash",
    "inspector": "r",
}
_SHIFT = {
    "accountant": "r@centre",
    "auditor": "r@centre",
    "cashier": "r@own",
    "inspector": "r",
}
_LIST = {"staff": "r", "chief": "rcw", "administrator": "rcwu"}

ROWS = {
    "tthc.bank": _LIST,
    "tthc.statement.layout": _LIST,
    "tthc.collection.account": {
        "staff": "r@centre",
        "chief": "rcw@centre",
        "administrator": "u@centre",
        "inspector": "r",
    },
    "tthc.fee.line": _OWED,
    "tthc.expected.payment": _OWED,
    "tthc.payment.bundle": {
        **_FINANCE,
        "receptionist": "r@centre",
        "manager": "r@centre",
        "inspector": "r",
    },
    "tthc.fee.waiver": {
        **_OWED,
        "receptionist": "rcw@centre",
        "cashier": "rcw@centre",
        "accountant": "rcw@centre",
    },
    "tthc.incoming.money": _MONEY,
    "tthc.payment.match": _MONEY,
    "tthc.payment.delivery": {"accountant": "r@centre", "auditor": "r@centre", "inspector": "r"},
    "tthc.statement": {"accountant": "r@centre", "auditor": "r@centre", "inspector": "r"},
    "tthc.bank.debit": {"accountant": "r@centre", "auditor": "r@centre", "inspector": "r"},
    "tthc.bank.debit.sheet": {"accountant": "rcwu@own"},
    "tthc.cash.denomination": _LIST,
    "tthc.card.terminal": {
        "staff": "r@centre",
        "chief": "rcw@centre",
        "administrator": "rcwu@centre",
        "inspector": "r",
    },
    "tthc.cash.shift": _SHIFT,
    "tthc.cash.count": _SHIFT,
    "tthc.cash.handover": _SHIFT,
    "tthc.cash.handover.confirmation": _SHIFT,
    "tthc.refund": {
        "cashier": "r@centre",
        "accountant": "r@centre",
        "auditor": "r@centre",
        "inspector": "r",
    },
    "tthc.refund.print": {
        "cashier": "r@centre",
        "accountant": "r@centre",
        "auditor": "r@centre",
        "inspector": "r",
    },
    "tthc.refund.proposal": {"cashier": "rcwu@own", "accountant": "rcwu@own"},
    "tthc.cash.sheet": {"cashier": "rcwu@own", "accountant": "rcwu@own"},
    "tthc.cash.sheet.line": {"cashier": "rcwu@own", "accountant": "rcwu@own"},
    "tthc.cash.taking": {"cashier": "rcwu@own"},
    "tthc.payment.reason": {"staff": "rcwu@own"},
    "tthc.payment.match.manual": {"accountant": "rcwu@own"},
    "tthc.statement.import": {"accountant": "rcwu@own"},
    "tthc.statement.import.line": {"accountant": "rcwu@own"},
    "tthc.fee.request": {"officer": "rcwu@own", "receptionist": "rcwu@own"},
    "tthc.fee.request.line": {"officer": "rcwu@own", "receptionist": "rcwu@own"},
    "tthc.fee.postage": {
        "receptionist": "rcwu@own",
        "cashier": "rcwu@own",
        "accountant": "rcwu@own",
    },
    "tthc.fee.payer": {
        "receptionist": "rcwu@own",
        "cashier": "rcwu@own",
        "accountant": "rcwu@own",
    },
    "res.partner": {"cashier": "r", "accountant": "r", "auditor": "r"},
    # The finance staff looks the dossier up that money is for.
    "tthc.dossier": _FINANCE,
    "tthc.dossier.party": _FINANCE,
    "tthc.dossier.component": _FINANCE,
    "tthc.dossier.task": _FINANCE,
    "tthc.dossier.event": _FINANCE,
}
METHODS = {
    "payment.provider": {"action_tthc_ask_feed": ""},
    "tthc.dossier": {
        "action_confirm_duty": "engine",
        "action_receive_cash": "cashier@centre",
        "action_take_payment": "cashier@centre",
        "action_request_fee": "engine",
        "action_request_postage": "read",
        "action_show_payment_qr": "read",
        "action_view_payments": "read",
    },
    "tthc.collection.account": {
        "action_download_png": "read",
        "action_download_svg": "read",
        "action_poster": "read",
    },
    "tthc.expected.payment": {
        "action_bundle": "engine",
        "action_same_payer": "read",
        "action_cancel": "read",
        "action_change_payer": "read",
        "action_propose_waiver": "read",
        "action_receive_cash": "cashier@centre",
        "action_take_payment": "cashier@centre",
        "action_show_qr": "read",
    },
    "tthc.submission": {"action_pay_together": "read"},
    "tthc.payment.bundle": {
        "action_cancel": "receptionist@centre cashier@centre accountant@centre",
        "action_take_payment": "cashier@centre",
        "action_show_qr": "read",
    },
    "tthc.fee.waiver": {
        "action_approve": "engine",
        "action_propose": "receptionist@centre cashier@centre accountant@centre",
        "action_refuse": "read",
        "action_withdraw": "engine",
    },
    "tthc.incoming.money": {
        "action_match": "accountant@centre",
        "action_match_again": "accountant@centre",
        "action_set_aside": "accountant@centre",
        "action_propose_refund": "read",
        "action_void_taking": "accountant@centre",
    },
    "tthc.cash.shift": {
        "action_accept": "accountant@centre",
        "action_count": "cashier@own",
        "action_explain": "cashier@own",
        "action_hand_over": "cashier@own",
        "action_print": "read",
        "action_send_back": "accountant@centre",
        "action_take_payment": "cashier@own",
    },
    "tthc.cash.handover": {"action_confirm": "accountant@centre"},
    "tthc.cash.sheet": {"action_confirm": "cashier@own"},
    "tthc.cash.taking": {"action_take": "cashier@own", "action_take_next": "cashier@own"},
    "tthc.payment.match": {"action_propose_refund": "read", "action_undo": "accountant@centre"},
    "tthc.refund": {
        "action_approve": "chief@centre",
        "action_bank_done": "accountant@centre",
        "action_export": "accountant@centre",
        "action_fail": "chief@centre",
        "action_pay_cash": "cashier@centre",
        "action_print": "cashier@centre accountant@centre",
        "action_refuse": "chief@centre",
    },
    "tthc.refund.proposal": {"action_propose": "cashier@own accountant@own"},
    "tthc.payment.match.manual": {"action_match": "accountant@own"},
    "tthc.payment.reason": {"action_confirm": "engine"},
    "tthc.statement": {
        "action_debits": "read",
        "action_incoming": "read",
        "action_refresh": "read",
    },
    "tthc.bank.debit": {
        "action_explain": "accountant@centre",
        "action_reopen": "accountant@centre",
    },
    "tthc.bank.debit.sheet": {"action_confirm": "accountant@own"},
    "tthc.statement.import": {"action_import": "accountant@own"},
    "tthc.statement.import.line": {"action_open": "accountant@own"},
    "tthc.fee.request": {"action_request": "engine"},
    "tthc.fee.payer": {"action_confirm": "engine"},
    "tthc.fee.postage": {"action_request": "engine"},
}
_MEMO = ("memo", "counter_account", "counter_name")
_MEMO_READERS = "cashier accountant auditor"
HIDDEN = {
    "tthc.incoming.money": dict.fromkeys(_MEMO, _MEMO_READERS),
    "tthc.bank.debit": dict.fromkeys(_MEMO, _MEMO_READERS),
    "tthc.payment.match.manual": {"memo": _MEMO_READERS},
    "tthc.payment.delivery": {"facts": "accountant auditor"},
    "tthc.statement": {"file": "accountant auditor"},
}
VALUES = {
    "tthc.collection.account": lambda world, sample: {
        "company_id": sample.record.company_id.id,
        "bank_id": sample.record.bank_id.id,
        "number": f"{sample.record.number}9",
        "holder": "TRUNG TAM PVHCC",
    }
}


def make(world):
    case = world.case
    bank = world.env.ref("tthc_payment.bank_970436")
    world.add(bank)
    world.add_any("tthc.statement.layout")
    accounts = {}
    for centre, number in ((case.centre, "9900112233"), (case.other_centre, "9900112244")):
        accounts[centre] = world.new(
            "tthc.collection.account",
            company_id=centre.id,
            bank_id=bank.id,
            number=number,
            holder="TRUNG TAM PVHCC",
        )
        world.add(accounts[centre], centre=centre, secrets=(number,))
    _make_desk(world)
    world.add_below("tthc.fee.line")
    world.add_below("tthc.expected.payment")
    world.add_below(
        "tthc.fee.waiver",
        "expected_id",
        ground="decision",
        legal_basis="QĐ 12/QĐ-UBND",
        evidence="Sổ hộ nghèo số 7",
    )
    _make_bundles(world, accounts)
    for sample in list(world.samples["tthc.expected.payment"]):
        _pay(world, sample, accounts[sample.record.company_id])
        _tell(world, sample.record)
    _make_sheets(world)


def _tell(world, request):
    """A gateway told of an attempt that failed."""
    provider = world.env["payment.provider"]._tthc_provider(request.company_id)
    key = f"rights|{request.reference}"
    provider._tthc_take(Notice(key=key, outcome="failed", reference=key))
    told = world.env["tthc.payment.delivery"].search([("key", "=", key)])
    world.add(told, centre=request.company_id, secrets=(request.reference,))


def _pay(world, sample, account):
    """One request of a centre is paid in cash, the other by transfer."""
    money = world.env["tthc.incoming.money"]
    request, centre = sample.record, sample.centres
    paid = world.samples.get("tthc.incoming.money", ())
    cash = not any(row.centres == centre and "cash" in row.tags for row in paid)
    if cash:
        request.action_receive_cash()
        incoming = request.match_ids.incoming_id
    else:
        statement = world.new("tthc.statement", company_id=centre.id, account_id=account.id)
        world.add(statement, centre=centre)
        world.add(_debit(world, statement), centre=centre)
        incoming = money._receive(
            [
                {
                    "source": "statement",
                    "source_key": f"rights|{request.reference}",
                    "company_id": centre.id,
                    "account_id": account.id,
                    "booked_at": datetime(2026, 3, 10, 3, 0),
                    "amount": request.amount,
                    "currency_id": request.currency_id.id,
                    "memo": request.reference,
                    "counter_account": "0011000123456",
                    "counter_name": "NGUYEN VAN A",
                    "bank_reference": "FT777",
                }
            ]
        )
    tags = ("cash",) if cash else ()
    world.add(incoming, centre=centre, tags=tags, secrets=(request.reference,))
    world.add(request.match_ids, centre=centre, tags=tags)
    if cash:
        _refund(world, request, centre)


def _debit(world, statement):
    """Money that left the account by a statement."""
    request = world.record("tthc.expected.payment")
    return world.new(
        "tthc.bank.debit",
        source_key=f"rights|{statement.id}",
        company_id=statement.company_id.id,
        account_id=statement.account_id.id,
        statement_id=statement.id,
        booked_at=datetime(2026, 3, 10, 3, 0),
        amount=1_000,
        currency_id=request.currency_id.id,
        memo="Phi chuyen tien",
        counter_account="0011000123457",
        counter_name="TRAN THI B",
    )


def _refund(world, request, centre):
    """A part of what was paid is proposed to be paid back."""
    match = request.match_ids
    values = {"ground": "not_due", "reason": "Lý do", "way": "cash"}
    refund = world.env["tthc.refund"]._propose(match.incoming_id, 1_000, values, match)
    world.add(refund, centre=centre)
    refund._issue_paper()
    world.add(refund.sudo().print_ids, centre=centre)


def _make_desk(world):
    """The cashier's shift at the one centre, a stranger's at the other; one hand-over each."""
    world.add_any("tthc.cash.denomination")
    shifts = world.env["tthc.cash.shift"]
    case = world.case
    stranger = new_test_user(
        world.env, "rights.cashier2", groups="base.group_user,tthc_payment.group_cashier"
    )
    for user, centre in ((world.users["cashier"], case.centre), (stranger, case.other_centre)):
        world.add(
            world.new("tthc.card.terminal", tid=f"TID{centre.id}", company_id=centre.id),
            centre=centre,
        )
        shift = shifts.with_user(user).sudo()._open_shift(centre, {10_000: 10})
        handed = [shift.sudo()._hand_over("treasurer", {10_000: 1}, "Thủ quỹ") for _turn in "12"]
        handed[1].with_env(world.env)._confirm({10_000: 1})
        facts = {"centre": centre, "creator": user}
        world.add(shift, **facts)
        world.add(shift.sudo().count_ids[:1], **facts)
        world.add(handed[0], **facts)
        world.add(handed[1].confirmation_ids, **facts)
    # The administrator is a cashier too and needs a shift of the own to take money.
    shifts.with_user(world.users["administrator"]).sudo()._open_shift(case.centre, {})


def _make_bundles(world, accounts):
    """One collective payment of each centre, of the requests that it has."""
    for centre, account in accounts.items():
        own = [row for row in world.samples["tthc.expected.payment"] if row.centres == centre]
        request = own[0].record
        bundle = world.new(
            "tthc.payment.bundle",
            reference=request._next_reference(2026),
            company_id=centre.id,
            request_ids=[(6, 0, request.ids)],
            amount=request.amount,
            currency_id=request.currency_id.id,
            account_id=account.id,
        )
        world.add(bundle, centre=centre, secrets=(bundle.reference,))


def _make_sheets(world):
    world.add_sheet("tthc.cash.sheet", "cashier", kind="open", company_id=world.case.centre.id)
    world.add(world.record("tthc.cash.sheet").line_ids[:1], creator=world.users["cashier"])
    world.add_sheet("tthc.cash.taking", "cashier")
    world.add_sheet(
        "tthc.refund.proposal",
        "accountant",
        incoming_id=world.record("tthc.incoming.money").id,
        reason="Lý do",
        ground="mistake",
        amount=1,
    )
    dossier = world.record("tthc.dossier")
    request, money = world.record("tthc.expected.payment"), world.record("tthc.incoming.money")
    world.add_sheet(
        "tthc.payment.reason",
        "chief",
        kind="cancel",
        record_ids=str(request.id),
        reason="Lý do",
    )
    world.add_sheet(
        "tthc.bank.debit.sheet",
        "accountant",
        debit_ids=[(6, 0, world.record("tthc.bank.debit").ids)],
        purpose="charge",
        note="Lý do",
    )
    world.add_sheet(
        "tthc.payment.match.manual",
        "accountant",
        incoming_id=money.id,
        expected_id=request.id,
        note="Vì sao",
    )
    imported = world.add_sheet(
        "tthc.statement.import",
        "accountant",
        company_id=world.case.centre.id,
        account_id=world.record("tthc.collection.account").id,
    )
    world.add_sheet(
        "tthc.statement.import.line",
        "accountant",
        wizard_id=imported.id,
        name="a.xlsx",
        state="refused",
    )
    asked = world.add_sheet("tthc.fee.request", "receptionist", dossier_id=dossier.id)
    world.add_sheet(
        "tthc.fee.request.line", "receptionist", request_id=asked.id, name="Phí", kind="phi"
    )
    world.add_sheet("tthc.fee.postage", "cashier", dossier_id=dossier.id)
    world.add_sheet("tthc.fee.payer", "cashier", expected_ids=[(6, 0, request.ids)], payer_name="A")
