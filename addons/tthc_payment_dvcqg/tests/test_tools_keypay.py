"""Checksums against the recorded values, and the bill of a payment."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools import bill, keypay

texts = st.text(st.characters(exclude_characters="|", exclude_categories=("Cs",)), max_size=20)


class TestChecksums(BaseCase):
    def test_detail(self):
        message = {"client_id": "CLIENT01", "command": "PAY", "transaction_id": "1001_abcdef"}
        self.assertEqual(
            keypay.sign("k1", keypay.DETAIL, message)["check_sum"],
            "9b004544a5f621bc2e4213d1b2805ac3e4267fba4b8e09a1a129bddc8e93dd9c",
        )

    def test_callback(self):
        message = {
            "addition_fee": 0,
            "client_id": "CLIENT01",
            "command": "PAY",
            "trans_amount": "50000",
            "transaction_id": "1001_abcdef",
            "version": "3.0",
            "status": 0,
        }
        signed = keypay.sign("k2", keypay.CALLBACK, message)
        self.assertEqual(
            signed["check_sum"],
            "85059f78089a1de564d435824cd370589716ac7660b55940dee47631c5729433",
        )
        self.assertTrue(keypay.is_signed("k2", keypay.CALLBACK, signed))
        self.assertFalse(keypay.is_signed("k1", keypay.CALLBACK, signed))
        self.assertTrue(
            keypay.is_signed("k2", keypay.CALLBACK, {**signed, "status": 1}),
            "the status is not covered: it alone must never count as money",
        )

    def test_forged_missing_truncated(self):
        message = {"client_id": "C", "command": "PAY", "transaction_id": "1"}
        right = keypay.sign("k", keypay.DETAIL, message)["check_sum"]
        for given_sum in (None, "", 5, [], right[:-1], right[:32], right + "0", "đ" * 64):
            with self.subTest(check_sum=given_sum):
                signed = {**message, "check_sum": given_sum}
                self.assertFalse(keypay.is_signed("k", keypay.DETAIL, signed))
        self.assertTrue(
            keypay.is_signed("k", keypay.DETAIL, {**message, "check_sum": right.upper()})
        )

    def test_without_a_key_nothing_is_signed(self):
        signed = keypay.sign("", keypay.DETAIL, {"client_id": "C"})
        for key in ("", False, None):
            self.assertFalse(keypay.is_signed(key, keypay.DETAIL, signed))

    @given(st.fixed_dictionaries({name: texts for name in keypay.CREATE}), texts)
    def test_any_change_breaks_the_checksum(self, message, other):
        signed = keypay.sign("k", keypay.CREATE, message)
        for name in keypay.CREATE:
            changed = {**signed, name: other}
            self.assertEqual(keypay.is_signed("k", keypay.CREATE, changed), message[name] == other)

    def test_reading(self):
        self.assertEqual(keypay.read_object(b'{"a": 1}'), {"a": 1})
        for body in (b"", b"[]", b"1", b"{", b"\xff", b"null"):
            with self.assertRaises(ValueError):
                keypay.read_object(body)
        self.assertEqual(keypay.read_list(" 0, 5\n7;0"), {"0", "5", "7"})
        self.assertEqual(keypay.read_list(False), frozenset())
        self.assertEqual(
            keypay.read_pairs("MaDVC = 1.000\n\n KhoBac= a = b "),
            {"MaDVC": "1.000", "KhoBac": "a = b"},
        )
        for text in ("MaDVC", "= 5", "Mã = 5", "a b = c"):
            with self.assertRaises(ValueError):
                keypay.read_pairs(text)

    def test_outcomes(self):
        paid, pending = frozenset("0"), frozenset("1")
        found = [keypay.outcome(status, paid, pending) for status in (0, "0", 1, "2", None, "")]
        self.assertEqual(found, ["paid", "paid", "pending", "failed", "pending", "pending"])

    def test_times(self):
        instant = datetime(2026, 3, 10, 3, 0)
        for text in (
            "20260310100000",
            "2026-03-10 10:00:00",
            "10/03/2026 10:00:00",
            "2026-03-10T10:00:00+0700",
            "2026-03-10T03:00:00Z",
            20260310100000,
        ):
            self.assertEqual(keypay.read_time(text), instant)
        for text in ("", None, "hôm qua", "2026-13-10 10:00:00"):
            self.assertIsNone(keypay.read_time(text))


class TestBill(BaseCase):
    BILL = bill.Bill(
        dossier="H29.01-260309-0001",
        procedure_code="1.001193",
        procedure_name="Đăng ký khai sinh",
        content="Nộp phí, lệ phí hồ sơ H29.01-260309-0001",
        amount=58_000,
        unit_code="000.00.01.H29",
        unit_name="Trung tâm PVHCC",
        service_suffix=".01",
        lines=(bill.Line("Phí", "phi", 50_000), bill.Line("Lệ phí", "le_phi", 8_000)),
        account=bill.Account("9900112233", "970436", "TRUNG TAM PVHCC"),
        payer=bill.Payer("Nguyễn Văn A", "001099000001", "Số 1", "", "Hà Nội"),
    )

    def test_every_field_of_the_description(self):
        names = (
            "MaDichVu TKThuHuong MaNHThuHuong TenTKThuHuong PhiLePhi MaDonVi TenDonVi "
            "MaHoSo MaTTHC TenTTHC MaDVC TenDVC NoiDungThanhToan MaLoaiHinhThuPhat "
            "HoTenNguoiNop SoCMNDNguoiNop DiaChiNguoiNop HuyenNguoiNop TinhNguoiNop "
            "MaCoQuanQD TenCoQuanQD KhoBac NgayQD SoQD ThoiGianViPham DiaDiemViPham "
            "TenNguoiViPham TaiKhoanThuNSNN DSKhoanNop TenLoaiHinhThuPhat"
        )
        self.assertEqual(set(bill.bill_info(self.BILL)), set(names.split()))

    def test_values(self):
        info = bill.bill_info(self.BILL)
        self.assertEqual(info["MaDichVu"], "2")
        self.assertEqual((info["MaTTHC"], info["MaDVC"]), ("1.001193", "1.001193.01"))
        self.assertEqual(
            [(line["LoaiPhiLePhi"], line["SoTien"]) for line in info["PhiLePhi"]],
            [("1", 50_000), ("2", 8_000)],
        )
        self.assertEqual(info["DSKhoanNop"], [{"NoiDung": self.BILL.content, "SoTien": "58000"}])
        self.assertEqual(info["TKThuHuong"], "9900112233")

    def test_a_part_of_the_fees(self):
        [line] = bill.bill_info(replace(self.BILL, amount=20_000))["PhiLePhi"]
        self.assertEqual((line["SoTien"], line["LoaiPhiLePhi"]), (20_000, "1"))
        [line] = bill.bill_info(replace(self.BILL, lines=()))["PhiLePhi"]
        self.assertEqual(line["SoTien"], 58_000)

    def test_postage_is_a_service(self):
        lines = (bill.Line("Cước bưu chính", "postage", 58_000),)
        [line] = bill.bill_info(replace(self.BILL, lines=lines))["PhiLePhi"]
        self.assertEqual((line["LoaiPhiLePhi"], line["TenPhiLePhi"]), ("1", "Cước bưu chính"))

    def test_mapping(self):
        info = bill.bill_info(
            self.BILL,
            fixed={"MaNHThuHuong": "VCB", "MaKhac": "7"},
            names={"SoCMNDNguoiNop": "SoCCCDNguoiNop", "SoTien": "TienNop"},
        )
        self.assertEqual((info["MaNHThuHuong"], info["MaKhac"]), ("VCB", "7"))
        self.assertEqual(info["SoCCCDNguoiNop"], "001099000001")
        self.assertNotIn("SoCMNDNguoiNop", info)
        self.assertEqual(info["PhiLePhi"][0]["TienNop"], 50_000)

    @given(st.lists(st.integers(1, 10**9), max_size=5), st.integers(1, 10**9))
    def test_the_lines_always_add_up(self, amounts, amount):
        lines = tuple(bill.Line("Phí", "phi", part) for part in amounts)
        info = bill.bill_info(replace(self.BILL, lines=lines, amount=amount))
        self.assertEqual(sum(line["SoTien"] for line in info["PhiLePhi"]), amount)

    def test_lookup_code(self):
        self.assertEqual(
            bill.lookup_code("H29.01-260309-0001", datetime(2026, 3, 9, 18, 0, 5)),
            "H29.01-260309-000120260310010005",
        )
