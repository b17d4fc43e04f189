"""Who has a dossier open is told what another does with it, and nobody else is."""

import json

from odoo.tests import tagged

from odoo.addons.tthc_dossier.models.tthc_dossier_live import NOTICE

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestLive(DossierCommon):
    def notices(self, act):
        """Payloads that ``act`` sends on commit."""
        sent = self.cr.precommit.data.setdefault("bus.bus.values", [])
        sent.clear()
        act()
        found = [json.loads(row["message"]) for row in sent]
        return [row["payload"] for row in found if row["type"] == NOTICE]

    def channels(self, user, *names):
        return self.env["ir.websocket"].with_user(user)._filter_dossier_channels(list(names))

    def test_an_action_is_announced_without_the_matter(self):
        dossier = self.take_in()
        [notice] = self.notices(dossier.with_user(self.receptionist).action_forward)
        self.assertEqual(set(notice), {"id", "what", "user_id", "user", "event_count"})
        self.assertEqual(
            (notice["id"], notice["user"], notice["event_count"]),
            (dossier.id, self.receptionist.name, dossier.event_count),
        )

    def test_intake_tells_nobody(self):
        self.assertFalse(self.notices(self.take_in))

    def test_only_who_may_read_it_listens(self):
        dossier = self.take_in()
        name = f"tthc.dossier_{dossier.id}"
        for user in (self.receptionist, self.manager, self.inspector):
            self.assertEqual(self.channels(user, name, "other"), ["other", dossier])
        portal = self.env["res.users"].create(
            {
                "name": "Người dân",
                "login": "t.dan",
                "partner_id": self.citizen.id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        for user in (self.stranger, self.other_receptionist, self.officer, portal):
            self.assertEqual(self.channels(user, name, "other"), ["other"])
