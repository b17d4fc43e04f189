"""The scanner folder: a real one, with several processes at it."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.tthc_dossier.tests.files import pdf

from .common import PapersCommon

#: A process that takes what it can from a folder, as a worker of Odoo does, and prints the names.
WORKER = """
import os, sys
from pathlib import Path
import odoo.addons
odoo.addons.__path__.append(sys.argv[3])
from odoo.addons.tthc_papers.models import tthc_scan_folder as module

folder = Path(sys.argv[1])
own = module.TthcScanFolder
sys.stdin.readline()
for name in sorted(os.listdir(folder)):
    path = folder / name
    if own._is_ready(path, float(sys.argv[2]), 0):
        taken = own._claim(path, folder / "processing")
        if taken:
            print(taken.name.split("__", 1)[1], flush=True)
"""


@tagged("post_install", "-at_install")
class TestScan(PapersCommon):
    def setUp(self):
        super().setUp()
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.root = Path(place.name)
        self.env.invalidate_all()
        self.env["res.company"].search([("tthc_scan_folder", "!=", False)]).tthc_scan_folder = False
        self.centre.tthc_scan_folder = "tt1"
        self.folder = self.root / "tt1"
        self.folder.mkdir()
        environment = patch.dict(os.environ, {"TTHC_SCAN_ROOT": str(self.root)})
        environment.start()
        self.addCleanup(environment.stop)
        self.dossier = self.take_in()
        self.number = self.dossier.name

    def put(self, name, raw=None, age=60, folder=None):
        """A file that the scanner has left alone for ``age`` seconds. The time of its last change
        cannot be set, so that the quiet time is measured from then."""
        path = (folder or self.folder) / name
        path.write_bytes(pdf(name) if raw is None else raw)
        return path

    def collect(self, later=60):
        """Run the job as if it were ``later`` seconds from now."""
        now = time.time() + later
        with patch("odoo.addons.tthc_papers.models.tthc_scan_folder.time.time", lambda: now):
            self.run_job("tthc.scan.folder", "_cron_collect")

    def scans(self):
        return self.env["tthc.paper.scan"].search([("company_id", "=", self.centre.id)])

    def names(self, place):
        found = (self.folder / place).rglob("*")
        return sorted(path.name.partition("__")[2] for path in found if path.is_file())

    def test_by_number_and_place(self):
        self.put(f"{self.number}_03.pdf")
        self.put(f"{self.number} to khai.pdf")
        self.put(f"{self.dossier.lookup_token}_2.pdf")
        self.put(f"{self.number}_x.pdf")
        self.collect()
        self.assertEqual(
            sorted(self.scans().mapped("outcome")), ["stored", "stored", "stored", "tray"]
        )
        filed = self.rows(self.dossier)
        self.assertEqual(
            filed.component_id.mapped("name"), ["Tờ khai", "Bản sao giấy tờ", "Giấy chứng nhận"]
        )
        self.assertEqual(set(filed.mapped("source")), {"scanner"})
        self.assertEqual(len(self.names("done")), 4)
        self.assertEqual([path for path in self.folder.iterdir() if path.is_file()], [])

    def test_failures_keep_the_file_and_the_reason(self):
        other = self.take_in(user=self.other_receptionist, company_id=self.other_centre.id)
        for name, raw, words in (
            ("scan0001.pdf", None, "does not begin"),
            (f"{self.number}_77.pdf", None, "paper 77"),
            (f"{self.number}_1.pdf", b"%PDF-1.4 half", "damaged|hỏng"),
            (f"{other.name}_1.pdf", None, "has no dossier"),
            ("H99.01-260309-9999_1.pdf", None, "has no dossier"),
        ):
            with self.subTest(name=name):
                self.put(name, raw)
                self.collect()
                scan = self.scans()[0]
                self.assertEqual((scan.file_name, scan.outcome), (name, "failed"))
                self.assertRegex(scan.message, words)
                failed = self.folder / scan.moved_to
                self.assertTrue(failed.exists())
                self.assertIn(scan.message, failed.with_name(f"{failed.name}.txt").read_text())
        self.assertFalse(self.rows(self.dossier, "current", "tray"))
        self.assertFalse(self.rows(other, "current", "tray"))

    def test_what_is_still_written_is_left_alone(self):
        fresh = self.put(f"{self.number}_1.pdf")
        part = self.put(f"{self.number}_2.pdf.part")
        hidden = self.put(f".{self.number}_2.pdf")
        self.collect(later=0)
        self.assertTrue(fresh.exists() and part.exists() and hidden.exists())
        self.collect()
        self.assertFalse(fresh.exists())
        self.assertTrue(part.exists() and hidden.exists())

    def test_no_way_out_of_the_folder(self):
        secret = self.put("secret.pdf", folder=self.root)
        (self.folder / f"{self.number}_1.pdf").symlink_to(secret)
        (self.folder / f"{self.number}_2.pdf").mkdir()
        self.collect()
        self.assertFalse(self.scans())
        self.assertTrue(secret.exists())
        for name in ("..", "../x", "a/b", "/etc", "-x", "a..b", "."):
            with self.subTest(name=name), self.assertRaises(ValidationError), self.cr.savepoint():
                self.centre.tthc_scan_folder = name
                self.env.flush_all()

    def test_left_behind_by_a_crash(self):
        """Taken again after a while; what was stored already is not stored twice."""
        name = f"{self.number}_3.pdf"
        self.gcn = self.paper(self.dossier)
        self.gcn._receive_file("gcn.pdf", pdf(name), "scanner")
        taken = self.folder / "processing"
        taken.mkdir()
        self.put(f"{'a' * 32}__{name}", pdf(name), folder=taken)
        self.collect()
        self.assertFalse(self.scans(), "another process may be at it")
        self.collect(later=2000)
        self.assertEqual(self.scans().outcome, "duplicate")
        self.assertEqual(len(self.rows(self.dossier)), 1)
        self.assertEqual(self.names("done"), [name])

    def test_the_result(self):
        held = self.result(self.dossier, user=self.receptionist)
        self.put(f"{self.number}_KQ.pdf")
        self.collect()
        self.assertEqual(self.rows(self.dossier).held_id, held)

    def test_two_processes_share_the_files(self):
        names = [f"H99.01-260309-{number:04d}_1.pdf" for number in range(60)]
        for name in names:
            self.put(name, b"x")
        (self.folder / "processing").mkdir()
        addons = Path(__file__).parents[2]
        command = [
            sys.executable, "-c", WORKER, str(self.folder), str(time.time() + 60), str(addons)
        ]  # fmt: skip
        workers = [
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
            for _number in range(2)
        ]  # fmt: skip
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        taken = [worker.communicate()[0].split() for worker in workers]
        self.assertEqual(sorted(taken[0] + taken[1]), names, "each file once")
        self.assertEqual(len(os.listdir(self.folder / "processing")), len(names))
