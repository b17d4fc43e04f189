"""Who may do what with dossiers; see ``rights_world.py``.

The samples: a dossier of the own centre and the own agency, whose owner is the citizen with an
account; one of the own centre at another agency; one of another centre at the own agency; one of
another centre and agency; and a draft of the own centre. The last four are another citizen's.
"""

from datetime import date, datetime

from . import rights_engine, rights_people

ROLES = {
    "receptionist": "tthc_dossier.group_receptionist",
    "officer": "tthc_dossier.group_officer",
    "leader": "tthc_dossier.group_leader",
    "manager": "tthc_dossier.group_manager",
    "inspector": "tthc_dossier.group_inspector",
}
IMPLIES = {
    # Everybody at work holds what every colleague holds.
    "staff": ("employee",),
    "receptionist": ("staff",),
    "officer": ("staff",),
    "leader": ("officer",),
    "manager": ("staff",),
    "inspector": ("staff",),
    "administrator": ("receptionist", "manager"),
}


def _centre(user, sample):
    return bool(sample.centres & user.company_ids)


SCOPES = {
    "applicant": lambda user, sample: "applicant" in sample.tags,
    "colleague": lambda user, sample: "colleague" in sample.tags,
    "absentee": lambda user, sample: sample.creator == user,
    "unaccepted": lambda user, sample: _centre(user, sample) and "unaccepted" in sample.tags,
    "unregistered": lambda user, sample: _centre(user, sample) and "draft" in sample.tags,
}

_READ = rights_engine.READ
_BOOK = {"receptionist": "r@centre", "manager": "r@centre", "inspector": "r"}
_SHEET = {"receptionist": "rcwu@own"}
_PREVIEW = {"editor": "rcwu@own", "publisher": "rcwu@own"}

ROWS = {
    "res.partner": {
        "public": "",
        "portal": "r@person",
        "employee": "r@colleague",
        "receptionist": "r cw@applicant",
        "officer": "r",
        "manager": "r",
        "inspector": "r",
    },
    "tthc.dossier": {
        **_READ,
        "receptionist": "rcw@centre u@unregistered",
        "manager": "rw@centre",
        "officer": "rw@agency",
        "portal": "r@person",
    },
    "tthc.dossier.party": {**_READ, "receptionist": "rcwu@centre"},
    "tthc.dossier.component": {**_READ, "receptionist": "rcwu@centre", "officer": "rw@agency"},
    "tthc.dossier.claim": {**_READ, "receptionist": "r@centre cwu@unaccepted"},
    "tthc.dossier.task": _READ,
    "tthc.dossier.event": _READ,
    "tthc.number.pattern": {"staff": "r", "administrator": "rcwu"},
    "tthc.ledger.book": _BOOK,
    "tthc.ledger.entry": _BOOK,
    "tthc.dossier.intake": _SHEET,
    "tthc.dossier.intake.line": _SHEET,
    "tthc.dossier.decision": {"staff": "rcwu@own"},
    "tthc.dossier.mirror": {"administrator": "rcw@centre", "inspector": "r"},
    **rights_engine.ROWS,
    **rights_people.ROWS,
    "tthc.batch": {"staff": "r@own", "inspector": "r"},
    "tthc.batch.line": {"staff": "r@own", "inspector": "r"},
    "tthc.batch.start": {"staff": "rcwu@own"},
    "tthc.ledger.verification": {"inspector": "r"},
    "tthc.ledger.finding": {"inspector": "r"},
    "tthc.delegation": {
        "staff": "r@person cw@absentee",
        "leader": "rcw@agency",
        "manager": "rcw@centre",
        "inspector": "r",
        "administrator": "rcw",
    },
    "tthc.fee.preview": _PREVIEW,
    "tthc.fee.preview.line": _PREVIEW,
    "tthc.fee.preview.change": _PREVIEW,
}

