"""Rules of the legal basis and of the money: each with a violating and a clean record."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import AuditCase


@tagged("post_install", "-at_install")
class TestBasis(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.sector)
        cls.day = timedelta(days=1)

    def draft_fee(self, **values):
        draft = self.make_draft()
        fee = draft.case_ids.fee_ids
        fee.write({"legal_document_id": self.document.id, **values})
        return fee

    def test_legal_expired(self):
        version = self.make_published()
        self.assertClean("legal_expired")
        self.document.date_expired = self.today
        self.assertFound("legal_expired", version)
        self.document.date_expired = self.today + self.day
        self.assertClean("legal_expired")

    def test_legal_expired_on_the_day_on_which_a_coming_version_begins(self):
        begin = self.today + 30 * self.day
        version = self.make_published(date_from=begin)
        self.document.date_expired = begin + self.day
        self.assertClean("legal_expired")
        self.document.date_expired = begin
        new = self.env["tthc.legal.document"].create({"number": "903/2026/NĐ-CP"})
        self.document.replaced_by_id = new
        finding = self.assertFound("legal_expired", version)
        self.assertIn("903/2026/NĐ-CP", finding.detail)

    def test_legal_expired_leaves_drafts_and_ended_versions_alone(self):
        version = self.make_published(date_to=self.today - self.day)
        self.document.date_expired = self.today
        self.assertNotEqual(version.state, "draft")
        self.assertClean("legal_expired")

    def test_legal_missing(self):
        version = self.make_draft()
        self.assertClean("legal_missing")
        version.legal_document_ids = [Command.clear()]
        self.assertFound("legal_missing", version)

    def test_free_contradicted_by_the_note_of_a_channel(self):
        channel = self.make_draft().case_ids.channel_ids[0]
        channel.write({"fee_text": "Miễn phí", "note": "Nộp tại quầy"})
        self.assertClean("free_contradicted")
        channel.note = "Bản sao: 8.000 đồng/bản"
        finding = self.assertFound("free_contradicted", channel)
        self.assertIn("8.000 đ", finding.detail)
        self.assertEqual(finding.case_id, channel.case_id)

    def test_free_contradicted_by_the_note_of_a_fee(self):
        fee = self.draft_fee(amount_kind="free", note="Người cao tuổi được miễn")
        self.assertClean("free_contradicted")
        fee.note = "Quá hạn nộp 5.000 đồng"
        self.assertFound("free_contradicted", fee)

    def test_fee_implausible(self):
        fee = self.draft_fee(amount=1000)
        self.assertClean("fee_implausible")
        fee.amount = 100
        self.assertFound("fee_implausible", fee)
        fee.amount = 200_000_000
        self.assertFound("fee_implausible", fee)
        self.rule("fee_implausible").maximum = 300_000_000
        self.assertClean("fee_implausible")

    def test_fee_implausible_in_the_published_text(self):
        channel = self.make_draft().case_ids.channel_ids[0]
        channel.fee_text = "Lệ phí: 100 VNĐ"
        self.assertFound("fee_implausible", channel)
        channel.fee_text = "Lệ phí: 100.000 VNĐ"
        self.assertClean("fee_implausible")

    def test_fee_legal_missing(self):
        fee = self.draft_fee()
        self.assertClean("fee_legal_missing")
        fee.legal_document_id = False
        self.assertFound("fee_legal_missing", fee)
        fee.amount_kind = "free"
        self.assertClean("fee_legal_missing")

    def test_local_fee_missing(self):
        fee = self.draft_fee()
        self.assertClean("local_fee_missing")
        fee.write({"amount_kind": "local", "amount": 0})
        self.assertFound("local_fee_missing", fee)
        line = {
            "fee_name": "LỆ  phí",
            "amount": 8000,
            "procedure_ids": [Command.set(self.procedure.ids)],
        }
        regulation = self.env["tthc.fee.regulation"].create(
            {
                "name": "9/2026/NQ-HĐND",
                "date_from": self.today,
                "legal_document_id": self.document.id,
                "line_ids": [Command.create(line)],
            }
        )
        self.assertFound("local_fee_missing", fee)
        regulation.with_user(self.users["editor"]).action_submit()
        regulation.with_user(self.users["publisher"]).action_publish()
        self.assertClean("local_fee_missing")

    def test_legal_expired_by_a_fee(self):
        other = self.env["tthc.legal.document"].create({"number": "904/2026/NQ-HĐND"})
        fee = {"name": "Phí", "amount": 1000, "legal_document_id": other.id}
        case = self.case_vals(fee_ids=[Command.create(fee)])
        version = self.make_published(case_ids=[Command.create(case)])
        self.assertClean("legal_expired")
        other.date_expired = self.today
        finding = self.assertFound("legal_expired", version)
        self.assertIn(other.number, finding.detail)
