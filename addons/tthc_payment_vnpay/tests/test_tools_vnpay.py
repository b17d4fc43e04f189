"""The published vectors, and what must hold for all messages."""

from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools import vnpay

#: IPN of the public library lehuygiang28/vnpay, test fixtures.
PUBLISHED = {
    "vnp_Amount": "1000000",
    "vnp_BankCode": "NCB",
    "vnp_BankTranNo": "VNP14422574",
    "vnp_CardType": "ATM",
    "vnp_OrderInfo": "Thanh toan don hang 2024-05-21T02:17:31.249Z",
    "vnp_PayDate": "20240521091806",
    "vnp_ResponseCode": "00",
    "vnp_TmnCode": "TEST_TMN_CODE",
    "vnp_TransactionNo": "14422574",
    "vnp_TransactionStatus": "00",
    "vnp_TxnRef": "1716257871703",
}
HASH_PAID = (
    "649982421beb422556a1374713c74e58e716ecbd05007c0c0e1f7effdfaf361dbf146889ca446139afe11b99"
    "54c4d5c486e99e3b86fcfab6957f29eb0be72895"
)
HASH_FAILED = (
    "503194f6d93b57b357b2d1d09742565e67e86d771352c5dca4fc8d39df3d392c6b3809add9405f97cfb9631f"
    "445e36c80656cfbf47eac67d97fa165865c13e1b"
)

values = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
names = st.sampled_from([name for name in PUBLISHED])
messages = st.dictionaries(names, values, min_size=1)


class TestSignatures(BaseCase):
    def test_published_paid(self):
        self.assertEqual(vnpay.digest("test_secret", vnpay.pairs_text(PUBLISHED)), HASH_PAID)
        self.assertTrue(vnpay.is_signed("test_secret", {**PUBLISHED, "vnp_SecureHash": HASH_PAID}))

    def test_published_failed(self):
        failed = {**PUBLISHED, "vnp_ResponseCode": "99", "vnp_SecureHash": HASH_FAILED}
        self.assertTrue(vnpay.is_signed("test_secret", failed))
        self.assertFalse(vnpay.is_signed("test_secret", {**failed, "vnp_ResponseCode": "00"}))

    def test_published_text(self):
        params = {
            "vnp_Amount": 10000,
            "vnp_OrderInfo": "Payment for order #1234567890",
            "vnp_TnxRef": "1234567890",
        }
        text = (
            "vnp_Amount=10000&vnp_OrderInfo=Payment+for+order+%231234567890&vnp_TnxRef=1234567890"
        )
        self.assertEqual(vnpay.pairs_text(params), text)
        found = vnpay.digest("YOUR_SECURE_SECRET", text)
        self.assertTrue(found.startswith("7bb8160a") and found.endswith("66312089"))

    def test_left_out_of_the_signature(self):
        more = {
            **PUBLISHED,
            "vnp_Bill_Email": "",
            "vnp_SecureHashType": "HmacSHA512",
            "db": "other",
        }
        self.assertEqual(vnpay.pairs_text(more), vnpay.pairs_text(PUBLISHED))

    def test_forged_missing_truncated(self):
        for signature in ("", None, HASH_PAID[:-1], HASH_PAID[:64], HASH_FAILED, HASH_PAID + "0"):
            with self.subTest(signature=signature):
                self.assertFalse(
                    vnpay.is_signed("test_secret", {**PUBLISHED, "vnp_SecureHash": signature})
                )
        self.assertFalse(vnpay.is_signed("test_secret", PUBLISHED))

    def test_upper_case_hash(self):
        self.assertTrue(
            vnpay.is_signed("test_secret", {**PUBLISHED, "vnp_SecureHash": HASH_PAID.upper()})
        )

    def test_without_a_secret_nothing_is_signed(self):
        for secret in ("", False, None):
            signature = vnpay.digest("", vnpay.pairs_text(PUBLISHED))
            self.assertFalse(vnpay.is_signed(secret, {**PUBLISHED, "vnp_SecureHash": signature}))
            self.assertFalse(vnpay.is_signed_answer(secret, "refund", {"vnp_SecureHash": "x"}))

    @given(messages)
    def test_the_address_carries_what_was_signed(self, message):
        url = vnpay.pay_url("https://pay.example/p.html", "secret", message)
        read = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        self.assertTrue(vnpay.is_signed("secret", read))
        read.pop("vnp_SecureHash")
        self.assertEqual(read, message)

    @given(messages, names, values)
    def test_any_change_breaks_the_signature(self, message, name, value):
        signed = {
            **message,
            "vnp_SecureHash": vnpay.digest("secret", vnpay.pairs_text(message)),
        }
        changed = {**signed, name: value}
        self.assertEqual(vnpay.is_signed("secret", changed), changed == signed)
        self.assertFalse(vnpay.is_signed("other", signed))

    @given(st.sampled_from(["querydr", "refund"]), values, values)
    def test_answers(self, command, amount, message):
        answer = {"vnp_Command": command, "vnp_Amount": amount, "vnp_Message": message}
        text = "|".join(answer.get(name, "") for name in vnpay.ANSWER_FIELDS[command])
        signed = {**answer, "vnp_SecureHash": vnpay.digest("secret", text)}
        self.assertTrue(vnpay.is_signed_answer("secret", command, signed))
        self.assertFalse(
            vnpay.is_signed_answer("secret", command, {**signed, "vnp_Amount": amount + "0"})
        )

    def test_the_order_of_a_request(self):
        ask = {name: name[4:] for name in vnpay.REQUEST_FIELDS["refund"]}
        signed = vnpay.sign_request("secret", {**ask, "vnp_Command": "refund"})
        text = (
            "RequestId|Version|refund|TmnCode|TransactionType|TxnRef|Amount|TransactionNo|"
            "TransactionDate|CreateBy|CreateDate|IpAddr|OrderInfo"
        )
        self.assertEqual(signed["vnp_SecureHash"], vnpay.digest("secret", text))
        ask = {name: name[4:] for name in vnpay.REQUEST_FIELDS["querydr"]}
        signed = vnpay.sign_request("secret", {**ask, "vnp_Command": "querydr"})
        text = (
            "RequestId|Version|querydr|TmnCode|TxnRef|TransactionDate|CreateDate|IpAddr|OrderInfo"
        )
        self.assertEqual(signed["vnp_SecureHash"], vnpay.digest("secret", text))


