"""The person's store: who may open it, what is offered, and that every access is logged."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_dossier.tests.files import pdf

from .common import PapersCommon


@tagged("post_install", "-at_install")
class TestStore(PapersCommon):
    def setUp(self):
        super().setUp()
        self.earlier = self.take_in(case_id=self.free_case.id)
        self.receive(self.paper(self.earlier), "Giấy cũ")
        self.receive(self.paper(self.earlier, "Tờ khai"), "Tờ khai cũ", name="tk.pdf")
        self.walk_to_result(self.earlier)
        self.earlier.with_user(self.receptionist).action_return_result()
        self.held = self.env["tthc.paper.held"].search([("dossier_id", "=", self.earlier.id)])
        self.gcn_held = self.held.filtered(lambda row: row.name == "Giấy chứng nhận")

    def later(self):
        """A dossier of the same person at the other centre."""
        return self.take_in(user=self.other_receptionist, company_id=self.other_centre.id)

    def log(self):
        return self.env["tthc.access.log"].search(
            [("partner_id", "=", self.citizen.id), ("kind", "=", "data_store")]
        )

    def offers(self, dossier, user):
        page = dossier.with_user(user).get_papers()
        return {row["name"]: row["offers"] for row in page["components"] if row["offers"]}

    def test_offered_reused_and_logged(self):
        dossier = self.later()
        desk = self.other_receptionist
        before = self.log()
        offers = self.offers(dossier, desk)
        self.assertEqual(list(offers), ["Giấy chứng nhận"], "a form is filled in anew")
        self.assertIn(self.earlier.name, offers["Giấy chứng nhận"][0]["name"])
        paper = self.paper(dossier).with_user(desk)
        paper.action_reuse(offers["Giấy chứng nhận"][0]["id"])
        logged = self.log() - before
        self.assertEqual(len(logged), 2)
        self.assertEqual(set(logged.mapped("user_name")), {desk.name})
        row = self.rows(dossier)
        origin = self.rows(self.earlier).filtered(
            lambda file: file.component_id.name == "Giấy chứng nhận"
        )
        self.assertEqual((row.source, row.origin_id, row.checksum),
                         ("reuse", origin, origin.checksum))  # fmt: skip
        self.assertEqual(row.attachment_id.store_fname, origin.attachment_id.store_fname)
        self.assertEqual(row.attachment_id.with_user(desk).raw, pdf("Giấy cũ"))
        self.assertTrue(paper.reused and paper.received and dossier.has_reused)
        self.assertIn(self.earlier.name, paper.reuse_evidence)
        self.assertFalse(self.offers(dossier, desk))
        with self.assertRaises(AccessError):
            origin.attachment_id.with_user(desk).read(["name"])

    def test_a_chain_of_reuse_does_not_grow(self):
        """What was reused is on file from where it came, once."""
        dossier = self.later()
        self.paper(dossier).with_user(self.other_receptionist).action_reuse(self.gcn_held.id)
        held = self.env["tthc.paper.held"].search(
            [("dossier_id", "=", dossier.id), ("has_files", "=", True)]
        )
        self.assertFalse(held)

    def test_what_is_over_or_revoked_is_not_offered(self):
        dossier = self.later()
        desk = self.other_receptionist
        yesterday = fields.Date.context_today(self.gcn_held) - timedelta(days=1)
        self.gcn_held.valid_until = yesterday
        self.assertEqual(self.gcn_held.state, "expired")
        self.assertFalse(self.offers(dossier, desk))
        with self.assertRaisesRegex(UserError, "not valid"):
            self.paper(dossier).with_user(desk).action_reuse(self.gcn_held.id)
        self.gcn_held.valid_until = False
        self.assertTrue(self.offers(dossier, desk))
        self.gcn_held.with_user(self.leader).action_revoke("QĐ 7/QĐ-STP")
        self.assertFalse(self.offers(dossier, desk))
        with self.assertRaisesRegex(UserError, "not valid"):
            self.paper(dossier).with_user(desk).action_reuse(self.gcn_held.id)
        [row] = [
            row
            for row in self.citizen.with_user(desk).get_paper_store()
            if row["id"] == self.gcn_held.id
        ]
        self.assertEqual((row["state"], row["revoke_reason"]), ("revoked", "QĐ 7/QĐ-STP"))

    def test_who_may_open_the_store(self):
        for user in (self.other_receptionist, self.stranger, self.officer, self.receptionist):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.citizen.with_user(user).get_paper_store()
        before = self.log()
        self.assertTrue(self.citizen.with_user(self.inspector).get_paper_store())
        self.later()
        self.assertTrue(self.citizen.with_user(self.other_receptionist).get_paper_store())
        self.assertEqual(len(self.log() - before), 2)
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.receptionist).get_paper_store()

    def test_another_persons_papers_are_not_reused(self):
        other = self.citizen.copy({"name": "Người khác", "tthc_identity_number": "027080000027"})
        dossier = self.take_in(owner=other.id)
        with self.assertRaisesRegex(UserError, "not on file"):
            self.paper(dossier).with_user(self.receptionist).action_reuse(self.gcn_held.id)

    def test_what_was_changed_on_disk_is_not_reused(self):
        dossier = self.later()
        self.held.component_id.file_ids.write({"checksum": "0" * 64})
        with self.assertRaisesRegex(UserError, "changed"):
            self.paper(dossier).with_user(self.other_receptionist).action_reuse(self.gcn_held.id)

    def test_handed_in_again_counts_as_reused(self):
        dossier = self.later()
        desk = self.other_receptionist
        answer = dossier.with_user(desk)._take_file("GCN.pdf", pdf("Giấy cũ"), "upload")
        self.assertIn(self.earlier.name, answer["message"])
        row = self.rows(dossier)
        self.paper(dossier).with_user(desk).action_mark_reused(row.id)
        self.assertTrue(row.origin_id and dossier.has_reused)

    def test_on_the_intake_sheet(self):
        sheets = self.env["tthc.dossier.intake"].with_user(self.other_receptionist)
        sheet = sheets.create(
            {
                "company_id": self.other_centre.id,
                "partner_id": self.citizen.id,
                "name": self.citizen.name,
                "procedure_id": self.procedure.id,
                "case_id": self.case.id,
            }
        )
        self.assertTrue(sheet.has_held_papers)
        before = self.log()
        sheet.action_offer_papers()
        self.assertEqual(len(self.log() - before), 1)
        fitting = sheet.line_ids.filtered("held_ref")
        self.assertEqual(fitting.mapped("name"), ["Giấy chứng nhận"])
        sheet.line_ids.received = True
        fitting.reuse = True
        dossier = self.env["tthc.dossier"].browse(sheet.action_accept()["res_id"])
        reused = self.paper(dossier)
        self.assertTrue(reused.reused and reused.received)
        self.assertEqual(reused.originals, 0, "no sheet of paper came in")
        self.assertEqual(self.rows(dossier).source, "reuse")
