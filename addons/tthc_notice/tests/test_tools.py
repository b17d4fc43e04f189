import unittest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..tools import gateway, kinds, sms_text


class TestSmsText(unittest.TestCase):
    def test_one_message_has_160_plain_or_70_other_signs(self):
        for text, encoding, parts in (
            ("", "GSM-7", 0),
            ("a" * 160, "GSM-7", 1),
            ("a" * 161, "GSM-7", 2),
            ("a" * 306, "GSM-7", 2),
            ("a" * 307, "GSM-7", 3),
            ("ạ" * 70, "UCS-2", 1),
            ("ạ" * 71, "UCS-2", 2),
            ("ạ" * 135, "UCS-2", 3),
            ("😀" * 35, "UCS-2", 1),
            ("😀" * 36, "UCS-2", 2),
            ("[" * 80, "GSM-7", 1),
            ("[" * 81, "GSM-7", 2),
        ):
            size = sms_text.measure(text)
            self.assertEqual((size.encoding, size.parts), (encoding, parts), text[:3])

    def test_vietnamese_without_diacritics(self):
        self.assertEqual(
            sms_text.without_diacritics("Đề nghị bổ sung “Giấy ủy quyền” – trước 5/3"),
            'De nghi bo sung "Giay uy quyen" - truoc 5/3',
        )

    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(
        st.text(
            alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệ ĐỀỘỮ0123456789.,:;"
        )
    )
    def test_vietnamese_becomes_cheap(self, text):
        plain = sms_text.without_diacritics(text)
        self.assertTrue(plain.isascii())
        self.assertEqual(sms_text.measure(plain).encoding, "GSM-7")
        self.assertLessEqual(sms_text.measure(plain).parts, sms_text.measure(text).parts)
        self.assertEqual(sms_text.without_diacritics(plain), plain)


class TestKinds(unittest.TestCase):
    def test_early_late_and_negative_results(self):
        self.assertEqual(kinds.key_of("issue_result", 1, 2, "counter", {}), "ready_early")
        self.assertEqual(kinds.key_of("issue_result", 2, 2, "counter", {}), "ready")
        self.assertEqual(kinds.key_of("issue_result", 2, None, "counter", None), "ready")
        rejected = {"outcome": "rejected"}
        self.assertEqual(kinds.key_of("issue_result", 1, 2, "counter", rejected), "rejected")

    def test_who_stands_at_the_counter_knows(self):
        self.assertIsNone(kinds.key_of("register", 1, None, "counter", {}))
        self.assertEqual(kinds.key_of("register", 1, None, "online", {}), "registered")

    def test_what_the_post_delivered_is_not_told_twice(self):
        told = kinds.key_of("return_result", 1, 2, "counter", {}, after="post_delivered")
        self.assertIsNone(told)
        self.assertEqual(kinds.key_of("return_result", 1, 2, "counter", {}), "returned")

    def test_nothing_is_said_of_inner_steps_and_of_dates_that_stay(self):
        for kind in ("forward", "take", "reassign", "consult", "hand_over", "mirror"):
            self.assertIsNone(kinds.key_of(kind, 1, 2, "counter", {}))
        same = {"old_due_at": "2026-03-09 02:00:00", "new_due_at": "2026-03-09 02:00:00"}
        self.assertIsNone(kinds.key_of("recompute", 1, 2, "counter", same))
        self.assertEqual(
            kinds.key_of("recompute", 1, 2, "counter", {**same, "new_due_at": "x"}), "new_date"
        )


class TestGatewayRequest(unittest.TestCase):
    def prepare(self, **more):
        spec = gateway.Gateway(**{"url": "http://sms.example/send", **more})
        return gateway.prepare(spec, "0912000111", 'Hồ sơ "A" & B', "m-1")

    def test_json_stays_json_whatever_the_text(self):
        request = self.prepare(body='{"to": "{number}", "text": "{text}", "id": "{id}"}')
        body = gateway.json.loads(request.body)
        self.assertEqual(body, {"to": "0912000111", "text": 'Hồ sơ "A" & B', "id": "m-1"})

    def test_form_and_address_are_quoted(self):
        form = self.prepare(body_kind="form", body="to={number}\nmsg={text}")
        self.assertIn("msg=H%E1%BB%93+s%C6%A1+%22A%22+%26+B", form.body)
        get = self.prepare(
            method="GET", body_kind="none", url="http://sms.example/?m={text}&i={id}"
        )
        self.assertIn("%26%20B&i=m-1", get.url)

    def test_numbers_as_the_provider_wants_them(self):
        for form, number in (
            ("national", "0912000111"),
            ("international", "84912000111"),
            ("plus", "+84912000111"),
        ):
            self.assertEqual(gateway.written("0912000111", form), number)
        self.assertEqual(gateway.written("+4915112345678", "international"), "+4915112345678")

    def test_what_an_answer_means(self):
        plain = {"url": "http://x", "success": r'"code":\s*0', "refusal": "INVALID_NUMBER"}
        once = gateway.Gateway(**plain)
        again = gateway.Gateway(**plain, idempotent=True)
        for status, text, state, state_again in (
            (200, '{"code": 0}', gateway.SENT, gateway.SENT),
            (200, '{"code": 7, "m": "INVALID_NUMBER"}', gateway.REFUSED, gateway.REFUSED),
            (200, "<html>", gateway.UNCERTAIN, gateway.NOT_SENT),
            (500, "oops", gateway.UNCERTAIN, gateway.NOT_SENT),
            (503, "busy", gateway.NOT_SENT, gateway.NOT_SENT),
            (429, "slow down", gateway.NOT_SENT, gateway.NOT_SENT),
            (401, "who are you", gateway.NOT_SENT, gateway.NOT_SENT),
            (408, "too slow", gateway.UNCERTAIN, gateway.NOT_SENT),
            (302, "elsewhere", gateway.UNCERTAIN, gateway.NOT_SENT),
        ):
            self.assertEqual(gateway.judge(once, status, text).state, state, (status, text))
            self.assertEqual(gateway.judge(again, status, text).state, state_again, (status, text))
