"""A whole record: identity, labels, usability, fingerprint."""

import unicodedata
import unittest

from ..tools import record, text
from . import portal

LABELS = record.Labels(
    levels=("Cấp bộ", "Cấp tỉnh", "Cấp xã", "Cơ quan khác"),
    target_groups=(
        "Công dân Việt Nam",
        "Cán bộ, công chức, viên chức",
        "Doanh nghiệp",
        "Hợp tác xã",
    ),
)


def parse(**values):
    return record.parse(portal.record(**values), LABELS)


def reasons(found):
    return {issue.reason for issue in found.issues}


class TestText(unittest.TestCase):
    def test_clean(self):
        self.assertEqual(text.clean(unicodedata.normalize("NFD", "Hộ tịch")), "Hộ tịch")
        self.assertEqual(text.clean("a\u00a0b\tc\u200e\r\nd\uf0fc"), "a b c\nd•")
        self.assertEqual(text.line("  a \n b "), "a b")
        self.assertEqual(text.paragraphs(" a  b \n\n\n\n c "), "a b\n\nc")


class TestRecord(unittest.TestCase):
    def test_complete(self):
        found = parse()
        self.assertTrue(found.usable)
        self.assertFalse(found.doubtful)
        self.assertEqual(found.levels, ("Cấp tỉnh",))
        self.assertEqual(found.target_groups, ("Cán bộ, công chức, viên chức", "Doanh nghiệp"))
        self.assertEqual(found.procedure_kind, "delegated")
        self.assertEqual(found.texts["executing_agency"], "Ủy ban nhân dân cấp xã")
        self.assertNotIn("conditions", found.texts)
        self.assertEqual(found.parsed["yeu_cau_dieu_kien"], "absent")
        self.assertEqual(found.parsed["cach_thuc_thuc_hien"], "parsed")

    def test_decomposed_text_is_the_same_record(self):
        source = portal.record()
        decomposed = {key: unicodedata.normalize("NFD", value) for key, value in source.items()}
        one, two = (record.parse(values, LABELS) for values in (source, decomposed))
        self.assertEqual(one.content_hash(), two.content_hash())
        self.assertEqual(one.name, two.name)

    def test_blocking(self):
        for key, value, reason in (
            ("ma_thu_tuc", "", "code_absent"),
            ("ma_thu_tuc", "TTHC-7", "code_unreadable"),
            ("ten_thu_tuc", " ", "name_absent"),
            ("linh_vuc", "Không có thông tin", "sector_absent"),
            ("cap_thuc_hien", "", "label_absent"),
            ("cap_thuc_hien", "Cấp làng", "label_unknown"),
            ("cach_thuc_thuc_hien", "", "channels_absent"),
            ("thanh_phan_ho_so", "--", "components_absent"),
        ):
            found = parse(**{key: value})
            self.assertFalse(found.usable, reason)
            self.assertIn(reason, reasons(found))
            self.assertEqual(found.parsed[key], "flagged")

    def test_local_variant_of_a_code(self):
        self.assertTrue(parse(ma_thu_tuc="1.001193.000.00.00.H29").usable)

    def test_values_of_other_types(self):
        found = parse(thu_tuc_lien_quan=["một", 2], bo=None, extra="thêm")
        self.assertTrue(found.usable)
        verbatim = {issue.reason: issue.verbatim for issue in found.issues}
        self.assertEqual(
            verbatim, {"value_type": '["một", 2]', "value_null": "null", "key_unknown": "thêm"}
        )

    def test_missing_key(self):
        source = portal.record()
        del source["thanh_phan_ho_so"]
        found = record.parse(source, LABELS)
        self.assertFalse(found.usable)
        self.assertIn("key_missing", reasons(found))

    def test_fingerprint_ignores_the_order_of_rows(self):
        first, second = ("Tờ khai", "", "1 bản chính"), ("Ảnh", "", "2 bản chính")
        tables = [
            portal.component_table(("--", rows)) for rows in ([first, second], [second, first])
        ]
        one, two = (parse(thanh_phan_ho_so=table) for table in tables)
        self.assertEqual(one.content_hash(), two.content_hash())
        changed = parse(thanh_phan_ho_so=tables[0].replace("2 bản", "3 bản"))
        self.assertNotEqual(one.content_hash(), changed.content_hash())

    def test_decision(self):
        self.assertEqual(reasons(parse(so_quyet_dinh="SỐ 9/QĐ-BVD")), {"decision_odd"})
        self.assertIn("decision_absent", reasons(parse(so_quyet_dinh="")))

    def test_generated_records_are_usable(self):
        for source in portal.records(60):
            self.assertTrue(record.parse(source, LABELS).usable)
