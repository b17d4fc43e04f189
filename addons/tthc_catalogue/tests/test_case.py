"""Parts of a case: counts of papers, limits, prices, owners of steps."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestCaseParts(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls.make_draft().case_ids

    def add(self, field, **values):
        self.case.write({field: [Command.create(values)]})
        return self.case[field][-1]

    def test_component_counts(self):
        """Real data held “181 bản chính”."""
        self.add("component_ids", name="Giấy tờ", originals=50, certified_copies=0)
        for values in ({"originals": -1}, {"copies": 181}, {"certified_copies": 51}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.add("component_ids", name="Giấy tờ", **values)

    def test_form_file_uploaded_before_saving_is_readable_by_others(self):
        editor = self.users["editor"]
        upload = (
            self.env["ir.attachment"]
            .with_user(editor)
            .create(
                {
                    "name": "mau.txt",
                    "raw": b"x",
                    "res_model": "tthc.procedure.component",
                    "res_id": 0,
                }
            )
        )
        component = self.add(
            "component_ids", name="Tờ khai mẫu", form_attachment_ids=[Command.link(upload.id)]
        )
        self.assertEqual(upload.res_id, component.id)
        self.assertEqual(upload.with_user(self.users["staff"]).raw, b"x")

    def test_limits_are_positive(self):
        for values in (
            {"time_value": 0},
            {"time_value": 3, "committed_unit": "hour"},
            {"time_value": 3, "committed_value": 2},
            {"time_value": 3, "committed_value": 4, "committed_unit": "working_day"},
            {"time_value": 3, "cutoff_hour": 24},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.add("channel_ids", channel="post", **values)

    def test_limit_label_shows_both_limits(self):
        row = self.case.channel_ids[0]
        self.assertEqual(row.limit_label, "5 working days")
        row.write({"committed_value": 4, "committed_unit": "working_day"})
        self.assertEqual(row.limit_label, "5 working days → 4 working days")
        row.write({"time_unit": "same_day", "committed_value": 0, "committed_unit": False})
        self.assertEqual(row.display_name, "At the Counter: Same Day")

    @mute_logger("odoo.sql_db")
    def test_one_row_a_channel(self):
        with self.assertRaises(IntegrityError):
            self.add("channel_ids", channel="counter", time_value=1)
            self.env.flush_all()

    def test_channel_that_is_not_offered(self):
        self.assertEqual(self.case._channel("online").channel, "online")
        with self.assertRaisesRegex(UserError, "By Post"):
            self.case._channel("post")

    def test_fee_amounts(self):
        for values in (
            {"amount": -1},
            {"amount": 1, "ceiling": -1},
            {"amount": 1, "retained_percent": 101},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.add("fee_ids", name="Phí", **values)

    def test_charges_go_to_the_budget_whole(self):
        """Luật 97/2015/QH13: the collecting body may keep a share of phí, none of lệ phí."""
        self.add("fee_ids", name="Phí", kind="phi", amount=8000, retained_percent=50)
        with self.assertRaisesRegex(ValidationError, "budget"):
            self.add("fee_ids", name="Thu", kind="le_phi", amount=8000, retained_percent=50)

    def test_quote_of_the_case(self):
        self.add("fee_ids", name="Lệ phí", kind="le_phi", amount=10000, channel="online")
        day = date(2026, 11, 22)
        self.assertEqual([q.amount for q in self.case._quote_fees("counter", day)], [20000])
        self.assertEqual([q.amount for q in self.case._quote_fees("online", day)], [10000])

    def test_quote_of_free_and_provincial_amounts(self):
        day = date(2026, 11, 22)
        for kind, words in (("free", "Miễn thu"), ("local", "Theo nghị quyết của HĐND tỉnh")):
            self.case.fee_ids.write({"amount_kind": kind})
            (quote,) = self.case._quote_fees("counter", day)
            self.assertEqual((quote.amount, quote.explanation), (0, words))

    def test_fixed_step_names_its_agency(self):
        self.add("step_ids", name="Phối hợp", agency_kind="fixed", agency_id=self.agency.id)
        with self.assertRaisesRegex(ValidationError, "names no agency"):
            self.add("step_ids", name="Phối hợp", agency_kind="fixed")

    def test_answered_at_once_is_part_of_the_version(self):
        """NĐ 61/2018 Art. 17.4: at the counter, shown in a comparison, frozen with the version."""
        version = self.case.version_id
        self.case.immediate = True
        self.assertEqual(version._submission_gaps(), [])
        self.case.channel_ids.filtered(lambda row: row.channel == "counter").unlink()
        self.assertIn("while the person waits", version._submission_gaps()[0])
        self.add("channel_ids", channel="counter", time_value=5)
        self.publish(version)
        draft = version.with_user(self.users["editor"]).copy({"date_from": date(2026, 6, 1)})
        draft.case_ids.immediate = False
        (difference,) = [row for row in draft._differences(version) if row.field == "immediate"]
        self.assertEqual((difference.left, difference.right), (True, False))
        with self.assertRaises(UserError):
            self.case.immediate = False
