"""Who may do what with the post; see ``tthc_dossier/tests/rights_world.py``."""

from datetime import datetime

from . import rights_send as send_rights

#: One white dot: a picture as good as any.
DRAWING = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJg"
    "gg=="
)

ROLES = {
    "clerk": "tthc_postal.group_postal_clerk",
    "postman": "tthc_postal.group_post_office",
}
IMPLIES = {"clerk": ("staff",), "postman": ("employee",), "administrator": ("clerk",)}
SCOPES = {
    "carrier": lambda user, sample: sample.record in user.tthc_carrier_ids,
    "posted": lambda user, sample: (
        bool(sample.centres & user.company_ids) and "posted" in sample.tags
    ),
    "served": lambda user, sample: not sample.centres or bool(sample.centres & user.company_ids),
    "unsent": lambda user, sample: (
        bool(sample.centres & user.company_ids) and "unsent" in sample.tags
    ),
}

_READ = {"manager": "r@centre", "inspector": "r"}
_READ_ALL = {**_READ, "clerk": "r@centre", "receptionist": "r@centre"}
_PACKED = {**_READ, "clerk": "r@centre cwu@unsent", "receptionist": "r@centre cwu@unsent"}
_LAYOUT = {
    "clerk": "rcw",
    "receptionist": "r",
    "manager": "r",
    "inspector": "r",
    "administrator": "rcwu",
}
_HANDED = {**_READ, "clerk": "r@centre cwu@unsent", "receptionist": "r@centre"}

