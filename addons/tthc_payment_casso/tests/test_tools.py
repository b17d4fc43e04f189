import json
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_payment.tools.gateway import BadSignature, Malformed

from ..tools import casso

#: What Casso's "try it" sends, with its key, as published in a sample of the interface.
KEY = "mgExMrjj4i7a1p8Cs6LmFbpCd8lbw4sSX4LZXPag7TKazeIogtR90tvWYTkwQbvs"
TIME = "1727948258788"
SIGNATURE = (
    "ed0a4bd2e826d5cb69988cdb141e6c1a080e21f3b57eb72cd78192220042b9e7"
    "dde0868fc667faea8e224900fa7904e7c88dfa098032fb2d6b6996856e8b7ff3"
)
PUBLISHED = {
    "error": 0,
    "data": {
        "id": 0,
        "reference": "MA_GIAO_DICH_THU_NGHIEM",
        "description": "giao dich thu nghiem",
        "amount": 599000,
        "runningBalance": 25000000,
        "transactionDateTime": "2024-10-03 15:06:37",
        "accountNumber": "88888888",
        "bankName": "VPBank",
        "bankAbbreviation": "VPB",
        "virtualAccountNumber": "",
        "virtualAccountName": "",
        "counterAccountName": "NGUYEN VAN A",
        "counterAccountNumber": "8888888888",
        "counterAccountBankId": "970415",
        "counterAccountBankName": "VietinBank",
    },
}
OWN = {
    "data": {
        "accountNumber": "1234567890",
        "amount": 50000,
        "description": "HCC26110001235 nop le phi",
        "id": 1001,
        "reference": "FT26326000001",
    },
    "error": 0,
}
OWN_SIGNATURE = (
    "98626457a433c6473265d5bab65f29143d35cfe00b4ba11b135bfb272beb72d4"
    "6dad281c451f8f01c0cc1a42205720e22b7f1b7f5300bed86b6b7f10f5b2dbf8"
)
#: A row of the list of movements as developer.casso.vn shows it.
ROW = {
    "id": 5789,
    "tid": "TF2104152395814062",
    "description": "Khanhnm chuyen tien",
    "amount": -193000,
    "cusum_balance": 1070904,
    "when": "2021-04-15T00:00:00",
    "bankSubAccId": "8007041027107",
    "paymentChannel": "",
    "virtualAccount": "",
    "virtualAccountName": "",
    "corresponsiveName": "",
    "corresponsiveAccount": "",
    "corresponsiveBankId": "",
    "corresponsiveBankName": "",
    "accountId": 733,
    "bankCodeName": "acb_digi",
}


def header(signature=SIGNATURE, time=TIME):
    return {"x-casso-signature": f"t={time},v1={signature}"}


