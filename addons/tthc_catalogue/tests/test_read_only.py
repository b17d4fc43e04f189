"""What was submitted or published stays as it was, whoever asks and by whatever door."""

from contextlib import contextmanager
from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import CatalogueCase


class ReadOnlyCase(CatalogueCase):
    """The doors, tried on a version in one state. Subclasses make the version."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level = cls.env["tthc.level"].search([], limit=1)
        cls.group = cls.env["tthc.target.group"].search([], limit=1)
        cls.version = cls.make_draft(
            level_ids=[Command.link(cls.level.id)], target_group_ids=[Command.link(cls.group.id)]
        )
        component = cls.version.case_ids.component_ids
        files = component.env["ir.attachment"]
        cls.file = files.create({"name": "mau.txt", "raw": b"x"}).with_env(cls.env)
        component.form_attachment_ids = cls.file
        cls.close()

    @classmethod
    def close(cls):
        """Take the draft to the state in which the doors are tried."""
        raise NotImplementedError

    def doors(self):
        """The version as the people see it who could try: by their rights, and without any."""
        yield "administrator", self.version.with_user(self.users["administrator"])
        yield "editor", self.version.with_user(self.users["editor"])
        yield "superuser", self.version.sudo()

    def assertRefused(self):
        return self.assertRaises(UserError)  # an AccessError is one


class Doors:
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
                    part.write({"review_note": "Khác"})

    def test_unlink_of_every_part(self):
        for who, version in self.doors():
            for part in self.parts(version):
                with self.subTest(who, model=part._name), self.assertRefused():
                    part.unlink()

    def test_copy_of_every_part(self):
        for who, version in self.doors():
            for part in self.parts(version):
                with self.subTest(who, model=part._name), self.assertRefused():
                    part.copy()

    def test_copy_of_every_part_into_it(self):
        draft = self.make_draft(date(2030, 1, 1))
        for who, version in self.doors():
            rows = zip(self.parts(version), self.parts(draft), strict=True)
            for mine, other in rows:
                field = mine._version_field.split(".")[0]
                with self.subTest(who, model=mine._name), self.assertRefused():
                    other.with_env(version.env).copy({field: mine[field].id})
                with self.subTest(who, model=mine._name, way="moved"), self.assertRefused():
                    other.with_env(version.env).write({field: mine[field].id})

    def test_import_of_every_part(self):
        for who, version in self.doors():
            for part in self.parts(version):
                rows = [[part.id, "Khác"]]
                with self.subTest(who, model=part._name):
                    result = part.browse().load([".id", "review_note"], rows)
                    self.assertFalse(result["ids"])
                    self.assertNotEqual(part.review_note, "Khác")
            with self.subTest(who, model=version._name):
                result = version.browse().load([".id", "decision"], [[version.id, "9/QĐ"]])
                self.assertFalse(result["ids"])

    def test_new_rows(self):
        for who, version in self.doors():
            for part in self.parts(version):
                data = part.copy_data()[0]
                with self.subTest(who, model=part._name), self.assertRefused():
                    part.create(data)

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

    def test_labels_do_not_leave_it(self):
        for label in (self.level, self.group):
            with (
                self.subTest(label._name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                label.unlink()

    def test_form_files_are_not_replaced(self):
        self.assertEqual(self.file.with_user(self.users["editor"]).raw, b"x")
        draft = self.make_draft(date(2030, 1, 1)).case_ids.component_ids
        for who, version in self.doors():
            file = self.file.with_env(version.env)
            for values in ({"raw": b"y"}, {"name": "khac.txt"}, {"res_id": draft.id}):
                with self.subTest(who, values=values), self.assertRefused():
                    file.write(values)
            with self.subTest(who, way="unlink"), self.assertRefused():
                file.unlink()
        self.assertEqual(self.file.raw, b"x")

    def test_form_files_of_a_copy_are_its_own(self):
        copy = self.version.sudo().copy({"date_from": date(2031, 1, 1)})
        file = copy.case_ids.component_ids.form_attachment_ids
        self.assertNotEqual(file, self.file)
        file.write({"raw": b"y"})
        copy.unlink()
        self.assertEqual(self.file.exists().raw, b"x")

    def test_talk_about_it_goes_on(self):
        message = self.version.with_user(self.users["staff"]).message_post(body="Đã xem")
        self.assertIn(message, self.version.message_ids)


@tagged("post_install", "-at_install")
class TestSubmittedReadOnly(Doors, ReadOnlyCase):
    @classmethod
    def close(cls):
        cls.submit(cls.version)


@tagged("post_install", "-at_install")
class TestPublishedReadOnly(Doors, ReadOnlyCase):
    @classmethod
    def close(cls):
        cls.publish(cls.version)


@tagged("post_install", "-at_install")
class TestRetiredReadOnly(Doors, ReadOnlyCase):
    @classmethod
    def close(cls):
        cls.publish(cls.version)
        cls.version.with_user(cls.users["publisher"])._end(date(2026, 1, 31), "Hết")
        assert cls.version.state == "retired"


@tagged("post_install", "-at_install")
class TestRemoteCalls(ReadOnlyCase, HttpCase):
    """The same through the web client's door, with an editor's real session."""

    @classmethod
    def close(cls):
        cls.publish(cls.version)

    def call(self, model, method, *args):
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)

    @contextmanager
    def assertRemoteError(self):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            yield

    def test_remote_calls_are_refused(self):
        editor = self.users["editor"]
        self.authenticate(editor.login, editor.login)
        draft = self.make_draft(date(2030, 1, 1))
        self.call(draft._name, "write", draft.ids, {"decision": "8/QĐ"})
        version = self.version
        calls = [(version, "write", {"decision": "9/QĐ"}), (version, "unlink")]
        for part in self.parts(version):
            calls += [(part, "write", {"review_note": "Khác"}), (part, "unlink"), (part, "copy")]
        for record, method, *args in calls:
            with self.subTest(record._name, method=method), self.assertRemoteError():
                self.call(record._name, method, record.ids, *args)
        private = ("_write_unguarded", "_publish", "_send_back", "_end", "_make_published")
        for method in private:
            with self.subTest(method), self.assertRemoteError():
                self.call(draft._name, method, draft.ids, {"state": "published"})
        self.assertEqual((version.decision, draft.decision), ("1/QĐ-THU", "8/QĐ"))


@tagged("post_install", "-at_install")
class TestDrafts(CatalogueCase):
    def test_a_draft_may_be_deleted_whole(self):
        draft = self.make_draft()
        parts = self.parts(draft)
        draft.with_user(self.users["editor"]).unlink()
        for part in parts:
            self.assertFalse(part.exists())
