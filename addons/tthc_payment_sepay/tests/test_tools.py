import json
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools.gateway import BadSignature, Malformed

from ..tools import sepay

SECRET, TIME = "whsec_test", "1700000000"
#: The payload of the interface's description, signed with a secret of our own.
BODY = (
    b'{"id":92704,"gateway":"Vietcombank","transactionDate":"2026-11-22 09:30:00",'
    b'"accountNumber":"1234567890","code":null,"content":"MBVCB.123456789.HCC26110001235.CT tu '
    b'000 toi 1234567890","transferType":"in","transferAmount":50000,"accumulated":0,'
    b'"subAccount":null,"referenceCode":"FT26326000001","description":""}'
)
SIGNATURE = "sha256=e2e5f63faad4b36437a11939a17ce712136c5e44e6581409eaf5e0350a6ef1a4"
HEADERS = {"x-sepay-timestamp": TIME, "x-sepay-signature": SIGNATURE}
#: A row of the list of movements as developer.sepay.vn shows it.
ROW = {
    "id": "49682",
    "bank_brand_name": "Vietcombank",
    "account_number": "0071000888888",
    "transaction_date": "2023-05-05 19:59:48",
    "amount_out": "0.00",
    "amount_in": "18067000.00",
    "accumulated": "1200541768.00",
    "transaction_content": "DUONG THUY ANH chuyen tien...",
    "reference_number": "677760.050523.080001",
    "code": None,
    "sub_account": "VCB0011ABC004",
    "bank_account_id": "19",
}


class TestSignature(BaseCase):
    def check(self, secret=SECRET, body=BODY, now=1700000000, **headers):
        changed = {**HEADERS, **headers}
        kept = {name: value for name, value in changed.items() if value is not None}
        sepay.check_signature(secret, kept, body, now)

    def test_known_vector(self):
        self.assertEqual(sepay.sign(SECRET, TIME, BODY), SIGNATURE)
        self.check()
        self.check(now=1700000299)
        self.check(now=1699999701)

    def test_refused(self):
        wrong = [
            {"secret": "whsec_other"},
            {"secret": False},
            {"body": BODY.replace(b"50000", b"90000")},
            {"now": 1700000301},
            {"now": 1699999699},
            {"x-sepay-signature": None},
            {"x-sepay-signature": ""},
            {"x-sepay-signature": SIGNATURE[:-1]},
            {"x-sepay-signature": SIGNATURE.removeprefix("sha256=")},
            {"x-sepay-signature": "sha256=đ"},
            {"x-sepay-timestamp": None},
            {"x-sepay-timestamp": "1700000001"},
            {"x-sepay-timestamp": "-1"},
            {"x-sepay-timestamp": "²"},
        ]
        for change in wrong:
            with self.subTest(change), self.assertRaises(BadSignature):
                self.check(**change)

    @given(st.binary(max_size=200), st.integers(0, 199), st.integers(1, 255))
    @settings(max_examples=100, deadline=None)
    def test_every_changed_byte_is_noticed(self, body, position, change):
        signature = sepay.sign(SECRET, TIME, body)
        changed = bytearray(body or b"\0")
        changed[position % len(changed)] ^= change
        with self.assertRaises(BadSignature):
            self.check(body=bytes(changed), **{"x-sepay-signature": signature})

    def test_api_key(self):
        sepay.check_api_key("k1", {"authorization": "Apikey k1"})
        sepay.check_api_key("k1", {"authorization": "apikey  k1 "})
        for key, value in (
            ("k1", "Apikey k2"),
            ("k1", "Apikey k"),
            ("k1", "Bearer k1"),
            ("k1", "k1"),
            ("k1", ""),
            (False, "Apikey False"),
            ("", "Apikey "),
        ):
            with self.subTest(value), self.assertRaises(BadSignature):
                sepay.check_api_key(key, {"authorization": value})


class TestReading(BaseCase):
    def event(self, **changes):
        return sepay.read_event(json.dumps({**json.loads(BODY), **changes}).encode())

    def test_webhook(self):
        notice = sepay.read_event(BODY)
        self.assertEqual((notice.outcome, notice.amount), ("paid", 50000))
        self.assertEqual(notice.booked_at, datetime(2026, 11, 22, 2, 30))
        self.assertEqual(notice.account_number, "1234567890")
        self.assertEqual(notice.bank_reference, "FT26326000001")
        self.assertIn("HCC26110001235", notice.memo)
        self.assertEqual((notice.reference, notice.currency), ("", "VND"))

    def test_row_of_the_list(self):
        notice = sepay.read_row(ROW)
        self.assertEqual((notice.outcome, notice.amount), ("paid", 18067000))
        self.assertEqual(notice.booked_at, datetime(2023, 5, 5, 12, 59, 48))
        self.assertEqual(notice.virtual_account, "VCB0011ABC004")
        self.assertEqual(notice.bank_reference, "677760.050523.080001")

    def test_list_and_webhook_have_the_same_key(self):
        row = {**ROW, "id": "92704", "amount_in": "50000.00"}
        self.assertEqual(sepay.read_row(row).key, sepay.read_event(BODY).key)
        self.assertNotEqual(self.event(transferAmount=50001).key, sepay.read_event(BODY).key)

    def test_money_out_is_nothing_of_ours(self):
        self.assertEqual(self.event(transferType="out").outcome, "ignored")
        out = {**ROW, "amount_in": "0.00", "amount_out": "50000.00"}
        self.assertEqual(sepay.read_row(out).outcome, "ignored")

    def test_not_what_is_described(self):
        for change in (
            {"id": None},
            {"id": "a"},
            {"transferAmount": None},
            {"transferAmount": -1},
            {"transferAmount": 0.5},
            {"transferAmount": True},
            {"transactionDate": ""},
            {"transactionDate": "22/11/2026"},
        ):
            with self.subTest(change), self.assertRaises(Malformed):
                self.event(**change)
        for body in (b"", b"[]", b"1", b"{", b"\xff", b"id=1&transferAmount=2"):
            with self.subTest(body), self.assertRaises(Malformed):
                sepay.read_event(body)
        with self.assertRaises(Malformed):
            sepay.read_row("row")

    @given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
    @settings(max_examples=100, deadline=None)
    def test_rubbish_is_malformed_and_nothing_else(self, value):
        for name in ("id", "transferAmount", "transactionDate", "content", "accountNumber"):
            try:
                self.event(**{name: value})
            except Malformed:
                continue
