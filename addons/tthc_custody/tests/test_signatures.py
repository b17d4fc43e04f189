"""Who signed for papers, on which side, and that nothing of it changes."""

import base64
import hashlib

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import PIXEL, CustodyCommon


@tagged("post_install", "-at_install")
class TestSignatures(CustodyCommon):
    def handover(self, count=1):
        dossiers = self.env["tthc.dossier"]
        for _index in range(count):
            dossiers |= self.take_in()
        dossiers.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        return dossiers.handover_line_ids.handover_id

    def dialog(self, record, user):
        action = record.with_user(user).action_sign()
        return Form(self.env[action["res_model"]].with_user(user).with_context(**action["context"]))

    def sign(self, record, user, **values):
        form = self.dialog(record, user)
        for name, value in {"signature": PIXEL, **values}.items():
            setattr(form, name, value)
        form.save().action_confirm()

    def test_both_sides_sign_on_screen(self):
        handover = self.handover(2)
        self.assertEqual(handover.signature_state, "none")
        self.sign(handover, self.receptionist)
        self.assertEqual(handover.signature_state, "one")
        images = handover._signature_images()
        self.assertTrue(images["giver"].startswith("data:image/png;base64,"))
        self.assertFalse(images["receiver"])
        self.sign(handover, self.officer)
        self.assertEqual(handover.signature_state, "both")
        first = handover.signature_ids.sorted("id")[0]
        self.assertEqual((first.side, first.user_id, first.method), (
            "giver", self.receptionist, "drawn"
        ))  # fmt: skip
        self.assertEqual(first.digest, hashlib.sha256(base64.b64decode(PIXEL)).hexdigest())
        self.assertTrue(all(row._is_unchanged() for row in handover.signature_ids))
        for state, found in (("none", False), ("one", False), ("both", True)):
            hits = self.env["tthc.handover"].search(
                [("id", "=", handover.id), ("signature_state", "=", state)]
            )
            self.assertEqual(bool(hits), found, state)

    def test_each_side_signs_for_itself_only(self):
        handover = self.handover()
        form = self.dialog(handover, self.officer)
        self.assertTrue(form.may_receiver and form.for_receiver)
        self.assertFalse(form.may_giver)
        signatures = self.env["tthc.custody.signature"]
        with self.assertRaisesRegex(UserError, "cannot sign"):
            signatures.with_user(self.officer)._sign(handover, ["giver"], "drawn", "X", PIXEL)
        for user in (self.inspector,):
            with self.subTest(user.login), self.assertRaisesRegex(UserError, "nothing for you"):
                handover.with_user(user).action_sign()
        self.sign(handover, self.manager)
        self.assertEqual(handover.signature_ids.side, "centre")
        self.assertEqual(handover.signature_state, "none", "the centre is neither side")

    def test_signed_on_paper_with_the_scan(self):
        handover = self.handover()
        with self.assertRaisesRegex(UserError, "Attach the scan"):
            self.sign(handover, self.receptionist, method="paper", for_receiver=True)
        self.sign(
            handover,
            self.receptionist,
            method="paper",
            for_giver=True,
            for_receiver=True,
            scan=PIXEL,
        )
        self.assertEqual(handover.signature_state, "both")
        self.assertFalse(handover._signature_images()["giver"], "the paper has its own ink")

    def test_one_drawing_is_one_persons(self):
        slip = self.lend(self.take_in())
        with self.assertRaisesRegex(UserError, "its own signature"):
            self.sign(slip, self.receptionist, for_giver=True, for_receiver=True)
        with self.assertRaisesRegex(UserError, "Draw the signature"):
            self.sign(slip, self.receptionist, signature=False)

    def test_a_signature_does_not_change(self):
        handover = self.handover()
        self.sign(handover, self.receptionist)
        row = handover.signature_ids
        for act in (
            lambda: row.sudo().write({"signer_name": "Khác"}),
            lambda: row.sudo().unlink(),
            lambda: row.sudo().create({"side": "receiver"}),
        ):
            with self.assertRaises(UserError):
                act()
        with self.assertRaisesRegex(UserError, "nothing for you|cannot sign"):
            self.sign(handover, self.receptionist)
        self.assertEqual(len(handover.signature_ids), 1)

    def test_nothing_is_added_to_a_signed_list(self):
        handover = self.handover()
        self.sign(handover, self.receptionist)
        with self.assertRaisesRegex(UserError, "is signed"):
            self.take_in().with_user(self.receptionist).action_hand_over(handover_id=handover.id)

    def test_slip_of_a_loan_is_signed_by_the_borrower(self):
        slip = self.lend(self.take_in())
        self.sign(slip, self.officer)
        self.assertEqual((slip.signature_ids.side, slip.signature_state), ("receiver", "one"))
        self.assertEqual(slip.signature_ids.signer_name, self.officer.name)

    def test_the_receipt_of_originals_prints_the_signature(self):
        dossier = self.take_in()
        sheet = (
            self.env["tthc.custody.move"]
            .with_user(self.receptionist)
            .with_context(default_dossier_id=dossier.id, default_way="return")
        )
        form = Form(sheet)
        self.assertEqual(sum(form.line_ids._records[i]["quantity"] for i in range(3)), 1)
        form.signature = PIXEL
        form.save().action_confirm()
        slip = dossier.custody_slip_ids
        self.assertEqual(slip.signature_ids.signer_name, self.citizen.name)
        html = (
            self.env["ir.actions.report"]
            .with_user(self.receptionist)
            ._render_qweb_html("tthc_custody.report_slip", slip.ids)[0]
            .decode()
        )
        for part in (
            "GIẤY BIÊN NHẬN TRẢ LẠI BẢN CHÍNH",
            slip.name,
            "Giấy chứng nhận",
            "data:image/png;base64,",
            self.citizen.name,
        ):
            self.assertIn(part, html)
        self.assertNotIn("Tờ khai", html)
