"""How a partial refund divides into fees (phí) and charges (lệ phí), in whole VND. Plain Python."""


class BadSplit(ValueError):
    """More than the receipt still has of one kind."""


def charge_part(amount, fees, charges):
    """The share of ``amount`` that is most likely of ``charges``: all of it where it is exactly
    them, else what ``fees`` cannot bear.

    :raise BadSplit: more than both together
    """
    if not 0 < amount <= fees + charges:
        raise BadSplit(amount)
    if amount == charges:
        return charges
    return max(amount - fees, 0)


def check_split(amount, charge, fees, charges):
    """:raise BadSplit: ``charge`` of ``amount`` does not fit into what is left of both kinds"""
    if not 0 <= charge <= charges or not 0 <= amount - charge <= fees:
        raise BadSplit(charge)
