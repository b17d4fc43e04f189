"""The national payment platform over real HTTP: pay, callback, confirmation, detail, look-up."""

from datetime import timedelta
from unittest.mock import patch

import requests
from freezegun import freeze_time

from odoo import fields, http
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import file_open, mute_logger

from odoo.addons.tthc_payment.tools.gateway import Unavailable

from ..hooks import uninstall_hook
from .common import CLIENT, KEY_1, KEY_2, DvcqgCommon

INBOUND = "odoo.addons.tthc_payment.models.payment_provider_inbound"
LOOKUP = "odoo.addons.tthc_payment_dvcqg.models.payment_provider_bill"


class _Case(DvcqgCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.dvcqg_provider()
        cls.provider.is_published = True

    def setUp(self):
        super().setUp()
        self.server.mode = "ok"
        self.server.asked.clear()
        self.dossier, self.request = self.accepted()
        self.request._set({"expires_at": fields.Datetime.now() + timedelta(days=90)})

    def begin(self):
        """An attempt whose payer stands on the platform's page."""
        attempt = self.request._start_attempt(self.provider)
        page = self.provider._tthc_start(attempt, "https://centre.example/back", "127.0.0.1")
        self.assertTrue(page.startswith(self.server.url))
        attempt._tthc_started()
        return attempt

    def state(self, attempt):
        return attempt.state, self.request.state


class _HttpCase(_Case, HttpCase):
    def post(self, tail, message):
        url = f"{self.base_url()}/tthc/payment/dvcqg/{self.provider.id}/{tail}"
        answer = self.opener.post(url, json=message, timeout=30)
        self.env.invalidate_all()
        return answer

    def callback(self, message):
        return self.post("notify", message).json()["return_code"]


@tagged("post_install", "-at_install")
class TestPay(_HttpCase):
    def test_pay_and_come_back(self):
        self.authenticate(None, None)
        answer = self.url_open(
            f"{self.request._pay_path()}/start",
            data={"provider_id": self.provider.id, "csrf_token": http.Request.csrf_token(self)},
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, 303)
        attempt = self.request.attempt_ids
        self.assertEqual(attempt.state, "pending")
        page = requests.get(answer.headers["Location"], timeout=10)
        self.assertIn(">Pay<", page.text)
        sent = self.server.orders[attempt.tthc_order_number]["ask"]
        self.assertEqual((sent["trans_amount"], sent["version"]), ("58000", "3.0"))
        message = self.server.finish(attempt.tthc_order_number)
        self.url_open(sent["return_url"])
        self.env.invalidate_all()
        self.assertEqual(self.request.state, "open", "coming back proves nothing")
        self.assertEqual(self.callback(message), 0)
        self.assertEqual(self.state(attempt), ("done", "paid"))
        self.assertIn("alert-success", self.url_open(sent["return_url"]).text)

    def test_the_bill(self):
        owner = self.dossier.owner_id
        owner.write({"street": "Số 1 Tràng Tiền", "city": "Hoàn Kiếm"})
        self.begin()
        bill = self.server.asked[-1]["bill_info"]
        self.assertEqual(bill["MaHoSo"], self.dossier.name)
        self.assertEqual(bill["MaTTHC"], self.dossier.procedure_id.code)
        self.assertEqual(bill["TenTTHC"], self.dossier.procedure_id.name)
        self.assertEqual((bill["MaDonVi"], bill["TenDonVi"]), ("000.00.01.H29", self.centre.name))
        self.assertEqual((bill["TKThuHuong"], bill["MaNHThuHuong"]), ("9900112233", "970436"))
        self.assertEqual(
            sorted((line["LoaiPhiLePhi"], line["SoTien"]) for line in bill["PhiLePhi"]),
            [("1", 50_000), ("2", 8_000)],
        )
        self.assertEqual(bill["HoTenNguoiNop"], owner.name)
        self.assertEqual(bill["SoCMNDNguoiNop"], owner.tthc_identity_number or "")
        self.assertEqual(bill["DiaChiNguoiNop"], "Số 1 Tràng Tiền, Hoàn Kiếm")

    def test_the_mapping(self):
        self.dossier.owner_id.tthc_identity_masked = "001099000001"
        self.provider.write(
            {
                "dvcqg_fixed": "MaNHThuHuong = VCB",
                "dvcqg_names": "SoCMNDNguoiNop = SoCCCDNguoiNop",
                "dvcqg_service_suffix": ".01",
            }
        )
        self.begin()
        bill = self.server.asked[-1]["bill_info"]
        self.assertEqual(bill["MaNHThuHuong"], "VCB")
        self.assertEqual(bill["SoCCCDNguoiNop"], "001099000001")
        self.assertEqual(bill["MaDVC"], f"{self.dossier.procedure_id.code}.01")
        self.provider.dvcqg_send_identity = False
        self.begin()
        self.assertEqual(self.server.asked[-1]["bill_info"]["SoCCCDNguoiNop"], "")

    def test_somebody_else_pays(self):
        """The numbers of the owner are not those of the payer."""
        self.dossier.owner_id.tthc_identity_masked = "001099000001"
        self.request._set({"payer_id": False, "payer_name": "Công ty A", "payer_tax_code": "0101"})
        self.begin()
        bill = self.server.asked[-1]["bill_info"]
        self.assertEqual((bill["HoTenNguoiNop"], bill["SoCMNDNguoiNop"]), ("Công ty A", "0101"))
        self.assertEqual(bill["DiaChiNguoiNop"], "")

    def test_a_status_that_was_changed_pays_nothing(self):
        """The checksum of a failed payment fits, with the status of a paid one, too."""
        attempt = self.begin()
        message = self.server.finish(attempt.tthc_order_number, "2")
        self.assertEqual(self.callback({**message, "status": "0"}), 0)
        self.assertEqual(self.state(attempt), ("error", "open"))
        self.assertFalse(self.request.match_ids)

    @mute_logger(INBOUND)
    def test_told_while_the_platform_cannot_confirm(self):
        attempt = self.begin()
        message = self.server.finish(attempt.tthc_order_number)
        for mode in ("down", "rubbish", "error", "refuse", "forged", "other_order"):
            self.server.mode = mode
            self.assertEqual(self.callback(message), -1, mode)
            self.assertEqual(self.state(attempt), ("pending", "open"), mode)
        self.server.mode = "ok"
        self.assertEqual(self.callback(message), 0)
        self.assertEqual(self.state(attempt), ("done", "paid"))

    def test_told_as_a_form(self):
        attempt = self.begin()
        message = self.server.finish(attempt.tthc_order_number)
        url = f"{self.base_url()}/tthc/payment/dvcqg/{self.provider.id}/notify"
        answer = self.opener.post(url, data=message, timeout=30)
        self.assertEqual(answer.json()["return_code"], 0)
        self.env.invalidate_all()
        self.assertEqual(self.state(attempt), ("done", "paid"))

    def test_a_late_callback_of_an_earlier_attempt(self):
        """Every attempt keeps its number: what comes late still finds it."""
        first, second = self.begin(), self.begin()
        self.assertNotEqual(first.tthc_order_number, second.tthc_order_number)
        self.assertEqual(self.callback(self.server.finish(first.tthc_order_number)), 0)
        self.assertEqual(self.state(first), ("done", "paid"))
        self.assertEqual(second.state, "cancel")
        self.assertEqual(self.callback(self.server.finish(second.tthc_order_number)), 0)
        money = self.money.search([("provider_id", "=", self.provider.id)])
        self.assertEqual(sorted(money.mapped("state")), ["exception", "matched"])

    def test_told_again_nothing_happens_again(self):
        attempt = self.begin()
        message = self.server.finish(attempt.tthc_order_number)
        for _turn in range(3):
            self.assertEqual(self.callback(message), 0)
        self.assertEqual(self.state(attempt), ("done", "paid"))
        self.assertEqual(len(self.request.match_ids), 1)
        kinds = self.dossier.event_ids.mapped("kind")
        self.assertEqual(kinds.count("paid"), 1)


@tagged("post_install", "-at_install")
class TestLookup(_HttpCase):
    def lookup(self, number, **more):
        told = {"client_id": CLIENT, "MaHoSo": number}
        told["check_sum"] = self.server.checksum(KEY_2, ("client_id", "MaHoSo"), told)
        answer = self.post("dptracuuthanhtoanhs", {**told, **more})
        return answer.status_code, answer.json()

    def test_pay_by_dossier_number(self):
        status, answer = self.lookup(self.dossier.name)
        self.assertEqual((status, answer["error_code"]), (200, 1))
        bill = answer["message"]
        self.assertEqual((bill["MaHoSo"], bill["client_id"]), (self.dossier.name, CLIENT))
        self.assertRegex(bill["MaTraCuuTT"], rf"^{self.dossier.name}20\d{{12}}$")
        self.assertEqual(sum(line["SoTien"] for line in bill["PhiLePhi"]), self.FEE)
        attempt = self.request.attempt_ids
        self.assertEqual(attempt.tthc_order_number, bill["transaction_id"])
        self.assertTrue(attempt.dvcqg_by_lookup)
        self.server.know({"transaction_id": bill["transaction_id"], "trans_amount": str(self.FEE)})
        self.assertEqual(self.callback(self.server.finish(bill["transaction_id"])), 0)
        self.assertEqual(self.state(attempt), ("done", "paid"))
        self.assertEqual(self.lookup(self.dossier.name), (200, {"error_code": 0, "message": []}))

    def test_asked_again_it_is_the_same_transaction(self):
        first = self.lookup(self.dossier.name)[1]["message"]["transaction_id"]
        mine = self.begin()
        again = self.lookup(self.dossier.name)[1]["message"]["transaction_id"]
        self.assertEqual(first, again)
        self.assertNotEqual(first, mine.tthc_order_number)

    def test_the_national_number(self):
        self.dossier.national_code = "000.00.01.H29-260309-0001"
        answer = self.lookup(" 000.00.01.H29-260309-0001 ")[1]
        self.assertEqual(answer["message"]["MaHoSo"], self.dossier.name)

    def test_several_requests_one_after_the_other(self):
        line = {"name": "Phí bổ sung", "kind": "phi", "quantity": 1, "amount": 20_000}
        later = self.env["tthc.expected.payment"]._open(self.dossier, [line])
        self.assertEqual(
            self.lookup(self.dossier.name)[1]["message"]["DSKhoanNop"][0]["SoTien"], "58000"
        )
        self.receive(self.request.reference)
        bill = self.lookup(self.dossier.name)[1]["message"]
        self.assertEqual(bill["transaction_id"], later.attempt_ids.tthc_order_number)
        self.assertEqual(bill["PhiLePhi"][0]["TenPhiLePhi"], "Phí bổ sung")

    def test_unknown(self):
        nothing = (200, {"error_code": -1, "message": []})
        for number in ("H29.01-000000-0000", "", ["x"], 7, "%"):
            self.assertEqual(self.lookup(number), nothing, number)
        self.assertFalse(self.request.attempt_ids)
        self.provider.company_id = self.other_centre
        self.assertEqual(self.lookup(self.dossier.name), nothing, "another centre's dossier")

    @mute_logger(LOOKUP)
    def test_not_asked_by_the_portal(self):
        """The answer holds personal data: nobody gets it without the key."""
        refused = (403, {"error_code": -1, "message": []})
        right = {"client_id": CLIENT, "MaHoSo": self.dossier.name}
        right["check_sum"] = self.server.checksum(KEY_2, ("client_id", "MaHoSo"), right)
        for change in (
            {"check_sum": ""},
            {"check_sum": None},
            {"check_sum": right["check_sum"][:32]},
            {"check_sum": self.server.checksum(KEY_1, ("client_id", "MaHoSo"), right)},
            {"client_id": "CLIENT02"},
        ):
            self.assertEqual(self.lookup(self.dossier.name, **change), refused, change)
        other = self.accepted()[0]
        self.assertEqual(self.lookup(other.name, check_sum=right["check_sum"]), refused)
        url = f"{self.base_url()}/tthc/payment/dvcqg/{self.provider.id}/dptracuuthanhtoanhs"
        for body in (b"", b"{", b"[]", b"\xff"):
            answer = self.opener.post(url, data=body, timeout=30)
            self.assertEqual((answer.status_code, answer.json()), refused)
        self.assertFalse(self.request.attempt_ids)

    def test_only_of_a_provider_that_is_on(self):
        self.provider.state = "disabled"
        self.assertEqual(self.post("dptracuuthanhtoanhs", {}).status_code, 404)
        vietqr = self.env["payment.provider"]._tthc_provider(self.centre)
        url = f"{self.base_url()}/tthc/payment/dvcqg/{vietqr.id}/dptracuuthanhtoanhs"
        self.assertEqual(self.opener.post(url, json={}, timeout=30).status_code, 404)

    def test_another_checksum(self):
        self.provider.dvcqg_lookup_signed = "MaHoSo client_id"
        told = {"client_id": CLIENT, "MaHoSo": self.dossier.name}
        told["check_sum"] = self.server.checksum(KEY_2, ("MaHoSo", "client_id"), told)
        self.assertEqual(self.post("dptracuuthanhtoanhs", told).json()["error_code"], 1)

    def test_a_centre_without_an_account(self):
        self.account.active = False
        self.request._set({"account_id": False})
        self.assertEqual(self.lookup(self.dossier.name)[1]["error_code"], 0)


@tagged("post_install", "-at_install")
class TestDetail(_Case):
    def test_asked_until_it_ends(self):
        attempt = self.begin()
        attempt._tthc_ask()
        self.assertEqual(self.state(attempt), ("pending", "open"))
        self.assertTrue(attempt.tthc_ask_at)
        self.server.finish(attempt.tthc_order_number)
        attempt._tthc_ask()
        self.assertEqual(self.state(attempt), ("done", "paid"))
        self.assertFalse(attempt.tthc_ask_at)

    def test_a_failure_ends_an_attempt_after_its_time(self):
        """A payer may still choose another way on the page that is open."""
        attempt = self.begin()
        self.server.finish(attempt.tthc_order_number, "2")
        self.assertEqual(self.provider._tthc_query(attempt), [])
        with freeze_time(attempt.tthc_expires_at + timedelta(minutes=1)):
            attempt._tthc_ask()
        self.assertEqual(self.state(attempt), ("error", "open"))

    def test_answers_that_are_not_believed(self):
        attempt = self.begin()
        self.server.finish(attempt.tthc_order_number)
        modes = {
            "forged": "something else",
            "other_order": "something else",
            "refuse": "Bảo trì",
            "rubbish": "does not answer",
            "down": "does not answer",
            "error": "502",
        }
        for mode, words in modes.items():
            self.server.mode = mode
            with self.assertRaisesRegex(Unavailable, words):
                self.provider._tthc_query(attempt)
        self.assertEqual(self.state(attempt), ("pending", "open"))
        self.server.mode = "unsigned"
        [notice] = self.provider._tthc_query(attempt)
        self.assertEqual(notice.outcome, "paid")

    def test_a_detail_without_an_amount(self):
        attempt = self.begin()
        with (
            patch.object(self.server, "_detail", lambda message: {"error": "0", "status": "0"}),
            self.assertRaisesRegex(Unavailable, "cannot be read"),
        ):
            self.provider._tthc_query(attempt)

    def test_the_platform_does_not_take_the_payment(self):
        modes = {"refuse": "Bảo trì", "no_page": "no page", "error": "502", "down": "not answer"}
        for mode, words in modes.items():
            self.server.mode = mode
            attempt = self.request._start_attempt(self.provider)
            with self.assertRaisesRegex(Unavailable, words):
                self.provider._tthc_start(attempt, "https://centre.example/back", "")

    def test_not_set_up(self):
        self.provider.dvcqg_detail_url = False
        attempt = self.begin()
        with self.assertRaisesRegex(Unavailable, "administrator"):
            self.provider._tthc_query(attempt)

    def test_refunds_are_paid_in_another_way(self):
        self.assertEqual(self.provider._tthc_can_refund(), "none")


@tagged("post_install", "-at_install")
class TestSetUp(DvcqgCommon):
    def test_not_enabled_without_credentials(self):
        provider = self.env.ref("tthc_payment_dvcqg.payment_provider_dvcqg").copy()
        with self.assertRaises(ValidationError):
            provider.state = "test"

    def test_keys_are_for_the_system_group(self):
        for name in ("dvcqg_key_1", "dvcqg_key_2"):
            groups = self.env["payment.provider"]._fields[name].groups
            self.assertEqual(groups, "base.group_system")

    def test_the_mapping_is_checked(self):
        provider = self.dvcqg_provider()
        for values in (
            {"dvcqg_fixed": "MaNHThuHuong"},
            {"dvcqg_names": "= x"},
            {"dvcqg_lookup_signed": "client_id"},
            {"dvcqg_paid_status": ""},
            {"dvcqg_paid_status": "0, 1", "dvcqg_pending_status": "1"},
        ):
            with self.assertRaises(ValidationError):
                provider.write(values)

    def test_addresses_to_register(self):
        provider = self.dvcqg_provider()
        tail = f"/tthc/payment/dvcqg/{provider.id}"
        self.assertTrue(provider.tthc_notify_url.endswith(f"{tail}/notify"))
        self.assertTrue(provider.dvcqg_lookup_url.endswith(f"{tail}/dptracuuthanhtoanhs"))
        vietqr = self.env["payment.provider"]._tthc_provider(self.centre)
        self.assertFalse(vietqr.dvcqg_lookup_url)

    def test_a_copy_for_trials_holds_no_credentials(self):
        provider = self.dvcqg_provider()
        self.env.flush_all()
        with file_open("tthc_payment_dvcqg/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        provider.invalidate_recordset()
        self.assertFalse(provider.dvcqg_client_id or provider.dvcqg_key_1 or provider.dvcqg_key_2)
        self.assertFalse(provider.dvcqg_create_url or provider.dvcqg_detail_url)

    def test_uninstallation_keeps_what_has_a_history(self):
        used, unused = self.dvcqg_provider(), self.dvcqg_provider()
        _dossier, request = self.accepted()
        attempt = request._start_attempt(used)
        uninstall_hook(self.env)
        self.assertEqual((used.code, used.state), ("none", "disabled"))
        self.assertFalse(unused.exists())
        self.assertEqual(attempt.provider_id, used)
