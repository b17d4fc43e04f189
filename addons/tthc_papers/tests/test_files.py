"""How files come in, what is kept of them, what is refused, and that nothing is lost."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.tthc_dossier.tests.files import locked_pdf, pdf, picture

from ..tools import content
from .common import PapersCommon


@tagged("post_install", "-at_install")
class TestFiles(PapersCommon):
    def setUp(self):
        super().setUp()
        self.dossier = self.take_in()
        # the desk's part is done: the agency's officers may add papers as well
        self.dossier.with_user(self.receptionist).action_forward()
        self.gcn = self.paper(self.dossier)
        self.form = self.paper(self.dossier, "Tờ khai")

    def test_a_file_gets_its_row(self):
        raw = pdf("Bản gốc", pages=2)
        attachment = self.gcn.with_user(self.receptionist)._receive_file("gcn.pdf", raw, "camera")
        row = self.rows(self.dossier)
        self.assertEqual(
            (row.component_id, row.attachment_id, row.size, row.pages, row.mimetype),
            (self.gcn, attachment, len(raw), 2, "application/pdf"),
        )
        self.assertEqual((row.checksum, row.source), (content.digest(raw), "camera"))
        self.assertEqual((row.user_id, row.version, row.kind), (self.receptionist, 1, "original"))
        self.assertEqual(row.verdict, "none")
        self.assertTrue(self.gcn.digitised)
        self.assertTrue(row.checksum_at)

    def test_the_field_of_the_paper_is_no_way_around(self):
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.receptionist)
            .create({"name": "x.pdf", "raw": pdf("x"), "res_model": "tthc.dossier.component"})
        )
        gcn = self.gcn.with_user(self.receptionist)
        gcn.write({"attachment_ids": [Command.link(attachment.id)]})
        self.assertEqual(self.rows(self.dossier).attachment_id, attachment)
        gcn.write({"attachment_ids": [Command.unlink(attachment.id)]})
        self.assertFalse(self.rows(self.dossier))
        gone = self.rows(self.dossier, "removed")
        self.assertEqual((gone.attachment_id, gone.ended_by_id), (attachment, self.receptionist))
        gcn.write({"attachment_ids": [Command.link(attachment.id)]})
        self.assertEqual(self.rows(self.dossier), gone)

    def test_files_of_the_intake_sheet(self):
        files = self.env["ir.attachment"].with_user(self.receptionist)
        attachment = files.create({"name": "tk.pdf", "raw": pdf("tk")})
        values = self.intake_values()
        values["components"][0]["attachment_ids"] = [Command.set(attachment.ids)]
        dossier = self.env["tthc.dossier"].with_user(self.receptionist)._intake(values)
        row = self.rows(dossier)
        self.assertEqual((row.component_id.name, row.attachment_id), ("Tờ khai", attachment))

    # What is refused ------------------------------------------------------------------------------

    def test_refusals_say_why(self):
        self.env["ir.config_parameter"].set_param("tthc_papers.max_pages", "3")
        gcn = self.gcn.with_user(self.receptionist)
        for raw, words in (
            (b"", "is empty"),
            (locked_pdf("bí mật"), "password"),
            (pdf("x", 2)[:400], "damaged"),
            (pdf("x", 4), "4 pages"),
            (b"MZ\x90\0" + b"\0" * 500, "type that is not accepted"),
            (b"<html><script>alert(1)</script></html>", "type that is not accepted"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(ValidationError, words):
                gcn._receive_file("giay.pdf", raw)
        self.assertFalse(self.rows(self.dossier, "current", "tray"))

    def test_a_paper_may_have_limits_of_its_own(self):
        self.gcn.sudo().template_id.sudo()._write({"paper_max_pages": 1})
        self.env.invalidate_all()
        with self.assertRaisesRegex(ValidationError, "2 pages"):
            self.gcn._receive_file("gcn.pdf", pdf("x", 2))
        self.form._receive_file("tk.pdf", pdf("x", 2))

    # Twice the same -------------------------------------------------------------------------------

    def test_not_stored_twice_at_one_paper(self):
        first = self.receive(self.gcn)
        self.assertEqual(self.receive(self.gcn), first)
        self.assertEqual(len(self.rows(self.dossier)), 1)

    def test_one_stored_file_for_two_papers(self):
        first = self.receive(self.gcn)
        self.assertEqual(self.receive(self.form), first)
        self.assertEqual(self.rows(self.dossier).component_id, self.gcn | self.form)
        self.assertEqual(self.form.attachment_ids, first)

    def test_a_copy_through_the_field_is_replaced_by_what_is_there(self):
        first = self.receive(self.gcn)
        files = self.env["ir.attachment"].with_user(self.receptionist)
        again = files.create({"name": "again.pdf", "raw": pdf("Nội dung")})
        form = self.form.with_user(self.receptionist)
        form.write({"attachment_ids": [Command.link(again.id)]})
        self.assertEqual(self.form.attachment_ids, first)
        self.assertFalse(again.exists())

    # By name --------------------------------------------------------------------------------------

    def test_names_find_their_paper_and_the_rest_waits(self):
        desk = self.dossier.with_user(self.receptionist)
        answers = [
            desk._take_file(name, pdf(name), "upload")["status"]
            for name in ("to khai.pdf", "GCN.pdf", "scan0001.pdf")
        ]
        self.assertEqual(answers, ["stored", "stored", "tray"])
        self.assertEqual(self.rows(self.dossier).component_id, self.gcn | self.form)
        waiting = self.rows(self.dossier, "tray")
        self.assertEqual((waiting.name, waiting.component_id.id), ("scan0001.pdf", False))
        waiting.with_user(self.receptionist).action_assign(self.form.id)
        self.assertEqual((waiting.state, waiting.component_id), ("current", self.form))
        self.assertIn(waiting.attachment_id, self.form.attachment_ids)
        with self.assertRaisesRegex(UserError, "not waiting"):
            waiting.with_user(self.receptionist).action_assign(self.gcn.id)

    def test_said_when_it_is_there_already(self):
        desk = self.dossier.with_user(self.receptionist)
        desk._take_file("GCN.pdf", pdf("gcn"), "upload")
        for name, words in (("GCN.pdf", "Here already"), ("to khai.pdf", "as well"),
                            ("scan.pdf", "already")):  # fmt: skip
            answer = desk._take_file(name, pdf("gcn"), "upload")
            self.assertEqual(answer["status"], "duplicate")
            self.assertIn(words, answer["message"])

    # Versions -------------------------------------------------------------------------------------

    def test_the_version_before_stays_readable(self):
        old = self.receive(self.gcn)
        row = self.rows(self.dossier)
        desk = self.dossier.with_user(self.receptionist)
        answer = desk._take_file("gcn2.pdf", pdf("mới"), "upload", replaces_id=row.id)
        self.assertEqual(answer["status"], "stored")
        new = self.rows(self.dossier)
        self.assertEqual((new.version, new.replaces_id, row.state), (2, row, "superseded"))
        self.assertEqual(self.gcn.attachment_ids, new.attachment_id)
        self.assertEqual(old.with_user(self.receptionist).raw, pdf("Nội dung"))
        again = desk._take_file("gcn3.pdf", pdf("ba"), "upload", replaces_id=row.id)
        self.assertEqual(again["status"], "refused")

    def test_stored_files_are_not_changed_past_their_row(self):
        attachment = self.receive(self.gcn).with_user(self.receptionist)
        for change in ({"raw": b"%PDF"}, {"name": "x.pdf"}, {"res_id": 0}, {"public": True}):
            with self.subTest(change=change), self.assertRaises(UserError):
                attachment.write(change)
        with self.assertRaises(UserError):
            attachment.unlink()
        with self.assertRaises(AccessError):
            self.rows(self.dossier).with_user(self.receptionist).unlink()
        with self.assertRaises(AccessError):
            self.rows(self.dossier).with_user(self.receptionist).write({"checksum": "x"})

    def test_a_file_changed_on_disk_is_found(self):
        self.receive(self.gcn)
        row = self.rows(self.dossier)
        inspector = row.with_user(self.inspector)
        self.assertEqual(inspector.action_check_integrity()["params"]["type"], "success")
        self.assertEqual(row.integrity, "ok")
        path = row.attachment_id._full_path(row.attachment_id.store_fname)
        with open(path, "r+b") as stored:
            whole = stored.read()
            stored.seek(20)
            stored.write(b"!")
        try:
            answer = inspector.action_check_integrity()["params"]
        finally:
            with open(path, "wb") as stored:
                stored.write(whole)
        self.assertEqual((row.integrity, answer["type"]), ("changed", "danger"))
        self.assertIn(row.checksum, self.dossier.message_ids[0].body)

    def test_the_job_checks_what_was_not_checked(self):
        self.receive(self.gcn)
        row = self.rows(self.dossier)
        self.env["tthc.paper.file"].search([("id", "!=", row.id)]).write(
            {"integrity_at": "2999-01-01"}
        )
        self.run_job("tthc.paper.file", "_cron_integrity")
        self.assertEqual(row.integrity, "ok")

    # Old files, linked submissions ----------------------------------------------------------------

    def test_files_from_before_the_module_get_rows(self):
        attachment = self.env["ir.attachment"].create(
            {
                "name": "cu.jpg",
                "raw": picture(),
                "res_model": "tthc.dossier",
                "res_id": self.dossier.id,
            }
        )
        self.gcn.with_context(tthc_paper_linking=True).write(
            {"attachment_ids": [Command.link(attachment.id)]}
        )
        self.assertFalse(self.rows(self.dossier))
        self.env["tthc.paper.file"]._adopt_existing()
        row = self.rows(self.dossier)
        self.assertEqual(
            (row.source, row.checksum, row.mimetype),
            ("before", content.digest(picture()), "image/jpeg"),
        )
        self.assertTrue(self.dossier.components_digitised)

    # Rights ---------------------------------------------------------------------------------------

    def test_who_may_add(self):
        for user in (self.receptionist, self.officer):
            answer = self.dossier.with_user(user)._take_file(f"{user.login}.pdf", pdf(user.login),
                                                             "upload")  # fmt: skip
            self.assertEqual(answer["status"], "tray")
        for user in (self.inspector, self.manager, self.stranger, self.other_receptionist):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.dossier.with_user(user)._take_file("x.pdf", pdf(), "upload")
        page = self.dossier.with_user(self.inspector).get_papers()
        self.assertFalse(page["may_add"] or page["may_add_results"] or page["may_revoke"])
        self.assertEqual(len(page["tray"]), 2)

    def test_a_closed_dossier_takes_none(self):
        dossier = self.walk_to_result(self.take_in(case_id=self.free_case.id))
        dossier.with_user(self.receptionist).action_return_result()
        with self.assertRaisesRegex(UserError, "closed"):
            dossier.with_user(self.receptionist)._take_file("x.pdf", pdf(), "upload")

    def test_the_page_tells_that_no_antivirus_is_configured(self):
        page = self.dossier.with_user(self.receptionist).get_papers()
        self.assertIn("No antivirus", page["notes"][0])
        self.env["ir.config_parameter"].set_param("tthc_papers.clamd_address", "localhost:1")
        self.assertFalse(self.dossier.with_user(self.receptionist).get_papers()["notes"])
