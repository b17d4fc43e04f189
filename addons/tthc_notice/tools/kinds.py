"""Which event of the ledger people are told of, and under which key."""

#: Key of a notice by the kind of the event, where the kind alone decides.
BY_EVENT = {
    "register": "registered",
    "accept": "accepted",
    "request_supplement": "supplement_asked",
    "receive_supplement": "supplement_received",
    "request_payment": "fee_asked",
    "extend": "new_date",
    "recompute": "new_date",
    "apologise": "apology",
    "reject": "rejected",
    "return_result": "returned",
    "post_handed_over": "posted",
    "refuse": "refused",
    "stop": "stopped",
    "answer_withdrawal": "withdrawal_answered",
}

#: Keys that no event gives but the passing of time.
REMINDERS = ("supplement_reminder", "uncollected")


def key_of(kind, at, due, channel, facts):
    """The key under which an event is told, or ``None``.

    :param at: instant of the event
    :param due: the appointment that held then, or ``None``
    :param channel: how the dossier came; whoever stands at the counter knows that it was handed in
    :param facts: facts of the event
    """
    if kind == "register" and channel == "counter":
        return None
    if kind == "issue_result":
        if (facts or {}).get("outcome") == "rejected":
            return "rejected"
        return "ready_early" if due and at < due else "ready"
    if kind == "recompute" and (facts or {}).get("old_due_at") == (facts or {}).get("new_due_at"):
        return None
    return BY_EVENT.get(kind)
