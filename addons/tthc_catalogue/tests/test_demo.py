"""The demonstration catalogue is complete: every procedure can be received on day one."""

from datetime import date

from odoo.fields import Domain
from odoo.tests import TransactionCase, tagged

HOURS = {"hour": 1, "working_day": 8}
DAY = date(2026, 11, 23)


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("tthc_catalogue.centre_province", raise_if_not_found=False):
            cls.skipTest(cls, "needs the demonstration data")
        ids = cls.env["ir.model.data"].search(
            [("module", "=", "tthc_catalogue"), ("model", "=", "tthc.procedure.version")]
        )
        cls.versions = cls.env["tthc.procedure.version"].browse(ids.mapped("res_id"))
        cls.procedures = cls.versions.procedure_id
        cls.cases = cls.versions.case_ids

    def test_all_procedures_published(self):
        self.assertEqual(len(self.procedures), 54)
        self.assertLessEqual(set(self.versions.mapped("state")), {"published", "retired"})
        self.assertEqual(len(self.procedures.sector_id), 21)
        for procedure in self.procedures:
            self.assertEqual(procedure._version_at(DAY).procedure_id, procedure)
            self.assertTrue(procedure.short_name and len(procedure.short_name) <= 120)

    def test_codes_match_their_records(self):
        for procedure in self.procedures:
            name = procedure.get_external_id()[procedure.id]
            self.assertEqual(name, f"tthc_catalogue.procedure_{procedure.code.replace('.', '_')}")

    def test_every_case_is_complete(self):
        for case in self.cases:
            with self.subTest(case.procedure_id.code, case=case.name):
                self.assertTrue(case.component_ids and case.result_ids)
                self.assertTrue(case._channel("counter"))
                self.assertEqual(case.step_ids[0].kind, "receive")
                self.assertEqual(case.step_ids[-1].kind, "return")
                self.assertIn("approve", case.step_ids.mapped("kind"))

    def test_longest_way_takes_the_promised_time(self):
        for case in self.cases:
            row = case._channel("counter")
            value, unit = row.time_value, row.time_unit
            if row.committed_unit:
                value, unit = row.committed_value, row.committed_unit
            if unit in HOURS:
                with self.subTest(case.procedure_id.code, case=case.name):
                    self.assertEqual(case.process_hours, value * HOURS[unit])

    def test_every_process_can_run(self):
        for case in self.cases:
            with self.subTest(case.procedure_id.code, case=case.name):
                self.assertEqual(case._process_problems(), [])

    def test_processes_show_what_they_can(self):
        branching = self.cases.filtered(lambda case: any(case.step_ids.mapped("next_numbers")))
        self.assertGreaterEqual(len(branching.procedure_id), 3)
        self.assertEqual(set(self.cases.mapped("spot_count")), {2, 4})
        self.assertIn("seal", branching.step_ids.mapped("kind"))

    def test_committed_limits_are_shorter(self):
        rows = self.cases.channel_ids.filtered("committed_unit")
        self.assertGreater(len(rows), 20)
        for row in rows.filtered(lambda line: line.committed_unit == line.time_unit):
            self.assertLess(row.committed_value, row.time_value)

    def test_processes_through_two_agencies(self):
        through = self.cases.filtered(lambda case: "fixed" in case.step_ids.mapped("agency_kind"))
        self.assertGreaterEqual(len(through.procedure_id), 8)

    def test_agencies(self):
        agencies = self.env["tthc.offer"].sudo().search([]).agency_id
        self.assertGreaterEqual(len(agencies), 6)
        self.assertIn("vertical", agencies.mapped("kind"))

    def test_every_procedure_is_offered_and_posted(self):
        offers = (
            self.env["tthc.offer"]
            .sudo()
            .search(Domain("procedure_id", "in", self.procedures.ids) & Domain("posted", "=", True))
        )
        self.assertEqual(offers.procedure_id, self.procedures)
        centres = self.env["res.company"].search([("tthc_is_centre", "=", True)])
        demo = ("centre_province", "centre_commune_1", "centre_commune_2")
        for name in demo:
            centre = self.env.ref(f"tthc_catalogue.{name}")
            self.assertIn(centre, centres)
            self.assertEqual(centre.currency_id.name, "VND")
            self.assertEqual(centre.resource_calendar_id.tz, "Asia/Ho_Chi_Minh")
            self.assertEqual(len(centre.resource_calendar_id.attendance_ids), 10)
            self.assertTrue(
                offers.filtered(lambda offer, centre=centre: offer.company_id == centre)
            )

    def quote(self, code, channel="counter", on_date=DAY, quantity=1, case=0):
        version = self.procedures.filtered(lambda p: p.code == code)._version_at(on_date)
        return [q.amount for q in version.case_ids[case]._quote_fees(channel, on_date, quantity)]

    def test_known_prices(self):
        self.assertEqual(self.quote("2.000815", quantity=10), [12000])
        self.assertEqual(self.quote("2.000635", quantity=3), [24000])
        self.assertEqual(self.quote("2.001035"), [50000])
        self.assertEqual(self.quote("1.004222"), [20000])
        self.assertEqual(self.quote("1.004222", "online"), [10000])
        self.assertEqual(self.quote("1.004194", quantity=4, case=1), [40000])
        self.assertEqual(self.quote("1.001193"), [0])

    def test_halved_until_the_end_of_2026(self):
        """TT 64/2025/TT-BTC."""
        self.assertEqual(self.quote("1.014063", on_date=date(2026, 12, 31)), [25000])
        self.assertEqual(self.quote("1.014063", on_date=date(2027, 1, 1)), [50000])
        self.assertEqual(self.quote("2.001610", "online"), [50000, 0])

    def test_neighbouring_years_are_provisional(self):
        years = self.env["tthc.calendar.year"].search([("year", "in", (2025, 2027, 2028))])
        self.assertEqual(len(years), 3)
        self.assertEqual(set(years.mapped("provisional")), {True})

    def test_users(self):
        admin = self.env.ref("base.user_admin")
        self.assertEqual(admin.company_id, self.env.ref("tthc_catalogue.centre_province"))
        for name, login in (("user_editor", "danhmuc"), ("user_publisher", "congbo")):
            user = self.env.ref(f"tthc_catalogue.{name}")
            self.assertEqual((user.login, user.tz), (login, "Asia/Ho_Chi_Minh"))
            if self.env["res.lang"]._get_data(code="vi_VN"):
                self.assertEqual(user.lang, "vi_VN")
