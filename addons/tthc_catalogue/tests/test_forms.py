"""The forms let a draft be made by hand from nothing to publication."""

from odoo.tests import Form, tagged

from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestForms(CatalogueCase):
    def test_editor_makes_a_version_publisher_publishes_it(self):
        versions = self.env["tthc.procedure.version"].with_user(self.users["editor"])
        with Form(versions) as form:
            form.procedure_id = self.procedure
            form.decision = "7/QĐ-THU"
            form.date_from = "2026-01-01"
            with form.case_ids.new() as case:
                case.name = "Trường hợp chung"
                with case.component_ids.new() as component:
                    component.name = "Tờ khai"
                    component.originals = 1
                with case.channel_ids.new() as channel:
                    channel.time_value = 5
                with case.fee_ids.new() as fee:
                    fee.name = "Phí"
                    fee.amount = 8000
                with case.step_ids.new() as step:
                    step.name = "Phối hợp"
                    step.hours = 8
                    step.agency_kind = "fixed"
                    step.agency_id = self.agency
        version = form.record
        self.assertEqual(version.case_ids.component_ids.originals, 1)
        self.publish(version)
        self.assertEqual(version.state, "published")

    def test_published_form_is_read_only(self):
        version = self.make_published().with_user(self.users["editor"])
        for record, field in ((version, "decision"), (version.case_ids, "name")):
            form = Form(record)
            with self.assertRaisesRegex(AssertionError, "readonly"):
                form[field] = "Khác"

    def test_case_added_to_a_draft_in_the_list_of_cases(self):
        draft = self.make_draft()
        with Form(self.env["tthc.procedure.case"].with_user(self.users["editor"])) as form:
            form.version_id = draft
            form.name = "Trường hợp khác"
        self.assertEqual(len(draft.case_ids), 2)
