"""Rights of batches, labels, number ranges and of what is carried again; part of ``rights.py``."""

from ..tools import serials

_BOTH = "clerk@centre receptionist@centre"
_READ_ALL = {
    "manager": "r@centre",
    "inspector": "r",
    "clerk": "r@centre",
    "receptionist": "r@centre",
}
ROWS = {
    "tthc.postal.batch": {
        "manager": "r@centre",
        "inspector": "r",
        "clerk": "rcwu@centre",
        "receptionist": "rcwu@centre",
    },
    "tthc.shipment.redelivery": _READ_ALL,
    "tthc.shipment.wish": {
        **_READ_ALL,
        "clerk": "rw@centre",
        "receptionist": "rw@centre",
    },
    "tthc.s10.number": _READ_ALL,
    "tthc.s10.range": {
        "clerk": "r@served",
        "receptionist": "r@served",
        "manager": "r@served",
        "inspector": "r@served",
        "administrator": "rcwu@served",
    },
    "tthc.s10.skip": dict.fromkeys(
        ("clerk", "receptionist", "manager", "inspector", "administrator"), "r@served"
    ),
    "tthc.s10.pass.over": {"administrator": "rcwu@own"},
    "tthc.postal.label.job": {"clerk": "r@own", "receptionist": "r@own"},
    "tthc.postal.label.part": {"clerk": "r@own", "receptionist": "r@own"},
    "tthc.shipment.again": {"clerk": "rcwu@own", "receptionist": "rcwu@own"},
    "tthc.dossier.return": {"receptionist": "rcwu@own"},
}
METHODS = {
    "tthc.postal.batch": {
        "action_collect": _BOTH,
        "action_pack_all": _BOTH,
        "scan_item": _BOTH,
        "action_all_in_bag": _BOTH,
        "action_close": "clerk@centre",
        "action_cancel": _BOTH,
        "action_open_handover": "read",
        "action_export_orders": "read",
        "action_print_labels": "read",
        "action_print_pick_list": "read",
    },
    "tthc.s10.range": {
        "action_skip_to": "administrator@served",
        "action_open_pass_over": "administrator@served",
    },
    "tthc.s10.pass.over": {"action_confirm": "administrator@own"},
    "tthc.shipment.wish": {"action_take": _BOTH, "action_refuse": _BOTH},
    "tthc.postal.label.job": {
        "action_retry": "clerk@own receptionist@own",
        "action_download": "clerk@own receptionist@own",
    },
    "tthc.shipment.again": {"action_confirm": "clerk@own receptionist@own"},
    "tthc.dossier.return": {"action_confirm": "receptionist@own"},
}
DOSSIER_METHODS = {"action_open_return": "engine"}
SHIPMENT_METHODS = {
    "action_take_proposal": _BOTH,
    "action_open_again": "read",
    "action_open_wish": "read",
    "action_send_again": _BOTH,
    "action_print_labels": "read",
    "action_leave_batch": _BOTH,
    "action_make_batch": _BOTH,
}
ARGUMENTS = {
    "tthc.postal.batch": {"scan_item": {"code": "RR473124829VN"}},
    "tthc.s10.range": {"action_skip_to": {"serial": 5, "reason": "Nhãn rách"}},
}
WRITES = {"tthc.postal.batch": {"note": "x"}, "tthc.shipment.wish": {"answer": "x"}}
VALUES = {
    "tthc.s10.range": lambda world, sample: {
        "carrier_id": sample.record.carrier_id.id,
        "company_id": sample.centres.id,
        "service": "ZZ",
        "serial_first": sample.record.id * 1000,
        "serial_last": sample.record.id * 1000 + 9,
    },
}


def make(world):
    env, case = world.env, world.case
    carrier = env.ref("tthc_postal.carrier_vnpost")
    for turn, centre in enumerate((case.centre, case.other_centre)):
        batch = world.new("tthc.postal.batch", company_id=centre.id, carrier_id=carrier.id)
        world.add(batch, centre=centre)
        numbers = world.new(
            "tthc.s10.range",
            carrier_id=carrier.id,
            company_id=centre.id,
            service="ZX",
            serial_first=turn * 100,
            serial_last=turn * 100 + 99,
        )
        world.add(numbers, centre=centre)
        numbers.action_skip_to(numbers.serial_first + 2, "Nhãn rách")
        world.add(numbers.skip_ids, centre=centre)
        if not turn:
            world.add_sheet(
                "tthc.s10.pass.over",
                "administrator",
                range_id=numbers.id,
                serial=numbers.serial_first + 9,
                reason="Nhãn rách",
            )
    for sample in list(world.samples["tthc.shipment"]):
        _carried_again(world, sample)
    sample = world.record("tthc.shipment")
    for role in ("clerk", "receptionist"):
        job = env["tthc.postal.label.job"].with_user(world.users[role])._start(sample).sudo()
        world.add(job, creator=world.users[role])
        world.add(job.part_ids, creator=world.users[role])
        world.add_sheet("tthc.shipment.again", role, shipment_id=sample.id)
    world.add_sheet(
        "tthc.dossier.return", "receptionist", dossier_id=world.record("tthc.dossier").id
    )


def _carried_again(world, sample):
    """A wish about a shipment, and a tracking number that it was given."""
    shipment, user = sample.record, world.users["clerk"]
    common = {"shipment_id": shipment.id, "at": "2026-03-09 02:00:00", "user_id": user.id}
    wish = world.env["tthc.shipment.redelivery"]._append_rows(
        [{**common, "kind": "again", "asked_by": "desk"}]
    )
    asked = world.env["tthc.shipment.wish"].with_context(tthc_asked=True)
    asked = asked.create({**common, "kind": "fetch", "answer": "Vâng"})
    numbers = next(
        row.record
        for row in world.samples["tthc.s10.range"]
        if row.record.company_id == shipment.company_id
    )
    serial = numbers.serial_first + shipment.id % 90
    name = serials.identifier(numbers.service, serial)
    values = {**common, "name": name, "serial": serial, "range_id": numbers.id}
    number = world.env["tthc.s10.number"]._append_rows([values])
    for row in (wish, asked.with_context(tthc_asked=False), number):
        world.add(row, centre=sample.centres)