ROWS = {
    "tthc.carrier": {
        "clerk": "r@served",
        "receptionist": "r@served",
        "manager": "r@served",
        "inspector": "r@served",
        "administrator": "rcwu@served",
        "postman": "r@carrier",
    },
    "tthc.postal.envelope": {"postman": "r@posted"},
    "tthc.postal.sheet": {"postman": "r@posted"},
    "tthc.postal.sheet.line": {"postman": "r@posted"},
    "tthc.postal.envelope.outcome": {"postman": "rcwu@own"},
    "tthc.postal.sheet.sign": {"postman": "rcwu@own"},
    "tthc.shipment": {
        **_READ,
        "clerk": "rcw@centre u@unsent",
        "receptionist": "rcw@centre u@unsent",
    },
    "tthc.shipment.item": _PACKED,
    "tthc.shipment.event": _READ_ALL,
    "tthc.postal.handover": _HANDED,
    "tthc.postal.handover.line": _HANDED,
    "tthc.shipment.outcome": {"clerk": "rcwu@own"},
    "tthc.carrier.status": {
        "clerk": "rc",
        "receptionist": "r",
        "manager": "r",
        "inspector": "r",
        "administrator": "rcwu",
    },
    "tthc.carrier.news": _READ_ALL,
    "tthc.carrier.account": {**_READ, "administrator": "rcwu@centre"},
    "tthc.carrier.order": _READ_ALL,
    "tthc.carrier.log": _READ_ALL,
    "tthc.carrier.decision": {"clerk": "rcwu@own"},
    "tthc.postal.signature": _READ_ALL,
    "tthc.postal.sign": {"clerk": "rcwu@own"},
    "tthc.postal.collection": {**_READ, "clerk": "r@centre"},
    "tthc.postal.remittance": {**_READ, "clerk": "rcwu@centre"},
    "tthc.postal.remittance.line": {**_READ, "clerk": "rwu@centre"},
    "tthc.postal.collection.sheet": {"clerk": "rcwu@own"},
    "tthc.carrier.file": _READ_ALL,
    "tthc.carrier.layout": _LAYOUT,
    "tthc.carrier.layout.line": {**_LAYOUT, "clerk": "rcwu"},
    "tthc.carrier.promise": {
        "clerk": "r@served",
        "manager": "r@served",
        "inspector": "r@served",
        "administrator": "rcwu@served",
    },
    "tthc.carrier.performance": {**_READ, "clerk": "r@centre"},
    "tthc.post.book.print": dict.fromkeys(
        ("clerk", "receptionist", "manager", "inspector"), "rcwu@own"
    ),
    "tthc.carrier.import": {"clerk": "rcwu@own"},
    "tthc.carrier.export": {"clerk": "rcwu@own"},
    **send_rights.ROWS,
}
_CLERK = "clerk@centre"
METHODS = {
    **send_rights.METHODS,
    "tthc.dossier": {
        "action_send_by_post": "engine",
        "action_view_shipments": "read",
        **send_rights.DOSSIER_METHODS,
        "action_print_dispatch_note": "read",
    },
    "tthc.carrier.order": {
        "action_send_again": _CLERK,
        "action_drop": _CLERK,
        "action_decide": "read",
    },
    "tthc.carrier.account": {"action_renew_key": ""},
    "tthc.carrier.decision": {"action_confirm": "clerk@own"},
    "tthc.shipment": {
        "action_carrier_quote": _CLERK,
        "action_carrier_create": _CLERK,
        "action_carrier_track": _CLERK,
        "action_carrier_redeliver": _CLERK,
        "action_carrier_send_back": _CLERK,
        **send_rights.SHIPMENT_METHODS,
        "action_pack": "clerk@centre receptionist@centre",
        "action_hand_over": _CLERK,
        "action_in_transit": _CLERK,
        "action_out_for_delivery": _CLERK,
        "action_turn_back": _CLERK,
        "action_lose": _CLERK,
        "action_open_loss": "read",
        "action_deliver": _CLERK,
        "action_fail": _CLERK,
        "action_return_to_centre": "clerk@centre receptionist@centre",
        "action_make_handover": _CLERK,
        "action_export_orders": "read",
        "action_open_delivery": "read",
        "action_open_failure": "read",
        "action_record_collection": _CLERK,
        "action_print_dispatch_note": "read",
    },
    "tthc.postal.handover": {
        "action_add_waiting": _CLERK,
        "action_cancel": _CLERK,
        "action_print": "read",
        "action_sign": _CLERK,
        "action_open_sign": _CLERK,
        "action_attach_scan": _CLERK,
        "action_add_unnumbered": _CLERK,
        "action_count_as_announced": _CLERK,
        "action_verify": "read",
        "scan_in": _CLERK,
    },
    "tthc.postal.handover.line": {"action_take_in": "read", "action_separate": _CLERK},
    "tthc.postal.sign": {"action_confirm": "clerk@own", "action_attach": "clerk@own"},
    "tthc.postal.envelope": {
        "action_open_delivery": "postman@posted",
        "action_open_failure": "postman@posted",
    },
    "tthc.postal.sheet": {"action_open_sign": "postman@posted"},
    "tthc.postal.envelope.outcome": {"action_confirm": "postman@own"},
    "tthc.postal.sheet.sign": {"action_confirm": "postman@own"},
    "tthc.postal.collection": {"action_void": _CLERK},
    "tthc.postal.collection.sheet": {"action_confirm": "clerk@own"},
    "tthc.postal.remittance": {
        "action_fill": _CLERK,
        "action_agree": _CLERK,
        "action_remit": _CLERK,
        "action_close": _CLERK,
        "action_print": "read",
        "action_xlsx": "read",
    },
    "tthc.shipment.outcome": {"action_confirm": "clerk@own"},
    "tthc.carrier.news": {
        "action_settle": "clerk@centre receptionist@centre",
        "action_map": "clerk",
    },
    "tthc.carrier.file": {
        "action_refresh": "read",
        "action_download": "read",
        "action_open_news": "read",
        "action_open_exceptions": "read",
    },
    "tthc.post.book.print": dict.fromkeys(
        ("action_xlsx", "action_pdf"), "clerk@own receptionist@own manager@own inspector@own"
    ),
    "tthc.carrier.import": {"action_import": "clerk@own"},
    "tthc.carrier.export": {"action_export": "clerk@own"},
}
_KEYS = {
    "username": "ten-dang-nhap",
    "password": "mat-khau-mat",
    "secret": "khoa-bi-mat",
    "webhook_secret": "bi-mat-tin-bao",
}
HIDDEN = {
    "tthc.carrier.account": dict.fromkeys(
        (*_KEYS, "webhook_key", "webhook_url", "webhook_key_old", "webhook_old_until"), ""
    ),
    "tthc.carrier.log": dict.fromkeys(("url", "request", "response"), "administrator"),
    "tthc.dossier": {"shipment_item_ids": "staff"},
    "tthc.carrier.news": {"raw": ""},
    "tthc.shipment": {"collection_ids": "clerk manager inspector"},
}
ARGUMENTS = {
    "tthc.shipment": {
        "action_deliver": {"receiver_name": "Người nhận"},
        "action_fail": {"reason": "Vắng nhà"},
        "action_lose": {"reason": "Thất lạc"},
        "action_send_again": {"fault": "citizen"},
    },
    "tthc.postal.handover": {"scan_in": {"code": "EE123456785VN"}},
    **send_rights.ARGUMENTS,
}
WRITES = {
    "tthc.shipment": {"note": "x"},
    "tthc.postal.remittance": {"note": "x"},
    "tthc.postal.remittance.line": {"explanation": "x"},
    "tthc.carrier.export": {"ending": "csv"},
    **send_rights.WRITES,
}
VALUES = {
    **send_rights.VALUES,
    "tthc.carrier": lambda world, sample: {
        "name": "Bưu cục khác",
        "code": f"K{sample.record.id}",
        "company_ids": [(6, 0, sample.centres.ids)],
    },
    "tthc.carrier.promise": lambda world, sample: {
        "carrier_id": sample.record.carrier_id.id,
        "days": 5,
        "date_from": "2020-01-01",
    },
    "tthc.carrier.status": lambda world, sample: {
        "connector": "file",
        "code": f"Mã {sample.record.id}",
        "meaning": "none",
    },
    "tthc.carrier.account": lambda world, sample: {
        **_account(world.record("tthc.shipment")),
        "company_id": sample.centres.id,
        "active": False,
    },
    "tthc.postal.handover.line": lambda world, sample: {
        "handover_id": sample.record.handover_id.id,
        "shipment_id": next(
            other.record.id
            for other in world.samples["tthc.shipment"]
            if other.centres == sample.centres and other.record != sample.record.shipment_id
        ),
    },
}


