"""When a supplement needs leave, and what is left of one."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.tthc_dossier.tools import supplement
from odoo.addons.tthc_dossier.tools.supplement import AGAIN, COUNTER, EXAMINATION, LATE

NOW = datetime(2026, 3, 9, 9)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("stage", "earlier", "last", "expected"),
    [
        (COUNTER, 5, NOW - DAY, ()),
        (EXAMINATION, 0, NOW + DAY, ()),
        (EXAMINATION, 0, NOW, ()),
        (EXAMINATION, 0, None, ()),
        (EXAMINATION, 0, NOW - DAY, (LATE,)),
        (EXAMINATION, 1, NOW + DAY, (AGAIN,)),
        (EXAMINATION, 2, NOW - DAY, (LATE, AGAIN)),
    ],
)
def test_leave_needed(stage, earlier, last, expected):
    assert supplement.leave_needed(stage, earlier, 1, NOW, last) == expected


@given(st.integers(0, 9), st.integers(0, 9))
def test_more_rounds_in_the_rule_never_need_more_leave(earlier, rounds):
    fewer = supplement.leave_needed(EXAMINATION, earlier, rounds, NOW, None)
    more = supplement.leave_needed(EXAMINATION, earlier, rounds + 1, NOW, None)
    assert set(more) <= set(fewer)


@given(st.lists(st.integers(0, 30), unique=True), st.data())
def test_what_came_and_what_is_left_make_the_whole(asked, data):
    came = data.draw(st.lists(st.sampled_from(asked), unique=True)) if asked else []
    left = supplement.left_over(asked, came)
    assert set(left) | set(came) == set(asked)
    assert not set(left) & set(came)
    assert left == [item for item in asked if item in left]


def test_what_was_not_asked_for_is_refused():
    with pytest.raises(ValueError, match="not asked for"):
        supplement.left_over([1, 2], [3])
