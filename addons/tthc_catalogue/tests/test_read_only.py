"""What was published stays as it was, whoever asks and by whatever door."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestReadOnly(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_published()

    def doors(self):
        """The version as the people see it who could try: by their rights, and without any."""
        yield "administrator", self.version.with_user(self.users["administrator"])
        yield "superuser", self.version.sudo()

    def assertRefused(self):
        return self.assertRaises(UserError)  # an AccessError is one

    def test_write_on_the_version(self):
        values = (
            {"decision": "2/QĐ"},
            {"date_to": "2030-01-01"},
            {"legal_document_ids": [Command.clear()]},
            {"case_ids": [Command.create(self.case_vals())]},
        )
        for who, version in self.doors():
            for vals in values:
                with self.subTest(who, vals=list(vals)), self.assertRefused():
                    version.write(vals)

    def test_write_on_every_part(self):
        for who, version in self.doors():
            for part in self.parts(version):
                with self.subTest(who, model=part._name), self.assertRefused():
                    part.write({"sequence": 99})

    def test_unlink_of_every_part(self):
        for who, version in self.doors():
            for part in self.parts(version):
                with self.subTest(who, model=part._name), self.assertRefused():
                    part.unlink()

    def test_new_rows(self):
        rows = {
            "tthc.procedure.component": {"name": "Giấy mới"},
            "tthc.procedure.channel": {"channel": "post", "time_value": 1},
            "tthc.procedure.fee": {"name": "Phí mới", "amount": 1},
            "tthc.procedure.result": {"name": "Kết quả mới"},
            "tthc.procedure.step": {"name": "Bước mới"},
        }
        for who, version in self.doors():
            case = version.case_ids
            for model, values in rows.items():
                with self.subTest(who, model=model), self.assertRefused():
                    case.env[model].create({**values, "case_id": case.id})
            with self.subTest(who, model=case._name), self.assertRefused():
                case.create(self.case_vals(version_id=version.id))

    def test_commands_through_the_version_and_the_case(self):
        for who, version in self.doors():
            case = version.case_ids
            fee = case.fee_ids
            commands = (
                (version, {"case_ids": [Command.update(case.id, {"name": "Khác"})]}),
                (version, {"case_ids": [Command.delete(case.id)]}),
                (case, {"fee_ids": [Command.update(fee.id, {"amount": 1})]}),
                (case, {"fee_ids": [Command.delete(fee.id)]}),
                (case, {"fee_ids": [Command.create({"name": "Phí", "amount": 1})]}),
            )
            for record, values in commands:
                with self.subTest(who, values=values), self.assertRefused():
                    record.write(values)

    def test_rows_do_not_move_between_versions(self):
        draft = self.make_draft()
        for who, version in self.doors():
            with self.subTest(who, way="out"), self.assertRefused():
                version.case_ids.write({"version_id": draft.id})
            with self.subTest(who, way="in"), self.assertRefused():
                draft.with_env(version.env).case_ids.write({"version_id": version.id})

    def test_citations_do_not_change_from_the_document(self):
        for who, version in self.doors():
            document = self.document.with_env(version.env)
            with self.subTest(who), self.assertRefused():
                document.write({"version_ids": [Command.unlink(version.id)]})
            with self.subTest(who, way="new"), self.assertRefused():
                document.create(
                    {"number": "902/2026/NĐ-CP", "version_ids": [Command.link(version.id)]}
                )
            with self.subTest(who, way="unlink"), self.assertRefused():
                document.unlink()

    def test_neither_version_nor_procedure_is_deleted(self):
        for who, version in self.doors():
            with self.subTest(who), self.assertRefused():
                version.unlink()
            with self.subTest(who, model="procedure"), self.assertRefused():
                version.procedure_id.unlink()

    def test_form_files_are_not_replaced(self):
        component = self.version.case_ids.component_ids
        files = self.env["ir.attachment"].create(
            {"name": "mau.txt", "raw": b"x", "res_model": component._name, "res_id": component.id}
        )
        editor = files.with_user(self.users["editor"])
        self.assertEqual(editor.raw, b"x")
        with self.assertRaises(AccessError):
            editor.write({"raw": b"y"})

    def test_talk_about_it_goes_on(self):
        message = self.version.with_user(self.users["staff"]).message_post(body="Đã xem")
        self.assertIn(message, self.version.message_ids)

    def test_retired_stays_read_only(self):
        self.version.with_user(self.users["publisher"]).action_retire()
        with self.assertRaises(UserError):
            self.version.write({"decision": "2/QĐ"})

    def test_a_draft_may_be_deleted_whole(self):
        draft = self.make_draft()
        parts = self.parts(draft)
        draft.with_user(self.users["editor"]).unlink()
        for part in parts:
            self.assertFalse(part.exists())
