"""Dossiers of a ministry's system: shown, never touched, the newest word counts."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..tools import actions
from .common import DossierCommon

NUMBER = "G09.20-20260609-0092637"
JUNE = datetime(2026, 6, 10, 3, 0)


@tagged("post_install", "-at_install")
class TestMirror(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env,
            "t.quantri",
            groups="base.group_user,tthc_catalogue.group_administrator",
            company_id=cls.centre.id,
            company_ids=[(6, 0, cls.centre.ids)],
        )

    def row(self, code="4", at=JUNE, user=None, **more):
        values = {
            "external_number": NUMBER,
            "system": "Hệ thống của Bộ Xây dựng",
            "procedure_code": self.procedure.code,
            "owner_name": "Trần Thị Bộ",
            "state_code": code,
            "updated_at": at,
            "company_id": self.centre.id,
            **more,
        }
        return self.env["tthc.dossier.mirror"].with_user(user or self.admin).create(values)

    def mirrored(self, **more):
        return self.row(**more).dossier_id.with_env(self.env)

    # Taken over -----------------------------------------------------------------------------------

    def test_a_row_makes_a_dossier(self):
        due = datetime(2026, 6, 20, 10, 0)
        row = self.row(national_code="000.G09-1", accepted_at=JUNE, due_at=due, subject="Cấp phép")
        dossier = row.dossier_id
        self.assertEqual(row.result, "apply")
        self.assertEqual(dossier.processing_system, "ministry")
        self.assertEqual((dossier.state, dossier.name), ("processing", False))
        self.assertEqual(dossier.display_name, NUMBER)
        self.assertEqual((dossier.accepted_at, dossier.due_at), (JUNE, due))
        self.assertEqual(dossier.owner_id.name, "Trần Thị Bộ")
        event = dossier.event_ids
        self.assertEqual((event.kind, event.at), ("mirror", JUNE))
        self.assertEqual((event.from_state, event.to_state), ("registered", "processing"))
        self.assertIsNone(dossier._ledger_break())

    def test_every_national_state(self):
        for state, code in actions.NATIONAL_CODES.items():
            with self.subTest(state):
                dossier = self.mirrored(code=str(code), external_number=f"G09-20260609-{code:07}")
                self.assertEqual(dossier.state, state)

    def test_the_same_row_again_has_no_effect(self):
        dossier = self.mirrored()
        again = self.row()
        self.assertEqual((again.result, again.dossier_id), ("repeated", dossier))
        self.assertEqual(dossier.event_count, 1)
        self.assertEqual(self.row(code="5").result, "contradictory")
        self.assertEqual((dossier.event_count, dossier.state), (1, "processing"))

    def test_older_words_are_ignored(self):
        dossier = self.mirrored(code="9")
        earlier = self.row(code="2", at=JUNE - timedelta(days=1))
        self.assertEqual(earlier.result, "older")
        self.assertIn("10", earlier.error)
        self.assertEqual((dossier.state, dossier.mirrored_at), ("done", JUNE))
        later = self.row(code="10", at=JUNE + timedelta(days=1))
        self.assertEqual(later.result, "apply")
        self.assertEqual(dossier.state, "returned")

    def test_rows_of_one_import_come_in_any_order(self):
        values = [
            {
                "external_number": NUMBER,
                "procedure_code": self.procedure.code,
                "owner_name": "Trần Thị Bộ",
                "state_code": code,
                "updated_at": JUNE + timedelta(days=day),
                "company_id": self.centre.id,
            }
            for code, day in (("9", 2), ("2", 0), ("4", 1))
        ]
        rows = self.env["tthc.dossier.mirror"].with_user(self.admin).create(values)
        self.assertEqual(rows.mapped("result"), ["apply"] * 3)
        self.assertEqual(rows.dossier_id.state, "done")
        self.assertEqual(rows.dossier_id.event_count, 3)

    def test_an_unknown_state_is_kept_and_reported(self):
        dossier = self.mirrored(code="4")
        row = self.row(code="11 – Chờ đồng bộ", at=JUNE + timedelta(days=1))
        self.assertEqual(row.result, "unknown")
        self.assertIn("11", row.error)
        self.assertEqual((dossier.state, dossier.mirror_unknown), ("processing", True))
        self.assertEqual(dossier.mirror_code, "11 – Chờ đồng bộ")
        self.row(code="9", at=JUNE + timedelta(days=2))
        self.assertFalse(dossier.mirror_unknown)

    def test_found_by_its_national_code(self):
        dossier = self.mirrored(national_code="000.G09-1")
        row = self.row(
            code="9",
            at=JUNE + timedelta(days=1),
            external_number="khác",
            national_code="000.G09-1",
        )
        self.assertEqual(row.dossier_id, dossier)
        self.assertEqual(dossier.external_number, NUMBER)

    def test_dates_that_are_not_told(self):
        """Ended, returned or waiting since it was told; open again, nothing of it stays."""
        due = JUNE + timedelta(days=1)
        dossier = self.mirrored(code="5", due_at=due)
        self.assertEqual((dossier.paused_at, dossier.urgency), (JUNE, "paused"))
        later = JUNE + timedelta(days=3)
        self.row(code="9", at=later)
        self.assertEqual((dossier.finished_at, dossier.paused_at), (later, False))
        self.assertTrue(dossier.is_overdue)
        self.assertIn(dossier, dossier.search([("is_overdue", "=", True)]))
        self.row(code="4", at=later + timedelta(days=1))
        self.assertFalse(dossier.finished_at)

    def test_its_form_opens(self):
        dossier = self.mirrored(code="4", accepted_at=JUNE, due_at=JUNE)
        form = Form(dossier.with_user(self.receptionist))
        self.assertEqual(form.external_number, NUMBER)
        self.assertIn("Bộ Xây dựng", dossier.clock_explanation)
        self.assertTrue(dossier._action_obstacles("return_result"))

    # Not taken over -------------------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_each_row_says_what_is_wrong_with_it(self):
        for more, said in (
            ({"procedure_code": "1.999999"}, "1.999999"),
            ({"external_number": False}, "Number There"),
            ({"owner_name": False, "state_code": False}, "Dossier Owner, National State"),
            ({"updated_at": datetime(2099, 1, 1)}, "future"),
        ):
            with self.subTest(said):
                row = self.row(**more)
                self.assertEqual(row.result, "error")
                self.assertIn(said, row.error)
                self.assertFalse(row.dossier_id)

    def test_one_bad_row_keeps_no_other_back(self):
        good = {
            "external_number": NUMBER,
            "procedure_code": self.procedure.code,
            "owner_name": "A",
            "state_code": "4",
            "updated_at": JUNE,
            "company_id": self.centre.id,
        }
        bad = {**good, "external_number": "G09-2", "procedure_code": "sai"}
        rows = self.env["tthc.dossier.mirror"].with_user(self.admin).create([bad, good])
        self.assertEqual(rows.mapped("result"), ["error", "apply"])
        rows[0].procedure_code = self.procedure.code
        rows[0].action_process()
        self.assertEqual(rows[0].result, "apply")
        with self.assertRaisesRegex(UserError, "as a new one"):
            rows[0].state_code = "9"
        with self.assertRaises(UserError):
            rows[0].sudo().unlink()

    def test_a_dossier_of_this_system_is_not_overwritten(self):
        own = self.take_in(national_code="000.H99-1")
        row = self.row(national_code="000.H99-1")
        self.assertEqual(row.result, "error")
        self.assertIn("processed in this system", row.error)
        self.assertEqual((own.state, own.processing_system), ("accepted", "local"))

    def test_a_workbook_is_imported(self):
        data = [
            ["G09-20260609-0000001", self.procedure.code, "A", "4", "2026-06-10 03:00:00"],
            ["G09-20260609-0000002", "không có", "B", "4", "2026-06-10 03:00:00"],
        ]
        names = ["external_number", "procedure_code", "owner_name", "state_code", "updated_at"]
        rows = self.env["tthc.dossier.mirror"].with_user(self.admin)
        result = rows.load(names, data)
        self.assertFalse(result["messages"])
        self.assertEqual(rows.browse(result["ids"]).mapped("result"), ["apply", "error"])

    # Read-only ------------------------------------------------------------------------------------

    def test_no_action_is_possible(self):
        dossier = self.mirrored()
        for user in (self.receptionist, self.manager, self.env.user):
            acting = dossier.with_user(user)
            self.assertEqual(acting._available_actions(), [])
            self.assertFalse(acting.allowed_actions)
            for name in actions.ACTIONS:
                if name == "mirror":
                    continue
                with (
                    self.subTest(f"{user.login} {name}"),
                    self.assertRaisesRegex(UserError, "Bộ Xây dựng"),
                ):
                    acting._perform(name, note="x")
        self.assertEqual(dossier.event_count, 1)

    def test_nothing_on_it_can_be_written(self):
        dossier = self.mirrored()
        desk = dossier.with_user(self.receptionist)
        with self.assertRaisesRegex(UserError, "only shown here"):
            desk.write({"subject": "Khác"})
        with self.assertRaisesRegex(UserError, "only shown here"):
            desk.sudo().write({"note": "Khác"})
        rows = self.env["tthc.dossier.component"].with_user(self.receptionist)
        with self.assertRaisesRegex(UserError, "only shown here"):
            rows.create({"dossier_id": dossier.id, "name": "Giấy"})
        with self.assertRaisesRegex(UserError, "only shown here"):
            dossier.party_ids.with_user(self.receptionist).write({"mandate_number": "1"})
        with self.assertRaises(UserError):
            desk.unlink()
        desk.message_post(body="Đã gọi điện")

    def test_it_cannot_be_faked(self):
        own = self.take_in()
        with self.assertRaises(UserError):
            own.with_user(self.receptionist).write({"processing_system": "ministry"})
        with self.assertRaisesRegex(UserError, "processed in this system"):
            own._perform("mirror", told={}, content={})

    # Found and counted ----------------------------------------------------------------------------

    def test_found_by_its_number(self):
        dossier = self.mirrored()
        found = self.env["tthc.dossier"].with_user(self.receptionist).name_search("0092637")
        self.assertEqual([row[0] for row in found], dossier.ids)

    def test_no_number_of_our_own_is_used(self):
        before = self.take_in().name
        self.mirrored()
        after = self.take_in().name
        self.assertEqual(int(after.rsplit("-", 1)[1]), int(before.rsplit("-", 1)[1]) + 1)

    def test_rights(self):
        dossier = self.mirrored()
        updates = self.env["tthc.dossier.mirror"]
        for user in (self.receptionist, self.manager, self.officer):
            with self.subTest(user.login), self.assertRaises(AccessError):
                updates.with_user(user).search([])
        self.assertTrue(updates.with_user(self.inspector).search([]))
        with self.assertRaises(AccessError):
            self.row(user=self.inspector)
        found = self.env["tthc.dossier"].search([("id", "=", dossier.id)])
        self.assertTrue(found.with_user(self.receptionist).has_access("read"))
        self.assertFalse(found.with_user(self.other_receptionist).has_access("read"))
