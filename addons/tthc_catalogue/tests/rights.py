"""Who may do what with the catalogue; see ``tthc_dossier/tests/rights_world.py``."""

from odoo.fields import Command

ROLES = {
    "staff": "tthc_catalogue.group_staff",
    "editor": "tthc_catalogue.group_catalogue_editor",
    "publisher": "tthc_catalogue.group_catalogue_publisher",
    "administrator": "tthc_catalogue.group_administrator",
}
IMPLIES = {
    "editor": ("staff",),
    "publisher": ("staff",),
    "administrator": ("editor", "publisher"),
}
SCOPES = {"draft": lambda user, sample: "draft" in sample.tags}

_EDITED = {"staff": "r", "editor": "rcwu"}
_VERSIONED = {"staff": "r", "editor": "rc wu@draft"}
_PART = {"staff": "r", "editor": "r cwu@draft"}
_SETTING = {"staff": "r", "administrator": "rcwu"}
_OF_CENTRE = {"staff": "r@centre", "administrator": "rcwu@centre"}

ROWS = {
    "tthc.sector": _EDITED,
    "tthc.legal.document": _EDITED,
    "tthc.procedure": _EDITED,
    "tthc.procedure.version": _VERSIONED,
    "tthc.procedure.case": _PART,
    "tthc.procedure.component": _PART,
    "tthc.procedure.channel": _PART,
    "tthc.procedure.fee": _PART,
    "tthc.procedure.result": _PART,
    "tthc.procedure.step": _PART,
    "tthc.fee.tier": _PART,
    "tthc.fee.regulation": _VERSIONED,
    "tthc.fee.regulation.line": _PART,
    "tthc.fee.benefit": _PART,
    "tthc.procedure.group": _VERSIONED,
    "tthc.procedure.group.line": _PART,
    "tthc.procedure.group.share": _PART,
    "tthc.level": _SETTING,
    "tthc.target.group": _SETTING,
    "tthc.step.decision": _SETTING,
    "tthc.agency": _SETTING,
    "tthc.calendar.year": _SETTING,
    "tthc.calendar.day": _SETTING,
    "tthc.offer": _OF_CENTRE,
    "tthc.offer.limit": _OF_CENTRE,
    "tthc.limit.report": {"staff": "r@centre"},
    "tthc.version.compare": {"staff": "rcwu@own"},
    "tthc.fee.calculator": {"staff": "rcwu@own"},
    "tthc.fee.calculator.line": {"staff": "rcwu@own"},
    "tthc.publication.send.back": {"publisher": "rcwu@own"},
    "tthc.version.end": {"publisher": "rcwu@own"},
    "tthc.version.publish": {"publisher": "rcwu@own"},
}

_PUBLICATION = {
    "action_new_version": "editor",
    "action_submit": "editor",
    "action_withdraw": "editor",
    "action_publish": "publisher",
    "action_send_back": "publisher",
}
METHODS = {
    "tthc.procedure": {
        "action_compare": "read",
        "action_end": "publisher",
        "action_view_versions": "read",
    },
    "tthc.procedure.version": {
        **_PUBLICATION,
        "action_compare": "read",
        "action_end": "publisher",
        "action_new_version_with_replacements": "editor",
        "action_review_publication": "publisher",
        "action_view_review": "read",
    },
    "tthc.procedure.group": {**_PUBLICATION, "action_retire": "publisher"},
    "tthc.procedure.case": {"action_price": "read"},
    "tthc.fee.regulation": {**_PUBLICATION, "action_retire": "publisher"},
    "tthc.legal.document": {"action_view_affected": "read", "action_view_citing": "read"},
    "tthc.version.compare": {"action_swap": "read"},
    "tthc.version.end": {"action_confirm": "publisher@own"},
    "tthc.version.publish": {
        "action_confirm": "publisher@own",
        "action_send_back": "publisher@own",
    },
    "tthc.publication.send.back": {"action_confirm": "publisher@own"},
}
VALUES = {
    "tthc.fee.tier": lambda world, sample: {
        "fee_id": sample.record.fee_id.id,
        "start": 9,
        "amount": 1,
    },
    "tthc.offer": lambda world, sample: {
        "company_id": sample.record.company_id.id,
        "procedure_id": world.spare_procedure.id,
        "agency_id": sample.record.agency_id.id,
    },
    "tthc.offer.limit": lambda world, sample: {
        "offer_id": sample.record.offer_id.id,
        "case_name": "Trường hợp khác",
        "value": 2,
    },
}


