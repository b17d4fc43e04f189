"""What uninstallation leaves behind."""

import importlib

from odoo.tests import tagged

from ..hooks import uninstall_hook
from ..models.res_company import SEQUENCES
from .common import FreePostalCommon


@tagged("post_install", "-at_install")
class TestUninstall(FreePostalCommon):
    def test_dossiers_and_their_ledgers_stay(self):
        dossier = self.result_by_post()
        self.sent(dossier).with_user(self.clerk).action_deliver("Người Nhận")
        kinds = self.kinds(dossier)
        self._uninstall_above()
        uninstall_hook(self.env)
        self.assertEqual(self.kinds(dossier), kinds)
        self.assertEqual(dossier.state, "returned")
        self.assertIsNone(dossier._ledger_break())
        self.assertFalse(self.env["tthc.shipment"].search_count([]))
        self.assertFalse(self.env["ir.sequence"].search_count([("code", "in", list(SEQUENCES))]))
        self.env["tthc.carrier"].search([]).unlink()

    def _uninstall_above(self):
        """What builds on the post goes first, as Odoo does it."""
        for name in ("tthc_postal_reconciliation", "tthc_postal_payment", "tthc_postal_custody"):
            if self.env["ir.module.module"]._get(name).state == "installed":
                importlib.import_module(f"odoo.addons.{name}.hooks").uninstall_hook(self.env)
