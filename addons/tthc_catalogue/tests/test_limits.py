"""Time limits: conversion between units, and what follows for channels, offers and the report."""

import unittest
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.tthc_catalogue.tools import limits
from odoo.addons.tthc_catalogue.tools.limits import Limit

from .common import CatalogueCase


class TestConversion(unittest.TestCase):
    def test_hours(self):
        for value, unit, hours in (
            (5, "hour", 5),
            (3, "working_day", 24),
            (7, "calendar_day", 40),
            (1, "month", 176),
            (0, "same_day", 8),
        ):
            self.assertAlmostEqual(Limit(value, unit).hours, hours, msg=unit)
        self.assertIsNone(Limit(5, "unknown").hours)
        self.assertIsNone(Limit(5, "unknown").days)

    def test_longer(self):
        for one, other, longer in (
            (Limit(11, "working_day"), Limit(15, "calendar_day"), True),
            (Limit(10, "working_day"), Limit(15, "calendar_day"), False),
            (Limit(30, "calendar_day"), Limit(1, "month"), False),
            (Limit(1, "month"), Limit(30, "calendar_day"), True),
            (Limit(1, "working_day"), Limit(0, "same_day"), False),
            (Limit(9, "hour"), Limit(0, "same_day"), True),
            (Limit(5.1, "month"), Limit(5, "month"), True),
            (Limit(5, "working_day"), Limit(1, "unknown"), False),
        ):
            self.assertEqual(limits.is_longer(one, other), longer, (one, other))

    def test_reduction(self):
        found = limits.reduction(Limit(10, "working_day"), Limit(6, "working_day"))
        self.assertEqual((found.days, found.percent), (4, 40))
        self.assertEqual(limits.reduction(Limit(10, "working_day"), None).percent, 0)
        self.assertIsNone(limits.reduction(Limit(1, "unknown"), Limit(1, "hour")))

    units = st.sampled_from(sorted(limits.HOURS))
    values = st.floats(0.1, 400)

    @settings(deadline=None)
    @given(values, units, values, units)
    def test_two_limits_are_never_longer_than_each_other(self, one, unit, other, other_unit):
        pair = Limit(one, unit), Limit(other, other_unit)
        self.assertFalse(limits.is_longer(*pair) and limits.is_longer(*pair[::-1]))
        found = limits.reduction(*pair)
        if not limits.is_longer(pair[1], pair[0]):
            self.assertGreaterEqual(found.percent, -0.1)
            self.assertLessEqual(found.percent, 100)


