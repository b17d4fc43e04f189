"""The share of procedures in force that are offered: its denominators and its ratio."""

from odoo.fields import Command
from odoo.tests import tagged

from .common import AuditCase


@tagged("post_install", "-at_install")
class TestCoverage(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        levels = {
            code: cls.env["tthc.level"].search([("code", "=", code)])
            for code in ("central", "province", "commune")
        }
        cls.centres = {
            level: cls.env["res.company"].create(
                {"name": f"Trung tâm {level}", "tthc_is_centre": True, "tthc_level": level}
            )
            for level in ("province", "commune")
        }
        cls.made = {}
        for number, (name, codes) in enumerate(
            {
                "tỉnh": ["province"],
                "xã": ["commune"],
                "cả hai": ["province", "commune"],
                "bộ": ["central"],
                "không rõ": [],
            }.items()
        ):
            procedure = cls.env["tthc.procedure"].create(
                {"code": f"9.00010{number}", "name": name, "sector_id": cls.sector.id}
            )
            cls.made[name] = procedure
            cls.make_published(
                procedure_id=procedure.id,
                executing_agency="Sở Tư pháp" if name == "tỉnh" else "Ủy ban nhân dân cấp xã",
                level_ids=[Command.set([levels[code].id for code in codes])],
            )
        for level, name, posted in (("province", "tỉnh", True), ("commune", "xã", False)):
            cls.env["tthc.offer"].create(
                {
                    "procedure_id": cls.made[name].id,
                    "company_id": cls.centres[level].id,
                    "agency_id": cls.agency.id,
                    "posted": posted,
                }
            )

    def groups(self, model, groupby):
        return self.env[model]._read_group(
            [("sector_id", "=", self.sector.id)],
            [groupby],
            ["in_force:sum", "offered:sum", "posted:sum", "share:avg"],
        )

    def test_ministries_do_not_count(self):
        rows = self.env["tthc.audit.coverage"].search([("sector_id", "=", self.sector.id)])
        self.assertEqual(
            set(rows.procedure_id.mapped("name")), {"tỉnh", "xã", "cả hai", "không rõ"}
        )
        levels = {row.procedure_id.name: row.level for row in rows}
        self.assertEqual(levels["cả hai"], "both")
        self.assertEqual(levels["không rõ"], "unknown")

    def test_share_is_the_ratio_of_sums(self):
        self.assertEqual(
            self.groups("tthc.audit.coverage", "sector_id"), [(self.sector, 4, 2, 1, 0.5)]
        )
        agencies = {group[0]: group[1:] for group in self.groups("tthc.audit.coverage", "agency")}
        self.assertEqual(agencies["Sở Tư pháp"], (1, 1, 1, 1.0))
        self.assertEqual(agencies["Ủy ban nhân dân cấp xã"], (3, 1, 0, 1 / 3))

    def test_a_centre_is_measured_by_its_own_level(self):
        rows = {row[0]: row[1:] for row in self.groups("tthc.audit.coverage.centre", "company_id")}
        self.assertEqual(rows[self.centres["province"]], (3, 1, 1, 1 / 3))
        self.assertEqual(rows[self.centres["commune"]], (3, 1, 0, 1 / 3))

    def test_what_is_not_in_force_does_not_count(self):
        self.made["tỉnh"].active = False
        self.assertEqual(self.groups("tthc.audit.coverage", "sector_id")[0][1:3], (3, 1))

    def test_an_offer_counts_from_the_moment_it_is_made(self):
        """The view is read behind the pending writes."""
        self.env["tthc.offer"].create(
            {
                "procedure_id": self.made["cả hai"].id,
                "company_id": self.centres["province"].id,
                "agency_id": self.agency.id,
            }
        )
        self.assertEqual(self.groups("tthc.audit.coverage", "sector_id")[0][2], 3)

    def test_a_centre_sees_its_own_rows(self):
        staff = self.users["staff"]
        staff.write(
            {
                "company_id": self.centres["commune"].id,
                "company_ids": [Command.set(self.centres["commune"].ids)],
            }
        )
        rows = self.env["tthc.audit.coverage.centre"].with_user(staff).search([])
        self.assertEqual(rows.company_id, self.centres["commune"])
