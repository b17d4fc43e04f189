from datetime import datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestFeeSupplement(PaymentCommon):
    def processing(self, **more):
        """A dossier in the officer's hands, its fee of acceptance still unpaid."""
        dossier, request = self.accepted(**more)
        dossier.with_user(self.receptionist).action_forward()
        return dossier, request

    def ask(self, dossier, *lines, user=None, instant=None, note="Thẩm định thêm"):
        wizards = self.env["tthc.fee.request"].with_user(user or self.officer)
        if instant:
            wizards = wizards.sudo().with_context(tthc_now=instant)
        wizard = wizards.create(
            {
                "dossier_id": dossier.id,
                "note": note,
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        wizard.action_request()
        return dossier.expected_ids.sorted("id")[-1]

    def rule(self, kind):
        return self.case.fee_ids.filtered(lambda fee: fee.kind == kind)

    def named(self, **more):
        return {
            "name": "Phí thẩm định bổ sung",
            "kind": "phi",
            "amount": 150_000,
            "legal_basis": "TT 85/2019/TT-BTC",
            **more,
        }

    def test_the_form_prices_a_rule(self):
        dossier, _request = self.processing()
        action = dossier.with_user(self.officer).action_request_fee()
        wizards = self.env["tthc.fee.request"].with_user(self.officer)
        form = Form(wizards.with_context(**action["context"]))
        form.note = "Cấp thêm bản sao"
        with form.line_ids.new() as line:
            line.fee_id = self.rule("le_phi").with_user(self.officer)
            line.quantity = 3
            self.assertEqual((line.name, line.kind), ("Lệ phí cấp bản sao", "le_phi"))
            self.assertEqual(line.amount, 24_000)
            self.assertIn("3 bản × 8.000 đ", line.explanation)
        with form.line_ids.new() as line:
            line.name, line.amount, line.legal_basis = "Phí khác", 10_000, "NQ 1/2026/NQ-HĐND"
        self.assertEqual(form.amount, 34_000)
        form.save().action_request()
        request = dossier.expected_ids.sorted("id")[-1]
        self.assertEqual((request.purpose, request.amount), ("supplement", 34_000))
        charge, other = request.line_ids
        self.assertEqual((charge.fee_id, charge.quantity), (self.rule("le_phi"), 3))
        self.assertEqual((charge.remitted, charge.kept), (24_000, 0))
        self.assertFalse(other.fee_id)
        self.assertIn("NQ 1/2026/NQ-HĐND", other.explanation)

    def test_a_rule_costs_what_it_costs_whatever_the_screen_says(self):
        dossier, _request = self.processing()
        request = self.ask(
            dossier, {"fee_id": self.rule("phi").id, "amount": 1, "name": "x", "kind": "le_phi"}
        )
        self.assertEqual((request.amount, request.line_ids.kind), (50_000, "phi"))

    def test_the_price_is_that_of_the_day(self):
        dossier, _request = self.processing()
        rule = self.rule("phi")
        self.env.cr.execute(
            "UPDATE tthc_procedure_fee SET date_to = '2026-03-31' WHERE id = %s", [rule.id]
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "no price for this dossier today"):
            self.ask(dossier, {"fee_id": rule.id}, instant=datetime(2026, 4, 1, 2, 0))
        self.assertEqual(dossier.state, "processing")
        request = self.ask(dossier, {"fee_id": rule.id}, instant=datetime(2026, 3, 31, 2, 0))
        self.assertEqual(request.amount, 50_000)

    def test_what_is_refused(self):
        dossier, _request = self.processing()
        later = self.version.sudo().copy()
        for line, words in (
            (self.named(legal_basis=" "), "legal basis"),
            (self.named(amount=0), "whole number"),
            ({"fee_id": later.case_ids.fee_ids[0].id}, "another procedure"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.ask(dossier, line)
        with self.assertRaisesRegex(UserError, "at least one"):
            self.ask(dossier)
        self.assertEqual((dossier.state, len(dossier.expected_ids)), ("processing", 1))

    def test_waits_for_both_of_two_requests(self):
        dossier, intake = self.processing()
        extra = self.ask(dossier, self.named())
        self.assertEqual(dossier.state, "financial")
        self.receive(extra.reference, 150_000)
        self.assertEqual((extra.state, dossier.state), ("paid", "financial"))
        self.assertEqual(dossier.payment_state, "partial")
        self.receive(intake.reference)
        self.assertEqual((dossier.state, dossier.payment_state), ("processing", "paid"))

    def test_the_clock_stands_still_until_the_money_comes(self):
        dossier, intake = self.processing()
        self.receive(intake.reference)
        due = dossier.due_at
        asked = datetime(2026, 3, 10, 2, 0)
        extra = self.ask(dossier, self.named(), instant=asked)
        pause = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual((pause.kind, pause.clock_effect), ("request_payment", "pause"))
        self.assertTrue(pause.public, "the citizen sees it")
        self.assertEqual(pause.note, "Thẩm định thêm")
        money = self.money.sudo().with_context(tthc_now=datetime(2026, 3, 12, 2, 0))
        money._receive(
            [
                {
                    "source": "statement",
                    "source_key": "clock",
                    "company_id": self.centre.id,
                    "account_id": self.account.id,
                    "booked_at": datetime(2026, 3, 12, 1, 0),
                    "amount": 150_000,
                    "currency_id": self.centre.currency_id.id,
                    "memo": extra.reference,
                }
            ]
        )
        resumed = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual((resumed.kind, resumed.clock_effect), ("payment_received", "resume"))
        self.assertEqual(
            [due.date().isoformat(), dossier.due_at.date().isoformat()],
            ["2026-03-12", "2026-03-16"],
            "two working days later: the weekend lies between",
        )

    def test_cancelling_resumes_when_nothing_is_due(self):
        dossier, intake = self.processing()
        self.receive(intake.reference)
        extra = self.ask(dossier, self.named())
        self.cancel(extra)
        self.assertEqual((extra.state, dossier.state), ("cancelled", "processing"))
        self.assertEqual(
            dossier.event_ids.sorted("seq")[-2:].mapped("kind"),
            ["fee_cancelled", "payment_received"],
        )

    def test_cancelling_one_of_two_goes_on_waiting(self):
        dossier, intake = self.processing()
        extra = self.ask(dossier, self.named())
        self.cancel(extra)
        self.assertEqual(dossier.state, "financial", "the fee of acceptance is due")
        self.receive(intake.reference)
        self.assertEqual(dossier.state, "processing")

    def cancel(self, request):
        action = request.with_user(self.chief).action_cancel()
        wizards = self.env["tthc.payment.reason"].with_user(self.chief)
        wizards.with_context(**action["context"]).create(
            {"reason": "Yêu cầu nhầm"}
        ).action_confirm()

    def test_a_claimed_benefit_counts(self):
        document = self.env["tthc.legal.document"].create({"number": "8/2026/NQ-GIAM"})
        regulation = self.env["tthc.fee.regulation"].create(
            {
                "name": "NQ 8",
                "legal_document_id": document.id,
                "date_from": "2026-01-01",
                "benefit_ids": [
                    Command.create({"name": "Hộ nghèo", "evidence": "Sổ", "kind": "le_phi"})
                ],
            }
        )
        regulation.action_submit()
        regulation.action_publish()
        dossier, _request = self.processing(claims=[{"benefit_id": regulation.benefit_ids.id}])
        with self.assertRaisesRegex(UserError, "exempt from all"):
            self.ask(dossier, {"fee_id": self.rule("le_phi").id})
        request = self.ask(dossier, {"fee_id": self.rule("le_phi").id}, self.named())
        self.assertEqual(request.amount, 150_000)
        exempt = dossier.fee_line_ids.filtered(lambda line: not line.amount)
        self.assertEqual(exempt.mapped("saving"), [8_000, 8_000])


@tagged("post_install", "-at_install")
class TestFeeSupplementScreen(PaymentCommon, HttpCase):
    def test_the_officer_asks_for_copies(self):
        dossier, intake = self.accepted()
        dossier.with_user(self.receptionist).action_forward()
        url = f"/odoo/action-tthc_dossier.action_dossiers/{dossier.id}"
        self.start_tour(url, "tthc_officer_asks_for_fees", login=self.officer.login, timeout=90)
        request = dossier.expected_ids - intake
        self.assertEqual((request.amount, request.line_ids.quantity), (24_000, 3))
        self.assertEqual(request.line_ids.fee_id.name, "Lệ phí cấp bản sao")
