from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.split import Line, kept, parts

FEES = st.lists(
    st.integers(1, 2_000_000).flatmap(
        lambda amount: st.tuples(st.just(amount), st.integers(0, amount))
    ),
    min_size=1,
    max_size=5,
)
STEPS = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), max_size=12)


@tagged("post_install", "-at_install")
class TestSplit(BaseCase):
    def test_largest_remainder(self):
        lines = [Line(50_000, 25_000), Line(8_000, 0)]
        self.assertEqual(parts(58_000, lines), [50_000, 8_000])
        self.assertEqual(parts(10, lines), [9, 1])
        self.assertEqual(parts(1, [Line(1, 0), Line(1, 0), Line(1, 0)]), [1, 0, 0])
        paid = [Line(50_000, 25_000, 50_000, 25_000), Line(8_000, 0, 3_000)]
        self.assertEqual(parts(5_000, paid), [0, 5_000])
        # More than is left: the amounts are the measure.
        self.assertEqual(sum(parts(6_000, paid)), 6_000)

    def test_kept(self):
        self.assertEqual(kept(Line(3, 2), 1), 0)
        self.assertEqual(kept(Line(3, 2, 1, 0), 1), 1)
        self.assertEqual(kept(Line(3, 2, 2, 1), 1), 1)

    @settings(max_examples=50, deadline=None)
    @given(FEES, STEPS)
    def test_no_dong_is_lost(self, fees, steps):
        """Whatever is paid in parts and undone in any order: parts add up, nothing is negative,
        and a request that is paid in full has each line's shares exactly."""
        world = World(fees)
        for pays, where in steps:
            world.pay(round(where * world.left())) if pays else world.undo(where)
        world.pay(world.left())
        self.assertEqual(world.paid, [amount for amount, _kept in fees])
        self.assertEqual(world.kept, [share for _amount, share in fees])


class World:
    """A request that is paid and undone part by part."""

    def __init__(self, fees):
        self.fees, self.payments = fees, []
        self.paid, self.kept = [0] * len(fees), [0] * len(fees)

    def left(self):
        return sum(amount for amount, _kept in self.fees) - sum(self.paid)

    def pay(self, amount):
        if not amount:
            return
        lines = [
            Line(fee, share, paid, so_far)
            for (fee, share), paid, so_far in zip(self.fees, self.paid, self.kept, strict=True)
        ]
        divided = parts(amount, lines)
        shares = [kept(line, part) for line, part in zip(lines, divided, strict=True)]
        assert sum(divided) == amount
        for line, part, share in zip(lines, divided, shares, strict=True):
            assert 0 <= share <= part <= line.amount - line.paid
        self._enter(divided, shares, 1)
        self.payments.append((divided, shares))

    def undo(self, where):
        if self.payments:
            divided, shares = self.payments.pop(int(where * (len(self.payments) - 1)))
            self._enter(divided, shares, -1)

    def _enter(self, divided, shares, sign):
        for at, (part, share) in enumerate(zip(divided, shares, strict=True)):
            self.paid[at] += sign * part
            self.kept[at] += sign * share
