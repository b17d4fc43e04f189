"""The queue in a browser."""

import base64
import json

from odoo.tests import HttpCase, new_test_user, tagged

from ..tools import channels
from . import portal


@tagged("post_install", "-at_install")
class TestQueueTour(HttpCase):
    def setUp(self):
        super().setUp()
        self.editor = new_test_user(
            self.env, "import_editor", groups="tthc_catalogue.group_catalogue_editor"
        )

    def test_upload(self):
        """A file goes through the dialog into the queue, whose scheduled action drafts from it."""
        action = self.env.ref("tthc_catalogue_import.action_import_upload")
        menu = self.env.ref("tthc_catalogue.menu_root")
        self.start_tour(
            f"/odoo/action-{action.id}?menu_id={menu.id}",
            "tthc_import_upload",
            login="import_editor",
        )
        batch = self.env["tthc.import.batch"].search([("name", "=", "records.jsonl")])
        self.assertEqual(batch.user_id, self.editor)
        batch.with_user(self.editor)._run()
        self.assertEqual(batch.mapped("record_ids.code"), ["8.000001", "8.000002"])
        self.assertTrue(all(batch.record_ids.mapped("version_id")))

    def test_review(self):
        table = channels.HEADER + "Trực tiếp3Miễn phí"
        record = portal.record(1, cach_thuc_thuc_hien=table)
        batches = self.env["tthc.import.batch"].with_user(self.editor)
        batch = batches._start("r.jsonl", base64.b64encode(json.dumps(record).encode()))
        batch._run()
        imported = batch.record_ids
        action = self.env.ref("tthc_catalogue_import.action_import_record")
        self.start_tour(
            f"/odoo/action-{action.id}/{imported.id}", "tthc_import_record", login="import_editor"
        )
        self.assertEqual(imported.state, "draft")
        self.assertTrue(all(batch.issue_ids.mapped("resolved")))
