"""Signing and sending: by hand, and by a provider that does it by itself."""

from datetime import datetime, timedelta
from unittest.mock import patch

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.tthc_receipt_exchange import FIRST_WAIT
from ..tools.exchange import Answer, Signature, Unavailable
from .common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestByHand(ReceiptCommon):
    def setUp(self):
        super().setUp()
        self.open_series()
        self.receipt = self.cash()

    def record(self, name, receipts=None, **values):
        acting = (receipts or self.receipt).with_user(self.accountant)
        action = getattr(acting, name)()
        wizard = self.env["tthc.receipt.step"].with_user(self.accountant)
        wizard.with_context(**action["context"]).create(values).action_confirm()

    def test_from_draft_to_transmitted(self):
        receipts = self.receipt | self.cash()
        self.record(
            "action_record_signature",
            receipts,
            signer="TRUNG TÂM THỬ",
            certificate="5401",
            done_at="2026-03-10 06:00:00",
            file="QUJD",
            file_name="da-ky.xml",
        )
        self.assertEqual(set(receipts.mapped("state")), {"signed"})
        self.assertEqual(receipts[0].signed_at, datetime(2026, 3, 10, 6, 0))
        self.record("action_record_sending", receipts, reference="TCT-1")
        self.assertEqual(set(receipts.mapped("state")), {"transmitted"})
        self.assertEqual(receipts.mapped("tax_reference"), ["TCT-1", "TCT-1"])
        self.assertEqual(self.kinds(self.receipt), ["issued", "signed", "accepted"])

    def test_only_signed_receipts_are_sent_and_once(self):
        with self.assertRaises(UserError):
            self.record("action_record_sending", reference="TCT-1")
        self.record("action_record_signature", signer="X")
        with self.assertRaises(UserError):
            self.record("action_record_signature", signer="Y")
        self.record("action_record_sending", reference="TCT-1")
        with self.assertRaises(UserError):
            self.record("action_record_sending", reference="TCT-2")

    def test_nothing_happens_by_itself(self):
        self.receipts._cron_exchange()
        self.assertEqual((self.receipt.state, self.receipt.exchange_state), ("draft", False))

    def test_the_xml(self):
        action = self.receipt.with_user(self.accountant).action_export_xml()
        event = self.receipt.event_ids.sorted("id")[-1]
        self.assertEqual((event.kind, event.user_id), ("exported", self.accountant))
        file = self.env["ir.attachment"].search(
            [("res_model", "=", event._name), ("res_id", "=", event.id)]
        )
        self.assertIn(str(file.id), action["url"])
        root = etree.fromstring(file.raw)
        self.assertEqual(root.findtext("BienLai/So"), "1")
        self.assertEqual(root.findtext("BienLai/TongTien"), "58000")
        self.assertEqual(root.findtext("BienLai/NguoiNop"), "Nguyễn Văn Thử")
        self.assertEqual(
            [row.findtext("SoTien") for row in root.findall("BienLai/KhoanThu")], ["50000", "8000"]
        )
        with self.assertRaises(AccessError):
            self.receipt.with_user(self.cashier).action_export_xml()

    def test_names_that_xml_does_not_know(self):
        self.citizen.name = "A\x0b<b>&\x00B".replace("\x00", "")
        root = etree.fromstring(self.cash()._xml())
        self.assertEqual(root.findtext("BienLai/NguoiNop"), "A<b>&B")


@tagged("post_install", "-at_install")
class TestByProvider(ReceiptCommon):
    """The hooks of a provider, as an addon of a real one overrides them."""

    def setUp(self):
        super().setUp()
        self.open_series()
        self.answers, self.calls = [], []
        kind = type(self.env["tthc.receipt.provider"])
        for name, hook in (
            ("_can_sign", lambda provider: True),
            ("_can_transmit", lambda provider: True),
            ("_sign", lambda provider, rows: self.sign(rows)),
            ("_transmit", lambda provider, rows: self.answer("transmit", rows)),
            ("_poll", lambda provider, rows: self.answer("poll", rows)),
        ):
            patcher = patch.object(kind, name, hook)
            patcher.start()
            self.addCleanup(patcher.stop)
        self.receipt = self.cash()

    def sign(self, receipts):
        self.assertIn(b"<BienLai", receipts._xml())
        return {row: Signature("TRUNG TÂM", "54", self.NOON, b"<x/>") for row in receipts}

    def answer(self, call, receipts):
        self.calls.append(call)
        said = self.answers.pop(0)
        if isinstance(said, Exception):
            raise said
        return {row: said for row in receipts} if said else {}

    def run_job(self):
        self.receipt._set({"exchange_next_at": fields.Datetime.now() - timedelta(minutes=1)})
        self.receipts._cron_exchange()

    def test_accepted_at_once(self):
        self.assertEqual(self.receipt.exchange_state, "waiting")
        self.answers = [Answer("accepted", "TCT-9")]
        self.run_job()
        self.assertEqual((self.receipt.state, self.receipt.tax_reference), ("transmitted", "TCT-9"))
        self.assertEqual(self.receipt.signer, "TRUNG TÂM")
        self.assertEqual(self.kinds(self.receipt), ["issued", "signed", "accepted"])
        self.run_job()
        self.assertEqual(self.calls, ["transmit"])

    def test_asked_until_it_is_final(self):
        self.answers = [Answer("pending", "M1"), None, Unavailable("timeout"), Answer("accepted")]
        for _turn in range(4):
            self.run_job()
        self.assertEqual(self.calls, ["transmit", "poll", "poll", "poll"])
        self.assertEqual(self.receipt.state, "transmitted")

    def test_out_of_reach(self):
        self.answers = [Unavailable("cannot be reached")] * 2
        before = fields.Datetime.now()
        self.run_job()
        self.assertEqual((self.receipt.state, self.receipt.exchange_state), ("signed", "waiting"))
        self.assertIn("reached", self.receipt.exchange_detail)
        first = self.receipt.exchange_next_at - before
        self.run_job()
        self.assertEqual(self.receipt.exchange_tries, 2)
        self.assertGreater(self.receipt.exchange_next_at - fields.Datetime.now(), first)
        self.assertGreaterEqual(first, FIRST_WAIT - timedelta(seconds=1))

    def test_refused_and_sent_again(self):
        self.answers = [Answer("refused", detail="Sai mã số thuế"), Answer("accepted", "M2")]
        self.run_job()
        self.run_job()
        self.assertEqual(self.receipt.exchange_state, "refused")
        self.assertEqual(self.receipt.exchange_detail, "Sai mã số thuế")
        with self.assertRaises(AccessError):
            self.receipt.with_user(self.cashier).action_send_again()
        self.receipt.with_user(self.accountant).action_send_again()
        self.run_job()
        self.assertEqual(self.receipt.state, "transmitted")

    def test_a_collection_needs_no_provider(self):
        """Whatever the provider does, it does afterwards."""
        self.assertEqual((self.calls, self.receipt.state), ([], "draft"))
