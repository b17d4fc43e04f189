"""Who may do what with receipts; see ``tthc_dossier/tests/rights_world.py``."""

from datetime import datetime

_LIST = {"staff": "r", "chief": "rcw", "administrator": "rcwu"}
_KEPT = {
    "cashier": "r@centre",
    "accountant": "r@centre",
    "chief": "cw@centre",
    "administrator": "u@centre",
    "auditor": "r@centre",
    "inspector": "r",
}
_ISSUED = {
    "cashier": "r@centre",
    "accountant": "r@centre",
    "auditor": "r@centre",
    "inspector": "r",
}
_FINANCE = "cashier@centre accountant@centre"
_ACCOUNTANT = "accountant@centre"
_CHIEF = "chief@centre"
_SUMMARY = "cashier@own accountant@own auditor@own inspector@own"

ROWS = {
    "tthc.receipt.symbol": _LIST,
    "tthc.receipt.provider": _LIST,
    "tthc.receipt.series": _KEPT,
    "tthc.receipt.book": _KEPT,
    "tthc.receipt.delegation": _KEPT,
    "tthc.receipt": _ISSUED,
    "tthc.receipt.line": _ISSUED,
    "tthc.receipt.event": _ISSUED,
    "tthc.receipt.step": {"accountant": "rcwu@own"},
    "tthc.receipt.summary": {
        "cashier": "rcwu@own",
        "accountant": "rcwu@own",
        "auditor": "rcwu@own",
        "inspector": "rcwu@own",
    },
}
METHODS = {
    "tthc.receipt": {
        "action_adjust": "read",
        "action_cancel": "read",
        "action_export_xml": _ACCOUNTANT,
        "action_issue": _FINANCE,
        "action_print": _FINANCE,
        "action_record_sending": "read",
        "action_reduce": "accountant@centre",
        "action_record_signature": "read",
        "action_replace": "read",
        "action_send_again": _ACCOUNTANT,
    },
    "tthc.receipt.event": {"action_open_file": "read"},
    "tthc.receipt.book": {"action_close": _CHIEF, "action_reopen": _CHIEF},
    "tthc.receipt.series": {
        "action_close": _CHIEF,
        "action_next_year": _CHIEF,
        "action_open": _CHIEF,
    },
    "tthc.receipt.step": {"action_confirm": "accountant@own"},
    "tthc.receipt.summary": {
        "action_list": _SUMMARY,
        "action_pdf": _SUMMARY,
        "action_xlsx": _SUMMARY,
    },
    "tthc.dossier": {"action_view_receipts": "read"},
    "tthc.expected.payment": {"action_make_receipts": _FINANCE},
}
_LETTERS = "ABCDEGHKLMNPQRSTUVXY"


def _free_letters(world, series):
    taken = world.env["tthc.receipt.series"].search([("year", "=", series.year)]).mapped("letters")
    pairs = (one + two for one in _LETTERS for two in _LETTERS)
    return next(pair for pair in pairs if pair not in taken)


VALUES = {
    "tthc.receipt.symbol": lambda world, sample: {
        "code": f"E{sample.record.id}",
        "title": "Biên lai",
        "date_from": "2026-01-01",
    },
    "tthc.receipt.series": lambda world, sample: {
        "company_id": sample.record.company_id.id,
        "symbol_id": sample.record.symbol_id.id,
        "year": sample.record.year,
        "letters": _free_letters(world, sample.record),
        "provider_id": sample.record.provider_id.id,
    },
    "tthc.receipt.book": lambda world, sample: {
        "series_id": sample.record.series_id.id,
        "company_id": sample.record.company_id.id,
        "number_from": max(sample.record.series_id.book_ids.mapped("number_to")) + 1,
        "number_to": max(sample.record.series_id.book_ids.mapped("number_to")) + 10,
    },
}
WRITES = {"tthc.receipt.book": {"number_to": 500}}


def make(world):
    case, env = world.case, world.env
    symbol = env.ref("tthc_receipt.symbol_ebl01")
    symbol.date_from = "2026-01-01"
    world.add(symbol)
    world.add(env.ref("tthc_receipt.provider_manual"))
    third = env["res.company"].create({"name": "Đơn vị được ủy nhiệm"})
    for centre in (case.centre, case.other_centre):
        centre.vat = centre.vat or f"23009999{centre.id % 100:02d}"
        series = env["tthc.receipt.series"].create(
            {
                "company_id": centre.id,
                "symbol_id": symbol.id,
                "year": 2026,
                "letters": "XX",
                "book_ids": [(0, 0, {"company_id": centre.id, "number_to": 400})],
            }
        )
        series.action_open()
        world.add(series, centre=centre)
        world.add(series.book_ids, centre=centre)
        written = world.new(
            "tthc.receipt.delegation",
            company_id=centre.id,
            delegate_id=third.id,
            document_number=f"{centre.id}/UN",
        )
        world.add(written, centre=centre)
    _collect(world)
    receipt = world.record("tthc.receipt")
    world.add_sheet(
        "tthc.receipt.step", "accountant", kind="adjust", record_ids=str(receipt.id), reason="x"
    )
    for role in ("cashier", "accountant", "auditor", "inspector"):
        world.add_sheet("tthc.receipt.summary", role, company_id=case.centre.id)


def _collect(world):
    """The receipts of what the samples of the payments have paid."""
    at = datetime(2026, 3, 11, 3, 0)
    receipts = world.env["tthc.receipt"].with_context(tthc_now=at)
    for sample in world.samples["tthc.expected.payment"]:
        request = sample.record
        receipt = receipts._live(request)
        if request.state == "paid" and not receipt:
            receipt = receipts._collect(request)
        receipt.with_context(tthc_now=at)._issue_awaited()
        secrets = (receipt.token,) if receipt.token else ()
        world.add(receipt, centre=sample.centres, secrets=secrets)
        world.add(receipt.line_ids, centre=sample.centres)
        world.add(receipt.event_ids, centre=sample.centres)
