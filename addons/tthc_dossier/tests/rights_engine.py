"""Who may do what with the rows that the engine keeps of a dossier; part of ``rights.py``."""

from datetime import date

#: Whoever reads the dossier reads its rows.
READ = {
    "receptionist": "r@centre",
    "manager": "r@centre",
    "officer": "r@agency",
    "inspector": "r",
}
_SETTING = {"staff": "r", "administrator": "rcwu"}
_OWN_SHEET = {"staff": "rcwu@own"}

ROWS = {
    "tthc.dossier.consultation": READ,
    "tthc.handover": READ,
    "tthc.handover.line": READ,
    "tthc.handover.counter": {"administrator": "r"},
    "tthc.supplement.round": READ,
    "tthc.supplement.item": READ,
    "tthc.dossier.withdrawal": READ,
    "tthc.dossier.extension": READ,
    "tthc.dossier.apology": {
        "receptionist": "rcw@centre",
        "manager": "rcw@centre",
        "officer": "rcw@agency",
        "inspector": "r",
    },
    "tthc.deadline.warning": READ,
    "tthc.deadline.digest": {"staff": "r@own"},
    "tthc.calendar.change": {"manager": "rw@centre", "inspector": "r"},
    "tthc.calendar.change.line": {"manager": "rw@centre", "inspector": "r"},
    "tthc.submission": {**READ, "receptionist": "rw@centre"},
    "tthc.submission.paper": {**READ, "receptionist": "rcw@centre"},
    "tthc.reason": _SETTING,
    "tthc.supplement.rule": _SETTING,
    "tthc.ledger.seal": {"manager": "r", "inspector": "r"},
    "tthc.ledger.seal.line": {"inspector": "r"},
    "tthc.lookup.attempt": {"manager": "r", "inspector": "r"},
    "tthc.ledger.print": _OWN_SHEET,
    "tthc.form": {"staff": "r", "administrator": "rw"},
    "tthc.form.layout": _SETTING,
    "tthc.form.block": _SETTING,
    "tthc.form.item": _SETTING,
    "tthc.form.print": READ,
    "tthc.form.preview": {"administrator": "rcwu@own"},
    "tthc.decision.item": _OWN_SHEET,
    "tthc.decision.receipt": _OWN_SHEET,
    "tthc.dossier.intake.part": {"receptionist": "rcwu@own"},
    "tthc.submission.withdrawal": {"receptionist": "rcwu@own"},
    "tthc.mandate.revocation": {"receptionist": "rcwu@own"},
}

#: Actions of the dossier: the engine itself says whose turn it is.
ACTIONS = (
    "action_register",
    "action_accept",
    "action_refuse",
    "action_receive_competent",
    "action_complete_at_once",
    "action_request_supplement",
    "action_propose_supplement",
    "action_receive_supplement",
    "action_request_payment",
    "action_take",
    "action_forward",
    "action_approve",
    "action_seal",
    "action_return_step",
    "action_recall",
    "action_reassign",
    "action_consult",
    "action_answer_consultation",
    "action_lapse_consultation",
    "action_hand_over",
    "action_take_over",
    "action_issue_result",
    "action_reject",
    "action_return_result",
    "action_request_withdrawal",
    "action_answer_withdrawal",
    "action_stop",
    "action_reopen",
    "action_propose_extension",
    "action_refuse_extension",
    "action_extend",
    "action_apologise",
    "action_draft_apology",
    "action_refuse_blocked",
)
METHODS = {
    "tthc.dossier": {
        **dict.fromkeys(ACTIONS, "engine"),
        "action_print_receipt": "read",
        "action_print_refusal": "read",
        "action_print_stop": "read",
        "action_print_supplement": "read",
        "action_verify_ledger": "read",
        "get_process_picture": "read",
        "get_clock_sheet": "read",
        "get_ledger_table": "read",
        "get_printed_papers": "read",
    },
    "tthc.dossier.task": {"action_reassign_dialog": "read", "action_open_dossier": "read"},
    "tthc.dossier.consultation": {"action_answer": "read"},
    "tthc.dossier.extension": {"action_grant": "engine", "action_ask_refusal": "read"},
    "tthc.dossier.apology": {
        "action_sign": "engine",
        "action_not_needed": "engine",
        "action_print": "read",
    },
    "tthc.deadline.warning": {"action_open_dossier": "read"},
    "tthc.calendar.change": {
        "action_confirm": "manager@centre",
        "action_dismiss": "manager@centre",
        "action_select_all": "manager@centre",
        "action_select_none": "manager@centre",
        "action_lines": "read",
    },
    "tthc.supplement.round": {
        "action_approve": "engine",
        "action_decline": "engine",
        "action_open_dossier": "read",
        "action_print": "read",
    },
    "tthc.submission": {"action_view_parts": "read", "action_print_receipt": "read"},
    "tthc.submission.withdrawal": {"action_confirm": "receptionist@own"},
    "tthc.mandate.revocation": {"action_confirm": "receptionist@own"},
    "tthc.dossier.party": {"action_revoke_mandate": "receptionist@centre"},
    "tthc.handover": {"action_receive": "engine", "action_print": "read"},
    "tthc.ledger.book": {
        "action_close": "manager@centre",
        "action_lines": "read",
        "action_print": "read",
    },
    "tthc.ledger.entry": {"action_open_dossier": "read"},
    "tthc.ledger.print": {"action_print": "staff@own"},
    "tthc.form": {"action_view_prints": "read"},
    "tthc.form.layout": {
        "action_publish": "administrator",
        "action_withdraw": "administrator",
        "action_preview": "read",
    },
    "tthc.form.print": {"action_open_pdf": "read"},
    "tthc.form.preview": {"action_preview": "administrator@own"},
    "tthc.dossier.decision": {"action_confirm": "engine", "action_ask_leave": "engine"},
}
WRITES = {
    "tthc.submission": {"paper_ids": []},
    "tthc.calendar.change": {"reason": "x"},
    "tthc.calendar.change.line": {"selected": True},
}


