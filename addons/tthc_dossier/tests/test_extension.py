"""Extension of a limit: proposed, decided, once, in time (NĐ 61/2018/NĐ-CP, Art. 19.9)."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DossierCommon

#: Accepted on Monday 9/3/2026, three working days committed: due on Thursday at 17:00.
DUE = datetime(2026, 3, 12, 10, 0)
UNTIL = datetime(2026, 3, 20, 10, 0)
TUESDAY = datetime(2026, 3, 10, 3, 0)
WEDNESDAY_EVENING = datetime(2026, 3, 11, 10, 1)


@tagged("post_install", "-at_install")
class TestExtension(DossierCommon):
    def setUp(self):
        super().setUp()
        self.dossier = self.take_in(instant=self.MONDAY_9)
        self.at(self.dossier, self.MONDAY_9, self.receptionist).action_forward()
        self.assertEqual(self.dossier.due_at, DUE)

    def propose(self, instant=TUESDAY, until=UNTIL):
        self.at(self.dossier, instant, self.officer).action_propose_extension(
            "Chờ kết quả xác minh", until=until, legal_basis="NĐ 61/2018/NĐ-CP, Điều 19"
        )
        return self.dossier.extension_ids[:1]

    def test_proposed_moves_nothing_granted_moves_the_date(self):
        row = self.propose()
        self.assertEqual((row.state, row.proposed_by_id), ("proposed", self.officer))
        self.assertEqual(row.possible_until, datetime(2026, 3, 11, 10, 0))
        self.assertEqual(self.dossier.due_at, DUE)
        self.at(self.dossier, TUESDAY, self.leader).action_extend("Đồng ý")
        self.assertEqual((row.state, row.decided_by_id), ("granted", self.leader))
        self.assertEqual(self.dossier.due_at, UNTIL)
        self.assertEqual(self.dossier.due_legal, UNTIL)
        self.assertTrue(self.dossier.extended)
        event = self.dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual(event.kind, "extend")
        self.assertEqual(event.facts["old_due_at"], "2026-03-12 10:00:00")
        self.assertEqual(event.facts["new_due_at"], "2026-03-20 10:00:00")
        self.assertEqual(event.facts["proposed_by"], self.officer.name)
        self.assertEqual(event.legal_basis, "NĐ 61/2018/NĐ-CP, Điều 19")
        self.assertIsNone(self.dossier._ledger_break())

    def test_only_the_leader_decides(self):
        row = self.propose()
        for user in (self.officer, self.receptionist, self.manager):
            for call in (
                lambda acting: acting.action_extend("Đồng ý", until=UNTIL),
                lambda acting: acting.action_refuse_extension("Không"),
            ):
                with self.assertRaisesRegex(AccessError, "Sở Tư pháp"):
                    call(self.dossier.with_user(user))
        self.assertEqual(row.state, "proposed")
        with self.assertRaises(AccessError):
            row.with_user(self.leader).write({"state": "granted"})

    def test_refused(self):
        row = self.propose()
        self.at(self.dossier, TUESDAY, self.leader).action_refuse_extension("Đủ thời gian")
        self.assertEqual((row.state, row.decision), ("refused", "Đủ thời gian"))
        self.assertEqual(self.dossier.due_at, DUE)
        self.assertFalse(self.dossier.extended)
        with self.assertRaises(UserError):
            self.at(self.dossier, TUESDAY, self.leader).action_refuse_extension("Lần nữa")
        self.assertTrue(self.propose())

    def test_one_proposal_at_a_time(self):
        self.propose()
        with self.assertRaisesRegex(UserError, "Sở Tư pháp"):
            self.propose()

    def test_until_the_day_before_says_who_and_until_when(self):
        for action in ("action_extend", "action_propose_extension"):
            user = self.leader if action == "action_extend" else self.officer
            with self.assertRaisesRegex(UserError, "17:00 11/03/2026") as caught:
                getattr(self.at(self.dossier, WEDNESDAY_EVENING, user), action)("Muộn", until=UNTIL)
            self.assertIn(self.justice.name, str(caught.exception))
        self.centre.tthc_extension_lead_days = 0
        self.at(self.dossier, WEDNESDAY_EVENING, self.leader).action_extend("Kịp", until=UNTIL)
        self.assertEqual(self.dossier.due_at, UNTIL)

    def test_once_is_a_setting(self):
        self.at(self.dossier, TUESDAY, self.leader).action_extend("Lần 1", until=UNTIL)
        later = datetime(2026, 3, 25, 10, 0)
        with self.assertRaisesRegex(UserError, "t.lanhdao"):
            self.at(self.dossier, TUESDAY, self.leader).action_extend("Lần 2", until=later)
        self.centre.tthc_max_extensions = 2
        self.at(self.dossier, TUESDAY, self.leader).action_extend("Lần 2", until=later)
        self.assertEqual(self.dossier.due_at, later)

    def test_not_earlier(self):
        for until in (None, DUE, self.MONDAY_9):
            with self.assertRaises(UserError):
                self.at(self.dossier, TUESDAY, self.leader).action_extend("Sớm", until=until)

    def test_a_proposal_lapses_with_its_dossier(self):
        row = self.propose()
        self.at(self.dossier, TUESDAY, self.officer).action_request_supplement("Thiếu bản sao")
        self.dossier._lapse_extensions()
        self.assertEqual(row.state, "lapsed")
