from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestWithdrawal(DossierCommon, HttpCase):
    """A withdrawal is asked for by a party and answered; not agreed, the dossier goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(
            cls.env, "t.congdan", password="t.congdan", groups="base.group_portal"
        )
        cls.neighbour = new_test_user(
            cls.env, "t.langgieng", password="t.langgieng", groups="base.group_portal"
        )

    def test_row_holds_request_and_answer(self):
        dossier = self.take_in()
        desk = dossier.with_user(self.receptionist)
        desk.action_request_withdrawal("Đổi ý")
        row = dossier.withdrawal_ids
        self.assertEqual((row.partner_id, row.channel, row.state), (self.citizen, "desk", "open"))
        self.assertEqual(row.state_before, "accepted")
        desk.action_answer_withdrawal("Đồng ý", papers="Bản chính tờ khai", fees="Hoàn 50.000 đ")
        self.assertEqual((row.state, row.answered_by_id), ("agreed", self.receptionist))
        self.assertEqual(dossier.state, "stopped")
        facts = dossier.event_ids.sorted("seq")[-1:].facts
        self.assertEqual((facts["papers"], facts["money"]), ("Bản chính tờ khai", "Hoàn 50.000 đ"))
        self.assertTrue(facts["agreed"])
        self.assertEqual(facts["steps"], ["Tiếp nhận"])

    def test_refused_it_goes_on_exactly_where_it_was(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_request_supplement("Thiếu")
        tasks = dossier.open_task_ids
        desk = dossier.with_user(self.receptionist)
        desk.action_request_withdrawal("Đổi ý")
        self.assertEqual(dossier.state, "withdrawing")
        dossier.with_user(self.officer).action_answer_withdrawal("Chưa rút được", agree=False)
        self.assertEqual((dossier.state, dossier.open_task_ids), ("supplement", tasks))
        self.assertEqual(dossier.supplement_round_ids.state, "open")
        desk.action_receive_supplement()
        self.assertEqual(dossier.state, "processing")

    def test_agreed_ends_what_was_asked_for(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_request_supplement("Thiếu")
        desk = dossier.with_user(self.receptionist)
        desk.action_request_withdrawal("Đổi ý")
        desk.action_answer_withdrawal("Đồng ý")
        self.assertEqual(dossier.supplement_round_ids.state, "ended")

    def test_only_before_a_result(self):
        dossier = self.walk_to_result(self.take_in())
        with self.assertRaisesRegex(UserError, "is not possible"):
            dossier.with_user(self.receptionist).action_request_withdrawal("Đổi ý")

    def test_only_a_party_asks(self):
        dossier = self.take_in()
        with self.assertRaisesRegex(UserError, "Only a party"):
            dossier.with_user(self.receptionist).action_request_withdrawal(
                "Đổi ý", partner_id=self.portal.partner_id.id
            )

    def test_rows_follow_their_dossier(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_request_withdrawal("Đổi ý")
        row = dossier.withdrawal_ids
        self.assertTrue(row.with_user(self.manager).search([("id", "=", row.id)]))
        self.assertFalse(row.with_user(self.stranger).search([("id", "=", row.id)]))
        with self.assertRaises(AccessError):
            row.with_user(self.portal).search([("id", "=", row.id)])
        with self.assertRaises(AccessError):
            row.with_user(self.manager).write({"answer": "x"})

    def test_dialog_shows_the_persons_reason(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_request_withdrawal("Đổi ý")
        context = {"default_dossier_id": dossier.id, "default_action": "answer_withdrawal"}
        dialogs = self.env["tthc.dossier.decision"].with_user(self.manager)
        with Form(dialogs.with_context(**context)) as form:
            self.assertEqual(form.withdrawal_reason, "Đổi ý")
            form.note = "Chưa đủ điều kiện rút"
            form.agree = False
        form.record.action_confirm()
        self.assertEqual(dossier.state, "accepted")

    # Portal -------------------------------------------------------------------------------------

    def post(self, dossier, **data):
        return self.url_open(
            f"/my/dossiers/{dossier.id}/withdraw",
            data={"csrf_token": http.Request.csrf_token(self), "confirmed": "1", **data},
        )

    def test_owner_asks_on_the_page(self):
        dossier = self.take_in(owner=self.portal.partner_id.id)
        self.authenticate("t.congdan", "t.congdan")
        page = self.url_open(f"/my/dossiers/{dossier.id}").text
        self.assertIn(f"/my/dossiers/{dossier.id}/withdraw", page)
        seen = dossier.event_count
        answer = self.post(dossier, reason="Không cần nữa", seen=seen)
        self.assertIn("Không cần nữa", answer.text)
        self.assertEqual(dossier.state, "withdrawing")
        row = dossier.withdrawal_ids
        self.assertEqual((row.channel, row.partner_id), ("portal", self.portal.partner_id))
        self.assertEqual(row.recorded_by_id, self.portal)
        self.post(dossier, reason="Không cần nữa", seen=seen)
        self.assertEqual(len(dossier.withdrawal_ids), 1)
        dossier.with_user(self.receptionist).action_answer_withdrawal("Chưa được", agree=False)
        self.assertIn("Chưa được", self.url_open(f"/my/dossiers/{dossier.id}").text)

    def test_empty_reason_is_said_on_the_page(self):
        dossier = self.take_in(owner=self.portal.partner_id.id)
        self.authenticate("t.congdan", "t.congdan")
        self.assertIn("alert-danger", self.post(dossier, reason=" ").text)
        self.assertEqual(dossier.state, "accepted")

    def test_somebody_elses_dossier_is_not_found(self):
        dossier = self.take_in(owner=self.portal.partner_id.id)
        self.authenticate("t.langgieng", "t.langgieng")
        self.assertEqual(self.post(dossier, reason="x").status_code, 404)
        self.assertEqual(dossier.state, "accepted")
        with self.assertRaises(AccessError):
            dossier.with_user(self.neighbour).action_request_withdrawal("x")

    def test_without_token_nothing_happens(self):
        dossier = self.take_in(owner=self.portal.partner_id.id)
        self.authenticate("t.congdan", "t.congdan")
        answer = self.url_open(f"/my/dossiers/{dossier.id}/withdraw", data={"reason": "x"})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(dossier.state, "accepted")

    def test_page_shows_what_is_asked_for_and_why_it_ended(self):
        dossier = self.take_in(accept=False, owner=self.portal.partner_id.id)
        desk = dossier.with_user(self.receptionist)
        desk.action_request_supplement("Bổ sung", items=[{"name": "Ảnh 4×6", "problem": "mờ"}])
        self.authenticate("t.congdan", "t.congdan")
        self.assertIn("Ảnh 4×6", self.url_open(f"/my/dossiers/{dossier.id}").text)
        desk.action_receive_supplement()
        desk.action_refuse("Ở xã khác", reason="refuse_wrong_agency", address="UBND xã A")
        page = self.url_open(f"/my/dossiers/{dossier.id}").text
        self.assertIn("UBND xã A", page)
        self.assertNotIn("refuse_wrong_agency", page)
