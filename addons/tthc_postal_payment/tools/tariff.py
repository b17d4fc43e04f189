"""Which price of a centre's postage tariff applies, in whole VND. Plain Python."""

from collections import namedtuple

#: A price. ``carrier`` and ``area`` may be empty: any. ``weight_to``: grams up to which it holds,
#: 0 for any weight. ``first`` and ``last``: days on which it is in force, the last one may be open.
Rate = namedtuple("Rate", "id carrier area weight_to first last amount")


def choose(rates, day, carrier=None, area=None, weight=0):
    """The most special of ``rates`` that holds: one of the carrier before one for all, one of
    the area before one for all, then the lowest weight; ``None`` for none.

    :param weight: grams; 0 for not known yet, which is the lightest price
    """
    fitting = [
        rate
        for rate in rates
        if rate.first <= day
        and (not rate.last or day <= rate.last)
        and rate.carrier in (carrier or None, None)
        and rate.area in (area or None, None)
        and (not rate.weight_to or weight <= rate.weight_to)
    ]
    return min(
        fitting,
        key=lambda rate: (
            rate.carrier is None,
            rate.area is None,
            rate.weight_to or float("inf"),
            rate.id,
        ),
        default=None,
    )


def overlap(one, other):
    """Whether two rates for the same thing are in force on a same day."""
    same = (one.carrier, one.area, one.weight_to) == (other.carrier, other.area, other.weight_to)
    return (
        same
        and (not one.last or other.first <= one.last)
        and (not other.last or one.first <= other.last)
    )
