"""What was announced against what was found in an envelope. Plain Python, no database."""

WHOLE, OPENED, DAMAGED = "whole", "opened", "damaged"
MISSING, EXTRA, BROKEN, STRANGE, OPEN = (
    "missing",
    "extra",
    "damaged",
    "wrong_addressee",
    "open_envelope",
)


def difference(envelope, announced, found):
    """The difference to note, or ``None``: papers that are missing weigh more than others.

    :param envelope: state of the envelope
    :param announced: (originals, copies) as announced; ``None``: nothing was announced
    :param found: (originals, copies) as counted; ``None``: not opened, not counted
    """
    if announced is not None and found is not None:
        if any(have < want for want, have in zip(announced, found, strict=True)):
            return MISSING
        if any(have > want for want, have in zip(announced, found, strict=True)):
            return EXTRA
    return {OPENED: OPEN, DAMAGED: BROKEN}.get(envelope)