@tagged("post_install", "-at_install")
class TestLimitsOfOffers(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre, cls.other = cls.env["res.company"].create(
            [{"name": f"Trung tâm giờ {n}", "tthc_is_centre": True} for n in (1, 2)]
        )
        cls.offer, cls.other_offer = cls.env["tthc.offer"].create(
            [
                {
                    "company_id": company.id,
                    "procedure_id": cls.procedure.id,
                    "agency_id": cls.agency.id,
                }
                for company in (cls.centre, cls.other)
            ]
        )
        cls.version = cls.make_published(
            case_ids=[
                Command.create(
                    cls.case_vals(
                        channel_ids=[
                            Command.create({"channel": "counter", "time_value": 10}),
                            Command.create(
                                {
                                    "channel": "online",
                                    "time_value": 30,
                                    "committed_value": 20,
                                    "committed_unit": "working_day",
                                }
                            ),
                            Command.create({"channel": "post", "time_value": 7}),
                        ]
                    )
                )
            ]
        )
        cls.case = cls.version.case_ids
        # As published data of earlier years may stand: a limit without a unit.
        cls.env.cr.execute(
            "UPDATE tthc_procedure_channel SET time_unit = 'unknown' WHERE id = %s",
            cls.case.channel_ids[2].ids,
        )
        cls.env.invalidate_all()
        cls.admin = new_test_user(
            cls.env,
            "catalogue_test_limits",
            groups="tthc_catalogue.group_administrator",
            company_id=cls.centre.id,
            company_ids=[Command.set(cls.centre.ids)],
        )

    def commit(self, value=4, unit="working_day", channel="counter", user=None, **values):
        rows = self.env["tthc.offer.limit"].with_user(user or self.admin)
        return rows.create(
            {
                "offer_id": self.offer.id,
                "channel": channel,
                "value": value,
                "unit": unit,
                **values,
            }
        )

    def commitment(self, company=None, channel="counter", case=None):
        rows = self.env["tthc.offer.limit"]
        case = case or self.case
        return rows._commitment(
            company or self.centre, self.procedure, case.name, case._channel(channel)
        )

    def report(self, user=None):
        rows = self.env["tthc.limit.report"].with_user(user or self.admin)
        return rows.search([("procedure_id", "=", self.procedure.id)])

    def test_working_hours_of_a_channel(self):
        counter, online, post = self.case.channel_ids
        self.assertEqual(counter._working_hours(), 80)
        self.assertEqual(counter._working_hours(committed=True), 80)
        self.assertEqual(online._working_hours(committed=True), 160)
        self.assertIsNone(post._working_hours())
        self.assertEqual(online.reduction_text, "10 days (33 %)")

    def test_a_version_never_commits_to_more_than_the_law_across_units(self):
        draft = self.make_draft(date(2027, 1, 1))
        row = draft.case_ids.channel_ids[0]
        row.write({"committed_value": 7, "committed_unit": "calendar_day"})
        with self.assertRaisesRegex(ValidationError, "longer"):
            row.write({"committed_value": 8})

    def test_a_centre_commits_itself(self):
        self.assertIsNone(self.commitment())
        self.commit(case_id=self.case.id)
        self.assertEqual(self.commitment(), Limit(4, "working_day"))
        self.assertIsNone(self.commitment(self.other))
        self.assertEqual(self.commitment(channel="online"), Limit(20, "working_day"))
        self.commit(15, channel="online")
        self.assertEqual(self.commitment(channel="online"), Limit(15, "working_day"))

    def test_the_one_for_the_case_goes_first(self):
        self.commit(6)
        self.commit(4, case_id=self.case.id)
        self.assertEqual(self.commitment().value, 4)

    def test_never_longer_than_the_law(self):
        for value, unit in ((11, "working_day"), (15, "calendar_day"), (1, "month")):
            with self.subTest(unit), self.assertRaises(ValidationError) as caught:
                self.commit(value, unit)
            self.assertIn("law gives", str(caught.exception))
        with self.assertRaises(ValidationError):
            self.commit(1, "unknown")
        with self.assertRaises(ValidationError):
            self.commit(0)

    def test_it_survives_a_new_version(self):
        row = self.commit(4, case_id=self.case.id)
        later = self.make_published(date(2026, 6, 1))
        self.env.invalidate_all()
        self.assertEqual(row.case_id, later.case_ids)
        self.assertEqual(row.status, "kept")
        self.assertEqual(self.commitment(case=later.case_ids), Limit(4, "working_day"))

    def test_a_shorter_law_puts_it_out_of_effect(self):
        row = self.commit(6)
        later = self.make_published(date(2026, 6, 1))
        self.env.invalidate_all()
        self.assertEqual(row.status, "longer")
        self.assertIsNone(self.commitment(case=later.case_ids))

    def test_commitments_are_the_centres_own(self):
        row = self.commit()
        for role in ("staff", "editor", "publisher"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.commit(user=self.users[role])
        rows = self.env["tthc.offer.limit"].with_user(self.admin)
        with self.assertRaises(AccessError):
            rows.create({"offer_id": self.other_offer.id, "value": 1})
        self.assertEqual(rows.search([("procedure_id", "=", self.procedure.id)]), row)

    def test_what_a_commitment_costs_in_queries(self):
        row = self.case._channel("counter")
        self.commit()
        self.commitment()
        case, rows = self.case, self.env["tthc.offer.limit"]
        with self.assertQueryCount(0):
            rows._commitment(self.centre, self.procedure, case.name, row)

    def test_report(self):
        self.commit(4)
        rows = {row.channel: row for row in self.report()}
        self.assertEqual(set(rows), {"counter", "online", "post"})
        counter, online, post = rows["counter"], rows["online"], rows["post"]
        self.assertEqual((counter.legal_days, counter.committed_days), (10, 4))
        self.assertEqual((counter.reduction_percent, counter.source), (60, "centre"))
        self.assertEqual((online.reduction_days, online.source), (10, "version"))
        self.assertEqual((post.legal_days, post.source), (0, "none"))

    def test_a_group_is_the_ratio_of_its_sums(self):
        self.commit(4)
        ((percent, saved),) = (
            self.env["tthc.limit.report"]
            .with_user(self.admin)
            ._read_group(
                [("procedure_id", "=", self.procedure.id)],
                [],
                ["reduction_percent:avg", "reduction_days:sum"],
            )
        )
        self.assertEqual(saved, 16)
        self.assertAlmostEqual(percent, 16 / 40 * 100)

    def test_report_shows_the_own_centres_and_versions_in_force(self):
        self.make_published(date(2100, 1, 1))
        self.assertEqual(self.report().version_id, self.version)
        self.assertEqual(self.report().company_id, self.centre)
        both = self.report(self.env.user.browse(1)).company_id
        self.assertEqual(both & (self.centre | self.other), self.centre | self.other)
        with self.assertRaises(AccessError):
            self.report(self.users["portal"])
