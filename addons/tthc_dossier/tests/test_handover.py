from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestHandover(DossierCommon):
    """Paper files pass from hand to hand, both sides confirming; apart from the forwarding."""

    def given(self, count=2):
        dossiers = self.env["tthc.dossier"]
        for _index in range(count):
            dossiers |= self.take_in()
        dossiers.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        return dossiers, dossiers.handover_line_ids.handover_id

    def test_one_list_for_one_hand_over(self):
        dossiers, handover = self.given()
        self.assertEqual(len(handover), 1)
        self.assertEqual((handover.count, handover.open_count, handover.state), (2, 2, "given"))
        self.assertEqual(handover.giver_id, self.receptionist)
        self.assertEqual(handover.line_ids[0].papers, 3)
        second = self.given(1)[1]
        self.assertEqual(second.number, handover.number + 1)
        self.assertTrue(handover.name.startswith("BG-"))
        self.assertEqual(dossiers.mapped("state"), ["accepted"] * 2, "the way is another matter")

    def test_the_receiver_confirms(self):
        dossiers, handover = self.given()
        for user in (self.officer2, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossiers[0].with_user(user).action_take_over()
        self.assertTrue(handover.with_user(self.officer).to_receive)
        self.assertIn(
            handover,
            self.env["tthc.handover"].with_user(self.officer).search([("to_receive", "=", True)]),
        )
        dossiers[0].with_user(self.officer).action_take_over()
        self.assertEqual(dossiers[0].paper_agency_id, self.justice)
        self.assertEqual((handover.open_count, handover.state), (1, "given"))
        handover.with_user(self.officer).action_receive()
        self.assertEqual(handover.state, "received")
        self.assertEqual(handover.line_ids.receiver_id, self.officer)
        with self.assertRaisesRegex(UserError, "taken over already"):
            handover.with_user(self.officer).action_receive()
        self.assertIsNone(dossiers[0]._ledger_break())

    def test_under_way_is_not_given_again(self):
        dossier = self.given(1)[0]
        with self.assertRaisesRegex(UserError, "Under way to Sở Tư pháp"):
            dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.police.id)

    def test_only_who_has_the_papers_gives_them(self):
        dossier = self.given(1)[0]
        dossier.with_user(self.officer).action_take_over()
        with self.assertRaises(AccessError):
            dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.police.id)
        with self.assertRaisesRegex(UserError, "already"):
            dossier.with_user(self.officer).action_hand_over(to_agency_id=self.justice.id)
        dossier.with_user(self.officer).action_hand_over("Trả về", to_agency_id=None)
        dossier.with_user(self.receptionist).action_take_over()
        self.assertFalse(dossier.paper_agency_id)
        kinds = dossier.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(kinds[1:], ["hand_over", "take_over"] * 2)

    def test_the_giver_takes_back_what_never_arrived(self):
        dossier, handover = self.given(1)
        dossier.with_user(self.receptionist).action_take_over()
        self.assertFalse(dossier.paper_agency_id)
        self.assertTrue(handover.line_ids.returned)
        self.assertTrue(dossier.event_ids.sorted("seq")[-1].facts["returned"])

    def test_both_sides_see_the_list(self):
        handover = self.given(1)[1]
        lists = self.env["tthc.handover"]
        for user, expected in (
            (self.receptionist, handover),
            (self.officer, handover),
            (self.inspector, handover),
            (self.officer2, lists),
            (self.other_receptionist, lists),
        ):
            with self.subTest(user.login):
                self.assertEqual(lists.with_user(user).search([("id", "=", handover.id)]), expected)

    def test_many_in_one_batch_on_one_list(self):
        dossiers = self.take_in() | self.take_in()
        elsewhere = self.given(1)[0]
        elsewhere.with_user(self.officer).action_take_over()
        chosen = dossiers | elsewhere
        start = (
            self.env["tthc.batch.start"]
            .with_user(self.receptionist)
            .with_context(active_model="tthc.dossier", active_ids=chosen.ids)
            .create({"kind": "hand_over", "hand_to_id": self.police.id})
        )
        batch = self.env["tthc.batch"].browse(start.action_start()["res_id"])
        self.assertEqual(batch.sudo().line_ids.mapped("state"), ["done", "done", "failed"])
        self.assertEqual(batch.handover_id.line_ids.dossier_id, dossiers)

    def test_dialog(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dialog = (
            self.env["tthc.dossier.decision"]
            .with_user(self.receptionist)
            .with_context(default_dossier_id=dossier.id, default_action="hand_over")
            .create({})
        )
        self.assertEqual(dialog.hand_to_id, self.justice)
        dialog.action_confirm()
        self.assertIn("Sở Tư pháp", dossier.paper_place)
