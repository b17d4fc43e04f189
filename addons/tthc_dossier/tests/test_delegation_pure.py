from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import delegation
from ..tools.delegation import Delegation

EPOCH = datetime(2026, 3, 1)
HOURS = st.integers(0, 60)


def period(absent, deputy, start, length):
    starts = EPOCH + timedelta(hours=start)
    return Delegation(absent, deputy, starts, starts + timedelta(hours=length))


ROWS = st.lists(
    st.builds(period, st.sampled_from("ABC"), st.sampled_from("ABCD"), HOURS, st.integers(1, 30)),
    max_size=8,
)


@tagged("post_install", "-at_install")
class TestDelegationPure(BaseCase):
    """Who acts for whom: plain rules, no database."""

    def test_begins_at_midnight_and_ends_at_midnight(self):
        row = period("A", "B", 0, 24)
        for at, expected in (
            (row.starts - timedelta(seconds=1), []),
            (row.starts, ["A"]),
            (row.ends - timedelta(seconds=1), ["A"]),
            (row.ends, []),
        ):
            with self.subTest(at):
                self.assertEqual(delegation.absent_at([row], "B", at), expected)
        self.assertEqual(delegation.absent_at([row], "A", row.starts), [])

    def test_reasons(self):
        row = period("A", "B", 0, 24)
        self.assertEqual(
            delegation.conflict(period("A", "A", 0, 1), []), ("self", period("A", "A", 0, 1))
        )
        for new, reason in (
            (period("A", "C", 23, 5), "overlap"),
            (period("D", "A", 23, 5), "deputy_absent"),
            (period("B", "C", 23, 5), "absent_is_deputy"),
        ):
            with self.subTest(reason):
                self.assertEqual(delegation.conflict(new, [row]), (reason, row))
        self.assertIsNone(delegation.conflict(period("A", "C", 24, 5), [row]))
        self.assertIsNone(delegation.conflict(period("C", "B", 3, 5), [row]))

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ROWS, HOURS)
    def test_accepted_rows_make_no_chain(self, rows, hour):
        """Whatever is asked for, what stands never gives a person two deputies nor a deputy a
        deputy, at any instant."""
        standing = []
        for row in rows:
            if delegation.conflict(row, standing) is None:
                standing.append(row)
        at = EPOCH + timedelta(hours=hour)
        current = [row for row in standing if row.covers(at)]
        absent = [row.absent for row in current]
        self.assertEqual(len(absent), len(set(absent)))
        self.assertFalse(set(absent) & {row.deputy for row in current})

    def test_families(self):
        for absent, deputy, expected in (
            ({"leader", "officer"}, {"officer"}, True),
            ({"officer"}, {"receptionist"}, False),
            ({"manager"}, {"receptionist"}, True),
            ({"manager", "officer"}, {"receptionist"}, False),
            (set(), {"officer"}, False),
        ):
            with self.subTest(absent=absent, deputy=deputy):
                self.assertEqual(delegation.may_deputise(absent, deputy), expected)
