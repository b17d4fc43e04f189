"""Postage asked for by itself, paid, held, given back."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon
from odoo.addons.tthc_postal.tests.common import PostalCommon


class PostageCommon(PaymentCommon, PostalCommon):
    """A centre that asks 30.000 đ of everybody, 26.000 đ within the province."""

    POSTAGE = 30_000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariffs = cls.env["tthc.postage.tariff"]
        cls.price = cls.tariffs.create(
            {
                "company_id": cls.centre.id,
                "amount": cls.POSTAGE,
                "date_from": "2026-01-01",
                "source": "QĐ 1",
            }
        )

    def by_post(self, **more):
        dossier = self.take_in(
            instant=self.MONDAY_9, return_method="post", return_address="Số 9, đường Gửi", **more
        )
        return dossier, self.postage(dossier)

    def postage(self, dossier):
        return dossier.expected_ids.filtered(lambda row: row.purpose == "postage")

    def pay(self, requests):
        for request in requests.filtered(lambda row: row.state == "open"):
            self.receive(request.reference, request.due_amount)

    def result(self, dossier):
        self.walk_to_result(dossier)
        return self.shipment_of(dossier)


@tagged("post_install", "-at_install")
class TestPostage(PostageCommon):
    def test_asked_for_on_acceptance(self):
        dossier, postage = self.by_post()
        self.assertEqual((postage.state, postage.amount), ("open", self.POSTAGE))
        line = postage.line_ids
        self.assertEqual((line.kind, line.name), ("postage", "Cước bưu chính"))
        self.assertIn("QĐ 1", line.explanation)
        self.assertIn(self.carrier.name, line.explanation)
        self.assertEqual((dossier.fee_due, dossier.postage_due), (self.FEE, self.POSTAGE))
        event = dossier.event_ids.filtered(lambda row: row.kind == "postage_asked")
        self.assertEqual(event.user_id, self.receptionist)

    def test_on_the_receipt_with_one_code_for_all(self):
        dossier, postage = self.by_post()
        rows = dossier._receipt_fee_rows()
        self.assertIn(("Cước bưu chính", self.POSTAGE), [(r["name"], r["amount"]) for r in rows])
        self.assertTrue(dossier.with_user(self.receptionist)._receipt_payment_qr())
        bundle = self.env["tthc.payment.bundle"].search([("request_ids", "in", postage.ids)])
        self.assertEqual(bundle.amount, self.FEE + self.POSTAGE)
        self.receive(bundle.reference, bundle.amount)
        self.assertEqual(set(dossier.expected_ids.mapped("state")), {"paid"})

    def test_nothing_without_post_tariff_or_citizen(self):
        self.assertFalse(self.postage(self.take_in(instant=self.MONDAY_9)))
        for payer in ("delivery", "centre"):
            self.centre.tthc_postage_payer = payer
            self.assertFalse(self.by_post()[1])
        self.centre.tthc_postage_payer = "citizen"
        self.price.date_to = date(2026, 3, 8)
        self.assertFalse(self.by_post()[1])

    def test_the_recipient_pays_the_courier(self):
        """The setting decides on the envelope: label, list, carrier's order and what is collected
        follow; what was asked for before is not collected again."""
        asked = self.by_post()[0]
        self.centre.write({"tthc_postage_payer": "delivery", "tthc_fees_on_delivery": True})
        dossier, postage = self.by_post()
        self.assertFalse(postage)
        shipment = self.result(dossier)
        self.assertEqual(
            (shipment.payer, shipment.price, shipment.cod_amount),
            ("recipient", self.POSTAGE, self.FEE),
        )
        shipment.with_user(self.receptionist).action_pack()
        self.assertEqual(shipment._label().payer, "Người nhận: 30.000 đ")
        row = shipment._exchange_row()
        self.assertEqual((row["payer"], row["cod_amount"]), ("Người nhận", self.FEE))
        account = self.env["tthc.carrier.account"].new(
            {"carrier_id": self.carrier.id, "sender_name": "T", "sender_phone": "1"}
        )
        parcel = account._parcel(shipment, "R1")
        self.assertEqual((parcel.receiver_pays, parcel.cod), (True, self.FEE))
        self.assertIn("Người nhận trả cước", parcel.note)
        self.env.flush_all()
        self.assertIn("88", shipment._portal_row()["to_pay"])
        envelope = self.env["tthc.postal.envelope"].browse(shipment.id)
        self.assertEqual(envelope.postage_amount, self.POSTAGE)
        before = self.result(asked)
        self.assertEqual(before.payer, "centre")
        before.payer = "recipient"
        with self.assertRaisesRegex(UserError, "again"):
            before.with_user(self.receptionist).action_pack()

    def test_price_of_the_area(self):
        states = self.env["res.country.state"].search([("country_id.code", "=", "VN")], limit=2)
        self.centre.state_id = states[0]
        self.tariffs.create(
            {
                "company_id": self.centre.id,
                "amount": 26_000,
                "area": "province",
                "date_from": "2026-01-01",
            }
        )
        for state, amount in ((states[0], 26_000), (states[1], 30_000), (False, 30_000)):
            self.citizen.state_id = state
            self.assertEqual(self.by_post()[1].amount, amount)

    def test_choosing_the_post_later(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        desk = dossier.with_user(self.receptionist)
        desk.write({"return_method": "post", "return_address": "Số 9"})
        self.assertEqual(self.postage(dossier).amount, self.POSTAGE)
        desk.write({"return_address": "Số 10", "return_method": "post"})
        self.assertEqual(len(self.postage(dossier)), 1)

    def test_sending_a_result_that_was_to_be_fetched(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.pay(dossier.expected_ids)
        self.walk_to_result(dossier)
        action = dossier.with_user(self.receptionist).action_send_by_post()
        shipment = self.env["tthc.shipment"].browse(action["res_id"])
        self.assertEqual((shipment.price, shipment.postage_due), (self.POSTAGE, self.POSTAGE))

    def test_an_envelope_waits_for_its_postage(self):
        dossier, postage = self.by_post()
        self.pay(dossier.expected_ids - postage)
        shipment = self.result(dossier)
        self.assertEqual((shipment.price, shipment.postage_due), (self.POSTAGE, self.POSTAGE))
        with self.assertRaisesRegex(UserError, "Postage"):
            shipment.with_user(self.receptionist).action_pack()
        self.pay(postage)
        self.assertEqual((shipment.postage_due, shipment.postage_paid), (0, self.POSTAGE))
        shipment.with_user(self.receptionist).action_pack()
        self.assertEqual(shipment.state, "packed")

    def test_a_centre_may_send_it_unpaid(self):
        self.centre.tthc_postage_first = False
        dossier, postage = self.by_post()
        self.pay(dossier.expected_ids - postage)
        self.result(dossier).with_user(self.receptionist).action_pack()
        self.assertEqual(postage.state, "open")

    def test_unpaid_it_is_cancelled_for_the_counter(self):
        dossier, postage = self.by_post()
        dossier.with_user(self.receptionist).return_method = "counter"
        self.assertEqual(postage.state, "cancelled")
        self.assertFalse(postage.refund_ids)
        dossier.with_user(self.receptionist).return_method = "post"
        self.assertEqual(dossier.postage_due, self.POSTAGE)

    def test_paid_it_is_proposed_for_a_refund(self):
        dossier, postage = self.by_post()
        self.pay(dossier.expected_ids)
        desk = dossier.with_user(self.receptionist)
        desk.return_method = "counter"
        refund = postage.refund_ids
        self.assertEqual((refund.state, refund.amount), ("proposed", self.POSTAGE))
        self.assertEqual((refund.maker_id, refund.ground), (self.receptionist, "not_due"))
        desk.return_method = "electronic"
        self.assertEqual(len(postage.refund_ids), 1)
        refund.with_user(self.chief).action_approve()
        refund.with_user(self.cashier)._pay_cash("Nguyễn Văn Thử")
        self.assertEqual((postage.state, dossier.fee_due), ("cancelled", 0))
        self.assertFalse(dossier.postage_total)

    def test_paid_with_the_fees_in_one_transfer(self):
        dossier, postage = self.by_post()
        fee = dossier.expected_ids - postage
        bundle = self.env["tthc.payment.bundle"].with_user(self.receptionist)
        bundle = bundle._open((fee | postage).with_user(self.receptionist)).sudo()
        money = self.receive(bundle.reference, bundle.amount)
        refunds = self.env["tthc.refund"].with_user(self.accountant)
        values = {"ground": "not_due", "reason": "Không phải nộp", "way": "cash"}
        refunds._propose(money.with_env(refunds.env), self.FEE, values, fee.match_ids)
        dossier.with_user(self.receptionist).return_method = "counter"
        self.assertEqual(postage.refund_ids.amount, self.POSTAGE)
        self.assertEqual(money.proposed_amount, money.amount)
        with self.assertRaises(UserError):
            refunds._propose(money.with_env(refunds.env), 1, values, postage.match_ids)

    def test_once_the_post_had_it_nothing_is_given_back(self):
        dossier, postage = self.by_post()
        self.pay(dossier.expected_ids)
        shipment = self.result(dossier)
        shipment.with_user(self.receptionist).action_pack()
        shipment.with_user(self.clerk).action_hand_over()
        shipment.with_user(self.clerk).action_fail("Vắng nhà")
        shipment.with_user(self.clerk).action_return_to_centre()
        dossier.with_user(self.receptionist).return_method = "counter"
        self.assertFalse(postage.refund_ids)
        self.assertEqual(postage.state, "paid")

    def test_fetched_at_the_counter_before_it_left(self):
        dossier, postage = self.by_post()
        self.pay(dossier.expected_ids)
        self.result(dossier)
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(postage.refund_ids.state, "proposed")

    def test_delivered_by_post_nothing_is_given_back(self):
        dossier, postage = self.by_post()
        self.pay(dossier.expected_ids)
        shipment = self.result(dossier)
        shipment.with_user(self.receptionist).action_pack()
        shipment.with_user(self.clerk).action_hand_over()
        shipment.with_user(self.clerk).action_deliver("Nguyễn Văn Thử")
        self.assertEqual(dossier.state, "returned")
        self.assertFalse(postage.refund_ids)

    def test_two_prices_for_the_same_are_refused(self):
        with self.assertRaises(ValidationError):
            self.price.copy({"date_from": "2026-06-01"})
        self.price.date_to = date(2026, 5, 31)
        later = self.price.copy({"date_from": "2026-06-01", "date_to": False, "amount": 35_000})
        self.assertEqual(self.by_post()[1].amount, self.POSTAGE)
        self.assertTrue(later)

    def test_who_keeps_the_tariff(self):
        self.price.with_user(self.chief).amount = 31_000
        self.assertEqual(self.by_post()[1].amount, 31_000)
        for user in (self.cashier, self.accountant, self.receptionist, self.clerk):
            self.assertEqual(self.price.with_user(user).amount, 31_000)
            with self.assertRaises(AccessError):
                self.price.with_user(user).amount = 1
        with self.assertRaises(AccessError):
            self.price.with_user(self.other_accountant).read(["amount"])


@tagged("post_install", "-at_install")
class TestPostagePages(PostageCommon, HttpCase):
    def test_the_owner_sees_it(self):
        owner = new_test_user(
            self.env,
            "t.congdan",
            groups="base.group_portal",
            name="Nguyễn Văn Thử",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
        )
        self.citizen = owner.partner_id
        dossier, postage = self.by_post()
        self.authenticate("t.congdan", "t.congdan")
        page = self.url_open(f"/my/dossiers/{dossier.id}").text
        self.assertIn("Cước bưu chính", page)
        self.assertIn(postage.reference, page)
