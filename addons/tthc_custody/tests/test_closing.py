"""The end of a dossier, and the originals that go back."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import PIXEL, CustodyCommon


@tagged("post_install", "-at_install")
class TestClosing(CustodyCommon):
    def done(self, **more):
        return self.walk_to_result(self.take_in(case_id=self.free_case.id, **more))

    def dialog(self, dossier, action="return_result", user=None):
        return Form(
            self.env["tthc.dossier.decision"]
            .with_user(user or self.receptionist)
            .with_context(default_dossier_id=dossier.id, default_action=action)
        )

    def offered(self, dossier):
        actions = dossier.with_user(self.receptionist)._available_actions()
        return {row["name"]: row["dialog"] for row in actions}

    def test_originals_are_given_back_with_the_result(self):
        dossier = self.done()
        self.assertTrue(self.offered(dossier)["return_result"], "the desk is asked")
        form = self.dialog(dossier)
        self.assertIn("Giấy chứng nhận", form.custody_text)
        self.assertNotIn("Tờ khai", form.custody_text, "the application form stays in the file")
        self.assertTrue(form.custody_return)
        form.custody_receiver = "Nguyễn Văn Thử"
        form.custody_signature = PIXEL
        form.save().action_confirm()
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(self.places(dossier), {"applicant": 1})
        self.assertEqual(self.places(dossier, "Tờ khai"), {"desk": 1})
        slip = dossier.custody_slip_ids
        self.assertEqual((slip.way, slip.signature_state), ("return", "one"))
        kinds = dossier.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(kinds[-2:], ["paper_return", "return_result"])
        self.assertNotIn("originals_left", dossier.event_ids.sorted("seq")[-1].facts)

    def test_closing_with_an_original_still_out_is_confirmed(self):
        dossier = self.done()
        self.lend(dossier)
        form = self.dialog(dossier)
        self.assertFalse(form.custody_return, "it is not at hand")
        sheet = form.save()
        with self.assertRaisesRegex(UserError, "still in custody"):
            sheet.action_confirm()
        self.assertEqual(dossier.state, "done")
        sheet.custody_confirmed = True
        sheet.action_confirm()
        self.assertEqual(dossier.state, "returned")
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.facts["originals_left"][0]["name"], "Giấy chứng nhận")
        overdue = self.holdings(dossier, to_return=True)
        self.assertEqual(overdue.ended_at, dossier.returned_at)
        self.assertEqual((overdue.return_by - dossier.returned_at.date()).days, 10)

    def test_nothing_is_closed_silently_by_a_call(self):
        """Without the dialog the ledger still names what stays behind."""
        dossier = self.done()
        dossier.with_user(self.receptionist).action_return_result()
        left = dossier.event_ids.sorted("seq")[-1].facts["originals_left"]
        self.assertEqual([row["quantity"] for row in left], [1])
        self.assertTrue(self.holdings(dossier, to_return=True).ended_at)

    def test_a_strict_centre_does_not_close(self):
        self.centre.tthc_custody_guard = "block"
        dossier = self.done()
        with self.assertRaisesRegex(UserError, "These originals go back"):
            dossier.with_user(self.receptionist).action_return_result()
        self.move(dossier, self.receptionist, "return")
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")

    def test_the_strict_centre_gives_back_in_the_dialog(self):
        self.centre.tthc_custody_guard = "block"
        dossier = self.done()
        self.lend(dossier)
        sheet = self.dialog(dossier).save()
        sheet.custody_confirmed = True
        with self.assertRaisesRegex(UserError, "These originals go back"):
            sheet.action_confirm()
        at_officer = self.papers(
            dossier, place="person", user_id=self.officer.id, agency_id=self.justice.id
        )
        self.move(dossier, self.receptionist, "back", at_officer)
        self.dialog(dossier).save().action_confirm()
        self.assertEqual((dossier.state, self.places(dossier)), ("returned", {"applicant": 1}))

    def test_a_centre_that_only_lists(self):
        self.centre.tthc_custody_guard = "off"
        dossier = self.done()
        self.assertFalse(self.offered(dossier)["return_result"])
        dossier.with_user(self.receptionist).action_return_result()
        self.assertTrue(self.holdings(dossier, to_return=True))

    def test_without_originals_the_result_is_returned_at_once(self):
        dossier = self.done()
        self.move(dossier, self.receptionist, "return")
        self.assertFalse(self.offered(dossier)["return_result"])

    def test_refused_at_the_counter(self):
        dossier = self.take_in(accept=False)
        form = self.dialog(dossier, "refuse")
        self.assertTrue(form.custody_return)
        form.reason_id = self.env["tthc.reason"].search(
            [("kind", "=", "refuse"), ("needs_address", "=", False),
             ("needs_component", "=", False)], limit=1
        )  # fmt: skip
        form.note = "Không thuộc đối tượng"
        form.save().action_confirm()
        self.assertEqual(dossier.state, "not_accepted")
        self.assertEqual(self.places(dossier), {"applicant": 1})

    def test_somebody_else_meanwhile_is_still_noticed(self):
        dossier = self.done()
        sheet = self.dialog(dossier).save()
        dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        dossier.with_user(self.receptionist).action_take_over()
        with self.assertRaisesRegex(UserError, "was changed while you were looking"):
            sheet.action_confirm()

    def test_what_ended_before_custody_is_settled(self):
        dossier = self.done()
        dossier.with_user(self.receptionist).action_return_result()
        self.centre.tthc_custody_since = date(2100, 1, 1)
        self.env["tthc.custody.holding"].invalidate_model()
        self.assertFalse(self.holdings(dossier))

    def test_what_the_catalogue_says_goes_before_the_rules(self):
        dossier = self.take_in()
        rows = self.holdings(dossier, kind="original")
        template = self.paper(dossier, "Tờ khai").template_id
        self.env.cr.execute(
            "UPDATE tthc_procedure_component SET custody = 'return' WHERE id = %s", [template.id]
        )
        rows.invalidate_recordset()
        self.assertEqual(set(rows.mapped("custody")), {"return"})
        rule = self.env["tthc.custody.rule"].create(
            {"words": "giấy chứng", "procedure_id": self.procedure.id, "custody": "keep"}
        )
        rows.invalidate_recordset()
        by_name = {row.name: row.custody for row in rows}
        self.assertEqual(by_name, {"Tờ khai": "return", "Giấy chứng nhận": "keep"})
        rule.active = False
        rows.invalidate_recordset()
        self.assertEqual(set(rows.mapped("custody")), {"return"})
