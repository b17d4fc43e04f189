"""Where a dossier is: what each reader sees of it."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from . import test_parallel
from .common import DossierCommon

SVG = "{http://www.w3.org/2000/svg}"


@tagged("post_install", "-at_install")
class TestProcessPicture(DossierCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        make_process = test_parallel.TestParallel.make_process.__func__
        cls.branching_case = make_process(cls, "9.990077", "parallel")
        cls.deciding_case = make_process(cls, "9.990078", "one")
        cls.officer.name, cls.officer2.name = "Lê Văn Thẩm", "Hồ Thị Ý"

    def taken_in(self, case, **more):
        return self.take_in(
            procedure_id=case.version_id.procedure_id.id, case_id=case.id, **more
        ).with_env(self.env)

    def statuses(self, dossier, **more):
        return [row["status"] for row in dossier._process_rows(**more)]

    def test_branches_that_run_together(self):
        dossier = self.taken_in(self.branching_case)
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer2).action_forward()
        self.assertEqual(
            self.statuses(dossier),
            ["done", "done", "done", "current", "waiting", "waiting", "waiting"],
        )
        picture = dossier.with_user(self.officer).get_process_picture()
        self.assertIn("Hồ Thị Ý", picture)
        root = ET.fromstring(re.search(r"<svg.*</svg>", picture, re.DOTALL)[0])
        drawn = {node.get("class") for node in root.iter(f"{SVG}g")}
        self.assertIn("o_tthc_step_4 o_tthc_current", drawn)
        self.assertIn("o_tthc_step_3 o_tthc_done", drawn)

    def test_late_at_any_instant_without_a_job(self):
        dossier = self.taken_in(self.branching_case)
        later = dossier._now() + timedelta(days=20)
        row = self.at(dossier, later, self.officer)._process_rows()[0]
        self.assertEqual(row["status"], "overdue")

    def test_the_way_that_was_not_taken(self):
        dossier = self.taken_in(self.deciding_case)
        dossier.with_user(self.receptionist).action_forward()
        way = self.deciding_case.step_ids.filtered(lambda step: step.number == 3)
        dossier.with_user(self.officer).action_forward(next_step_ids=way.ids)
        self.assertEqual(self.statuses(dossier)[:5],
                         ["done", "done", "current", "not_taken", "waiting"])  # fmt: skip

    def test_returned_steps_are_counted(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer2).action_return_step("Thiếu ý kiến")
        rows = dossier._process_rows()
        self.assertEqual([(row["status"], row["times"]) for row in rows[:3]],
                         [("done", 1), ("current", 2), ("waiting", 1)])  # fmt: skip

    def test_paused_and_ended(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_request_supplement("Thiếu giấy tờ")
        self.assertEqual(self.statuses(dossier)[0], "paused")
        ended = self.walk_to_result(self.take_in(case_id=self.free_case.id))
        ended.with_user(self.receptionist).action_return_result()
        self.assertEqual(set(self.statuses(ended)), {"done"})

    def test_only_who_may_read_the_dossier(self):
        dossier = self.take_in()
        for user in (self.stranger, self.other_receptionist, self.officer):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossier.with_user(user).get_process_picture()
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossier.with_user(user).get_ledger_table()
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossier.with_user(user).get_clock_sheet()

    def test_the_owner_sees_departments_and_the_look_up_page_nothing(self):
        owner = new_test_user(self.env, "t.chuho", groups="base.group_portal")
        dossier = self.take_in(owner=owner.partner_id.id)
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        self.authenticate("t.chuho", "t.chuho")
        page = self.url_open(f"/my/dossiers/{dossier.id}").text
        for told in ("o_tthc_portal_process", "Thẩm định", "Xác minh", self.police.name):
            self.assertIn(told, page)
        for name in (self.officer.name, self.officer2.name, self.receptionist.name):
            self.assertNotIn(name, page)
        public = dossier._process_rows(public=True)
        self.assertFalse([row for row in public if row["who"] or row["due"]])
        self.authenticate(None, None)
        page = self.url_open(f"/tra-cuu/{dossier.lookup_token}").text
        for secret in ("o_tthc_portal_process", "Thẩm định", self.police.name):
            self.assertNotIn(secret, page)

    def test_the_ledger_as_a_table(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward("Chuyển <b>ngay</b>")
        table = dossier.with_user(self.officer).get_ledger_table()
        for told in (self.receptionist.name, self.justice.name, "Chuyển &lt;b&gt;ngay&lt;/b&gt;"):
            self.assertIn(told, table)
        self.assertEqual(table.count("<tr"), 1 + dossier.event_count)
        self.assertEqual(
            table.count("<td"), 8 * dossier.event_count, "empty cells keep their place"
        )

    # What is offered ----------------------------------------------------------------------------

    def offered(self, dossier, user, name):
        found = dossier.with_user(user).available_actions
        return [one for one in found if one["name"] == name]

    def test_each_offer_names_its_step(self):
        dossier = self.taken_in(self.branching_case)
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        self.officer.tthc_agency_ids |= self.police
        offers = self.offered(dossier, self.officer, "forward")
        self.assertEqual({one["step"] for one in offers}, {"Lấy ý kiến", "Kiểm tra thực địa"})
        self.assertEqual({one["task_id"] for one in offers}, set(dossier.open_task_ids.ids))

    def test_nothing_is_offered_to_who_only_reads(self):
        dossier = self.take_in()
        names = {one["name"] for one in dossier.with_user(self.inspector)._available_actions()}
        self.assertLessEqual(names, {"reopen"})
