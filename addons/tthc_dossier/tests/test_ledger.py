from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestLedger(DossierCommon):
    """The event ledger is append-only and shows what was done to it behind its back."""

    def setUp(self):
        super().setUp()
        self.dossier = self.walk_to_result(self.take_in())
        self.env.flush_all()

    def tamper(self, query, *args):
        self.env.cr.execute(SQL(query, *args))
        self.env.invalidate_all()
        return self.dossier._ledger_break()

    def test_untouched_chain_is_whole(self):
        self.assertIsNone(self.dossier._ledger_break())
        action = self.dossier.with_user(self.manager).action_verify_ledger()
        self.assertEqual(action["params"]["type"], "success")

    def test_no_door_changes_an_event(self):
        event = self.dossier.event_ids[0]
        for attempt in (
            lambda: event.sudo().write({"note": "x"}),
            lambda: event.sudo().unlink(),
            lambda: event.sudo().create({"dossier_id": self.dossier.id, "kind": "accept"}),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_changed_event_is_found(self):
        found = self.tamper(
            "UPDATE tthc_dossier_event SET note = 'sửa' WHERE dossier_id = %s AND seq = 2",
            self.dossier.id,
        )
        self.assertEqual(found, (2, "content"))

    def test_removed_event_is_found(self):
        found = self.tamper(
            "DELETE FROM tthc_dossier_event WHERE dossier_id = %s AND seq = 2", self.dossier.id
        )
        self.assertEqual(found, (2, "missing"))

    def test_removed_last_event_is_found(self):
        count = self.dossier.event_count
        found = self.tamper(
            "DELETE FROM tthc_dossier_event WHERE dossier_id = %s AND seq = %s",
            self.dossier.id,
            count,
        )
        self.assertEqual(found, (count - 1, "tail"))

    def test_reordered_events_are_found(self):
        found = self.tamper(
            """UPDATE tthc_dossier_event SET seq = CASE seq WHEN 2 THEN 103 ELSE 102 END
                WHERE dossier_id = %s AND seq IN (2, 3);
               UPDATE tthc_dossier_event SET seq = seq - 100
                WHERE dossier_id = %s AND seq > 100""",
            self.dossier.id,
            self.dossier.id,
        )
        self.assertEqual(found, (2, "link"))
