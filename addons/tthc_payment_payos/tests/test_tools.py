import json
from datetime import datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools.gateway import BadSignature, Malformed

from ..tools import payos

#: The sample of payos.vn/docs, "Kiểm tra dữ liệu với signature".
DOCS_KEY = "1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675"
DOCS_DATA = {
    "orderCode": 123,
    "amount": 3000,
    "description": "VQRIO123",
    "accountNumber": "12345678",
    "reference": "TF230204212323",
    "transactionDateTime": "2023-02-04 18:25:00",
    "currency": "VND",
    "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
    "code": "00",
    "desc": "Thành công",
    "counterAccountBankId": "",
    "counterAccountBankName": "",
    "counterAccountName": "",
    "counterAccountNumber": "",
    "virtualAccountName": "",
    "virtualAccountNumber": "",
}
DOCS_SIGNATURE = "412e915d2871504ed31be63c8f62a149a4410d34c4c42affc9006ef9917eaa03"

#: The vectors of payOS's own libraries (payos-lib-python, tests/_crypto/testCases.json).
KEY = "test_checksum_key"
MOVEMENT = {
    "accountNumber": "0123456789",
    "amount": 2000,
    "counterAccountBankId": "01202001",
    "counterAccountBankName": None,
    "counterAccountName": "NGUYEN VAN A",
    "counterAccountNumber": "9876543210",
    "description": "TRANSACTION DESCRIPTION",
    "reference": "FT-REFERENCE",
    "transactionDateTime": "2025-12-12T09:00:00+07:00",
    "virtualAccountName": None,
    "virtualAccountNumber": None,
}
LINK = {
    "id": "payment-link-id",
    "orderCode": 0,
    "amount": 2000,
    "amountPaid": 2000,
    "amountRemaining": 0,
    "status": "PAID",
    "createdAt": "2025-12-12T09:00:00+07:00",
    "transactions": [MOVEMENT],
    "canceledAt": None,
    "cancellationReason": None,
}
UNPAID = {**LINK, "amountPaid": 0, "amountRemaining": 2000, "transactions": []}
CANCELLED = {
    **UNPAID,
    "status": "CANCELLED",
    "canceledAt": "2025-12-12T09:00:00+07:00",
    "cancellationReason": "cancel reason",
}
WEBHOOK = {
    "accountNumber": "0123456789",
    "amount": 20000,
    "description": "thanh toan",
    "reference": "FT-REFERENCE",
    "transactionDateTime": "2025-12-12 09:00:00",
    "virtualAccountNumber": "",
    "counterAccountBankId": "01202001",
    "counterAccountBankName": "",
    "counterAccountName": "NGUYEN VAN A",
    "counterAccountNumber": "9876543210",
    "virtualAccountName": "",
    "currency": "VND",
    "orderCode": 0,
    "paymentLinkId": "payment-link-id",
    "code": "00",
    "desc": "success",
}
VECTORS = [
    (LINK, "6af5e2c9a28256c140169ed624114b43295915d7b6e2fa6278b17a7c43aadefd"),
    (
        {**LINK, "transactions": [MOVEMENT, MOVEMENT]},
        "04ebbe221724d2b848c3f39b2db3311cc554167f55bd2fe2cb7b86b6bfdeadaa",
    ),
    (
        {**UNPAID, "status": "PENDING"},
        "33093364158b143baa9ecd2e705d9a2a5a5d391a3cab7cb0a371588b3731368f",
    ),
    (
        {**UNPAID, "status": "EXPIRED"},
        "e07e6e463904beb38da38192b4de79beb4bd20b0435d3920389beb6abeb6c48e",
    ),
    (CANCELLED, "10c181c89bda5b855327e3e16494b9e8409e6b85a2a90f20177af99f8b12eaa9"),
    (WEBHOOK, "302b3becca1672dff99daafae2965f40e48ea3ca39453e4bf37fbcc26807a0e8"),
]
REQUESTS = [
    (
        {"amount": 3300, "description": "ABC456"},
        "189864813370cdf819974dc3f63c3a93a7e7af0a0d10b21344b14e4f7358999b",
    ),
    (
        {"amount": 2000, "description": "Thanh toán đơn hàng"},
        "d8b7b0e5d19edfe7b1f53dedeb8d1c7c2b62fabd7eb320dbc514c58f13e9e2c5",
    ),
]


