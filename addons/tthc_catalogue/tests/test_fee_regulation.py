"""Fee regulations: drafts, publication, and the prices they make."""

from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CatalogueCase

DAY = date(2026, 11, 22)


class RegulationCase(CatalogueCase):
    """A procedure in force whose fee a regulation is to set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        fees = [
            Command.create({"name": "Lệ phí", "kind": "le_phi", "amount_kind": "local"}),
            Command.create({"name": "Phí", "amount": 8000, "retained_percent": 50}),
        ]
        cls.version = cls.make_published(case_ids=[Command.create(cls.case_vals(fee_ids=fees))])
        cls.case = cls.version.case_ids

    @classmethod
    def make(cls, editor="editor", **values):
        regulations = cls.env["tthc.fee.regulation"].with_user(cls.users[editor])
        line = {
            "fee_name": "Lệ phí",
            "procedure_ids": [Command.set(cls.procedure.ids)],
            "amount": 5000,
        }
        return regulations.create(
            {
                "name": "NQ 1/2026",
                "legal_document_id": cls.document.id,
                "date_from": date(2026, 1, 1),
                "line_ids": [Command.create(line)],
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestFeeRegulation(RegulationCase):
    def publish_regulation(self, regulation):
        regulation.with_user(self.users["editor"]).action_submit()
        regulation.with_user(self.users["publisher"]).action_publish()
        return regulation

    def published(self, **values):
        return self.publish_regulation(self.make(**values))

    def amounts(self, **values):
        return [quote.amount for quote in self.case._quote_fees("counter", DAY, **values)]

    # Life ---------------------------------------------------------------------------------------

    def test_draft_submitted_published_retired(self):
        regulation = self.make()
        self.assertEqual(self.amounts(), [0, 8000])
        regulation.with_user(self.users["editor"]).action_submit()
        self.assertEqual(self.amounts(), [0, 8000])
        regulation.with_user(self.users["publisher"]).action_publish()
        self.assertEqual(self.amounts(), [5000, 8000])
        regulation.with_user(self.users["publisher"]).action_retire()
        self.assertEqual(regulation.state, "retired")
        early = self.case._quote_fees("counter", date(2026, 1, 1))
        self.assertEqual(early[0].amount, 5000, "earlier days keep their prices")

    def test_retired_today_has_no_price_today(self):
        regulation = self.published()
        regulation.with_user(self.users["publisher"]).action_retire()
        quote, _other = self.case._quote_fees("counter", regulation.retired_on)
        self.assertEqual(quote.amount, 0)

    def test_gaps_name_what_is_missing(self):
        regulation = self.make(
            date_from=False,
            legal_document_id=False,
            line_ids=[
                Command.create({"fee_name": "Khác", "amount": 9, "ceiling": 3}),
                Command.create(
                    {"fee_name": "Khác", "procedure_ids": [Command.set(self.procedure.ids)]}
                ),
            ],
            benefit_ids=[Command.create({"name": "Trẻ em"})],
        )
        with self.assertRaises(UserError) as caught:
            regulation.action_submit()
        for words in (
            "in force",
            "legal document",
            "choose the procedures",
            "ceiling is below",
            "no case of 9.000001",
            "which evidence",
        ):
            self.assertIn(words, str(caught.exception))

    def test_one_fee_set_twice(self):
        regulation = self.make()
        regulation.line_ids.copy()
        with self.assertRaisesRegex(UserError, "set twice"):
            regulation.action_submit()

    # Read-only ----------------------------------------------------------------------------------

    def doors(self, regulation):
        yield regulation.with_user(self.users["administrator"])
        yield regulation.sudo()

    def test_nothing_changes_once_submitted(self):
        regulation = self.make(
            benefit_ids=[Command.create({"name": "Trẻ em", "evidence": "Khai sinh"})],
        )
        regulation.line_ids.write({"unit": "page"})
        regulation.line_ids.tier_ids = [Command.create({"start": 3, "amount": 1})]
        regulation.with_user(self.users["editor"]).action_submit()
        other = self.make(name="NQ 2")
        for state in ("submitted", "published", "retired"):
            self.assertEqual(regulation.state, state)
            for door in self.doors(regulation):
                line, benefit, tier = door.line_ids, door.benefit_ids, door.line_ids.tier_ids
                for act in (
                    lambda door=door: door.write({"name": "Khác"}),
                    lambda door=door: door.write({"state": "draft"}),
                    lambda door=door: door.write({"line_ids": [Command.clear()]}),
                    door.unlink,
                    lambda line=line: line.write({"amount": 1}),
                    lambda line=line: line.copy(),
                    line.unlink,
                    lambda benefit=benefit: benefit.write({"percent": 1}),
                    benefit.unlink,
                    lambda tier=tier: tier.write({"amount": 9}),
                    tier.unlink,
                    lambda line=line: line.tier_ids.create(
                        {"line_id": line.id, "start": 9, "amount": 9}
                    ),
                    lambda line=line: line.write({"regulation_id": other.id}),
                    lambda line=line: other.with_env(line.env).line_ids.write(
                        {"regulation_id": line.regulation_id.id}
                    ),
                ):
                    with self.subTest(state), self.assertRaises(UserError):
                        act()
                self.env.invalidate_all()
            if state == "submitted":
                regulation.with_user(self.users["publisher"]).action_publish()
            elif state == "published":
                regulation.with_user(self.users["publisher"]).action_retire()

    def test_a_tier_has_one_owner(self):
        tiers = self.env["tthc.fee.tier"]
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            tiers.create({"start": 3, "amount": 1})

    # Prices -------------------------------------------------------------------------------------

    def test_the_later_regulation_goes_first(self):
        self.published()
        self.published(name="NQ 2", date_from=date(2026, 6, 1))
        self.env["tthc.fee.regulation"].search([("name", "=", "NQ 2")])
        later = self.case._quote_fees("counter", DAY)[0]
        self.assertIn("NQ 2", later.explanation)
        earlier = self.case._quote_fees("counter", date(2026, 5, 31))[0]
        self.assertIn("NQ 1", earlier.explanation)

    def test_replacing_ends_the_old_one_on_the_eve(self):
        old = self.published()
        action = old.with_user(self.users["editor"]).action_new_version()
        new = self.env["tthc.fee.regulation"].browse(action["res_id"])
        self.assertEqual(new.replaces_id, old)
        new.with_user(self.users["editor"]).write(
            {"date_from": date(2026, 7, 1), "legal_document_id": self.document.id}
        )
        self.publish_regulation(new)
        self.assertEqual(old.date_to, date(2026, 6, 30))

    def test_replacing_one_that_begins_later_is_refused(self):
        old = self.published(date_from=date(2026, 6, 1))
        new = self.make(name="NQ 2", replaces_id=old.id)
        with self.assertRaisesRegex(UserError, "cannot replace"):
            self.publish_regulation(new)

    def test_benefits(self):
        regulation = self.published(
            benefit_ids=[
                Command.create({"name": "Trẻ em", "evidence": "Khai sinh", "kind": "le_phi"}),
                Command.create(
                    {"name": "Mọi người", "mode": "percent", "percent": 50, "automatic": True}
                ),
            ],
        )
        child, everybody = regulation.benefit_ids
        self.assertEqual(self.amounts(), [2500, 4000])
        self.assertEqual(self.amounts(benefits=child), [0, 4000])
        fee, other = self.case._quote_fees("counter", DAY, benefits=child)
        self.assertEqual((fee.benefit_id, other.benefit_id), (child.id, everybody.id))
        self.assertEqual((other.kept, other.remitted), (2000, 2000))
        self.assertTrue(child.in_force)
        found = child.search([("in_force", "=", True), ("id", "in", regulation.benefit_ids.ids)])
        self.assertEqual(found, regulation.benefit_ids)
        regulation.with_user(self.users["publisher"]).action_retire()
        self.assertFalse(child.in_force)

    def test_benefit_values(self):
        for values in ({"mode": "percent", "percent": 101}, {"mode": "percent"}, {"amount": -1}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.make(benefit_ids=[Command.create({"name": "x", **values})])

    def test_a_price_costs_one_query(self):
        """The rules of the case; regulations and benefits come from the cache."""
        self.published(
            benefit_ids=[Command.create({"name": "x", "mode": "exempt", "automatic": True})]
        )
        self.amounts()
        self.env.invalidate_all()
        case = self.case
        case.mapped("procedure_id.sector_id.name")
        with self.assertQueryCount(1):
            case._quote_fees("counter", DAY)

    def test_rules_that_contradict_each_other(self):
        draft = self.make_draft(date(2027, 1, 1))
        case = draft.case_ids
        case.fee_ids = [Command.create({"name": "Lệ phí", "kind": "le_phi", "amount": 1})]
        (gap,) = case._fee_gaps()
        self.assertIn("two prices", gap)
        case.fee_ids[0].date_to = date(2027, 6, 30)
        case.fee_ids[1].date_from = date(2027, 7, 1)
        self.assertEqual(case._fee_gaps(), [])
        case.fee_ids[1].write({"ceiling": 1, "amount": 5})
        self.assertIn("ceiling", case._fee_gaps()[0])

    def test_calculator(self):
        regulation = self.published(
            benefit_ids=[Command.create({"name": "Trẻ em", "evidence": "Khai sinh"})],
        )
        action = self.case.with_user(self.users["staff"]).action_price()
        sheets = self.env["tthc.fee.calculator"].with_user(self.users["staff"])
        with Form(sheets.with_context(**action["context"])) as form:
            form.on_date = DAY
            self.assertEqual(form.total, 13000)
            form.benefit_ids.add(regulation.benefit_ids)
            self.assertEqual(form.total, 0)
            self.assertFalse(form.unpriced)
        self.assertEqual(form.record.line_ids.mapped("saving"), [5000, 8000])

    def test_calculator_says_what_it_does_not_know(self):
        action = self.case.with_user(self.users["staff"]).action_price()
        sheets = self.env["tthc.fee.calculator"].with_user(self.users["staff"])
        form = Form(sheets.with_context(**action["context"]))
        form.on_date = DAY
        self.assertTrue(form.unpriced)
