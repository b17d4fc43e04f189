"""The limits of the public look-up, by example and by property."""

from datetime import datetime, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from ..tools import lookup_limit
from ..tools.lookup_limit import Limit, address_key, clean_code, clean_number, opens

NOON = datetime(2026, 3, 9, 12)
LIMITS = st.builds(
    Limit,
    free=st.integers(1, 50),
    first=st.timedeltas(timedelta(seconds=1), timedelta(minutes=5)),
    longest=st.timedeltas(timedelta(minutes=5), timedelta(hours=5)),
    window=st.timedeltas(timedelta(hours=1), timedelta(days=1)),
)


@tagged("post_install", "-at_install")
class TestLookupLimit(TestCase):
    def test_wait_doubles_from_the_free_attempts_on(self):
        waits = [lookup_limit.PAIR.locked_until(count, NOON) for count in range(4, 13)]
        minutes = [wait and (wait - NOON).total_seconds() / 60 for wait in waits]
        self.assertEqual(minutes, [None, 1, 2, 4, 8, 16, 32, 60, 60])
        self.assertIsNone(lookup_limit.PAIR.locked_until(0, None))

    @given(LIMITS, st.integers(0, 10**6))
    def test_waits_never_shrink_and_never_pass_the_longest(self, limit, count):
        until = limit.locked_until(count, NOON)
        more = limit.locked_until(count + 1, NOON)
        self.assertEqual(until is None, count < limit.free)
        self.assertLessEqual((until or NOON) - NOON, limit.longest)
        self.assertLessEqual(until or NOON, more or NOON)

    def test_codes_are_read_as_people_write_them(self):
        self.assertEqual(clean_code(" abc def-ghj.klm "), "ABCDEFGHJKLM")
        self.assertEqual(clean_number("h27.01 – 260309‑0001 "), "H27.01-260309-0001")
        self.assertLessEqual(len(clean_number("9" * 1000)), lookup_limit.LONGEST_NUMBER)

    def test_whole_or_first_letters_open(self):
        token = "ABCDEFGHJKLM"
        self.assertTrue(opens(token, token))
        self.assertTrue(opens("ABCDEF", False, token))
        self.assertFalse(opens("ABCDEF", token, short=False))
        for wrong in ("", "ABCDE", "ABCDEFG", "ABCDEX", "abcdef", "ABCDÉF"):
            self.assertFalse(opens(wrong, token), wrong)

    @given(st.text(max_size=40))
    def test_nothing_opens_what_is_not_there(self, code):
        self.assertFalse(opens(code, False, ""))

    def test_addresses(self):
        self.assertEqual(address_key("203.0.113.7"), "203.0.113.7")
        self.assertEqual(address_key("::ffff:203.0.113.7"), "203.0.113.7")
        self.assertEqual(address_key("2001:db8:1:2:3::4"), "2001:db8:1:2::/64")
        self.assertEqual(address_key("2001:db8:1:2::9"), "2001:db8:1:2::/64")
        self.assertEqual((address_key(None), address_key("<script>")), ("unknown", "unknown"))
        self.assertEqual(lookup_limit.mask_address("203.0.113.7"), "203.0.113.…")
        self.assertEqual(lookup_limit.mask_address("2001:db8:1:2::/64"), "2001:db8:…")
        self.assertEqual(lookup_limit.mask_address("unknown"), "unknown")
