"""Groups of linked procedures: their life, their papers, time, price and plan, by each role."""

from datetime import date

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CatalogueCase

DAY = date(2026, 11, 23)
ROLES_READING = ("staff", "publisher")
MODELS = ("tthc.procedure.group", "tthc.procedure.group.line", "tthc.procedure.group.share")


class GroupCase(CatalogueCase):
    """Three procedures in force, and a draft group of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedures = [cls.procedure] + [
            cls.procedure.copy(
                {
                    "code": f"9.00001{index}",
                    "name": f"Thủ tục {index}",
                    "short_name": f"Thủ tục {index}",
                }
            )
            for index in range(2)
        ]
        papers = (
            [{"name": "Tờ khai", "originals": 1}, {"name": "Giấy chứng sinh", "originals": 1}],
            [{"name": "Tờ khai CT01", "originals": 1}],
            [{"name": "GIẤY CHỨNG SINH", "copies": 2, "requirement": "conditional"}],
        )
        for procedure, rows, days in zip(cls.procedures, papers, (5, 7, 6), strict=True):
            components = [Command.create(row) for row in rows]
            channel = Command.create({"channel": "counter", "time_value": days})
            vals = cls.case_vals(component_ids=components, channel_ids=[channel])
            cls.make_published(procedure_id=procedure.id, case_ids=[Command.create(vals)])
            cls.env["tthc.offer"].create({"procedure_id": procedure.id, "agency_id": cls.agency.id})
        cls.group = cls.make_group()

    @classmethod
    def make_group(cls, editor="editor", **values):
        first, second, third = cls.procedures
        group = cls.env["tthc.procedure.group"].with_user(cls.users[editor])
        return group.create(
            {
                "code": "LT-THU",
                "name": "Nhóm thử",
                "decision": "3/QĐ-THU",
                "date_from": date(2026, 1, 1),
                "line_ids": [
                    Command.create({"procedure_id": first.id, "lead": True}),
                    Command.create({"procedure_id": second.id, "after_numbers": "1"}),
                    Command.create({"procedure_id": third.id, "after_numbers": "1"}),
                ],
                "share_ids": [
                    Command.create(
                        {"name": "Tờ khai chung", "component_names": "Tờ khai\nTờ khai CT01"}
                    )
                ],
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestProcedureGroup(GroupCase):
    def line(self, number):
        return self.group.line_ids.filtered(lambda row: row.number == number)

    def publish_group(self, group):
        group.with_user(self.users["editor"]).action_submit()
        group.with_user(self.users["publisher"]).action_publish()

    # Content --------------------------------------------------------------------------------------

    def test_papers_are_asked_for_once(self):
        papers = self.group._merged_components(DAY)
        self.assertEqual(
            [(paper.name, paper.originals, paper.copies, paper.numbers) for paper in papers],
            [("Tờ khai chung", 1, 0, (1, 2)), ("Giấy chứng sinh", 1, 2, (1, 3))],
        )
        self.assertEqual(self.group.saved_count, 2)
        self.assertIn("Tờ khai chung", self.group.component_html)

    def test_time_is_that_of_the_longest_chain(self):
        self.assertEqual(self.group.group_hours, (5 + 7) * 8)

    def test_prices_line_by_line(self):
        quotes = self.group._quote_fees("counter", DAY)
        self.assertEqual([line.number for line, _rows in quotes], [1, 2, 3])
        self.assertEqual(sum(quote.amount for _line, rows in quotes for quote in rows), 60000)

    def test_plan_of_a_submission(self):
        plan = self.group._submission_plan(DAY)
        self.assertEqual(
            [(line["number"], line["after"], line["lead"]) for line in plan["lines"]],
            [(1, [], True), (2, [1], False), (3, [1], False)],
        )
        self.assertEqual(len(plan["components"]), 2)
        other = self.procedures[1]._version_at(DAY).case_ids
        chosen = self.group._submission_plan(DAY, {self.line(2).id: other})
        self.assertEqual(chosen["lines"][1]["case_id"], other.id)

    # Problems -------------------------------------------------------------------------------------

    def assertGap(self, text):
        self.assertIn(text, "\n".join(self.group._group_gaps()))
        with self.assertRaisesRegex(UserError, "cannot be submitted"):
            self.group.with_user(self.users["editor"]).action_submit()

    def test_a_good_group_has_no_problem(self):
        self.assertEqual(self.group._find_problems(DAY), [])
        self.assertIn("o_tthc_good", self.group.problem_html)
        self.assertIn("o_tthc_step_3", self.group.diagram)

    def test_circle(self):
        self.line(1).after_numbers = "2"
        self.assertGap("The lines 1, 2 wait for one another")

    def test_after_itself_and_unknown(self):
        self.line(2).after_numbers = "2, 9"
        self.assertGap("Line 2 waits for itself")
        self.assertGap("Line 2 waits for line 9, which does not exist")

    def test_not_in_force(self):
        ended = self.procedures[1]._version_at(DAY)
        ended.sudo()._write_unguarded({"date_to": date(2026, 6, 30)})
        self.assertGap("“Thủ tục 0” is not in force then")

    def test_not_offered(self):
        self.env["tthc.offer"].search([("procedure_id", "=", self.procedures[2].id)]).unlink()
        self.assertGap("no centre offers “Thủ tục 1”")

    def test_case_of_another_name(self):
        self.line(1).case_name = "Không có"
        self.assertGap("has no case “Không có”")

    def test_too_few_and_twice(self):
        self.line(3).procedure_id = self.procedures[1]
        self.assertGap("is in the group already")
        (self.line(2) | self.line(3)).unlink()
        self.assertGap("at least two procedures")

    def test_moved_line_takes_its_references_along(self):
        for index, line in enumerate(self.group.line_ids):
            line.sequence = (index + 1) * 10
        self.line(2).after_numbers = "1, 3"
        self.line(3).sequence = 15
        self.env.invalidate_all()
        self.assertEqual(
            self.group.line_ids.mapped(lambda row: (row.number, row.after_numbers)),
            [(1, False), (2, "1"), (3, "1, 2")],
        )

    def test_form_shows_problems_before_it_is_saved(self):
        with Form(self.group.with_user(self.users["editor"])) as form:
            with form.line_ids.edit(1) as line:
                line.after_numbers = "8"
            self.assertIn("Line 2 waits for line 8", form.problem_html)
            self.assertIn("o_tthc_step_2 o_tthc_problem", form.diagram)
            with form.line_ids.edit(1) as line:
                line.after_numbers = "1"
            self.assertIn("o_tthc_good", form.problem_html)

    # Life -----------------------------------------------------------------------------------------

    def test_no_draft_no_change(self):
        self.publish_group(self.group)
        for user in (self.users["editor"], self.users["administrator"], self.env.user):
            group = self.group.with_user(user).sudo()
            line, share = group.line_ids[0], group.share_ids
            for attempt in (
                lambda group=group: group.write({"name": "Khác"}),
                lambda group=group: group.write({"state": "draft"}),
                lambda group=group: group.write(
                    {"line_ids": [Command.create({"procedure_id": self.procedure.id})]}
                ),
                lambda line=line: line.write({"after_numbers": "3"}),
                lambda line=line: line.unlink(),
                lambda share=share: share.write({"name": "Khác"}),
                lambda share=share: share.unlink(),
                lambda share=share, group=group: share.create(
                    {"group_id": group.id, "name": "A", "component_names": "B"}
                ),
                lambda group=group: group.unlink(),
            ):
                with self.assertRaises(UserError):
                    attempt()

    def test_next_version_ends_the_one_before(self):
        self.publish_group(self.group)
        action = self.group.with_user(self.users["editor"]).action_new_version()
        following = self.env["tthc.procedure.group"].browse(action["res_id"])
        self.assertEqual((following.state, len(following.line_ids)), ("draft", 3))
        following.with_user(self.users["editor"]).write(
            {"date_from": date(2027, 1, 1), "decision": "4/QĐ-THU"}
        )
        self.publish_group(following)
        self.assertEqual(self.group.date_to, date(2026, 12, 31))
        in_force = self.group._domain_in_force(DAY)
        self.assertEqual(self.group.search([("code", "=", "LT-THU"), *in_force]), self.group)

    def test_no_two_of_a_code_on_one_day(self):
        self.publish_group(self.group)
        other = self.make_group()
        with self.assertRaisesRegex(UserError, "in force together with"):
            self.publish_group(other)
        with self.assertRaises(ExclusionViolation), mute_logger("odoo.sql_db"):
            other._write_unguarded({"state": "published"})
            other.flush_recordset()

    def test_rights(self):
        for role in ROLES_READING:
            for model in MODELS:
                records = self.env[model].with_user(self.users[role])
                self.assertTrue(records.has_access("read"))
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(records.has_access(operation), (role, model, operation))
        for role in ("portal", "public"):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                self.env["tthc.procedure.group"].with_user(self.users[role]).search([])
        self.publish_group(self.group)
        group = self.group.with_user(self.users["staff"])
        group.invalidate_recordset()
        self.assertIn("Tờ khai chung", group.component_html)

    def test_retired(self):
        self.publish_group(self.group)
        with self.assertRaises(UserError):
            self.group.with_user(self.users["editor"]).action_retire()
        self.group.with_user(self.users["publisher"]).action_retire()
        self.assertEqual(self.group.state, "retired")
