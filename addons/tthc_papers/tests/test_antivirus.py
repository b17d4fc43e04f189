"""ClamAV over real sockets: clean, infected, too large, not reached, found later."""

import socket
import tempfile
from pathlib import Path

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import BaseCase, mute_logger, tagged

from odoo.addons.tthc_dossier.tests.files import pdf

from ..tools import clamd
from .clamd_server import EICAR, SIGNATURE, ClamdServer
from .common import PapersCommon

LOG = "odoo.addons.tthc_papers.models.tthc_paper_alert"


def closed_port():
    """A local address at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{one.getsockname()[1]}"


@tagged("post_install", "-at_install")
class TestProtocol(BaseCase):
    def test_tcp(self):
        with ClamdServer() as server:
            daemon = clamd.Clamd(server.address, 5)
            daemon.ping()
            self.assertIn("ClamAV", daemon.version())
            self.assertFalse(daemon.scan(b"clean").infected)
            self.assertEqual(daemon.scan(b"x" + EICAR).signature, SIGNATURE)

    def test_unix_socket(self):
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "clamd.ctl")
            with ClamdServer(unix=path) as server:
                self.assertTrue(clamd.Clamd(server.address, 5).scan(EICAR).infected)
                self.assertFalse(clamd.Clamd(path, 5).scan(b"clean").infected)

    def test_many_chunks_arrive_whole(self):
        raw = bytes(range(256)) * 1001
        with ClamdServer() as server:
            clamd.Clamd(server.address, 5).scan(raw)
            self.assertEqual(server.scanned, [raw])

    def test_stream_limit(self):
        with ClamdServer(limit=1000) as server:
            with self.assertRaises(clamd.ClamdTooLarge):
                clamd.Clamd(server.address, 5).scan(b"x" * 300_000)
            with self.assertRaises(clamd.ClamdTooLarge):
                clamd.Clamd(server.address, 5, limit=500).scan(b"x" * 900)
            self.assertEqual(server.scanned, [])

    def test_not_reached(self):
        with self.assertRaises(clamd.ClamdError):
            clamd.Clamd(closed_port(), 1).ping()
        with self.assertRaises(clamd.ClamdError):
            clamd.Clamd("/nowhere/clamd.ctl", 1).scan(b"x")

    def test_addresses(self):
        for text, parsed in (
            ("tcp://av.lan:3310", ("tcp", "av.lan", 3310)),
            ("127.0.0.1:3310", ("tcp", "127.0.0.1", 3310)),
            ("[::1]:3310", ("tcp", "::1", 3310)),
            ("unix:/run/clamd.ctl", ("unix", "/run/clamd.ctl")),
            ("/run/clamd.ctl", ("unix", "/run/clamd.ctl")),
        ):
            self.assertEqual(clamd.parse_address(text), parsed)
        for text in ("", "av.lan", "tcp://", ":3310", "h:0", "h:99999", "unix:", "h:x"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                clamd.parse_address(text)


@tagged("post_install", "-at_install")
class TestAntivirus(PapersCommon):
    def setUp(self):
        super().setUp()
        self.dossier = self.take_in()
        self.gcn = self.paper(self.dossier)
        server = ClamdServer()
        self.server = server.__enter__()
        self.addCleanup(server.__exit__)
        self.use(server.address)

    def use(self, address, unreachable="accept"):
        params = self.env["ir.config_parameter"]
        params.set_param("tthc_papers.clamd_address", address)
        params.set_param("tthc_papers.clamd_unreachable", unreachable)

    def infected(self):
        """A PDF that carries the test string."""
        return pdf("Nhiễm") + b"\n" + EICAR

    def test_clean(self):
        self.receive(self.gcn)
        row = self.rows(self.dossier)
        self.assertEqual((row.verdict, row.verdict_detail), ("clean", False))
        self.assertTrue(row.verdict_at)
        self.assertEqual(len(self.server.scanned), 1, "scanned once")

    def test_infected_is_kept_nowhere_and_logged(self):
        files = self.env["ir.attachment"].search_count([])
        gcn = self.gcn.with_user(self.receptionist)
        with (
            self.enter_registry_test_mode(),
            mute_logger(LOG),
            self.assertRaisesRegex(ValidationError, SIGNATURE),
        ):
            gcn._receive_file("virus.pdf", self.infected())
        self.assertEqual(self.env["ir.attachment"].search_count([]), files)
        self.assertFalse(self.rows(self.dossier, "current", "tray"))
        alert = self.env["tthc.paper.alert"].search([], limit=1)
        self.assertEqual(
            (alert.signature, alert.file_name, alert.user_name, alert.place),
            (SIGNATURE, "virus.pdf", self.receptionist.name, self.dossier.name),
        )

    def test_every_way_in_is_scanned(self):
        desk = self.dossier.with_user(self.receptionist)
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.receptionist)
            .create({"name": "virus.pdf", "raw": self.infected()})
        )
        held = self.result(self.dossier, user=self.receptionist)
        ways = (
            lambda: desk._take_file("scan.pdf", self.infected(), "upload"),
            lambda: desk._take_file("k.pdf", self.infected(), "upload", held_id=held.id),
            lambda: desk.component_ids[0].write({"attachment_ids": [Command.link(attachment.id)]}),
        )
        for way in ways:
            with (
                self.enter_registry_test_mode(),
                mute_logger(LOG),
                self.assertRaisesRegex(ValidationError, SIGNATURE),
                self.cr.savepoint(),
            ):
                way()
        self.assertFalse(self.rows(self.dossier, "current", "tray"))

    def test_not_reached(self):
        self.use(closed_port(), "refuse")
        with self.assertRaisesRegex(ValidationError, "could not be scanned"):
            self.receive(self.gcn)
        self.use(closed_port(), "accept")
        self.receive(self.gcn)
        self.assertEqual(self.rows(self.dossier).verdict, "pending")

    def test_scanned_later(self):
        self.use("")
        self.receive(self.gcn, "sạch", name="sach.pdf")
        self.gcn._receive_file("virus.pdf", self.infected())
        rows = self.rows(self.dossier)
        self.assertEqual(set(rows.mapped("verdict")), {"none"})
        self.env["tthc.paper.file"].search([("id", "not in", rows.ids)]).write({"verdict": "clean"})
        clean, bad = rows.sorted("id")
        attachment = bad.attachment_id
        self.use(self.server.address)
        with mute_logger(LOG):
            self.run_job("tthc.paper.file", "_cron_scan")
        self.assertEqual((clean.verdict, clean.state), ("clean", "current"))
        self.assertEqual((bad.verdict, bad.state), ("infected", "quarantined"))
        self.assertEqual(bad.verdict_detail, SIGNATURE)
        self.assertFalse(attachment.exists())
        self.assertEqual(self.gcn.attachment_ids, clean.attachment_id)
        self.assertIn(SIGNATURE, self.dossier.message_ids[0].body)

    def test_the_settings_say_whether_it_answers(self):
        settings = self.env["res.config.settings"].create({})
        answer = settings.action_test_antivirus()
        self.assertIn("ClamAV 1.4.1", answer["params"]["message"])
        for address, words in ((closed_port(), "does not answer"), ("nonsense", "no address")):
            self.use(address)
            with self.assertRaisesRegex(UserError, words):
                settings.action_test_antivirus()
