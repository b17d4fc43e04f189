"""Money that the post collects: in the chain once, and remitted by the list."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_postal.tests.common import NUMBER

from ..hooks import post_init_hook, uninstall_hook
from .test_postage import PostageCommon


class CollectedCommon(PostageCommon):
    def handed_over(self, amount, dossier=None, at=None):
        """An envelope with fees that the post took, signed in at the centre."""
        records = self.env["tthc.postal.handover"].with_user(self.clerk)
        record = records.create(
            {
                "direction": "from_post",
                "carrier_id": self.carrier.id,
                "signed_by_post": "Lê Văn Bưu",
            }
        )
        record.scan_in(dossier._lookup_url() if dossier else NUMBER)
        record.line_ids.write({"fee_amount": amount, "fee_receipt": "0000123"})
        record.action_sign(at=at)
        return record.line_ids.shipment_id.sudo().collection_ids

    def money_of(self, collection):
        return self.money.search([("postal_collection_id", "=", collection.id)])

    def listed(self):
        lists = self.env["tthc.postal.remittance"].with_user(self.accountant)
        remittance = lists.create({"carrier_id": self.carrier.id})
        remittance.action_fill()
        remittance.action_agree()
        return remittance

    def credit(self, amount, memo="VNPOST CHUYEN TIEN THU HO", number="FT777"):
        return self.money._receive(
            [
                {
                    "source": "statement",
                    "source_key": f"test|{memo}|{amount}",
                    "company_id": self.centre.id,
                    "account_id": self.account.id,
                    "booked_at": fields.Datetime.now(),
                    "amount": amount,
                    "currency_id": self.centre.currency_id.id,
                    "memo": memo,
                    "bank_reference": number,
                }
            ]
        )


@tagged("post_install", "-at_install")
class TestFeesWithTheDossier(CollectedCommon):
    def test_they_pay_what_acceptance_asks_for(self):
        dossier = self.take_in(accept=False, channel="post")
        collection = self.handed_over(self.FEE, dossier)
        money = self.money_of(collection)
        self.assertEqual((money.source, money.state), ("post", "exception"))
        dossier.with_user(self.receptionist).action_accept()
        request = dossier.expected_ids
        self.assertEqual((money.state, request.state), ("matched", "paid"))
        self.assertEqual(money.match_ids.method, "post")
        self.assertFalse(money.match_ids.attempt_id)
        self.assertEqual(request.paid_at, collection.collected_at)
        self.assertFalse(dossier.fee_due)
        self.assertIsNone(dossier._ledger_break())

    def test_another_sum_is_an_exception(self):
        dossier, request = self.accepted(channel="post")
        collection = self.handed_over(self.FEE - 1_000, dossier)
        money = self.money_of(collection)
        self.assertEqual((money.state, money.reason), ("exception", "amount_differs"))
        self.assertEqual(money.candidate_id, request)
        self.assertEqual(request.state, "open")

    def test_an_expired_request_is_renewed(self):
        dossier, request = self.accepted(channel="post")
        request._set({"state": "expired", "expires_at": "2026-03-20 00:00:00"})
        self.handed_over(self.FEE, dossier)
        self.assertEqual(request.state, "paid")

    def test_fees_and_postage_together(self):
        dossier, _postage = self.by_post(channel="post")
        collection = self.handed_over(self.FEE + self.POSTAGE, dossier)
        self.assertEqual(self.money_of(collection).state, "matched")
        self.assertEqual(set(dossier.expected_ids.mapped("state")), {"paid"})

    def test_an_unknown_envelope_waits_for_its_dossier(self):
        collection = self.handed_over(self.FEE)
        money = self.money_of(collection)
        self.assertEqual((money.state, money.reason), ("exception", "no_reference"))
        dossier, request = self.accepted(channel="post")
        item = collection.shipment_id.item_ids
        item.with_user(self.receptionist).dossier_id = dossier
        self.assertEqual((money.state, request.state), ("matched", "paid"))

    def test_voiding(self):
        dossier, request = self.accepted(channel="post")
        collection = self.handed_over(self.FEE, dossier)
        with self.assertRaisesRegex(UserError, request.reference):
            collection.with_user(self.clerk)._void("Nhập nhầm")
        money = self.money_of(collection)
        money.match_ids.with_user(self.accountant)._undo("Nhập nhầm")
        self.assertEqual(request.state, "open")
        collection.with_user(self.clerk)._void("Nhập nhầm")
        self.assertEqual((money.state, money.voided), ("set_aside", True))

    def test_postage_of_the_carrier_is_no_money_of_ours(self):
        shipment = self.result(self.by_post()[0])
        rows = self.env["tthc.postal.collection"]._collect(
            [
                {
                    "shipment_id": shipment.id,
                    "kind": "postage",
                    "amount": 30_000,
                    "collected_at": fields.Datetime.now(),
                }
            ]
        )
        self.assertFalse(self.money_of(rows))


@tagged("post_install", "-at_install")
class TestCashOnDelivery(CollectedCommon):
    def on_delivery(self):
        self.centre.tthc_fees_on_delivery = True
        dossier, _postage = self.by_post()
        return dossier, self.result(dossier)

    def test_the_courier_collects_what_is_due(self):
        dossier, shipment = self.on_delivery()
        self.assertEqual(shipment.cod_amount, self.FEE + self.POSTAGE)
        shipment.with_user(self.receptionist).action_pack()
        shipment.with_user(self.clerk).action_hand_over()
        shipment.with_user(self.clerk).action_deliver("Nguyễn Văn Thử")
        self.assertEqual(set(dossier.expected_ids.mapped("state")), {"paid"})
        self.assertEqual(dossier.state, "returned")
        money = self.money_of(shipment.sudo().collection_ids)
        self.assertEqual((money.state, money.amount), ("matched", self.FEE + self.POSTAGE))

    def test_not_more_than_is_due(self):
        dossier, shipment = self.on_delivery()
        self.pay(dossier.expected_ids)
        with self.assertRaisesRegex(UserError, "correct it"):
            shipment.with_user(self.receptionist).action_pack()
        shipment.with_user(self.receptionist).cod_amount = 0
        shipment.with_user(self.receptionist).action_pack()

    def test_less_than_is_due_does_not_leave(self):
        _dossier, shipment = self.on_delivery()
        shipment.with_user(self.receptionist).cod_amount = 1_000
        with self.assertRaisesRegex(UserError, "owes"):
            shipment.with_user(self.receptionist).action_pack()

    def test_without_the_setting(self):
        dossier, _postage = self.by_post()
        self.assertFalse(self.result(dossier).cod_amount)

    def test_paid_twice_is_an_exception(self):
        dossier, shipment = self.on_delivery()
        shipment.with_user(self.receptionist).action_pack()
        shipment.with_user(self.clerk).action_hand_over()
        self.pay(dossier.expected_ids)
        shipment.with_user(self.clerk).action_deliver("Nguyễn Văn Thử")
        money = self.money_of(shipment.sudo().collection_ids)
        self.assertEqual(money.state, "exception")
        self.assertEqual(dossier.state, "returned")


@tagged("post_install", "-at_install")
class TestRemitted(CollectedCommon):
    def test_the_credit_is_the_list_and_counts_no_fee_twice(self):
        dossier, request = self.accepted(channel="post")
        collection = self.handed_over(self.FEE, dossier)
        remittance = self.listed()
        self.assertEqual(remittance.credit_state, "open")
        credit = self.credit(self.FEE, f"VNPOST TT {remittance.name.replace('/', '')}")
        self.assertEqual(credit.state, "exception")
        remittance.action_find_credit()
        self.assertEqual((credit.state, credit.postal_remittance_id), ("set_aside", remittance))
        self.assertEqual((remittance.state, remittance.credit_state), ("remitted", "credited"))
        self.assertEqual(collection.state, "remitted")
        self.assertEqual(request.match_ids.incoming_id, self.money_of(collection))
        self.assertEqual(request.matched_amount, self.FEE)
        remittance.action_close()
        self.assertEqual(remittance.state, "closed")
        with self.assertRaisesRegex(UserError, "no refund"):
            self.env["tthc.refund"]._check_amount(credit, self.env["tthc.payment.match"], 1)

    def test_only_a_credit_that_names_the_list_is_taken_by_itself(self):
        dossier, _request = self.accepted(channel="post")
        self.handed_over(self.FEE, dossier)
        remittance = self.listed()
        credit = self.credit(self.FEE)
        with self.assertRaisesRegex(UserError, "by hand"):
            remittance.action_find_credit()
        context = remittance.action_choose_credit()["context"]
        sheets = self.env["tthc.postal.credit"].with_user(self.accountant)
        sheet = sheets.with_context(**context).create({"money_id": credit.id})
        self.assertEqual(sheet.difference, 0)
        sheet.action_confirm()
        self.assertEqual((credit.state, remittance.state), ("set_aside", "remitted"))
        with self.assertRaisesRegex(UserError, "already"):
            remittance._take_credit(self.credit(self.FEE, "KHAC"))
        remittance.action_release_credit()
        self.assertEqual((credit.state, remittance.credit_state), ("exception", "open"))
        with self.assertRaisesRegex(UserError, "No credit of the bank"):
            remittance.action_close()

    def test_money_that_pays_something_is_no_remittance(self):
        dossier, request = self.accepted(channel="post")
        self.handed_over(self.FEE, dossier)
        remittance = self.listed()
        other, other_request = self.accepted()
        paying = self.receive(other_request.reference)
        for money in (
            paying,
            self.money_of(self.env["tthc.postal.collection"].search([], limit=1)),
        ):
            with self.assertRaisesRegex(UserError, "pays nothing"):
                remittance._take_credit(money)
        self.assertTrue(other and request)

    def test_another_sum_shows(self):
        dossier, _request = self.accepted(channel="post")
        self.handed_over(self.FEE, dossier)
        remittance = self.listed()
        remittance._take_credit(self.credit(self.FEE - 8_000))
        self.assertEqual(remittance.credit_state, "differs")
        with self.assertRaisesRegex(UserError, "note"):
            remittance.action_close()

    def test_who_decides(self):
        dossier, _request = self.accepted(channel="post")
        self.handed_over(self.FEE, dossier, at=fields.Datetime.now() - timedelta(hours=1))
        remittance = self.listed()
        for user in (self.clerk, self.cashier, self.other_accountant, self.receptionist):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                remittance.with_user(user).action_choose_credit()


@tagged("post_install", "-at_install")
class TestInstalledLater(CollectedCommon):
    def test_what_waits_comes_in_once(self):
        dossier, request = self.accepted(channel="post")
        collection = self.handed_over(self.FEE, dossier)
        before = self.money.search_count([])
        post_init_hook(self.env)
        self.assertEqual(self.money.search_count([]), before)
        self.assertEqual((self.money_of(collection).state, request.state), ("matched", "paid"))

    def test_uninstallation_keeps_the_money(self):
        dossier, request = self.accepted(channel="post")
        money = self.money_of(self.handed_over(self.FEE, dossier))
        uninstall_hook(self.env)
        self.env.invalidate_all()
        self.assertFalse(money.postal_collection_id)
        self.assertEqual((money.state, request.state), ("matched", "paid"))