class TestSignature(BaseCase):
    def test_published_vector(self):
        self.assertEqual(casso.sign(KEY, TIME, PUBLISHED), SIGNATURE)
        casso.check_signature(KEY, header(), json.dumps(PUBLISHED).encode())

    def test_own_vector(self):
        self.assertEqual(casso.sign("test_key", "1700000000000", OWN), OWN_SIGNATURE)

    def test_order_blanks_and_escapes_do_not_matter(self):
        backwards = {"error": 0, "data": dict(reversed(OWN["data"].items()))}
        body = json.dumps(backwards, indent=2).encode()
        casso.check_signature("test_key", header(OWN_SIGNATURE, "1700000000000"), body)
        named = {"data": {"description": "Nộp lệ phí / 50 %"}}
        signature = casso.sign("k", "1", named)
        for ascii_only in (True, False):
            body = json.dumps(named, ensure_ascii=ascii_only).encode()
            casso.check_signature("k", header(signature, "1"), body)

    def test_refused(self):
        body = json.dumps(PUBLISHED).encode()
        for key, headers, sent in (
            ("other", header(), body),
            (False, header(), body),
            (KEY, {}, body),
            (KEY, {"x-casso-signature": ""}, body),
            (KEY, header(SIGNATURE[:-1]), body),
            (KEY, header(time="1727948258789"), body),
            (KEY, {"x-casso-signature": f"v1={SIGNATURE}"}, body),
            (KEY, header(), body.replace(b"599000", b"999000")),
            (KEY, header(), b""),
            (KEY, header(), b'"\\ud800"'),
        ):
            with self.subTest(sent), self.assertRaises(BadSignature):
                casso.check_signature(key, headers, sent)

    def test_secure_token(self):
        casso.check_token("Bí mật", {"secure-token": "Bí mật"})
        for secret, token in (("a", "b"), ("a", ""), ("", ""), (False, "False"), ("ab", "a")):
            with self.subTest(token), self.assertRaises(BadSignature):
                casso.check_token(secret, {"secure-token": token})
        with self.assertRaises(BadSignature):
            casso.check_token("a", {})

    @given(st.dictionaries(st.text(max_size=5), st.integers(0, 10**6), min_size=1), st.data())
    @settings(max_examples=100, deadline=None)
    def test_every_changed_value_is_noticed(self, data, draw):
        name = draw.draw(st.sampled_from(sorted(data)))
        signature = casso.sign("k", "1", data)
        self.assertNotEqual(casso.sign("k", "1", {**data, name: data[name] + 1}), signature)


class TestReading(BaseCase):
    def test_webhook_2(self):
        [notice] = casso.read_event(json.dumps({**OWN, "data": {**PUBLISHED["data"], "id": 7}}))
        self.assertEqual((notice.outcome, notice.amount), ("paid", 599000))
        self.assertEqual(notice.booked_at, datetime(2024, 10, 3, 8, 6, 37))
        self.assertEqual(notice.account_number, "88888888")
        self.assertEqual(notice.bank_reference, "MA_GIAO_DICH_THU_NGHIEM")
        self.assertEqual(notice.counter_name, "NGUYEN VAN A")

    def test_casso_trying_the_address_is_no_money(self):
        [notice] = casso.read_event(json.dumps(PUBLISHED))
        self.assertEqual(notice.outcome, "ignored")

    def test_webhook_1_brings_several(self):
        row = {
            "id": 1,
            "tid": "T1",
            "description": "HCC26110001235",
            "amount": 50000,
            "cusum_balance": 1,
            "when": "2026-11-22 09:30:00",
            "bank_sub_acc_id": "1234567890",
        }
        out = {**row, "id": 2, "tid": "T2", "amount": -50000}
        notices = casso.read_event(json.dumps({"error": 0, "data": [row, out]}))
        self.assertEqual([notice.outcome for notice in notices], ["paid", "ignored"])
        self.assertEqual(notices[0].account_number, "1234567890")
        self.assertEqual(notices[0].bank_reference, "T1")

    def test_row_of_the_list(self):
        notice = casso.read_movement(ROW)
        self.assertEqual((notice.outcome, notice.amount), ("ignored", 193000))
        notice = casso.read_movement({**ROW, "amount": 193000})
        self.assertEqual((notice.outcome, notice.account_number), ("paid", "8007041027107"))
        self.assertEqual(notice.booked_at, datetime(2021, 4, 14, 17))
        zoned = casso.read_movement({**ROW, "when": "2021-04-15T00:00:00.000Z"})
        self.assertEqual(zoned.booked_at, datetime(2021, 4, 15))

    def test_not_what_is_described(self):
        for change in (
            {"id": None},
            {"id": "x"},
            {"amount": None},
            {"amount": "--1"},
            {"amount": 1.5},
            {"amount": True},
            {"when": ""},
            {"when": "hôm qua"},
        ):
            with self.subTest(change), self.assertRaises(Malformed):
                casso.read_movement({**ROW, **change})
        for body in (b"", b"[]", b"1", b'{"data": 5}', b'{"data": [5]}', b"\xff", b"{}"):
            with self.subTest(body), self.assertRaises(Malformed):
                casso.read_event(body)