class TestSignature(BaseCase):
    def test_sample_of_the_documentation(self):
        self.assertEqual(payos.sign(DOCS_KEY, DOCS_DATA), DOCS_SIGNATURE)

    def test_vectors_of_the_libraries(self):
        for data, expected in VECTORS:
            with self.subTest(data["orderCode"], status=data.get("status")):
                self.assertEqual(payos.sign(KEY, data), expected)
                backwards = dict(reversed(data.items()))
                self.assertEqual(payos.sign(KEY, backwards), expected)

    def test_requests_for_links(self):
        for values, expected in REQUESTS:
            request = {
                "orderCode": 0,
                "cancelUrl": "http://localhost",
                "returnUrl": "http://localhost",
                **values,
            }
            self.assertEqual(payos.sign_link(KEY, request), expected)

    def test_reading_what_is_signed(self):
        answer = {"data": DOCS_DATA, "signature": DOCS_SIGNATURE}
        self.assertEqual(payos.read_signed(DOCS_KEY, answer), DOCS_DATA)
        for key, change in (
            ("other", {}),
            (False, {}),
            ("", {}),
            (DOCS_KEY, {"signature": None}),
            (DOCS_KEY, {"signature": ""}),
            (DOCS_KEY, {"signature": 5}),
            (DOCS_KEY, {"signature": DOCS_SIGNATURE[:-1]}),
            (DOCS_KEY, {"signature": "đ" * 64}),
            (DOCS_KEY, {"data": {**DOCS_DATA, "amount": 3001}}),
            (DOCS_KEY, {"data": {**DOCS_DATA, "more": 1}}),
            (DOCS_KEY, {"data": {**DOCS_DATA, "desc": "\ud800"}}),
            (DOCS_KEY, {"data": None}),
            (DOCS_KEY, {"data": []}),
        ):
            with self.subTest(change), self.assertRaises(BadSignature):
                payos.read_signed(key, {**answer, **change})

    @given(st.sampled_from(sorted(DOCS_DATA)), st.text(min_size=1, max_size=5))
    @settings(max_examples=100, deadline=None)
    def test_every_changed_value_is_noticed(self, name, more):
        changed = {**DOCS_DATA, name: f"{DOCS_DATA[name]}{more}"}
        # payOS signs the words "null" and "undefined" as nothing
        assume(DOCS_DATA[name] or changed[name] not in ("null", "undefined"))
        with self.assertRaises(BadSignature):
            payos.read_signed(DOCS_KEY, {"data": changed, "signature": DOCS_SIGNATURE})


class TestOrderCode(BaseCase):
    def test_numbers(self):
        self.assertEqual(payos.order_code("HCC26110001235-2"), 261100012350002)
        for wrong in ("HCC26110001235", "HCC2611000123-1", "HCC99999999999-99999", "", None):
            with self.subTest(wrong), self.assertRaises(ValueError):
                payos.order_code(wrong)

    @given(st.integers(0, 10**11 - 1), st.integers(1, 9999), st.integers(1, 9999))
    @settings(max_examples=100, deadline=None)
    def test_each_attempt_has_its_own_and_javascript_keeps_it(self, body, first, second):
        codes = {payos.order_code(f"HCC{body:011d}-{number}") for number in (first, second)}
        self.assertEqual(len(codes), len({first, second}))
        self.assertLess(max(codes), 2**53)


class TestReading(BaseCase):
    def test_webhook(self):
        notice = payos.read_webhook({**DOCS_DATA, "orderCode": 261100012350001})
        self.assertEqual((notice.outcome, notice.amount), ("paid", 3000))
        self.assertEqual((notice.reference, notice.currency), ("261100012350001", "VND"))
        self.assertEqual(notice.booked_at, datetime(2023, 2, 4, 11, 25))
        self.assertEqual(notice.bank_reference, "TF230204212323")
        failed = payos.read_webhook({**WEBHOOK, "code": "01"})
        self.assertEqual(failed.outcome, "failed")

    def test_payos_trying_the_address_is_no_money(self):
        self.assertEqual(payos.read_webhook(DOCS_DATA).outcome, "ignored")

    def test_link_and_webhook_tell_the_same(self):
        [asked] = payos.read_link({**LINK, "orderCode": 5})
        told = payos.read_webhook({**WEBHOOK, "orderCode": 5, "amount": 2000})
        self.assertEqual(asked.key, told.key)
        self.assertEqual(asked.gateway_id, told.gateway_id)
        self.assertEqual(asked.booked_at, told.booked_at)

    def test_states_of_a_link(self):
        for status, outcome in (
            ("PENDING", "pending"),
            ("PROCESSING", "pending"),
            ("CANCELLED", "failed"),
            ("EXPIRED", "failed"),
            ("FAILED", "failed"),
        ):
            [notice] = payos.read_link({**UNPAID, "status": status})
            self.assertEqual((notice.outcome, notice.amount), (outcome, 0), status)
        self.assertIn("cancel reason", payos.read_link(CANCELLED)[0].detail)
        # Money counts, whatever the state says.
        [notice] = payos.read_link({**LINK, "status": "CANCELLED"})
        self.assertEqual((notice.outcome, notice.amount), ("paid", 2000))

    def test_not_what_is_described(self):
        for change in (
            {"orderCode": None},
            {"status": None},
            {"transactions": "x"},
            {"transactions": [1]},
            {"transactions": []},
            {"transactions": [{**MOVEMENT, "amount": -5}]},
            {"transactions": [{**MOVEMENT, "transactionDateTime": "x"}]},
        ):
            with self.subTest(change), self.assertRaises(Malformed):
                payos.read_link({**LINK, **change})
        for name in ("orderCode", "amount", "transactionDateTime"):
            with self.subTest(name), self.assertRaises(Malformed):
                payos.read_webhook({**WEBHOOK, name: None})
        for body in (b"", b"[]", b"1", b"{", b"\xff"):
            with self.subTest(body), self.assertRaises(Malformed):
                payos.load(body)
        self.assertEqual(payos.load(json.dumps(WEBHOOK).encode()), WEBHOOK)
