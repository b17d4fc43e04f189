from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import day as rules

KEYS = st.sampled_from("abcdef")
AMOUNTS = st.integers(0, 3)
KNOWN = st.dictionaries(
    KEYS,
    st.builds(rules.Known, st.sampled_from([rules.OPEN, rules.EXPLAINED, rules.CLEARED]), AMOUNTS),
)
FOUND = st.dictionaries(KEYS, AMOUNTS)


def difference(key, amount):
    return rules.Difference("x", key, amount, key, date(2026, 3, 9))


@tagged("post_install", "-at_install")
class TestToolsDay(BaseCase):
    """Which differences are new, open again or cleared; what a seal depends on."""

    @settings(max_examples=100, deadline=None)
    @given(KNOWN, FOUND)
    def test_what_stands_afterwards_is_what_was_found(self, known, found):
        found = {key: difference(key, amount) for key, amount in found.items()}
        plan = rules.plan(known, found)
        standing = {key for key, row in known.items() if row.state != rules.CLEARED}
        after = (standing | set(plan.new) | set(plan.again)) - set(plan.cleared)
        self.assertEqual(after, set(found))
        for key, row in known.items():
            if row.state == rules.EXPLAINED and key in found:
                self.assertEqual(key in plan.again, found[key].amount != row.amount)

    def test_a_seal_depends_on_every_line_and_on_the_day_before(self):
        lines = [rules.line({"b": 1, "a": "Đ"}), rules.line(["x", 2])]
        seal = rules.seal("", lines)
        self.assertEqual(len(seal), 64)
        self.assertEqual(lines[0], '{"a":"Đ","b":1}')
        self.assertNotEqual(seal, rules.seal("0", lines))
        self.assertNotEqual(seal, rules.seal("", lines[:1]))
        self.assertNotEqual(seal, rules.seal("", reversed(lines)))
