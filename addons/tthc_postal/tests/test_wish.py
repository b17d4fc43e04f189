"""The recipient asks on the portal for another delivery; the desk answers."""

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..tools import status
from .common import FreePostalCommon


@tagged("post_install", "-at_install")
class TestWish(HttpCase, FreePostalCommon):
    def setUp(self):
        super().setUp()
        self.owner = self.portal_user("t.congdan", partner_id=self.citizen.id)
        self.dossier = self.result_by_post()
        self.shipment = self.sent(self.dossier)
        self.page = f"/my/dossiers/{self.dossier.id}/delivery/{self.shipment.id}"

    def portal_user(self, login, **values):
        return new_test_user(
            self.env, login, groups="base.group_portal", password=login, lang="en_US", **values
        )

    def miss(self):
        self.shipment.with_user(self.clerk).action_fail("Vắng nhà")

    def log_in(self, login="t.congdan"):
        self.authenticate(login, login)

    def ask(self, **values):
        data = {"wish": "again", "time_slot": "morning", "phone": "0912000111", **values}
        data.setdefault("street", "Số 9, đường Gửi")
        return self.url_open(self.page, data={"csrf_token": http.Request.csrf_token(self), **data})

    def wish(self):
        self.shipment.invalidate_recordset()
        return self.shipment.wish_ids[:1]

    def desk(self, user=None):
        return self.wish().with_user(user or self.clerk)

    def take(self, **values):
        action = self.desk().action_take()
        self.assertEqual(action["res_model"], "tthc.shipment.again")
        wizard = self.env["tthc.shipment.again"].with_user(self.clerk)
        wizard = wizard.with_context(**action["context"]).create(values)
        wizard.action_confirm()
        return wizard

    # The portal -----------------------------------------------------------------------------------

    def test_asked_for_once_and_passed_on(self):
        self.log_in()
        page = f"/my/dossiers/{self.dossier.id}"
        self.assertNotIn(self.page, self.url_open(page).text)
        self.miss()
        self.assertIn(self.page, self.url_open(page).text)
        answer = self.ask(phone="12")
        self.assertIn("alert-danger", answer.text)
        self.assertFalse(self.wish())
        self.ask(street="Số 10, đường Gửi", note="Gọi trước")
        wish = self.wish()
        self.assertEqual(
            (wish.kind, wish.time_slot, wish.street, wish.user_id, wish.state),
            ("address", "morning", "Số 10, đường Gửi", self.owner, "open"),
        )
        self.assertIn("post_wish", self.kinds(self.dossier))
        shown = self.url_open(page).text
        self.assertIn("Vắng nhà", shown)
        self.assertNotIn(self.page, shown)
        self.assertIn("Gọi trước", shown)
        with self.assertRaises(UserError):
            self.shipment.sudo()._ask_redelivery(fetch=True)
        wizard = self.take(fault="citizen")
        self.assertEqual((wizard.kind, wizard.asked_by), ("address", "citizen"))
        row = self.shipment.redelivery_ids
        self.assertEqual((row.kind, row.bearer), ("address", "recipient"))
        self.assertEqual(self.shipment.recipient_street, "Số 10, đường Gửi")
        self.assertIn("Số 10, đường Gửi", self.shipment._again_words())
        self.assertIn("Gọi trước", self.shipment._again_words())
        self.assertEqual((wish.state, wish.decided_by_id), ("taken", self.clerk))
        self.assertNotIn(self.page, self.url_open(page).text)
        # A second attempt that fails may be asked about again.
        self.shipment.with_user(self.clerk).action_out_for_delivery()
        self.env["tthc.shipment.wish"].flush_model()
        self.miss()
        self.env.cr.execute(
            "UPDATE tthc_shipment_wish SET at = at - interval '1 hour' WHERE id = %s", [wish.id]
        )
        self.env.invalidate_all()
        self.assertIn(self.page, self.url_open(page).text)

    def test_only_the_owner_asks(self):
        self.miss()
        self.portal_user("t.nguoikhac")
        self.log_in("t.nguoikhac")
        self.assertEqual(self.url_open(self.page).status_code, 404)
        self.assertEqual(self.ask().status_code, 404)
        self.log_in()
        other = self.sent()
        strange = f"/my/dossiers/{self.dossier.id}/delivery/{other.id}"
        self.assertEqual(self.url_open(strange).status_code, 404)
        answer = self.url_open(self.page, data={"wish": "fetch"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.wish())
        with self.assertRaises(AccessError):
            self.env["tthc.shipment.wish"].with_user(self.owner).search([])

    def test_an_envelope_with_papers_of_others_is_for_the_telephone(self):
        self.miss()
        stranger = self.env["res.partner"].create({"name": "Người Khác"})
        other = self.result_by_post()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE tthc_shipment_item SET shipment_id = %s WHERE dossier_id = %s",
            [self.shipment.id, other.id],
        )
        self.env.cr.execute(
            "UPDATE tthc_dossier_party SET partner_id = %s WHERE dossier_id = %s",
            [stranger.id, other.id],
        )
        self.env.invalidate_all()
        self.log_in()
        self.assertEqual(self.url_open(self.page).status_code, 404)

    def test_fetched_at_the_centre(self):
        self.miss()
        self.log_in()
        self.ask(wish="fetch")
        self.assertEqual(self.wish().kind, "fetch")
        self.take(fault="citizen")
        self.assertEqual(self.shipment.redelivery_ids.kind, "back")

    # The desk -------------------------------------------------------------------------------------

    def asked(self):
        self.miss()
        return self.shipment.with_user(self.owner).sudo()._ask_redelivery(fetch=True)

    def test_refused_with_words_that_the_recipient_reads(self):
        wish = self.asked()
        with self.assertRaisesRegex(UserError, "answer"):
            self.desk().action_refuse()
        with self.assertRaises(AccessError):
            self.desk(self.other_clerk).action_refuse()
        self.desk().answer = "Hồ sơ phải nhận tại nhà"
        self.desk(self.receptionist).action_refuse()
        self.assertEqual(wish.state, "refused")
        for change in (self.desk().action_take, self.desk().action_refuse, self.desk().unlink):
            self.assertRaises(UserError, change)
        with self.assertRaises(UserError):
            self.desk().answer = "Khác"
        self.log_in()
        text = self.url_open(f"/my/dossiers/{self.dossier.id}").text
        self.assertIn("Hồ sơ phải nhận tại nhà", text)

    def test_on_the_desk_until_it_is_over(self):
        wish = self.asked()
        desk = self.env["tthc.desk"].with_user(self.clerk)
        action = desk.open_figure("post", "post_wishes")
        found = self.env[action["res_model"]].with_user(self.clerk).search(action["domain"])
        self.assertEqual(found, wish)
        self.assertEqual(self.shipment.with_user(self.clerk).open_wish_id, wish)
        self.shipment.with_user(self.clerk).action_turn_back()
        self.assertEqual((wish.state, self.shipment.state), ("over", status.RETURNING))
        self.assertFalse(self.shipment.open_wish_id)