METHODS = {
    "ir.actions.report": {"report_action": "staff"},
    "web_tour.tour": {"get_current_tour": "staff"},
    **rights_engine.METHODS,
    **rights_people.METHODS,
    "tthc.dossier.intake": {
        "action_accept": "receptionist@own",
        "action_answer_at_once": "receptionist@own",
        "action_save": "receptionist@own",
        "action_view_person": "receptionist@own",
        "action_discard": "receptionist@own",
    },
    "tthc.delegation": {
        "action_cancel": "staff@absentee leader@agency manager@centre administrator",
    },
    "tthc.dossier.mirror": {"action_process": "administrator@centre"},
    "tthc.batch": {
        "action_retry": "staff@own",
        "action_cancel": "staff@own",
        "action_open_dossiers": "read",
    },
    "tthc.batch.line": {"action_open_dossier": "read"},
    "tthc.batch.start": {"action_start": "staff@own"},
    "tthc.fee.preview": {"action_compute": "read"},
    "tthc.fee.regulation": {"action_preview_fees": "editor publisher"},
    "tthc.procedure.version": {"action_preview_fees": "editor publisher"},
}
#: Birth dates are for those who handle the dossiers; full numbers are read by nobody.
_HANDLERS = "receptionist officer manager inspector"
HIDDEN = {
    "tthc.submission": {"lookup_token": "staff"},
    "tthc.dossier": {"lookup_token": "staff", "note": "staff", "last_editors": "staff"},
    "tthc.dossier.mirror": {"identity_number": "administrator"},
    "tthc.lookup.attempt": {"address": "administrator"},
    "res.partner": {
        **dict.fromkeys(("tthc_identity_number", "tthc_old_number", "tthc_paper_number"), ""),
        "tthc_birth_date": _HANDLERS,
        "tthc_gender": _HANDLERS,
    },
}
WRITES = {
    **rights_engine.WRITES,
    "tthc.dossier": {"subject": "Trích yếu thử"},
    "tthc.dossier.party": {"mandate_scope": "x"},
    "tthc.dossier.claim": {"evidence": "x"},
    "tthc.delegation": {"reason": "x"},
    "tthc.dossier.mirror": {"subject": "x"},
}


def _dossier_values(world, sample):
    dossier = sample.record
    return {
        "company_id": dossier.company_id.id,
        "procedure_id": dossier.procedure_id.id,
        "case_id": dossier.case_id.id,
        "owner_id": dossier.owner_id.id,
    }


VALUES = {
    **rights_people.VALUES,
    "res.partner": lambda world, sample: {
        "name": "Người mới",
        "tthc_kind": sample.record.tthc_kind,
    },
    "tthc.dossier": _dossier_values,
    "tthc.dossier.party": lambda world, sample: {
        "dossier_id": sample.record.dossier_id.id,
        "role": "submitter",
        "partner_id": sample.record.partner_id.id,
    },
    "tthc.delegation": lambda world, sample: {
        "absent_id": sample.record.absent_id.id,
        "deputy_id": sample.record.deputy_id.id,
        "date_from": "2031-04-01",
        "date_to": "2031-04-04",
        "reason": "Nghỉ phép",
        "basis": "QĐ khác",
    },
}


def make(world):
    case = world.case
    world.benefit = _published_benefit(world)
    world.stranger = world.env["res.partner"].create(
        {
            "name": "Trần Thị Người Khác",
            "tthc_kind": "citizen",
            "tthc_identity_number": "027180000028",
            "tthc_birth_date": date(1980, 3, 9),
            "street": "Số 77, đường Lạ",
        }
    )
    world.citizen.write({"tthc_kind": "citizen", "tthc_identity_number": "027080000019"})
    world.add(world.citizen, people=world.citizen, tags=("applicant",))
    world.add(world.stranger, tags=("applicant",), secrets=("027180000028", "Số 77, đường Lạ"))
    world.add(world.users["employee"].partner_id, tags=("colleague",))
    elsewhere = _procedure_of_another_agency(world)
    for centre, procedure, agency, owner in (
        (case.centre, case.procedure, case.justice, world.citizen),
        (case.centre, elsewhere, case.tax, world.stranger),
        (case.other_centre, case.procedure, case.justice, world.stranger),
        (case.other_centre, elsewhere, case.tax, world.stranger),
    ):
        _add_dossier(world, centre, procedure, agency, owner)
    _add_draft(world)
    for model in ("party", "component", "claim", "task", "event"):
        world.add_below(f"tthc.dossier.{model}")
    world.add_below("tthc.ledger.entry")
    for centre in (case.centre, case.other_centre):
        books = world.env["tthc.ledger.book"].search([("company_id", "=", centre.id)])
        world.add(books, centre=centre)
    world.add_any("tthc.number.pattern")
    world.add(world.new("tthc.ledger.verification", at=datetime(2026, 3, 9, 18, 30)))
    world.add(
        world.new(
            "tthc.ledger.finding",
            verification_id=world.record("tthc.ledger.verification").id,
            place="H99.01-260309-0001",
        )
    )
    rights_engine.make(world)
    rights_people.make(world)
    _make_delegations(world)
    _make_batch(world)
    _make_sheets(world)


def _published_benefit(world):
    regulation = world.new(
        "tthc.fee.regulation",
        name="98/2026/NQ-HĐND",
        legal_document_id=world.record("tthc.legal.document").id,
        date_from=date(2026, 1, 1),
        benefit_ids=[
            (0, 0, {"name": "Hộ nghèo thử", "evidence": "Giấy", "mode": "percent", "percent": 10})
        ],
    )
    regulation.action_submit()
    regulation.action_publish()
    world.add(regulation)
    world.add(regulation.benefit_ids)
    return regulation.benefit_ids


