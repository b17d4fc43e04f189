from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestDecision(DossierCommon):
    """The dialog of the named actions."""

    def open(self, dossier, action, user, **context):
        context = {"default_dossier_id": dossier.id, "default_action": action, **context}
        return self.env["tthc.dossier.decision"].with_user(user).with_context(**context)

    def test_carries_what_the_user_saw_and_chose(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        reason = self.env["tthc.reason"].search([("code", "=", "return_unclear")])
        dialog = self.open(dossier, "return_step", self.officer2).create(
            {"note": "Chưa rõ", "reason_id": reason.id}
        )
        self.assertEqual(dialog.seen, dossier.event_count)
        self.assertEqual(dialog.task_id, dossier.task_id)
        dialog.action_confirm()
        self.assertEqual(dossier.agency_id, self.justice)
        note = dossier.event_ids.sorted("seq")[-1:].note
        self.assertEqual(note, f"{reason.text} Chưa rõ")

    def test_double_click_has_its_effect_once(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        dialog = self.open(dossier, "return_step", self.officer2).create({"note": "Chưa rõ"})
        dialog.action_confirm()
        events = dossier.event_count
        dialog.action_confirm()
        self.assertEqual(dossier.event_count, events)

    def test_change_meanwhile_is_told_and_keeps_what_was_typed(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dialog = self.open(dossier, "request_supplement", self.officer).create(
            {"note": "Thiếu", "item_ids": [(0, 0, {"name": "Ảnh"})]}
        )
        dossier.with_user(self.officer).action_forward()
        with self.assertRaisesRegex(UserError, "was changed while"):
            dialog.action_confirm()
        self.assertEqual(dialog.note, "Thiếu")
        self.assertEqual(dossier.state, "processing")

    def test_refuses_to_open_for_what_would_be_refused(self):
        dossier = self.take_in()
        for action, user, error in (
            ("reopen", self.inspector, UserError),
            ("request_supplement", self.stranger, AccessError),
            ("reject", self.manager, AccessError),
        ):
            with self.subTest(action), self.assertRaises(error):
                self.open(dossier, action, user).default_get(["dossier_id", "action"])

    def test_offers_the_actions_that_ask_for_something(self):
        labels = dict(self.env["tthc.dossier.decision"]._selection_action())
        self.assertIn("return_step", labels)
        self.assertNotIn("take", labels)
