"""Results with their files, the figures of digitisation, and what the owner gets."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.tthc_dossier.tests.files import pdf

from .common import PapersCommon


@tagged("post_install", "-at_install")
class TestResults(PapersCommon):
    def taken_in(self):
        """Accepted, and with the agency that will issue the result."""
        dossier = self.take_in(case_id=self.free_case.id)
        dossier.with_user(self.receptionist).action_forward()
        return dossier

    def walk_on(self, dossier):
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer2).action_forward()
        dossier.with_user(self.leader).action_issue_result()
        return dossier

    def test_the_result_carries_its_code(self):
        dossier = self.taken_in()
        held = self.result(dossier)
        self.assertEqual((held.name, held.code), ("Giấy xác nhận", "KQ.G15.999999"))
        self.assertEqual((held.partner_id, held.origin, held.state),
                         (self.citizen, "result", "valid"))  # fmt: skip

    def test_entered_on_the_form(self):
        dossier = self.taken_in()
        self.free_case.result_ids.sudo()._write({"paper_valid_months": 6})
        self.env.invalidate_all()
        held = self.env["tthc.paper.held"].with_user(self.officer)
        with Form(held.with_context(default_dossier_id=dossier.id)) as form:
            form.template_id = dossier.case_id.result_ids[0]
            self.assertEqual(form.code, "KQ.G15.999999")
            form.issued_on = date(2026, 3, 10)
            self.assertEqual(form.valid_until, date(2026, 9, 10))
        self.assertEqual(form.record.dossier_id, dossier)

    def test_required_by_the_setting(self):
        self.env["ir.config_parameter"].set_param("tthc_papers.result_required", "True")
        dossier = self.taken_in()
        with self.assertRaisesRegex(UserError, "no file yet"):
            self.walk_on(dossier)
        held = self.result(dossier, user=self.leader)
        answer = dossier.with_user(self.leader)._take_file(
            "kq.pdf", pdf("kq"), "upload", held_id=held.id
        )
        self.assertEqual(answer["status"], "stored")
        dossier.with_user(self.leader).action_issue_result()
        self.assertEqual(dossier.state, "done")

    def test_digitised_is_a_file_in_the_papers_and_in_the_result(self):
        dossier = self.walk_on(self.taken_in())
        found = self.env["tthc.dossier"].search([("id", "=", dossier.id)])
        self.assertFalse(found.is_digitised)
        self.receive(self.paper(dossier))
        self.assertEqual((dossier.components_digitised, dossier.is_digitised), (True, False))
        held = self.result(dossier)
        dossier.with_user(self.officer)._take_file("k.pdf", pdf("k"), "upload", held_id=held.id)
        self.assertTrue(dossier.is_digitised)
        self.assertTrue(found.search_count([("id", "=", dossier.id), ("is_digitised", "=", True)]))
        self.env.flush_all()
        figures = self.env["tthc.paper.figure"].with_user(self.manager)
        [(company, count, digitised, rate)] = figures._read_group(
            [("dossier_id", "=", dossier.id)],
            ["company_id"],
            ["dossiers:sum", "digitised:sum", "digitised_rate:avg"],
        )
        self.assertEqual((company, count, digitised, rate), (self.centre, 1, 1, 100.0))
        self.rows(dossier).filtered("held_id").with_user(self.officer).action_discard()
        self.assertFalse(dossier.is_digitised)

    def test_nobody_enters_the_figures(self):
        dossier = self.taken_in()
        with self.assertRaises(UserError):
            dossier.with_user(self.receptionist).write({"is_digitised": True})
        with self.assertRaisesRegex(UserError, "not entered"):
            self.paper(dossier).with_user(self.receptionist).write({"reused": True})

    def test_dates(self):
        with self.assertRaises(ValidationError):
            self.result(self.taken_in(), valid_until="2026-03-01")

    def test_what_the_owner_has_stays_as_it_is(self):
        dossier = self.taken_in()
        held = self.result(dossier)
        self.walk_on(dossier).with_user(self.receptionist).action_return_result()
        with self.assertRaisesRegex(UserError, "owner's hands"):
            held.with_user(self.officer).write({"number": "13/GXN"})
        with self.assertRaises(AccessError):
            held.with_user(self.officer).action_revoke("Sai")
        with self.assertRaisesRegex(UserError, "reason"):
            held.with_user(self.leader).action_revoke(" ")
        held.with_user(self.leader).action_revoke("QĐ 5/QĐ-STP")
        self.assertEqual((held.state, held.revoked_by_id), ("revoked", self.leader))

    def test_the_owner_gets_it_once_it_is_issued(self):
        dossier = self.taken_in()
        held = self.result(dossier, user=self.officer)
        held.sudo()._receive_file("kq.pdf", pdf("kq"))
        file = held.sudo().file_ids
        self.assertFalse(dossier.sudo()._portal_file(file.id))
        self.walk_on(dossier)
        self.assertEqual(dossier.sudo()._portal_file(file.id), file)

    def test_national_data_needs_its_evidence(self):
        dossier = self.take_in(accept=False, received=False)
        paper = self.paper(dossier).with_user(self.receptionist)
        with self.assertRaisesRegex(UserError, "prove"):
            paper.action_mark_national("CSDL quốc gia về dân cư", " ")
        paper.action_mark_national("CSDL quốc gia về dân cư", "TV-20260309-17")
        self.assertTrue(paper.from_national and paper.received and dossier.has_national)
        self.assertEqual(paper.originals, 0, "no sheet of paper came in")
        self.assertIn("TV-20260309-17", paper.national_evidence)
        paper.action_unmark_national()
        self.assertFalse(paper.from_national or paper.received or dossier.has_national)
        self.assertEqual(paper.originals, 1)

    def test_national_data_stands_for_the_paper_at_acceptance(self):
        dossier = self.take_in(accept=False, received=False)
        for paper in dossier.component_ids.with_user(self.receptionist):
            paper.action_mark_national("CSDL quốc gia về dân cư", "TV-20260309-17")
        dossier.with_user(self.receptionist).action_accept()
        self.assertEqual(dossier.state, "accepted")
