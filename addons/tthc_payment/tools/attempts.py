"""How often somebody may begin to pay at a gateway. Plain Python."""


def free_at(begun, now, limits):
    """When the next attempt may begin: an instant, or ``None`` if it may begin now.

    :param begun: instants at which attempts began, in any order
    :param limits: rows (at most so many, within this timedelta); none or less is no limit
    """
    waits = []
    for most, span in limits:
        recent = sorted(at for at in begun if at > now - span)
        if 0 < most <= len(recent):
            waits.append(recent[-most] + span)
    return max(waits, default=None)