def _procedure_of_another_agency(world):
    """Another procedure, for which the tax office is competent."""
    case = world.case
    procedure = case.procedure.copy({"code": "9.990077", "name": "Thủ tục nơi khác"})
    version = world.env["tthc.procedure.version"].create(
        {
            "procedure_id": procedure.id,
            "decision": "2/QĐ-THU",
            "date_from": date(2026, 1, 1),
            "case_ids": [(0, 0, case._case_values())],
        }
    )
    version.action_submit()
    version.action_publish()
    for centre in (case.centre, case.other_centre):
        world.new(
            "tthc.offer", company_id=centre.id, procedure_id=procedure.id, agency_id=case.tax.id
        )
    return procedure


def _add_dossier(world, centre, procedure, agency, owner):
    """A dossier that went from the desk to its agency."""
    values = {
        "company_id": centre.id,
        "procedure_id": procedure.id,
        "case_id": procedure.current_version_id.case_ids[0].id,
        "channel": "counter",
        "owner": owner.id,
        "subject": f"Việc riêng của {owner.name}",
        "components": [{"name": "Tờ khai", "requirement": "mandatory", "received": True}],
        "claims": [{"benefit_id": world.benefit.id}],
    }
    dossiers = world.env["tthc.dossier"].with_context(tthc_now=datetime(2026, 3, 9, 2, 0))
    dossier = dossiers._intake(values)
    dossier.action_forward()
    world.add(
        dossier,
        centre=centre,
        agencies=agency,
        people=owner,
        secrets=(dossier.name, owner.name, dossier.subject),
    )


def _add_draft(world):
    case = world.case
    dossier = world.env["tthc.dossier"].create(
        {
            "company_id": case.centre.id,
            "procedure_id": case.procedure.id,
            "case_id": case.case.id,
            "owner_id": world.stranger.id,
            "subject": "Việc chưa đăng ký",
            "party_ids": [(0, 0, {"role": "owner", "partner_id": world.stranger.id})],
            "component_ids": [(0, 0, {"name": "Tờ khai"})],
            "claim_ids": [(0, 0, {"benefit_id": world.benefit.id})],
        }
    )
    world.add(
        dossier,
        centre=case.centre,
        people=world.stranger,
        tags=("draft", "unaccepted"),
        secrets=(dossier.subject,),
    )


def _make_delegations(world):
    """An officer of the own agency is absent, and a receptionist of another centre; the deputies
    are colleagues that no attempt is made as."""
    case = world.case
    for absent, deputy in (
        (world.users["officer"], case.leader),
        (case.other_receptionist, case.other_deputy),
    ):
        row = world.new(
            "tthc.delegation",
            absent_id=absent.id,
            deputy_id=deputy.id,
            date_from="2031-03-02",
            date_to="2031-03-06",
            basis=f"QĐ thay {absent.name}",
        )
        world.add(
            row,
            centre=absent.company_id,
            agencies=absent.tthc_agency_ids,
            people=absent.partner_id | deputy.partner_id,
            creator=absent,
        )


def _make_batch(world):
    """A receptionist's batch, and what another system said about a dossier of each centre."""
    clerk = world.users["receptionist"]
    dossier = world.record("tthc.dossier")
    batch = world.new(
        "tthc.batch",
        kind="forward",
        user_id=clerk.id,
        line_ids=[(0, 0, {"dossier_id": dossier.id})],
    )
    world.add(batch, creator=clerk)
    world.add(batch.line_ids, creator=clerk, secrets=(dossier.name,))
    world.add_sheet("tthc.batch.start", "receptionist", kind="forward", seen={})
    for centre in (world.case.centre, world.case.other_centre):
        row = world.new(
            "tthc.dossier.mirror", external_number=f"BỘ-{centre.id}", company_id=centre.id
        )
        world.add(row, centre=centre, secrets=(row.external_number,))


def _make_sheets(world):
    case = world.case
    world.add_sheet(
        "tthc.dossier.intake",
        "receptionist",
        company_id=case.centre.id,
        identity_number="027180000028",
        name="Trần Thị Người Khác",
    )
    decision = world.add_sheet(
        "tthc.dossier.decision",
        "receptionist",
        dossier_id=world.record("tthc.dossier").id,
        action="request_withdrawal",
        note="Lý do",
    )
    rights_engine.make_sheets(world, decision)
    preview = world.add_sheet("tthc.fee.preview", "editor")
    for model in ("tthc.fee.preview.line", "tthc.fee.preview.change"):
        world.add_sheet(model, "editor", preview_id=preview.id)
