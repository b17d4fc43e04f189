"""Files of records in every shape, whole and broken."""

import gzip
import io
import json
import tracemalloc
import unittest

from hypothesis import given
from hypothesis import strategies as st

from ..tools import source
from . import portal

RECORDS = [{"ma_thu_tuc": "9.000001", "x": "một"}, {"ma_thu_tuc": "9.000002", "x": 'a "b" \\ [}'}]
LINES = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS).encode()


def read(data):
    return list(source.items(io.BytesIO(data)))


class TestSource(unittest.TestCase):
    def test_shapes(self):
        array = json.dumps(RECORDS, ensure_ascii=False, indent=1).encode()
        for data in (
            LINES,
            LINES + b"\n\n",
            LINES.replace(b"\n", b"\r\n"),
            b"\xef\xbb\xbf" + LINES,
            gzip.compress(LINES),
            array,
            b"\xef\xbb\xbf" + array,
            gzip.compress(array),
            json.dumps(RECORDS).encode(),
        ):
            items = read(data)
            self.assertEqual([item.values for item in items], RECORDS)
            self.assertEqual([item.number for item in items], [1, 2])
            self.assertEqual([item.problem for item in items], ["", ""])

    def test_bad_lines_do_not_hold_up_the_others(self):
        data = b'{"a": 1}\n{"a": \n[1, 2]\n"text"\n{"a": "\xff"}\n\n{"b": 2}'
        self.assertEqual(
            [(item.number, item.problem) for item in read(data)],
            [
                (1, ""),
                (2, "not_json"),
                (3, "not_object"),
                (4, "not_object"),
                (5, "encoding"),
                (6, ""),
            ],
        )
        self.assertEqual(read(data)[1].raw, '{"a":')

    def test_truncated_gzip_keeps_what_was_whole(self):
        lines = [json.dumps(record, ensure_ascii=False) for record in portal.records(40)]
        whole = gzip.compress("\n".join(lines).encode())
        items = read(whole[: len(whole) * 2 // 3])
        self.assertGreater(len(items), 5)
        self.assertEqual(items[-1].problem, "truncated")
        self.assertTrue(all(not item.problem for item in items[:-1]))

    def test_truncated_array(self):
        data = json.dumps(RECORDS).encode()
        items = read(data[:-5])
        self.assertEqual([item.problem for item in items], ["", "not_json"])

    def test_unreadable(self):
        for data, code in (
            (b"", "empty"),
            (b"  \n\n", "empty"),
            (b"[]", "empty"),
            (gzip.compress(b""), "empty"),
            ("\ufeff{}".encode("utf-16"), "encoding"),
            (b"ma_thu_tuc;ten_thu_tuc\n1;2", "format"),
            (b"\x1f\x8bnot gzip", "format"),
        ):
            with self.assertRaises(source.SourceError, msg=data) as caught:
                read(data)
            self.assertEqual(caught.exception.code, code, data)

    def test_deeply_nested_line(self):
        items = read(b'{"a": ' + b"[" * 100000 + b"\n" + b'{"b": 1}')
        self.assertEqual([item.problem for item in items], ["not_json", ""])

    @given(st.binary(max_size=200))
    def test_any_bytes(self, data):
        try:
            items = read(data)
        except source.SourceError:
            return
        self.assertTrue(items)
        self.assertEqual([item.number for item in items], list(range(1, len(items) + 1)))

    @given(st.integers(min_value=1, max_value=300))
    def test_any_break(self, place):
        """A file that ends anywhere gives the records before the break and says so."""
        for data in (LINES, gzip.compress(LINES)):
            try:
                items = read(data[:place])
            except source.SourceError:
                continue
            good = [item.values for item in items if not item.problem]
            self.assertEqual(good, RECORDS[: len(good)])

    def test_memory_does_not_grow_with_the_file(self):
        def peak(copies):
            line = json.dumps(portal.record(), ensure_ascii=False).encode() + b"\n"
            data = io.BytesIO(gzip.compress(line * copies))
            tracemalloc.start()
            self.assertEqual(sum(1 for _item in source.items(data)), copies)
            _now, top = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            return top

        self.assertLess(peak(4000), peak(400) + 2_000_000)