def make(world):
    """Rows of every kind for each dossier on record, made without the actions: the attempts are
    about who reaches a row, not about how it came to be."""
    world.add_below("tthc.dossier.consultation", question="Ý kiến?")
    _make_handovers(world)
    world.add_below("tthc.supplement.round", reason="Bổ sung bản sao")
    world.add_below("tthc.supplement.item", link="round_id", name="Bản sao")
    world.add_below("tthc.dossier.withdrawal", reason="Lý do thử", state="ended")
    world.add_below("tthc.dossier.extension", reason="Lý do thử", state="refused")
    world.add_below("tthc.dossier.apology", reason="Lý do thử", state="cancelled")
    world.add_below("tthc.deadline.warning", scope="dossier")
    _make_submissions(world)
    _make_calendar_changes(world)
    world.add_any("tthc.reason", "tthc.supplement.rule", "tthc.lookup.attempt")
    digest = world.new("tthc.deadline.digest", user_id=world.users["manager"].id)
    world.add(digest, creator=world.users["manager"])
    _make_seal(world)
    _make_forms(world)


def _make_handovers(world):
    """A list of paper files for each dossier on record."""
    for number, sample in enumerate(world.samples["tthc.dossier"]):
        dossier = sample.record
        if dossier.state == "draft":
            continue
        handover = world.new(
            "tthc.handover",
            number=number,
            company_id=dossier.company_id.id,
            line_ids=[(0, 0, {"dossier_id": dossier.id})],
        )
        for row in (handover, handover.line_ids):
            world.add(row, centre=sample.centres, agencies=sample.agencies, secrets=sample.secrets)
    world.add(world.new("tthc.handover.counter"))


def _make_submissions(world):
    for sample in list(world.samples["tthc.dossier"]):
        dossier = sample.record
        if dossier.state == "draft":
            continue
        submission = world.new(
            "tthc.submission",
            company_id=dossier.company_id.id,
            owner_id=dossier.owner_id.id,
            procedure_id=dossier.procedure_id.id,
            lookup_token=f"QUYEN{dossier.id}",
        )
        dossier._set({"submission_id": submission.id})
        paper = world.new("tthc.submission.paper", submission_id=submission.id)
        for row in (submission, paper):
            world.add(row, centre=sample.centres, agencies=sample.agencies, people=sample.people)


def _make_calendar_changes(world):
    for sample in list(world.samples["tthc.dossier"]):
        centre, known = sample.centres, world.samples.get("tthc.calendar.change", ())
        if sample.record.state == "draft" or any(row.centres == centre for row in known):
            continue
        change = world.new(
            "tthc.calendar.change", company_id=centre.id, what="Nghỉ bù", state="to_confirm"
        )
        line = world.new(
            "tthc.calendar.change.line", change_id=change.id, dossier_id=sample.record.id
        )
        world.add(change, centre=centre)
        world.add(line, centre=centre)


def _make_seal(world):
    seals = world.env["tthc.ledger.seal"]
    seal = seals._append_rows([world.plain_values("tthc.ledger.seal", number=990001)])
    world.add(seal)
    lines = world.env["tthc.ledger.seal.line"]
    world.add(
        lines._append_rows(
            [world.plain_values("tthc.ledger.seal.line", seal_id=seal.id, event_id=990001)]
        )
    )


def _make_forms(world):
    """A draft of a layout, which may be changed, and a printed paper of each dossier."""
    world.add_any("tthc.form")
    form = world.record("tthc.form")
    layout = world.new("tthc.form.layout", form_id=form.id, date_from=date(2031, 1, 1))
    block = world.new("tthc.form.block", layout_id=layout.id, kind="fields")
    item = world.new("tthc.form.item", block_id=block.id)
    for row in (layout, block, item):
        world.add(row)
    prints = world.env["tthc.form.print"]
    for sample in list(world.samples["tthc.dossier"]):
        if sample.record.state == "draft":
            continue
        values = world.plain_values(
            "tthc.form.print",
            form_id=form.id,
            layout_id=layout.id,
            company_id=sample.record.company_id.id,
            dossier_id=sample.record.id,
            res_model="tthc.dossier",
            res_id=sample.record.id,
            kind="original",
            code=f"QUYEN{sample.record.id}",
        )
        facts = {name: getattr(sample, name) for name in ("agencies", "people", "secrets")}
        world.add(prints._append_rows([values]), centre=sample.centres, **facts)


def make_sheets(world, decision):
    world.add_sheet("tthc.decision.item", "receptionist", decision_id=decision.id)
    world.add_sheet("tthc.decision.receipt", "receptionist", decision_id=decision.id)
    world.add_sheet("tthc.submission.withdrawal", "receptionist")
    world.add_sheet(
        "tthc.mandate.revocation",
        "receptionist",
        party_id=world.record("tthc.dossier.party").id,
        reason="Thử",
    )
    world.add_sheet("tthc.ledger.print", "receptionist")
    layout = world.record("tthc.form.layout")
    world.add_sheet("tthc.form.preview", "administrator", layout_id=layout.id)
    # On sheets of their own: the rows of a sheet are computed again when one is added.
    for model in ("tthc.dossier.intake.part", "tthc.dossier.intake.line"):
        intakes = world.env["tthc.dossier.intake"].with_user(world.users["receptionist"])
        intake = intakes.sudo().create({"name": "Người khác"})
        world.env.flush_all()
        world.add_sheet(model, "receptionist", intake_id=intake.id)
        world.env.flush_all()
