import unittest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..tools.once import newly_named, paper_key

KEYS = st.lists(st.tuples(st.sampled_from("abcdef"), st.text(max_size=3)), max_size=6)


class TestOnce(unittest.TestCase):
    def test_the_first_request_names_what_it_likes(self):
        self.assertEqual(newly_named([], [("a", "Tờ khai")]), [])

    def test_later_only_what_was_named(self):
        before = [{"a"}, {"b"}]
        now = [("a", "Tờ khai"), ("c", "Bản sao"), ("b", "Ảnh")]
        self.assertEqual(newly_named(before, now), ["Bản sao"])

    def test_the_same_paper_written_otherwise(self):
        self.assertEqual(paper_key(False, " Tờ  khai "), paper_key(False, "tờ khai"))
        self.assertNotEqual(paper_key(1, "Tờ khai"), paper_key(2, "Tờ khai"))

    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.lists(st.sets(st.sampled_from("abcdef")), min_size=1, max_size=3), KEYS)
    def test_what_is_new_was_in_no_request(self, before, now):
        new = newly_named(before, now)
        self.assertEqual(new, [name for key, name in now if not any(key in one for one in before)])
        everything = [*before, {key for key, _name in now}]
        self.assertEqual(newly_named(everything, now), [])
