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
    "post_received": "post_received",
    "post_handed_over": "posted",
    "post_out_for_delivery": "post_out",
    "post_failed": "post_failed",
    "post_delivered": "post_delivered",
    "post_returned": "post_back",
    "post_lost": "post_lost",
    "refuse": "refused",
    "stop": "stopped",
    "answer_withdrawal": "withdrawal_answered",
}

#: Keys that no event gives but the passing of time.
REMINDERS = ("supplement_reminder", "uncollected")


def key_of(kind, at, due, channel, facts, after=None):
    """The key under which an event is told, or ``None``.

    :param at: instant of the event
    :param due: the appointment that held then, or ``None``
    :param channel: how the dossier came; whoever stands at the counter knows that it was handed in
    :param facts: facts of the event
    :param after: kind of the event before it; who was told that the post delivered the result is
        not told a second time that it was returned
    """
    if kind == "return_result" and after == "post_delivered":
        return None
    if kind == "register" and channel == "counter":
        return None
    if kind == "issue_result":
        if (facts or {}).get("outcome") == "rejected":
            return "rejected"
        return "ready_early" if due and at < due else "ready"
    if kind == "recompute" and (facts or {}).get("old_due_at") == (facts or {}).get("new_due_at"):
        return None
    return BY_EVENT.get(kind)
