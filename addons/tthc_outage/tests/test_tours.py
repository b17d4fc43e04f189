"""The later entry in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import OutageCommon


@tagged("post_install", "-at_install")
class TestTours(OutageCommon, HttpCase):
    def test_a_sheet_is_entered_at_the_desk(self):
        now = fields.Datetime.now()
        self.declared(now - timedelta(hours=2), False)
        self.start_tour(
            "/odoo/action-tthc_outage.action_outage_sheets",
            "tthc_outage_entry",
            login=self.receptionist.login,
        )
        sheet = self.pad.sheet_ids.filtered(lambda row: row.state == "entered")
        self.assertEqual(sheet.number, 1)
        self.assertEqual(sheet.dossier_id.owner_id.name, "Trần Thị Quét")
        earlier = now - timedelta(hours=1)
        self.assertLess(abs(sheet.dossier_id.accepted_at - earlier), timedelta(minutes=5))
        self.assertGreaterEqual(sheet.entered_at, now)
        self.assertIsNone(sheet.dossier_id._ledger_break())