def make(world):
    case = world.case
    document = world.add(world.new("tthc.legal.document", number="902/2026/NĐ-CP"))
    world.add(case.procedure.sector_id)
    world.add(case.procedure)
    world.spare_procedure = case.procedure.copy({"code": "9.990078"})
    later = case.version.copy({"date_from": "2030-01-01"})
    for fee in later.case_ids[0].fee_ids[1]:
        world.add(world.new("tthc.fee.tier", fee_id=fee.id, start=2))
    later.action_submit()
    later.action_publish()
    draft = case.version.copy({"date_from": "2031-01-01"})
    for version, tags in ((case.version, ()), (draft, ("draft",))):
        world.add(version, tags=tags)
        first = version.case_ids[0]
        for rows in (
            first,
            first.component_ids[0],
            first.channel_ids[0],
            first.fee_ids[0],
            first.result_ids[0],
            first.step_ids[0],
        ):
            world.add(rows, tags=tags)
    fee = draft.case_ids[0].fee_ids[0]
    world.add(world.new("tthc.fee.tier", fee_id=fee.id, start=2), tags=("draft",))
    _make_publications(world, document)
    world.add_any("tthc.level", "tthc.target.group", "tthc.step.decision")
    world.add_any("tthc.calendar.year", "tthc.calendar.day")
    world.add(case.justice)
    _make_offers(world)
    _make_sheets(world, case.version, draft)


def _make_publications(world, document):
    regulation = world.new(
        "tthc.fee.regulation",
        legal_document_id=document.id,
        date_from="2031-01-01",
        line_ids=[Command.create({"fee_name": "Phí thử"})],
    )
    world.add(regulation, tags=("draft",))
    world.add(regulation.line_ids, tags=("draft",))
    world.add(
        world.new("tthc.fee.benefit", regulation_id=regulation.id, name="Trẻ em"), tags=("draft",)
    )
    group = world.new("tthc.procedure.group", code="9.99", name="Nhóm thử")
    world.add(group, tags=("draft",))
    for model in ("tthc.procedure.group.line", "tthc.procedure.group.share"):
        world.add(world.new(model, group_id=group.id), tags=("draft",))


def _make_offers(world):
    for offer in world.env["tthc.offer"].search([("procedure_id", "=", world.case.procedure.id)]):
        world.add(offer, centre=offer.company_id)
        limit = world.new("tthc.offer.limit", offer_id=offer.id, value=2)
        world.add(limit, centre=offer.company_id)
    world.env.flush_all()
    for centre in (world.case.centre, world.case.other_centre):
        report = world.env["tthc.limit.report"].search([("company_id", "=", centre.id)], limit=1)
        world.add(report, centre=centre)


def _make_sheets(world, version, draft):
    world.add_sheet("tthc.version.compare", "staff", left_id=version.id, right_id=draft.id)
    sheet = world.add_sheet("tthc.fee.calculator", "staff", case_id=version.case_ids[0].id)
    world.add_sheet("tthc.fee.calculator.line", "staff", calculator_id=sheet.id)
    world.add_sheet(
        "tthc.publication.send.back",
        "publisher",
        res_model=version._name,
        res_ids=version.ids,
    )
    world.add_sheet("tthc.version.end", "publisher", version_id=version.id)
    world.add_sheet("tthc.version.publish", "publisher", version_id=version.id)
