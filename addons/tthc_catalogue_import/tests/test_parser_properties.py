"""Nothing of a source is lost, whatever it holds, and no parser ever raises."""

import unittest

from hypothesis import given, settings
from hypothesis import strategies as st

from ..tools import channels, components, legal, record, results
from ..tools.found import LAYOUT
from . import portal
from .test_record_parser import LABELS

# Pieces of the portal's own format, to be joined without separators, as it does.
FRAGMENTS = (
    *channels.CHANNELS,
    *(f"{number} {unit}" for number in (1, 15) for unit in channels.UNITS),
    "Miễn phí",
    "Không có thông tin",
    "20,000 Việt Nam Đồng",
    "100 VNĐ",
    "45 USD",
    "(Phí (thử))",
    "(mở",
    components.TITLES,
    channels.HEADER,
    legal.HEADER,
    "--",
    "1 bản chính",
    "0 bản chính,2 bản sao",
    "181 bản chính",
    "Mẫu số 1.docx",
    "91/2024/QH15",
    "Nghị định số 92/2025/NĐ-CP",
    "118/2025/NĐ-C",
    "Mã: KQ.G15.000031",
    "Mã: ",
    "Từ khóa",
    "Mô tả",
    "Chọn cơ quan thực hiện",
    "Tờ khai",
    "năm 2020",
    " ",
    "\n",
    "5",
    ".",
)
RUN_TOGETHER = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=14
).map("".join)
PARSERS = (channels, components, legal, results)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


class TestNothingIsLost(unittest.TestCase):
    @settings(max_examples=400, deadline=None)
    @given(RUN_TOGETHER)
    def test_any_text(self, raw):
        for parser in PARSERS:
            self.assertEqual(portal.lost(parser.parse(raw), raw), [], parser.FIELD)

    @settings(max_examples=400, deadline=None)
    @given(RUN_TOGETHER)
    def test_layout_holds_no_data(self, raw):
        """What counts as layout of the page consists of the portal's fixed words."""
        fixed = (
            *channels.CHANNELS,
            "Không có thông tin",
            components.TITLES,
            channels.HEADER,
            legal.HEADER,
            *("Mã:", "Từ khóa", "Mô tả", "Chọn cơ quan thực hiện", "Nghị định số", "Luật", "--"),
        )
        for parser in PARSERS:
            for piece in parser.parse(raw).pieces:
                rest = piece.text.casefold()
                for words in fixed:
                    rest = rest.replace(words.casefold(), "")
                if piece.kind == LAYOUT:
                    self.assertEqual(
                        rest.strip(" -–.;\n\x0c\x0b\x1c\x1d\x1e\x1f\x85\u2028\u2029").strip(),
                        "",
                        parser.FIELD,
                    )

    def test_generated_records(self):
        for source in portal.records(80, seed=7):
            for parser in PARSERS:
                raw = source[parser.FIELD]
                self.assertEqual(portal.lost(parser.parse(raw), raw), [])


class TestRecordNeverRaises(unittest.TestCase):
    @settings(max_examples=200, deadline=None)
    @given(st.dictionaries(st.sampled_from(sorted(record.KNOWN)) | st.text(max_size=4), JSON))
    def test_any_values(self, values):
        found = record.parse(values, LABELS)
        self.assertEqual(set(found.parsed), record.KNOWN)
        self.assertEqual(len(found.content_hash()), 64)

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from([parser.FIELD for parser in PARSERS]), RUN_TOGETHER)
    def test_damaged_field(self, name, raw):
        found = record.parse(portal.record(**{name: raw}), LABELS)
        self.assertEqual(len(found.content_hash()), 64)
