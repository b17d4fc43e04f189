"""What a dossier costs, for whom, and the limits under which it was accepted."""

from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import DossierCommon


class PricingCommon(DossierCommon):
    """The test procedure with a published regulation that knows exemptions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls.make_regulation(
            benefit_ids=[
                Command.create(
                    {
                        "name": "Trẻ em (thử)",
                        "group": "child",
                        "evidence": "Giấy khai sinh",
                        "procedure_ids": [Command.set(cls.procedure.ids)],
                    }
                ),
                Command.create(
                    {
                        "name": "Hộ nghèo (thử)",
                        "group": "poor",
                        "mode": "percent",
                        "percent": 50,
                        "evidence": "Giấy chứng nhận",
                        "evidence_source": "vneid",
                        "procedure_ids": [Command.set(cls.procedure.ids)],
                    }
                ),
            ],
        )
        cls.regulation.action_submit()
        cls.regulation.action_publish()
        cls.child, cls.poor = cls.regulation.benefit_ids

    @classmethod
    def make_regulation(cls, **values):
        document = cls.env["tthc.legal.document"].search([], limit=1)
        document = document or document.create({"number": "1/2026/NQ-THU"})
        return cls.env["tthc.fee.regulation"].create(
            {
                "name": "NQ thử",
                "legal_document_id": document.id,
                "date_from": date(2026, 1, 1),
                **values,
            }
        )

    def claims(self, *benefits):
        return [{"benefit_id": benefit.id, "evidence": "Đã xem"} for benefit in benefits]


@tagged("post_install", "-at_install")
class TestPricing(PricingCommon):
    def amounts(self, dossier):
        return [quote.amount for quote in dossier._fee_quotes()]

    def test_quantity_copies_and_claims_count(self):
        self.assertEqual(self.amounts(self.take_in(copies=3)), [50_000, 24_000])
        self.assertEqual(self.amounts(self.take_in(quantity=2)), [50_000, 16_000])
        poor = self.take_in(claims=self.claims(self.poor))
        self.assertEqual(self.amounts(poor), [25_000, 4_000])
        both = self.take_in(claims=self.claims(self.poor, self.child))
        self.assertEqual(self.amounts(both), [0, 0], "the highest applies")
        self.assertIn("không áp dụng", both._fee_quotes()[0].explanation)

    def test_kind_of_applicant(self):
        self.assertEqual(self.take_in().applicant_kind, "citizen")
        company = self.env["res.partner"].create({"name": "Công ty", "is_company": True})
        self.assertEqual(self.take_in(owner=company.id).applicant_kind, "organisation")
        given = self.take_in(applicant_kind="household")
        self.assertEqual(given.applicant_kind, "household")

    def test_claims_change_until_acceptance_only(self):
        dossier = self.take_in(accept=False, claims=self.claims(self.poor))
        desk = dossier.with_user(self.receptionist)
        desk.claim_ids = [Command.create({"benefit_id": self.child.id})]
        self.assertEqual(desk.claim_ids.mapped("source"), ["vneid", "paper"])
        desk.action_accept()
        claim = desk.claim_ids[0]
        for act in (
            lambda: claim.write({"evidence": "Khác"}),
            lambda: claim.unlink(),
            lambda: desk.write({"claim_ids": [Command.clear()]}),
            lambda: desk.write({"copies": 9}),
            lambda: desk.write({"applicant_kind": "organisation"}),
            lambda: claim.create({"dossier_id": dossier.id, "benefit_id": self.poor.id}),
            lambda: dossier.sudo().claim_ids.unlink(),
        ):
            with self.assertRaises(UserError):
                act()

    def test_only_published_benefits_are_claimed(self):
        draft = self.make_regulation(
            name="NQ dự thảo", benefit_ids=[Command.create({"name": "x", "evidence": "y"})]
        )
        with self.assertRaises(ValidationError):
            self.take_in(claims=self.claims(draft.benefit_ids))

    def test_who_sees_and_changes_claims(self):
        dossier = self.take_in(accept=False, claims=self.claims(self.poor))
        claim = dossier.claim_ids
        for user in (self.receptionist, self.manager, self.inspector):
            self.assertEqual(claim.with_user(user).evidence, "Đã xem")
        for user in (self.other_receptionist, self.stranger):
            with self.assertRaises(AccessError):
                claim.with_user(user).read(["evidence"])
        with self.assertRaises(AccessError):
            claim.with_user(self.inspector).write({"evidence": "Khác"})

    def test_intake_sheet(self):
        sheets = self.env["tthc.dossier.intake"].with_user(self.receptionist)
        with Form(sheets) as form:
            form.partner_id = self.citizen
            form.procedure_id = self.procedure
            form.copies = 2
            self.assertEqual(form.fee_total, 66_000)
            form.benefit_ids.add(self.poor)
            self.assertEqual(form.fee_total, 33_000)
            self.assertEqual(form.benefit_demanded, "Giấy chứng nhận")
            self.assertIn("giảm 50 %", form.fee_text)
            form.benefit_evidence = "Số 12/GCN"
        dossier = self.env["tthc.dossier"].browse(form.record.action_save()["res_id"])
        self.assertEqual(dossier.claim_ids.evidence, "Số 12/GCN")
        self.assertEqual((dossier.copies, dossier.applicant_kind), (2, "citizen"))

    def test_receipt_tells_exemptions(self):
        dossier = self.take_in(claims=self.claims(self.child))
        rows = dossier._receipt_fee_rows()
        self.assertEqual([(row["amount"], row["exempt"]) for row in rows], [(0, True)] * 2)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "tthc_dossier.report_receipt", dossier.ids
        )
        self.assertIn("được miễn", html.decode())


@tagged("post_install", "-at_install")
class TestCommitment(DossierCommon):
    """A centre's own commitment, and dossiers that run under an earlier one."""

    def commit(self, value):
        offer = self.env["tthc.offer"].search(
            [("company_id", "=", self.centre.id), ("procedure_id", "=", self.procedure.id)]
        )
        offer.limit_ids.unlink()
        return self.env["tthc.offer.limit"].create(
            {"offer_id": offer.id, "channel": "counter", "value": value, "unit": "working_day"}
        )

    def test_the_centres_commitment_goes_before_the_versions(self):
        self.commit(2)
        dossier = self.take_in(instant=self.MONDAY_9)
        self.assertEqual(dossier.due_committed, datetime(2026, 3, 11, 10, 0))
        self.assertEqual(dossier.due_at, dossier.due_committed)
        self.assertEqual(dossier.limit_label, "5 working days → 2 working days")
        other = self.take_in(
            instant=self.MONDAY_9, user=self.other_receptionist, company_id=self.other_centre.id
        )
        self.assertEqual(other.due_committed, datetime(2026, 3, 12, 10, 0))

    def test_a_running_dossier_keeps_what_it_was_promised(self):
        row = self.commit(2)
        dossier = self.take_in(instant=self.MONDAY_9)
        row.write({"value": 4})
        self.assertEqual(dossier._recomputed_due_dates()["due_at"], dossier.due_at)
        row.unlink()
        self.assertEqual(dossier._recomputed_due_dates()["due_at"], dossier.due_at)
        later = self.take_in(instant=self.MONDAY_9)
        self.assertEqual((later.committed_value, later.committed_unit), (3, "working_day"))

    def test_the_promise_is_not_entered(self):
        dossier = self.take_in()
        with self.assertRaisesRegex(UserError, "cannot be entered"):
            dossier.with_user(self.receptionist).write({"committed_value": 1})
