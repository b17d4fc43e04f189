import unittest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.tthc_posting.tools import public_query
from odoo.addons.tthc_posting.tools.public_query import BadQuery, Query


class TestPublicQuery(unittest.TestCase):
    """Reading the address of the public list."""

    def test_words_and_filters(self):
        query = public_query.parse({"q": "  khai \x00 sinh ", "sector": "7", "online": "full"})
        self.assertEqual(query, Query(text="khai sinh", sector=7, online="full"))
        self.assertEqual(query.arguments(), {"q": "khai sinh", "sector": 7, "online": "full"})
        self.assertTrue(query.filtered)
        self.assertFalse(public_query.parse({"page": "3"}).filtered)

    def test_what_cannot_be_read_is_named(self):
        for arguments, part in (
            ({"q": "x" * 201}, "q"),
            ({"q": "a " * 13}, "q"),
            ({"sector": "1 OR 1=1"}, "sector"),
            ({"sector": "-1"}, "sector"),
            ({"centre": "²"}, "centre"),
            ({"level": str(2**31)}, "level"),
            ({"group": "0"}, "group"),
            ({"page": "999999"}, "page"),
            ({"online": "1"}, "online"),
        ):
            with self.subTest(arguments), self.assertRaises(BadQuery) as caught:
                public_query.parse(arguments)
            self.assertEqual(caught.exception.args[0], part)

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.dictionaries(
            st.sampled_from(["q", "sector", "level", "group", "centre", "online", "page", "x"]),
            st.text(max_size=250),
        )
    )
    def test_any_address_is_read_or_refused(self, arguments):
        try:
            query = public_query.parse(arguments)
        except BadQuery:
            return
        again = {name: str(value) for name, value in query.arguments().items()}
        self.assertEqual(public_query.parse(again), query)
        self.assertNotIn("\x00", query.text)
