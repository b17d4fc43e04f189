"""What a new resolution or version would change over the dossiers of a period."""

from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .test_pricing import PricingCommon

MARCH = {"date_from": date(2026, 3, 1), "date_to": date(2026, 3, 31)}


@tagged("post_install", "-at_install")
class TestFeePreview(PricingCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()

        def user(login, group):
            return new_test_user(
                cls.env,
                login,
                groups=f"tthc_catalogue.group_catalogue_{group}",
                company_id=cls.centre.id,
                company_ids=[Command.set(cls.centre.ids)],
            )

        cls.editor = user("t.bientap", "editor")
        cls.publisher = user("t.congbo", "publisher")
        # Nobody else's dossiers of that month count here.
        cls.env.cr.execute(
            "UPDATE tthc_dossier SET accepted_at = NULL WHERE accepted_at < '2026-04-01'"
        )
        cls.env.invalidate_all()

    def draft(self, amount=70_000, **values):
        line = {
            "fee_name": "Phí thẩm định",
            "procedure_ids": [Command.set(self.procedure.ids)],
            "amount": amount,
            "replaces": True,
        }
        return self.make_regulation(
            name="NQ 2027",
            date_from=date(2027, 1, 1),
            line_ids=[Command.create(line)],
            **values,
        )

    def preview(self, user=None, **source):
        rows = self.env["tthc.fee.preview"].with_user(user or self.editor)
        action = rows._open(**{**MARCH, **source})
        return rows.browse(action["res_id"])

    def dossiers(self):
        self.take_in(instant=self.MONDAY_9)
        self.take_in(instant=self.MONDAY_9, claims=self.claims(self.poor))
        self.take_in(instant=self.MONDAY_9, case_id=self.free_case.id)
        self.take_in(
            instant=self.MONDAY_9, user=self.other_receptionist, company_id=self.other_centre.id
        )
        self.take_in(instant=datetime(2026, 2, 27, 3, 0))

    def test_sums_by_procedure_and_fee(self):
        self.dossiers()
        found = self.preview(regulation_id=self.draft().id)
        self.assertEqual((found.dossier_count, found.changed_count), (4, 3))
        fee = found.line_ids.filtered(lambda row: row.name == "Phí thẩm định")
        self.assertEqual((fee.dossiers, fee.changed), (3, 3))
        self.assertEqual((fee.old_amount, fee.new_amount), (125_000, 175_000))
        self.assertEqual(fee.difference, 50_000)
        copy = found.line_ids - fee
        self.assertEqual((copy.changed, copy.difference), (0, 0))
        self.assertEqual(found.difference, 50_000)

    def test_changed_dossiers_of_the_own_centre_without_identity(self):
        self.dossiers()
        found = self.preview(regulation_id=self.draft().id)
        self.assertEqual(found.change_ids.company_id, self.centre)
        self.assertEqual(sorted(found.change_ids.mapped("difference")), [10_000, 20_000])
        self.assertTrue(
            all(number.startswith("H99.01-") for number in found.change_ids.mapped("number"))
        )
        names = set(found.change_ids._fields) | set(found.line_ids._fields)
        self.assertFalse(names & {"owner_id", "partner_id", "dossier_id"})
        self.assertFalse(self.env["tthc.dossier"].with_user(self.editor).search([]))

    def test_a_draft_replaces_the_regulation_it_names(self):
        """The claim of a group counts for the new benefit of that group."""
        self.dossiers()
        benefit = {"name": "Hộ nghèo mới", "group": "poor", "evidence": "x"}
        draft = self.draft(
            50_000, replaces_id=self.regulation.id, benefit_ids=[Command.create(benefit)]
        )
        found = self.preview(regulation_id=draft.id)
        self.assertEqual(found.changed_count, 1)
        self.assertEqual(found.difference, -29_000)

    def test_a_new_version(self):
        self.dossiers()
        draft = self.version.copy({"decision": "2/QĐ-THU"})
        draft.date_from = date(2027, 1, 1)
        draft.case_ids[0].fee_ids[0].amount = 80_000
        draft.case_ids[1].name = "Tên khác"
        found = self.preview(version_id=draft.id)
        self.assertEqual((found.dossier_count, found.unmatched_count), (3, 1))
        self.assertEqual(found.difference, 30_000 + 15_000 + 30_000)

    def test_default_is_the_last_calendar_month(self):
        first, last = self.env["tthc.fee.preview"]._last_month()
        self.assertEqual(first.day, 1)
        self.assertEqual((last.month, last.year), (first.month, first.year))
        self.assertLess(last, date.today())

    def test_roles(self):
        draft = self.draft()
        self.assertTrue(self.preview(self.publisher, regulation_id=draft.id))
        for user in (self.receptionist, self.manager, self.inspector):
            with self.assertRaises(UserError):
                self.preview(user, regulation_id=draft.id)
        own = self.preview(regulation_id=draft.id)
        with self.assertRaises(AccessError):
            own.with_user(self.publisher).read(["difference"])

    def test_an_impossible_period(self):
        with self.assertRaisesRegex(UserError, "before it begins"):
            self.preview(regulation_id=self.draft().id, date_to=date(2026, 2, 1))

    def test_queries_do_not_grow_with_the_dossiers(self):
        draft = self.draft()
        self.dossiers()

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.preview(regulation_id=draft.id)
            return self.cr.sql_log_count - before

        queries()
        few = queries()
        for _turn in range(6):
            self.take_in(instant=self.MONDAY_9)
        self.assertLessEqual(queries(), few + 1)

    def test_from_draft_to_publication_in_a_browser(self):
        """The editor enters a resolution, previews and submits it; the publisher publishes."""
        self.env["tthc.legal.document"].create({"number": "NQ-TOUR"})
        self.start_tour(
            "/odoo/action-tthc_catalogue.action_fee_regulation",
            "tthc_fee_regulation_editor",
            login=self.editor.login,
        )
        draft = self.env["tthc.fee.regulation"].search([("name", "=", "NQ 99/2027")])
        self.assertEqual((draft.state, draft.line_ids.amount), ("submitted", 60_000))
        self.start_tour(
            "/odoo/action-tthc_catalogue.action_fee_regulation",
            "tthc_fee_regulation_publisher",
            login=self.publisher.login,
        )
        self.assertEqual((draft.state, draft.publisher_id), ("published", self.publisher))