def make(world):
    case = world.case
    world.add(world.env.ref("tthc_postal.carrier_vnpost"))
    world.users["postman"].tthc_carrier_ids = world.env.ref("tthc_postal.carrier_vnpost")
    for centre in (case.centre, case.other_centre):
        carrier = world.new(
            "tthc.carrier", name="Bưu cục riêng", code=f"R{centre.id}", company_ids=centre.ids
        )
        world.add(carrier, centre=centre)
    for sample in list(world.samples["tthc.dossier"]):
        if "draft" not in sample.tags:
            _send(world, sample)
    world.add(world.env.ref("tthc_postal.status_file_delivered"))
    layout = world.env.ref("tthc_postal.layout_numbers")
    for rows in (layout, layout.line_ids[0]):
        world.add(rows)
    for centre in (case.centre, case.other_centre):
        world.add(_file(world, layout, centre), centre=centre)
    shipment = world.record("tthc.shipment")
    world.add_sheet("tthc.carrier.import", "clerk", carrier_id=shipment.carrier_id.id)
    world.add_sheet("tthc.carrier.export", "clerk", shipment_ids=shipment.ids)
    for sample in list(world.samples["tthc.shipment"]):
        _tell(world, sample)
    for sample in list(world.samples["tthc.shipment"]):
        _order(world, sample)
    world.add_sheet(
        "tthc.carrier.decision",
        "clerk",
        order_id=world.record("tthc.carrier.order").id,
        decision="again",
        note="Tổng đài",
    )
    for sample in list(world.samples["tthc.shipment"]):
        row = world.env["tthc.carrier.performance"].browse(sample.record.id)
        world.add(row, centre=sample.centres)
    world.add(world.new("tthc.carrier.promise", carrier_id=shipment.carrier_id.id))
    for role in ("clerk", "receptionist", "manager", "inspector"):
        world.add_sheet("tthc.post.book.print", role, company_id=case.centre.id)
    send_rights.make(world)
    world.add_sheet(
        "tthc.shipment.outcome",
        "clerk",
        shipment_id=world.record("tthc.shipment").id,
        kind="fail",
        reason="Vắng nhà",
    )
    world.add_sheet(
        "tthc.postal.sign",
        "clerk",
        handover_id=world.record("tthc.postal.handover").id,
        method="paper",
        post_name="Lê Văn Bưu",
    )
    seen = world.record("tthc.postal.envelope")
    world.add_sheet("tthc.postal.envelope.outcome", "postman", envelope_id=seen.id, kind="fail")
    sheet = world.record("tthc.postal.sheet")
    world.add_sheet("tthc.postal.sheet.sign", "postman", sheet_id=sheet.id, signature=DRAWING)
    world.add_sheet(
        "tthc.postal.collection.sheet",
        "clerk",
        shipment_id=world.record("tthc.shipment").id,
        amount=10_000,
    )


def _send(world, sample):
    """A shipment on a hand-over record, neither packed nor signed yet."""
    carrier, dossier, centre = world.record("tthc.carrier"), sample.record, sample.centres
    shipment = world.new(
        "tthc.shipment",
        company_id=centre.id,
        carrier_id=carrier.id,
        direction="deliver",
        recipient_id=dossier.owner_id.id,
        recipient_name=dossier.owner_id.name,
        recipient_street="Số 5, đường Gửi",
        item_ids=[(0, 0, {"dossier_id": dossier.id, "papers": "Giấy chứng nhận"})],
    )
    handover = world.new(
        "tthc.postal.handover",
        company_id=centre.id,
        carrier_id=carrier.id,
        line_ids=[(0, 0, {"shipment_id": shipment.id})],
    )
    event = world.env["tthc.shipment.event"]._append(
        [
            {
                "shipment_id": shipment.id,
                "status": "handed_over",
                "moved": True,
                "at": "2026-03-09 02:00:00",
                "user_id": world.users["clerk"].id,
            }
        ]
    )
    world.add(
        shipment,
        centre=centre,
        tags=("unsent",),
        secrets=(shipment.recipient_name, shipment.recipient_street),
    )
    for rows in (shipment.item_ids, event, handover, handover.line_ids):
        world.add(rows, centre=centre, tags=("unsent",))
    signatures = world.env["tthc.postal.signature"]
    signature = signatures._sign(handover, ["post"], "drawn", "Lê Văn Bưu", DRAWING)
    world.add(signature, centre=centre)
    _remit(world, shipment, centre)
    _show(world, handover, centre)


