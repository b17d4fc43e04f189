import runpy
from pathlib import Path

from odoo.tests import tagged

from .common import DossierCommon

SCRIPT = Path(__file__).parents[1] / "migrations" / "19.0.3.0.0" / "post-rounds.py"


@tagged("post_install", "-at_install")
class TestRoundsMigration(DossierCommon):
    """Rows made from the events of a ledger that was written before there were rows."""

    def migrate(self, dossiers):
        """As after an upgrade: the events are there, the rows are not."""
        dossiers.sudo().supplement_round_ids.unlink()
        dossiers.sudo().withdrawal_ids.unlink()
        self.env.flush_all()
        runpy.run_path(str(SCRIPT))["migrate"](self.env.cr, "19.0.2.0.0")
        self.env.invalidate_all()

    def asked(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_request_supplement("Thiếu bản sao")
        return dossier

    def test_what_is_asked_for_can_be_received(self):
        dossier, counter = self.asked(), self.take_in(accept=False)
        counter.with_user(self.receptionist).action_request_supplement("Thiếu tờ khai")
        self.migrate(dossier | counter)
        row = dossier.supplement_round_ids
        self.assertEqual((row.number, row.stage, row.state), (1, "examination", "open"))
        self.assertEqual((row.item_ids.name, row.agency_id), ("Thiếu bản sao", self.justice))
        self.assertEqual(counter.supplement_round_ids.stage, "counter")
        for record, state in ((dossier, "processing"), (counter, "registered")):
            record.with_user(self.receptionist).action_receive_supplement()
            self.assertEqual(record.state, state)
            self.assertEqual(record.supplement_round_ids.state, "received")
            self.assertIsNone(record._ledger_break())

    def test_withdrawal_asked_for_can_be_answered(self):
        dossier = self.asked()
        dossier.with_user(self.receptionist).action_request_withdrawal("Đổi ý")
        self.migrate(dossier)
        self.assertEqual(dossier.withdrawal_ids.state_before, "supplement")
        dossier.with_user(self.manager).action_answer_withdrawal("Chưa", agree=False)
        self.assertEqual((dossier.state, dossier.withdrawal_ids.state), ("supplement", "refused"))
        dossier.with_user(self.receptionist).action_receive_supplement()
        self.assertEqual(dossier.state, "processing")

    def test_what_is_over_is_told(self):
        stopped, refused = self.asked(), self.asked()
        for dossier, agree in ((stopped, True), (refused, False)):
            desk = dossier.with_user(self.receptionist)
            desk.action_request_withdrawal("Đổi ý")
            desk.action_answer_withdrawal("Trả lời", agree=agree)
        refused.with_user(self.receptionist).action_receive_supplement()
        self.migrate(stopped | refused)
        self.assertEqual(stopped.supplement_round_ids.state, "ended")
        self.assertEqual(stopped.withdrawal_ids.state, "agreed")
        self.assertEqual(refused.supplement_round_ids.state, "received")
        self.assertTrue(refused.supplement_round_ids.item_ids.received)
        self.assertEqual(refused.withdrawal_ids.answered_by_id, self.receptionist)

    def test_running_it_again_changes_nothing(self):
        dossier = self.asked()
        rows = dossier.supplement_round_ids
        runpy.run_path(str(SCRIPT))["migrate"](self.env.cr, "19.0.2.0.0")
        self.env.invalidate_all()
        self.assertEqual(dossier.supplement_round_ids, rows)
