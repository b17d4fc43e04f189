"""Versions side by side on one screen."""

from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestVersionCompare(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_published(
            process_text="Nộp hồ sơ tại Ủy ban nhân dân xã.\nNhận kết quả."
        )
        cls.next = cls.first.with_user(cls.users["editor"]).copy(
            {"decision": "2/QĐ-THU", "date_from": date(2027, 1, 1)}
        )

    def kinds(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return {
            (found.kind, found.field or found.path[-1][0])
            for found in self.next._differences(self.first)
        }

    def test_a_copy_differs_in_its_decision_and_dates_only(self):
        self.assertEqual(self.kinds(), {("changed", "decision"), ("changed", "date_from")})

    def test_every_change_below_is_found(self):
        case = self.next.case_ids
        before = self.kinds()
        case.fee_ids.amount = 30000
        case.channel_ids[0].time_value = 3
        case.component_ids.create({"case_id": case.id, "name": "Giấy ủy quyền"})
        case.result_ids.unlink()
        self.next.legal_document_ids = [Command.create({"number": "902/2026/NĐ-CP"})]
        self.next.level_ids = self.env["tthc.level"].search([], limit=1)
        self.assertEqual(
            self.kinds() - before,
            {
                ("changed", "amount"),
                ("changed", "time_value"),
                ("added", "component_ids"),
                ("removed", "result_ids"),
                ("changed", "legal_document_ids"),
                ("changed", "level_ids"),
            },
        )

    def test_every_content_field_of_every_part_is_in_the_snapshot(self):
        """New part models and new fields come by themselves."""
        found = {}

        def collect(node):
            found.setdefault(node["model"], set()).update(node["values"])
            for rows in node["children"].values():
                for row in rows:
                    collect(row)

        collect(self.first._snapshot())
        self.assertEqual(set(found) - {"tthc.procedure.version"}, set(self.part_models()))
        self.assertLessEqual({"amount", "unit", "legal_document_id"}, found["tthc.procedure.fee"])

    def test_a_step_put_before_others_is_one_change(self):
        before = self.kinds()
        case = self.next.case_ids
        first = case.step_ids[0]
        case.step_ids.create(
            {"case_id": case.id, "name": "Kiểm tra", "hours": 0.5, "sequence": first.sequence - 1}
        )
        self.assertEqual(self.kinds() - before, {("added", "step_ids")})

    def test_the_screen_shows_and_escapes(self):
        self.next.process_text = "Nộp hồ sơ tại Ủy ban nhân dân <b>phường</b>.\nNhận kết quả."
        action = self.next.with_user(self.users["staff"]).action_compare()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((wizard.left_id, wizard.right_id), (self.first, self.next))
        self.assertEqual(wizard.change_count, 3)
        self.assertIn("&lt;b&gt;phường&lt;/b&gt;", wizard.table)
        self.assertNotIn("<b>phường", wizard.table)
        self.assertRegex(wizard.table, r"<del[^>]*>xã\.\s*</del>")
        self.assertNotIn("Tờ khai", wizard.table)
        wizard.only_differences = False
        self.assertIn("Tờ khai", wizard.table)
        self.assertEqual(wizard.change_count, 3)
        wizard.action_swap()
        self.assertRegex(wizard.table, r"<ins[^>]*>xã\.\s*</ins>")

    def test_the_procedure_compares_what_is_in_force_with_the_latest(self):
        action = self.procedure.action_compare()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((wizard.left_id, wizard.right_id), (self.first, self.next))

    def test_the_publisher_sees_it_before_publishing(self):
        self.submit(self.next)
        version = self.next.with_user(self.users["publisher"])
        action = version.action_review_publication()
        wizards = self.env[action["res_model"]].with_user(self.users["publisher"])
        wizard = wizards.with_context(**action["context"]).create({})
        self.assertEqual(wizard.predecessor_id, self.first)
        self.assertEqual(wizard.change_count, 2)
        wizard.action_confirm()
        self.assertEqual(self.next.state, "published")
