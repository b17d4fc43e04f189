"""Rules of versions, offers, posting and names, each with a violating and a clean record."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import AuditCase


@tagged("post_install", "-at_install")
class TestCatalogue(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.sector)
        cls.day = timedelta(days=1)
        cls.province = cls.env.ref("tthc_catalogue.level_province")
        cls.ministry = cls.env.ref("tthc_catalogue.level_central")
        cls.commune = cls.env.ref("tthc_catalogue.level_commune")

    def offer(self, **values):
        return self.env["tthc.offer"].create(
            {"procedure_id": self.procedure.id, "agency_id": self.agency.id, **values}
        )

    def test_not_posted(self):
        offer = self.offer(posted=False)
        self.assertClean("not_posted")
        self.make_published()
        finding = self.assertFound("not_posted", offer)
        self.assertEqual(finding.company_id, offer.company_id)
        self.assertEqual(finding.agency, self.agency.name)
        offer.posted = True
        self.assertClean("not_posted")

    def test_not_offered(self):
        self.make_published(level_ids=[Command.set(self.province.ids)])
        self.assertFound("not_offered", self.procedure)
        offer = self.offer()
        self.assertClean("not_offered")
        offer.active = False
        self.assertFound("not_offered", self.procedure)

    def test_not_offered_leaves_ministries_and_coming_versions_alone(self):
        self.make_published(level_ids=[Command.set(self.ministry.ids)])
        self.assertClean("not_offered")
        other = self.env["tthc.procedure"].create(
            {"code": "9.000002", "name": "Tên khác hẳn", "sector_id": self.sector.id}
        )
        self.make_published(date_from=self.today + self.day, procedure_id=other.id)
        self.assertClean("not_offered")

    def test_partial_without_reason(self):
        version = self.make_draft(online_level="partial")
        self.assertFound("partial_without_reason", version)
        version.partial_reason = "Phải nộp bản chính"
        self.assertClean("partial_without_reason")

    def test_draft_waiting(self):
        version = self.make_draft()
        self.assertClean("draft_waiting")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE tthc_procedure_version SET write_date = write_date - interval '31 days' "
            "WHERE id = %s",
            [version.id],
        )
        self.env.invalidate_all()
        self.assertFound("draft_waiting", version)
        self.rule("draft_waiting").maximum = 60
        self.assertClean("draft_waiting")

    def test_gap_before_next(self):
        self.make_published(date_to=self.today + 10 * self.day)
        version = self.make_published(date_from=self.today + 11 * self.day)
        self.assertClean("gap_before_next")
        self.env["tthc.procedure.version"].search(
            [("procedure_id", "=", self.procedure.id), ("id", "!=", version.id)]
        )._write_unguarded({"date_to": self.today + 5 * self.day})
        self.assertFound("gap_before_next", version)

    def test_coverage_low(self):
        self.make_published()
        self.assertFound("coverage_low", self.sector)
        self.offer()
        self.assertClean("coverage_low")
        other = self.env["tthc.procedure"].create(
            {"code": "9.000002", "name": "Tên khác hẳn", "sector_id": self.sector.id}
        )
        self.make_published(procedure_id=other.id)
        self.assertFound("coverage_low", self.sector)
        self.rule("coverage_low").minimum = 50
        self.assertClean("coverage_low")

    def make_named(self, code, name, level=None, sector=None):
        procedure = self.env["tthc.procedure"].create(
            {"code": code, "name": name, "sector_id": (sector or self.sector).id}
        )
        if level:
            self.make_draft(procedure_id=procedure.id, level_ids=[Command.set(level.ids)])
        return procedure

    def test_duplicate_name(self):
        name = "Cấp giấy phép khai thác nước mặt cho nuôi trồng thủy sản"
        self.make_named("9.000010", name)
        self.assertClean("duplicate_name")
        twin = self.make_named("9.000011", f"{name}.")
        finding = self.assertFound("duplicate_name", twin)
        self.assertIn("9.000010", finding.detail)

    def test_duplicate_name_of_other_sectors_and_levels_is_none(self):
        name = "Cấp giấy phép khai thác nước mặt cho nuôi trồng thủy sản"
        self.make_named("9.000010", name, level=self.province)
        self.make_named("9.000011", name, level=self.commune)
        self.make_named(
            "9.000012", name, sector=self.env["tthc.sector"].create({"name": "Lĩnh vực khác"})
        )
        self.assertClean("duplicate_name")
        twin = self.make_named("9.000013", name, level=self.province | self.commune)
        self.assertEqual(self.audit("duplicate_name").procedure_id, twin)
