"""Files by drag and drop, and by camera, in a real browser."""

from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tests.common import ChromeBrowser

from .common import PapersCommon

FORM = "/odoo/action-tthc_dossier.action_dossiers/%s"
#: Chromium's own camera of moving pictures, which it gives without asking.
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@tagged("post_install", "-at_install")
class TestTours(PapersCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.dossier = self.take_in()

    def tour(self, name):
        self.start_tour(FORM % self.dossier.id, name, login=self.receptionist.login)
        self.env.invalidate_all()

    def test_many_files_by_drag_and_drop(self):
        self.tour("tthc_papers_drop")
        filed = {row.name: row.component_id.name for row in self.rows(self.dossier)}
        self.assertEqual(
            filed,
            {
                "to khai.png": "Tờ khai",
                "GCN.png": "Giấy chứng nhận",
                "scan0001.png": "Bản sao giấy tờ",
            },
        )
        self.assertFalse(self.rows(self.dossier, "tray"))

    def test_two_pages_by_camera(self):
        spawn = ChromeBrowser._spawn_chrome
        with patch.object(
            ChromeBrowser,
            "_spawn_chrome",
            lambda browser, cmd: spawn(browser, [*cmd[:-1], *CAMERA, cmd[-1]]),
        ):
            self.tour("tthc_papers_camera")
        row = self.rows(self.dossier)
        self.assertEqual((row.source, row.pages, row.mimetype), ("camera", 2, "application/pdf"))

    def test_a_device_without_a_camera(self):
        self.tour("tthc_papers_capture")
        self.assertEqual(self.rows(self.dossier).source, "camera")