def _remit(world, shipment, centre):
    """What the post collected for a shipment, on a list that is a draft."""
    collection = world.env["tthc.postal.collection"]._collect(
        [
            {
                "shipment_id": shipment.id,
                "kind": "fee",
                "amount": 20_000,
                "collected_at": datetime(2026, 3, 9, 2),
            }
        ]
    )
    remittance = world.new(
        "tthc.postal.remittance",
        company_id=centre.id,
        carrier_id=shipment.carrier_id.id,
        date_to="2026-03-09",
    )
    remittance.action_fill()
    for rows in (collection, remittance, remittance.line_ids):
        world.add(rows, centre=centre)


def _show(world, handover, centre):
    """What the post office sees: an announced envelope of its carrier, the sheet, and the same of
    a carrier that it does not work for."""
    shown = []
    for carrier in (handover.carrier_id, world.env.ref("tthc_postal.carrier_ems")):
        shipment = world.new(
            "tthc.shipment",
            company_id=centre.id,
            carrier_id=carrier.id,
            direction="collect",
            recipient_name="Người gửi",
        )
        record = world.new(
            "tthc.postal.handover",
            company_id=centre.id,
            carrier_id=carrier.id,
            direction="from_post",
            line_ids=[(0, 0, {"shipment_id": shipment.id})],
        )
        world.env.flush_all()
        tags = ("posted",) if carrier == handover.carrier_id else ()
        envelope = world.env["tthc.postal.envelope"].browse(shipment.id)
        sheet = world.env["tthc.postal.sheet"].browse(record.id)
        shown += [(envelope, tags), (sheet, tags), (sheet.line_ids, tags)]
    for rows, tags in shown:
        world.add(rows, centre=centre, tags=tags)


def _file(world, layout, centre):
    """A list of tracking numbers that a carrier sent."""
    return world.env["tthc.carrier.file"]._keep(
        {
            "carrier_id": world.env.ref("tthc_postal.carrier_vnpost").id,
            "company_id": centre.id,
            "layout_id": layout.id,
            "kind": "numbers",
            "user_id": world.users["clerk"].id,
            "filename": "so-hieu.csv",
            "file": "QQ==",
            "sha256": f"{centre.id:064x}",
            "state": "done",
            "row_count": 0,
        }
    )


def _order(world, sample):
    """An account at the carrier, a request about a shipment, and its log."""
    shipment, accounts = sample.record, world.env["tthc.carrier.account"]
    account = accounts.search([("company_id", "=", shipment.company_id.id)], limit=1)
    if not account:
        account = world.new("tthc.carrier.account", **_account(shipment), **_KEYS)
        world.add(account, centre=sample.centres, secrets=tuple(_KEYS.values()))
    order = world.new(
        "tthc.carrier.order",
        shipment_id=shipment.id,
        company_id=shipment.company_id.id,
        account_id=account.id,
        carrier_id=account.carrier_id.id,
        kind="create",
        reference=f"BG{shipment.id}",
    )
    log = world.env["tthc.carrier.log"]._append(
        account, "call", order, request="noi-dung-gui", response="noi-dung-nhan", url="dia-chi"
    )
    for row in (order, log):
        world.add(row, centre=sample.centres)


def _account(shipment):
    return {
        "company_id": shipment.company_id.id,
        "carrier_id": shipment.carrier_id.id,
        "sender_name": "Trung tâm",
        "sender_phone": "0243123456",
        "sender_street": "Số 1",
    }


def _tell(world, sample):
    """News about a shipment with a status that nobody knows."""
    shipment, number = sample.record, f"QT{sample.record.id}"
    world.env["tthc.carrier.news"]._take(
        shipment.carrier_id,
        [{"tracking_number": number, "code": "Lạ", "at": "2026-03-09 02:00:00"}],
        "webhook",
        companies=shipment.company_id,
    )
    row = world.env["tthc.carrier.news"].search([("tracking_number", "=", number)])
    world.add(row, centre=sample.centres)
