import time
from datetime import date, datetime, timedelta

from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .common import STAFF, DossierCommon


@tagged("post_install", "-at_install")
class TestDelegation(DossierCommon):
    """A deputy sees and does what the absent person may, on these days only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user.with_context(tz="Asia/Ho_Chi_Minh"))
        cls.deputy = cls._user("t.thay", "officer", cls.tax)

    @classmethod
    def _user(cls, login, group, agency=None):
        return new_test_user(
            cls.env,
            login,
            groups=STAFF + group,
            company_id=cls.centre.id,
            company_ids=[(6, 0, cls.centre.ids)],
            tthc_agency_ids=[(6, 0, agency.ids if agency else [])],
        )

    def delegate(self, absent=None, deputy=None, start=0, days=1, user=None):
        absent = absent or self.officer
        return (
            self.env["tthc.delegation"]
            .with_user(user or absent)
            .create(
                {
                    "absent_id": absent.id,
                    "deputy_id": (deputy or self.deputy).id,
                    "date_from": self.today + timedelta(days=start),
                    "date_to": self.today + timedelta(days=start + days - 1),
                    "reason": "Nghỉ phép",
                    "basis": "15/QĐ-STP",
                }
            )
        )

    def at_justice(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        return dossier

    def sees(self, user, dossier):
        """Through search, and through the check of a record in hand."""
        found = dossier.with_user(user).search([("id", "=", dossier.id)])
        self.env.invalidate_all()
        self.assertEqual(bool(found), dossier.with_user(user).has_access("read"))
        return bool(found)

    def test_days_are_those_of_the_absent_persons_zone(self):
        row = self.delegate()
        self.assertEqual(
            row.starts_at, datetime.combine(self.today, datetime.min.time()) - timedelta(hours=7)
        )
        self.assertEqual(row.ends_at - row.starts_at, timedelta(days=1))
        self.assertEqual(row.state, "current")

    def test_rights_begin_and_end_at_the_instant(self):
        """The evaluated record rule is in Odoo's cache before the delegation begins and while it
        ends; nothing is cleared and no job runs in between."""
        dossier = self.at_justice()
        row = self.delegate(start=1)
        self.assertFalse(self.sees(self.deputy, dossier))
        now = fields.Datetime.now()
        self.env.execute_query(
            SQL(
                "UPDATE tthc_delegation SET starts_at = %s, ends_at = %s WHERE id = %s",
                now + timedelta(seconds=2),
                now + timedelta(seconds=4),
                row.id,
            )
        )
        row.invalidate_recordset()
        row._forget_deputies()  # the test's own change of the instants
        self.assertFalse(self.sees(self.deputy, dossier))
        time.sleep(2.1)
        self.assertTrue(self.sees(self.deputy, dossier))
        self.assertEqual(row.search([("state", "=", "current"), ("id", "=", row.id)]), row)
        time.sleep(2.1)
        self.assertFalse(self.sees(self.deputy, dossier))

    def test_cancelling_ends_it_at_once(self):
        dossier = self.at_justice()
        row = self.delegate()
        self.assertTrue(self.sees(self.deputy, dossier))
        row.with_user(self.officer).action_cancel()
        self.assertFalse(self.sees(self.deputy, dossier))
        self.assertEqual((row.state, row.cancelled_by_id), ("cancelled", self.officer))
        with self.assertRaisesRegex(UserError, "ended already"):
            row.with_user(self.officer).action_cancel()

    def test_rights_end_with_the_absent_persons_own(self):
        dossier = self.at_justice()
        self.delegate()
        self.officer.active = False
        self.assertFalse(self.sees(self.deputy, dossier))

    def test_refusals(self):
        self.delegate(days=5)
        other = self._user("t.thay2", "officer", self.tax)
        desk = self._user("t.thay3", "receptionist")
        for absent, deputy, words in (
            (self.officer2, self.officer2, "own deputy"),
            (self.officer, other, "has a deputy"),
            (other, self.officer, "is absent on some"),
            (self.deputy, other, "a deputy has no deputy"),
            (self.officer2, desk, "cannot be the deputy"),
            (self.inspector, self.officer2, "cannot be the deputy"),
        ):
            with (
                self.subTest(words, absent=absent.login),
                self.assertRaisesRegex(ValidationError, words),
            ):
                self.delegate(absent, deputy, user=self.env.ref("base.user_admin"))
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.delegate(self.officer2, other, days=0)

    def test_database_keeps_one_deputy_per_day(self):
        self.delegate(days=5)
        with mute_logger("odoo.sql_db"), self.assertRaises(ExclusionViolation):
            self.env.execute_query(
                SQL(
                    "INSERT INTO tthc_delegation (absent_id, deputy_id, date_from, date_to,"
                    " reason, basis) VALUES (%s, %s, %s, %s, 'x', 'x')",
                    self.officer.id,
                    self.officer2.id,
                    self.today,
                    self.today,
                )
            )

    def test_who_appoints(self):
        """Oneself, the leader of one's agency, the manager of one's centre."""
        colleague = self._user("t.dongnghiep", "officer", self.justice)
        for user in (self.leader, self.manager):
            with self.subTest(user.login):
                row = self.delegate(user=user)
                row.with_user(user).action_cancel()
        for user in (colleague, self.receptionist, self.deputy):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.delegate(user=user)
        row = self.delegate()
        with self.assertRaises(AccessError):
            row.with_user(self.deputy).action_cancel()
        self.assertFalse(row.with_user(colleague).search([("id", "=", row.id)]))

    def test_begun_is_not_rewritten(self):
        row = self.delegate(days=3)
        with self.assertRaisesRegex(UserError, "not rewritten"):
            row.date_to = date(2099, 1, 1)
        with self.assertRaisesRegex(UserError, "button"):
            row.cancelled_at = fields.Datetime.now()
        with self.assertRaisesRegex(UserError, "stay on record"):
            row.sudo().unlink()

    def test_acts_are_recorded_with_both_names(self):
        dossier = self.at_justice()
        with self.assertRaises(AccessError):
            dossier.with_user(self.deputy).action_forward()
        self.delegate()
        mine = dossier.with_user(self.deputy)
        self.assertTrue(mine.is_mine)
        self.assertIn(dossier, mine.search([("is_mine", "=", True)]))
        self.assertIn("forward", [offer["name"] for offer in mine._available_actions()])
        mine.action_forward()
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual((event.user_id, event.on_behalf_id), (self.deputy, self.officer))
        self.assertIsNone(dossier._ledger_break())

    def test_own_work_is_not_on_behalf(self):
        self.delegate(absent=self.officer2, deputy=self.officer)
        dossier = self.at_justice()
        dossier.with_user(self.officer).action_forward()
        self.assertFalse(dossier.event_ids.sorted("seq")[-1].on_behalf_id)
        dossier.with_user(self.officer).action_forward()
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].on_behalf_id, self.officer2)

    def test_a_leaders_deputy_decides_as_leader(self):
        dossier = self.at_justice()
        with self.assertRaises(AccessError):
            dossier.with_user(self.deputy).action_reject("Không đủ điều kiện", "reject_conditions")
        self.delegate(absent=self.leader)
        dossier.with_user(self.deputy).action_reject("Không đủ điều kiện", "reject_conditions")
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual((event.kind, event.on_behalf_id), ("reject", self.leader))
