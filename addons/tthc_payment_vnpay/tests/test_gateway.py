"""VNPAY over real HTTP: from the page to pay on to VNPAY's page and back, query and refund."""

from datetime import timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import requests
from freezegun import freeze_time

from odoo import fields, http
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import file_open, mute_logger

from odoo.addons.tthc_payment.tools.gateway import Unavailable

from ..const import URLS
from ..hooks import uninstall_hook
from ..tools import vnpay
from .common import SECRET, TMN_CODE, VnpayCommon

INBOUND = "odoo.addons.tthc_payment.models.payment_provider_inbound"


class _Case(VnpayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.vnpay_provider()
        cls.provider.is_published = True

    def setUp(self):
        super().setUp()
        self.server.mode = "ok"
        self.server.asked.clear()
        self.server.request_ids.clear()
        self.dossier, self.request = self.accepted()
        self.request._set({"expires_at": fields.Datetime.now() + timedelta(days=90)})

    def started(self):
        """An attempt whose payer stands on VNPAY's page."""
        attempt = self.request._start_attempt(self.provider)
        attempt._tthc_started()
        self.known_at_vnpay(attempt)
        return attempt

    def paid(self):
        """An attempt that was paid, as a query found out."""
        attempt = self.started()
        self.server.finish(attempt.tthc_order_number)
        attempt._tthc_ask()
        self.assertEqual((attempt.state, self.request.state), ("done", "paid"))
        return attempt


@tagged("post_install", "-at_install")
class TestPage(_Case, HttpCase):
    def press(self):
        self.authenticate(None, None)
        return self.url_open(
            f"{self.request._pay_path()}/start",
            data={"provider_id": self.provider.id, "csrf_token": http.Request.csrf_token(self)},
            allow_redirects=False,
        )

    def notify(self, message):
        path = f"/tthc/payment/vnpay/{self.provider.id}/notify"
        answer = self.opener.get(f"{self.base_url()}{path}", params=message, timeout=30)
        self.env.invalidate_all()
        return answer.json()["RspCode"]

    def test_pay_and_come_back(self):
        answer = self.press()
        self.assertEqual(answer.status_code, 303)
        attempt = self.request.attempt_ids
        self.assertEqual(attempt.state, "pending")
        page = requests.get(answer.headers["Location"], timeout=10)
        self.assertEqual((page.status_code, page.text[:9]), (200, "<h1>VNPAY"))
        sent = self.server.orders[attempt.tthc_order_number]["ask"]
        self.assertEqual(sent["vnp_Amount"], "5800000")
        self.assertEqual(sent["vnp_CreateDate"], vnpay.stamp(attempt.create_date))
        self.assertEqual(sent["vnp_ExpireDate"], vnpay.stamp(attempt.tthc_expires_at))
        self.assertEqual(sent["vnp_OrderInfo"], f"Nop phi le phi {self.request.reference}")
        self.assertNotIn("vnp_SecureHashType", sent)
        self.assertNotIn("vnp_BankCode", sent)
        message = self.server.finish(attempt.tthc_order_number)
        back = urlsplit(self.server.return_url(message))
        page = self.url_open(f"{back.path}?{back.query}")
        self.assertEqual(page.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(self.request.state, "open", "coming back proves nothing")
        self.assertEqual(self.notify(message), "00")
        self.assertEqual((self.request.state, attempt.state), ("paid", "done"))
        self.assertIn("alert-success", self.url_open(back.path).text)

    def test_the_page_refuses_what_was_changed(self):
        location = self.press().headers["Location"]
        page = requests.get(location.replace("vnp_Amount=5800000", "vnp_Amount=100"), timeout=10)
        self.assertEqual((page.status_code, page.text), (400, "70 signature"))

    def test_a_chosen_way_of_payment(self):
        self.provider.vnpay_bank_code = "VNPAYQR"
        query = parse_qs(urlsplit(self.press().headers["Location"]).query)
        self.assertEqual(query["vnp_BankCode"], ["VNPAYQR"])
        self.assertEqual(query["vnp_OrderType"], ["other"])

    def test_more_than_vnpay_takes(self):
        line = {"name": "Phí", "kind": "phi", "quantity": 1, "amount": 10**10}
        self.request._cancel("Nhầm")
        self.request = self.env["tthc.expected.payment"]._open(self.dossier, [line])
        page = self.press()
        self.assertEqual(page.status_code, 200)
        self.assertIn("alert-warning", page.text)
        self.env.invalidate_all()
        self.assertEqual(self.request.attempt_ids.state, "error")

    @mute_logger(INBOUND)
    def test_order_of_the_checks(self):
        attempt = self.started()
        ref = attempt.tthc_order_number
        self.server.finish(ref)
        forged = {**self.server.message(ref, TxnRef="no-such", Amount="100"), "vnp_SecureHash": ""}
        self.assertEqual(self.notify(forged), "97")
        unknown = self.server.message(ref, TxnRef="none", Amount="100", TransactionNo="76")
        self.assertEqual(self.notify(unknown), "01")
        self.assertEqual(self.notify(self.server.message(ref, Amount="100")), "04")
        right = self.server.finish(ref)
        self.assertEqual(self.notify(right), "00")
        self.assertEqual(self.notify(right), "02")
        other = self.server.message(ref, Amount="200", TransactionNo="77")
        self.assertEqual(self.notify(other), "04", "the amount is looked at before the state")

    @mute_logger(INBOUND)
    def test_another_terminal(self):
        """Two terminals of one contract may share a secret; the message is for the other one."""
        attempt = self.started()
        self.server.finish(attempt.tthc_order_number)
        message = self.server.message(attempt.tthc_order_number, TmnCode="TTHC0002")
        self.assertEqual(self.notify(message), "97")
        self.assertEqual(self.request.state, "open")

    def test_a_failure_that_was_recorded_is_00(self):
        attempt = self.started()
        message = self.server.finish(attempt.tthc_order_number, "24", "02")
        self.assertEqual(self.notify(message), "00")
        self.assertEqual((attempt.state, self.request.state), ("error", "open"))
        self.assertIn("hủy giao dịch", attempt.state_message)
        self.assertEqual(self.notify(message), "02")

    def test_paid_needs_both_codes(self):
        attempt = self.started()
        ref = attempt.tthc_order_number
        self.server.finish(ref)
        for codes in (("00", "02"), ("00", "01"), ("99", "00"), ("24", "00")):
            message = self.server.message(ref, ResponseCode=codes[0], TransactionStatus=codes[1])
            self.notify(message)
            self.assertEqual((attempt.state, self.request.state), ("pending", "open"), codes)
        self.assertTrue(attempt.tthc_ask_at, "VNPAY is asked which of the two is true")

    def test_suspicious_money_is_held(self):
        attempt = self.started()
        message = self.server.finish(attempt.tthc_order_number, "07", "07")
        self.assertEqual(self.notify(message), "00")
        self.assertEqual((attempt.state, self.request.state), ("pending", "open"))
        told = attempt.tthc_delivery_ids
        self.assertEqual((told.outcome, told.result, told.is_odd), ("held", "recorded", True))
        self.assertIn("nghi ngờ", told.detail)
        self.server.orders[attempt.tthc_order_number].update(code="00", status="00")
        attempt._tthc_ask()
        self.assertEqual((attempt.state, self.request.state), ("done", "paid"))

    def test_a_query_and_the_notification_are_the_same_payment(self):
        attempt = self.paid()
        self.assertEqual(self.notify(self.server.message(attempt.tthc_order_number)), "02")
        self.assertEqual(len(self.request.match_ids), 1)
        self.assertEqual(len(attempt.tthc_delivery_ids), 1)


@tagged("post_install", "-at_install")
class TestQuery(_Case):
    def test_what_is_asked(self):
        attempt = self.paid()
        asked = self.server.asked[-1]
        self.assertEqual(asked["vnp_Command"], "querydr")
        self.assertEqual(asked["vnp_TransactionDate"], vnpay.stamp(attempt.create_date))
        self.assertNotIn(SECRET, str(asked))
        self.provider._tthc_query(attempt)
        ids = [message["vnp_RequestId"] for message in self.server.asked]
        self.assertEqual(len(set(ids)), len(ids))

    def test_statuses(self):
        outcomes = {
            ("", "01"): ("pending", "open"),
            ("", "04"): ("pending", "open"),
            ("07", "07"): ("pending", "open"),
            ("24", "02"): ("error", "open"),
            ("00", "00"): ("done", "paid"),
        }
        for codes, expected in outcomes.items():
            attempt = self.started()
            self.server.finish(attempt.tthc_order_number, *codes)
            attempt._tthc_ask()
            self.assertEqual((attempt.state, self.request.state), expected, codes)

    def test_a_collective_payment_that_vnpay_did_not_tell_of(self):
        """The notification was lost: asking finds the money, once, and settles every part."""
        parts = self.request | self.accepted()[1]
        parts._set({"expires_at": fields.Datetime.now() + timedelta(days=90)})
        bundle = self.env["tthc.payment.bundle"]._open(parts)
        attempt = bundle._start_attempt(self.provider)
        attempt._tthc_started()
        self.known_at_vnpay(attempt)
        self.server.finish(attempt.tthc_order_number)
        parts._set({"state": "expired"})
        bundle._close_attempts("hết hạn")
        self.assertEqual(attempt.state, "cancel")
        attempt.tthc_ask_at = fields.Datetime.now() - timedelta(seconds=1)
        with self.enter_registry_test_mode():
            self.env.ref("tthc_payment.cron_ask").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((attempt.state, bundle.state), ("done", "paid"))
        self.assertEqual(set(parts.mapped("state")), {"paid"})
        self.assertEqual(parts.match_ids.incoming_id.amount, 2 * self.FEE)
        self.assertFalse(attempt.tthc_ask_at)

    def test_an_order_that_vnpay_does_not_know(self):
        """The payer never came to VNPAY's page; that is certain only after its time is over."""
        attempt = self.request._start_attempt(self.provider)
        attempt._tthc_started()
        self.assertEqual(self.provider._tthc_query(attempt), [])
        with freeze_time(fields.Datetime.now() + timedelta(minutes=31)):
            attempt._tthc_ask()
        self.assertEqual((attempt.state, attempt.tthc_ask_at), ("error", False))

    def test_refunded_at_vnpay_before_it_was_known_as_paid(self):
        """The status of the latest refund is not that of the payment."""
        for kind, outcome in (("02", "reversed"), ("03", "held")):
            attempt = self.started()
            self.server.finish(attempt.tthc_order_number)
            self.server.orders[attempt.tthc_order_number]["kind"] = kind
            [notice] = self.provider._tthc_query(attempt)
            self.assertEqual(notice.outcome, outcome)
            attempt._tthc_ask()
            self.assertEqual(self.request.state, "open")

    def test_answers_that_are_not_believed(self):
        attempt = self.started()
        self.server.finish(attempt.tthc_order_number)
        modes = {
            "forged": "signature",
            "unsigned": "signature",
            "other_terminal": "something else",
            "other_order": "something else",
            "rubbish": "does not answer",
            "down": "does not answer",
            "error": "502",
        }
        for mode, words in modes.items():
            self.server.mode = mode
            with self.assertRaisesRegex(Unavailable, words):
                self.provider._tthc_query(attempt)
        self.assertEqual((attempt.state, self.request.state), ("pending", "open"))

    def test_vnpay_refuses_the_question(self):
        attempt = self.started()
        with patch.object(type(self.provider), "_tthc_order_number", lambda *_args: "x"):
            self.assertEqual(self.provider._tthc_query(attempt), [])
        self.server.request_ids.clear()
        with patch(
            f"{type(self).__module__.rsplit('.', 2)[0]}.models.payment_provider.uuid"
        ) as ids:
            ids.uuid4.return_value.hex = "same"
            self.provider._tthc_query(attempt)
            with self.assertRaisesRegex(Unavailable, "earlier request"):
                self.provider._tthc_query(attempt)

    def test_without_a_secret_nothing_is_asked(self):
        attempt = self.started()
        with patch.object(type(self.provider), "_check_required_if_provider", lambda _self: None):
            self.provider.vnpay_hash_secret = False
        with self.assertRaisesRegex(Unavailable, "administrator"):
            self.provider._tthc_query(attempt)
        self.assertFalse(self.server.asked)


@tagged("post_install", "-at_install")
class TestRefund(_Case):
    def refund(self, attempt, amount, request_id="r1"):
        return self.provider._tthc_refund(attempt, amount, "Trả lại phí nộp thừa", request_id)

    def test_in_whole(self):
        attempt = self.paid()
        notice = self.refund(attempt, self.FEE)
        self.assertEqual((notice.outcome, notice.amount), ("pending", self.FEE))
        self.assertIn("working on a refund", notice.detail)
        asked = self.server.asked[-1]
        self.assertEqual(asked["vnp_TransactionType"], "02")
        self.assertEqual(asked["vnp_Amount"], 5_800_000)
        paid = self.server.orders[attempt.tthc_order_number]
        self.assertEqual(asked["vnp_TransactionNo"], paid["no"])
        self.assertEqual(asked["vnp_OrderInfo"], "Tra lai phi nop thua")
        self.assertEqual(asked["vnp_RequestId"], "r1")

    def test_in_parts(self):
        attempt = self.paid()
        self.server.refund_status = "00"
        self.addCleanup(setattr, self.server, "refund_status", "05")
        for number, amount in enumerate((8_000, 50_000)):
            notice = self.refund(attempt, amount, f"r{number}")
            self.assertEqual((notice.outcome, notice.amount), ("paid", amount))
            self.assertTrue(notice.gateway_id)
            self.assertEqual(self.server.asked[-1]["vnp_TransactionType"], "03")
        self.assertEqual(self.refund(attempt, 1_000, "r9").outcome, "failed")

    def test_the_same_request_is_not_paid_twice(self):
        attempt = self.paid()
        self.refund(attempt, 8_000)
        again = self.refund(attempt, 8_000)
        self.assertEqual(again.outcome, "pending")
        self.assertIn("earlier request", again.detail)
        self.assertEqual(self.server.orders[attempt.tthc_order_number]["back"], 800_000)

    def test_asked_again_until_it_ends(self):
        """A whole refund is the latest one without doubt: a query tells its end."""
        for status, outcome in (("00", "paid"), ("09", "failed")):
            self.dossier, self.request = self.accepted()
            attempt = self.paid()
            self.assertEqual(self.refund(attempt, self.FEE, f"r{status}").outcome, "pending")
            self.assertEqual(self.refund(attempt, self.FEE, f"r{status}").outcome, "pending")
            self.server.orders[attempt.tthc_order_number]["back_status"] = status
            self.assertEqual(self.refund(attempt, self.FEE, f"r{status}").outcome, outcome)

    def test_never_ordered_again_on_another_day(self):
        """VNPAY forgets the numbers of requests at midnight: it would pay a second time."""
        attempt = self.paid()
        self.refund(attempt, 8_000)
        self.server.request_ids.clear()
        with patch.object(type(self.provider), "_vnpay_ordered_before_today", lambda *_args: True):
            self.assertEqual(self.refund(attempt, 8_000).outcome, "pending")
        self.assertEqual(self.server.orders[attempt.tthc_order_number]["back"], 800_000)

    def test_refused(self):
        attempt = self.started()
        self.server.finish(attempt.tthc_order_number, "24", "02")
        notice = self.refund(attempt, self.FEE)
        self.assertEqual(notice.outcome, "failed")
        self.assertIn("nothing to refund", notice.detail)
        attempt = self.paid()
        self.server.refund_status = "09"
        self.addCleanup(setattr, self.server, "refund_status", "05")
        self.assertEqual(self.refund(attempt, self.FEE, "r2").outcome, "failed")

    def test_answers_that_are_not_believed(self):
        attempt = self.paid()
        modes = ("forged", "unsigned", "other_terminal", "other_order", "rubbish", "down", "error")
        for number, mode in enumerate(modes):
            self.server.mode = mode
            with self.assertRaises(Unavailable):
                self.refund(attempt, 1_000, f"x{number}")
        self.server.mode = "ok"
        said = {"another amount": ("00", {"vnp_Amount": "1"}), "error of its own": ("99", {})}
        for words, answer in said.items():
            with (
                patch.object(self.server, "_refund", lambda *_args, answer=answer: answer),
                self.assertRaisesRegex(Unavailable, words),
            ):
                self.refund(attempt, 1_000, words)

    def test_offered(self):
        self.assertEqual(self.provider._tthc_can_refund(), "partial")


@tagged("post_install", "-at_install")
class TestSetUp(VnpayCommon):
    def test_addresses_follow_the_state(self):
        provider = self.env.ref("tthc_payment_vnpay.payment_provider_vnpay")
        for state in ("test", "enabled", "disabled"):
            provider.write(
                {"vnpay_tmn_code": TMN_CODE, "vnpay_hash_secret": SECRET, "state": state}
            )
            for kind in ("pay", "api"):
                wanted = URLS["enabled" if state == "enabled" else "test"][kind]
                self.assertEqual(provider._vnpay_url(kind), wanted)
        provider.vnpay_pay_url = "https://pay.example/p"
        self.assertEqual(provider._vnpay_url("pay"), "https://pay.example/p")

    def test_not_enabled_without_credentials(self):
        provider = self.env.ref("tthc_payment_vnpay.payment_provider_vnpay").copy()
        with self.assertRaises(ValidationError):
            provider.state = "test"

    def test_the_secret_is_for_the_system_group(self):
        self.assertEqual(
            self.env["payment.provider"]._fields["vnpay_hash_secret"].groups, "base.group_system"
        )

    def test_it_is_not_on_the_generic_payment_form(self):
        provider = self.vnpay_provider()
        offered = provider._get_compatible_providers(
            self.centre.id, self.citizen.id, 1000, currency_id=self.centre.currency_id.id
        )
        self.assertNotIn(provider, offered)
        self.assertEqual(provider._tthc_gateways(self.centre), provider)

    def test_a_copy_for_trials_holds_no_credentials(self):
        provider = self.vnpay_provider()
        self.env.flush_all()
        with file_open("tthc_payment_vnpay/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        provider.invalidate_recordset()
        self.assertFalse(provider.vnpay_tmn_code or provider.vnpay_hash_secret)
        self.assertFalse(provider.vnpay_pay_url or provider.vnpay_api_url)

    def test_uninstallation_keeps_what_has_a_history(self):
        used, unused = self.vnpay_provider(), self.vnpay_provider()
        _dossier, request = self.accepted()
        attempt = request._start_attempt(used)
        self.assertTrue(attempt.payment_method_id)
        uninstall_hook(self.env)
        self.assertEqual((used.code, used.state), ("none", "disabled"))
        self.assertFalse(unused.exists())
        self.assertFalse(self.env.ref("tthc_payment_vnpay.payment_method_vnpay", False))
        self.assertEqual(attempt.provider_id, used)
        self.assertTrue(self.env.ref("tthc_payment_vnpay.payment_provider_vnpay"))