class TestValues(BaseCase):
    def test_times_are_gmt_7(self):
        self.assertEqual(vnpay.stamp(datetime(2026, 3, 9, 18, 5, 6, 789)), "20260310010506")
        self.assertEqual(vnpay.read_stamp("20240521091806"), datetime(2024, 5, 21, 2, 18, 6))
        for text in ("", None, "2024", "20241321091806", "today"):
            self.assertIsNone(vnpay.read_stamp(text))

    @given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
    def test_times_there_and_back(self, instant):
        self.assertEqual(vnpay.read_stamp(vnpay.stamp(instant)), instant.replace(microsecond=0))

    def test_amounts(self):
        self.assertEqual(vnpay.to_amount(58_000.0), 5_800_000)
        self.assertEqual(vnpay.read_amount("5800000"), 58_000)
        for amount in (0, -5, 10**10):
            with self.assertRaises(ValueError):
                vnpay.to_amount(amount)
        for text in ("", None, "58.000", "5800050", "-100", "abc"):
            with self.assertRaises(ValueError):
                vnpay.read_amount(text)

    @given(st.integers(1, 10**10 - 1))
    def test_amounts_there_and_back(self, vnd):
        self.assertEqual(vnpay.read_amount(str(vnpay.to_amount(vnd))), vnd)

    def test_paid_needs_both_codes(self):
        outcomes = {
            ("00", "00"): "paid",
            ("00", "02"): "pending",
            ("99", "00"): "pending",
            ("00", ""): "pending",
            ("24", ""): "pending",
            ("24", "02"): "failed",
            ("11", "02"): "failed",
            ("77", "88"): "failed",
            ("07", "07"): "held",
            ("07", "00"): "held",
            ("00", "07"): "held",
            ("99", "01"): "pending",
            ("99", "04"): "pending",
        }
        for (code, status), outcome in outcomes.items():
            with self.subTest(code=code, status=status):
                self.assertEqual(vnpay.payment_outcome(code, status), outcome)

    @given(st.text("0123456789", max_size=2), st.text("0123456789", max_size=2))
    def test_nothing_else_is_paid(self, code, status):
        paid = vnpay.payment_outcome(code, status) == "paid"
        self.assertEqual(paid, (code, status) == ("00", "00"))

    def test_queried(self):
        outcomes = {
            ("01", "00"): "paid",
            ("", "00"): "paid",
            ("01", "01"): "pending",
            ("01", "02"): "failed",
            ("01", "04"): "pending",
            ("01", "07"): "held",
            ("02", "00"): "reversed",
            ("02", "05"): "held",
            ("03", "00"): "held",
        }
        for (kind, status), outcome in outcomes.items():
            with self.subTest(kind=kind, status=status):
                self.assertEqual(vnpay.queried_outcome(kind, status), outcome)

    def test_refunded(self):
        outcomes = {"00": "paid", "05": "pending", "06": "pending", "09": "failed", "": "pending"}
        for status, outcome in outcomes.items():
            self.assertEqual(vnpay.refund_outcome(status), outcome)
