"""Two people with one dossier open in two browsers: what one has not seen is not overwritten."""

import json

from odoo.tests import HttpCase, tagged

from .common import DossierCommon

SPECIFICATION = {"subject": {}, "return_method": {}, "component_ids": {"fields": {"copies": {}}}}


@tagged("post_install", "-at_install")
class TestTwoPeople(DossierCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receptionist.name = "Đỗ Thị Một"
        cls.second = cls.env["res.users"].create(
            {
                "name": "Bùi Văn Hai",
                "login": "t.tiepnhan.hai",
                "password": "t.tiepnhan.hai",
                "group_ids": [(6, 0, cls.receptionist.group_ids.ids)],
                "company_id": cls.centre.id,
                "company_ids": [(6, 0, cls.centre.ids)],
            }
        )
        cls.dossier = None

    def setUp(self):
        super().setUp()
        self.dossier = self.take_in()
        self.rows = self.dossier.component_ids

    def save(self, login, vals, **base):
        """Save as the web client of ``login`` does: the answer of the server."""
        self.authenticate(login, login)
        params = {
            "model": "tthc.dossier",
            "method": "web_save",
            "args": [self.dossier.ids, {**vals, "edit_base": base}],
            "kwargs": {"specification": SPECIFICATION},
        }
        answer = self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        ).json()
        self.env.invalidate_all()
        return answer

    def refused(self, answer):
        error = answer["error"]["data"]
        self.assertEqual(
            error["name"], "odoo.addons.tthc_dossier.models.tthc_dossier_revision.EditConflict"
        )
        return error

    def test_the_second_is_told_who_changed_what(self):
        first, second = self.receptionist.login, self.second.login
        self.assertIn("result", self.save(second, {"subject": "Cấp lại"}, subject=False))
        answer = self.save(
            first,
            {"subject": "Cấp mới", "return_method": "post"},
            subject=False,
            return_method="counter",
        )
        error = self.refused(answer)
        for told in ("Bùi Văn Hai", "Cấp lại", "Cấp mới"):
            self.assertIn(told, error["message"])
        [conflict] = error["context"]["tthc_conflicts"]
        self.assertEqual(
            [conflict[key] for key in ("field", "theirs", "current", "mine", "user")],
            ["subject", "Cấp lại", "Cấp lại", "Cấp mới", "Bùi Văn Hai"],
        )
        # nothing of the refused form was written, not even what nobody else touched
        self.assertEqual((self.dossier.subject, self.dossier.return_method), ("Cấp lại", "counter"))

    def test_having_seen_it_one_may_replace_it(self):
        self.save(self.second.login, {"subject": "Cấp lại"}, subject=False)
        answer = self.save(self.receptionist.login, {"subject": "Cấp mới"}, subject="Cấp lại")
        self.assertEqual(answer["result"][0]["subject"], "Cấp mới")

    def test_different_fields_of_different_people_are_merged(self):
        self.save(self.second.login, {"subject": "Cấp lại"}, subject=False)
        answer = self.save(
            self.receptionist.login, {"return_method": "electronic"}, return_method="counter"
        )
        [row] = answer["result"]
        self.assertEqual((row["subject"], row["return_method"]), ("Cấp lại", "electronic"))

    def test_the_same_entry_by_both_is_no_conflict(self):
        self.save(self.second.login, {"subject": "Cấp lại"}, subject=False)
        answer = self.save(self.receptionist.login, {"subject": "Cấp lại"}, subject=False)
        self.assertIn("result", answer)

    def test_rows_of_a_list(self):
        row, other = self.rows[:2]
        base = {str(row.id): {"copies": row.copies}}
        self.save(
            self.second.login, {"component_ids": [[1, row.id, {"copies": 4}]]}, component_ids=base
        )
        error = self.refused(
            self.save(
                self.receptionist.login,
                {"component_ids": [[1, row.id, {"copies": 7}]]},
                component_ids=base,
            )
        )
        [conflict] = error["context"]["tthc_conflicts"]
        self.assertEqual(
            [conflict[key] for key in ("field", "row", "column", "current", "user")],
            ["component_ids", row.id, "copies", 4, "Bùi Văn Hai"],
        )
        self.assertEqual(row.copies, 4)
        # another row, or another column of the same row, is merged
        commands = [[1, other.id, {"copies": 2}], [1, row.id, {"originals": 3}]]
        bases = {str(other.id): {"copies": other.copies}, str(row.id): {"originals": row.originals}}
        self.assertIn(
            "result",
            self.save(self.receptionist.login, {"component_ids": commands}, component_ids=bases),
        )
        self.assertEqual((row.copies, row.originals, other.copies), (4, 3, 2))

    def not_accepted(self):
        """A dossier whose list of papers may still lose a row."""
        self.dossier = self.take_in(accept=False)
        return self.dossier.component_ids[0]

    def test_removed_there_and_changed_here(self):
        row = self.not_accepted()
        base = {str(row.id): {"copies": row.copies, "name": row.name}}
        self.save(self.second.login, {"component_ids": [[2, row.id]]}, component_ids=base)
        error = self.refused(
            self.save(
                self.receptionist.login,
                {"component_ids": [[1, row.id, {"copies": 7}]]},
                component_ids=base,
            )
        )
        [conflict] = error["context"]["tthc_conflicts"]
        self.assertEqual((conflict["removed"], conflict["user"]), (True, "Bùi Văn Hai"))
        # removed by both: nothing is left to do, nothing to refuse
        again = self.save(
            self.receptionist.login, {"component_ids": [[2, row.id]]}, component_ids=base
        )
        self.assertIn("result", again)

    def test_changed_there_and_removed_here(self):
        row = self.not_accepted()
        base = {str(row.id): {"copies": row.copies, "name": row.name}}
        self.save(
            self.second.login, {"component_ids": [[1, row.id, {"copies": 4}]]}, component_ids=base
        )
        error = self.refused(
            self.save(self.receptionist.login, {"component_ids": [[2, row.id]]}, component_ids=base)
        )
        self.assertEqual(error["context"]["tthc_conflicts"][0]["column"], "copies")
        self.assertTrue(row.exists())

    def test_an_action_of_the_other_is_no_conflict_with_an_entry(self):
        self.dossier.with_user(self.second).action_forward()
        answer = self.save(self.receptionist.login, {"subject": "Cấp mới"}, subject=False)
        self.assertEqual(answer["result"][0]["subject"], "Cấp mới")
        self.assertEqual(self.dossier.state, "processing")

    def test_who_changed_what_cannot_be_written_from_outside(self):
        answer = self.save(self.receptionist.login, {"last_editors": {}})
        self.assertIn("last_editors", self.dossier._fields)
        self.assertIn("error", answer)
