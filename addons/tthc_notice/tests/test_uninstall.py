"""What uninstallation leaves behind."""

from odoo.tests import tagged

from ..hooks import uninstall_hook
from .common import NoticeCommon


@tagged("post_install", "-at_install")
class TestUninstall(NoticeCommon):
    def test_dossiers_and_their_ledgers_stay(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.derive()
        mail = self.told(dossier, channel="email")
        mail.with_context(tthc_now=self.MONDAY_9)._hand_over_mail()
        events = dossier.event_ids
        templates = self.env["tthc.notice.rule"].search([]).mail_template_id
        uninstall_hook(self.env)
        self.assertEqual(dossier.event_ids, events)
        self.assertIsNone(dossier._ledger_break())
        self.assertFalse(self.env["tthc.notice"].search_count([]))
        self.assertFalse(self.env["mail.mail"].search([("tthc_notice_id", "!=", False)]))
        templates.unlink()
