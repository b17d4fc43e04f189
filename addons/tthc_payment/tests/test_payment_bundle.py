import contextlib
import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..tools import vietqr
from ..tools.reference import is_valid
from .common import PaymentCommon


class BundleCommon(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = itertools.count(1)

    def bundled(self, count=2, user=None, **more):
        """``count`` accepted dossiers of one citizen and one payment for all of them."""
        requests = self.env["tthc.expected.payment"].union(
            *(self.accepted(**more)[1] for _turn in range(count))
        )
        action = requests.with_user(user or self.receptionist).action_bundle()
        return self.env["tthc.payment.bundle"].browse(action["res_id"]), requests

    def pay(self, what, amount=None):
        """A transfer that names a request or a bundle, as the bank tells of it."""
        return self.receive(what.reference, amount or what.amount, key=f"b{next(self.keys)}")

    def assertException(self, money, reason, bundle=None):
        self.assertEqual((money.state, money.reason), ("exception", reason))
        self.assertEqual(money.candidate_bundle_id, bundle or money.candidate_bundle_id.browse())


@tagged("post_install", "-at_install")
class TestPaymentBundle(BundleCommon):
    def test_one_reference_and_one_code_for_the_sum(self):
        bundle, requests = self.bundled(3)
        self.assertTrue(is_valid(bundle.reference))
        self.assertNotIn(bundle.reference, requests.mapped("reference"))
        self.assertEqual((bundle.amount, bundle.state), (3 * self.FEE, "open"))
        seen = vietqr.read(bundle._payload())
        self.assertEqual(
            (seen.amount, seen.memo, seen.account, seen.initiation),
            (3 * self.FEE, bundle.reference, self.account.number, vietqr.DYNAMIC),
        )
        self.assertTrue(bundle.with_user(self.receptionist).qr_image)
        attempt = bundle.attempt_ids
        self.assertEqual(
            (attempt.state, attempt.amount, attempt.partner_id),
            ("pending", 3 * self.FEE, self.citizen),
        )

    def test_money_settles_every_part(self):
        bundle, requests = self.bundled(3)
        money = self.pay(bundle)
        self.assertEqual((money.state, money.open_amount), ("matched", 0))
        self.assertEqual(money.match_ids.mapped("amount"), [self.FEE] * 3)
        self.assertEqual(money.match_ids.expected_id, requests)
        self.assertEqual(set(requests.mapped("state")), {"paid"})
        self.assertEqual(set(requests.dossier_id.mapped("payment_state")), {"paid"})
        self.assertEqual(bundle.state, "paid")
        self.assertEqual(money.match_ids.attempt_id, bundle.attempt_ids)
        self.assertEqual(bundle.attempt_ids.state, "done")
        self.assertFalse(requests.attempt_ids)

    def test_a_second_transfer_is_an_exception(self):
        bundle, _requests = self.bundled()
        self.pay(bundle)
        self.assertException(self.pay(bundle), "already_paid", bundle)

    def test_a_wrong_sum(self):
        bundle, requests = self.bundled()
        money = self.pay(bundle, bundle.amount - 1000)
        self.assertException(money, "amount_differs", bundle)
        self.assertEqual((money.difference, money.candidate_id), (-1000, requests[0]))
        self.assertEqual(set(requests.mapped("state")), {"open"})

    def test_a_part_paid_alone_comes_first(self):
        bundle, requests = self.bundled()
        self.assertEqual(self.pay(requests[0]).state, "matched")
        self.assertEqual(bundle.state, "changed")
        self.assertEqual(bundle.attempt_ids.state, "cancel")
        self.assertFalse(bundle.qr_image)
        money = self.pay(bundle)
        self.assertException(money, "bundle_changed", bundle)
        self.assertEqual(money.candidate_id, requests[1], "what is still owed")
        self.assertEqual(requests.mapped("state"), ["paid", "open"])

    def test_a_part_paid_alone_comes_second(self):
        bundle, requests = self.bundled()
        self.pay(bundle)
        self.assertException(self.pay(requests[0]), "already_paid")

    def test_a_part_cancelled_or_lowered(self):
        bundle, requests = self.bundled()
        requests[1]._cancel("nhầm")
        self.assertException(self.pay(bundle), "bundle_changed", bundle)
        self.assertEqual(requests[0].state, "open")

    def test_a_part_paid_in_part(self):
        bundle, requests = self.bundled()
        money = self.receive("khong ro", 10_000)
        self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
            money, requests[0], 10_000, "một phần"
        )
        self.assertException(self.pay(bundle), "bundle_changed", bundle)

    def test_another_account_currency_or_too_late(self):
        bundle, requests = self.bundled()
        money = self.receive(bundle.reference, bundle.amount, account=self.other_account)
        self.assertException(money, "wrong_account", bundle)
        requests[0]._set({"expires_at": self.MONDAY_9})
        self.assertException(self.pay(bundle), "late_expired", bundle)

    def test_given_up(self):
        bundle, requests = self.bundled()
        with self.assertRaises(AccessError):
            bundle.with_user(self.manager).action_cancel()
        bundle.with_user(self.receptionist).action_cancel()
        self.assertEqual((bundle.state, bundle.attempt_ids.state), ("cancelled", "cancel"))
        self.assertException(self.pay(bundle), "late_cancelled", bundle)
        self.assertEqual(self.pay(requests[0]).state, "matched")

    def test_undoing_one_part(self):
        bundle, requests = self.bundled()
        money = self.pay(bundle)
        match = money.match_ids.filtered(lambda row: row.expected_id == requests[0])
        match.with_user(self.accountant)._undo("nhầm")
        self.assertEqual(requests.mapped("state"), ["open", "paid"])
        self.assertEqual((money.state, money.open_amount), ("exception", self.FEE))
        self.assertEqual(bundle.attempt_ids.state, "done", "the other part rests on it")
        money.with_user(self.accountant).action_match_again()
        self.assertEqual((money.state, money.reason), ("exception", "bundle_changed"))
        other = money.match_ids.filtered(lambda row: row.state == "active")
        other.with_user(self.accountant)._undo("nhầm")
        self.assertEqual((bundle.state, bundle.attempt_ids.state), ("open", "cancel"))
        money.with_user(self.accountant).action_match_again()
        self.assertEqual((money.state, set(requests.mapped("state"))), ("matched", {"paid"}))

    def test_money_used_elsewhere_meanwhile(self):
        bundle, requests = self.bundled()
        money = self.pay(bundle)
        money.match_ids.with_user(self.accountant)._undo("nhầm")
        stranger = self.accepted()[1]
        self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
            money, stranger, self.FEE, "của người khác"
        )
        money.with_user(self.accountant).action_match_again()
        self.assertException(money, "rest", bundle)
        self.assertEqual(set(requests.mapped("state")), {"open"})

    def test_two_bundles_of_one_part(self):
        bundle, requests = self.bundled()
        third = self.accepted()[1]
        action = (requests[1] | third).with_user(self.cashier).action_bundle()
        other = self.env["tthc.payment.bundle"].browse(action["res_id"])
        self.assertEqual(self.pay(other).state, "matched")
        self.assertException(self.pay(bundle), "bundle_changed", bundle)
        self.assertEqual(set((requests[1] | third).mapped("state")), {"paid"})

    def test_the_same_choice_is_the_same_bundle(self):
        bundle, requests = self.bundled()
        action = requests.with_user(self.cashier).action_bundle()
        self.assertEqual(action["res_id"], bundle.id)

    def test_from_one_request_to_all_of_its_payer(self):
        first, second = self.accepted()[1], self.accepted()[1]
        other = self.env["res.partner"].create({"name": "Người khác"})
        foreign = self.accepted(owner=other.id)[1]
        action = first.with_user(self.receptionist).action_same_payer()
        found = self.env["tthc.expected.payment"].search(action["domain"])
        self.assertEqual(found & (first | second | foreign), first | second)

    def test_cash_for_all(self):
        bundle, requests = self.bundled()
        with self.assertRaises(AccessError):
            bundle.with_user(self.receptionist).action_take_payment()
        action = bundle.with_user(self.cashier).action_take_payment()
        self.assertEqual(action["target"], "new")
        bundle.with_user(self.cashier).request_ids._take_at_desk()
        self.assertEqual((bundle.state, set(requests.mapped("state"))), ("paid", {"paid"}))
        self.assertException(self.pay(bundle), "already_paid", bundle)

    def test_what_cannot_be_paid_together(self):
        first, second = self.accepted()[1], self.accepted()[1]
        stranger = self.env["res.partner"].create({"name": "Người khác"})
        foreign = self.accepted(company_id=self.other_centre.id, user=self.other_receptionist)[1]
        bundles = self.env["tthc.payment.bundle"]
        for requests, words in (
            (first, "at least two"),
            (first | foreign, "one centre"),
        ):
            with self.assertRaisesRegex(UserError, words):
                bundles._open(requests)
        second.with_user(self.cashier)._change_payer({"payer_id": stranger.id})
        with self.assertRaisesRegex(UserError, "different people"):
            bundles._open(first | second)
        (first | second).with_user(self.cashier)._change_payer({"payer_id": stranger.id})
        self.assertEqual(bundles._open(first | second).payer_id, stranger)
        self.pay(first)
        with self.assertRaisesRegex(UserError, "not open"):
            bundles._open(first | second)

    def test_who_sees_and_makes_them(self):
        bundle, requests = self.bundled()
        for user in (self.cashier, self.accountant, self.manager, self.inspector):
            self.assertEqual(bundle.with_user(user).amount, 2 * self.FEE)
        for user in (self.other_receptionist, self.other_accountant, self.stranger):
            with self.assertRaises(AccessError):
                bundle.with_user(user).read(["amount"])
        for user in (self.manager, self.inspector, self.other_receptionist):
            with self.assertRaises(AccessError):
                requests.with_user(user).action_bundle()
        with self.assertRaises(UserError):
            bundle.amount = 1

    def test_search_by_state(self):
        opened, _requests = self.bundled()
        changed, parts = self.bundled()
        self.pay(parts[0])
        paid, _requests = self.bundled()
        self.pay(paid)
        given_up, _requests = self.bundled()
        given_up._cancel("thôi")
        mine = opened | changed | paid | given_up
        for state, expected in (
            ("open", opened),
            ("changed", changed),
            ("paid", paid),
            ("cancelled", given_up),
        ):
            found = mine.search([("id", "in", mine.ids), ("state", "=", state)])
            self.assertEqual(found, expected, state)

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["part", "bundle", "short", "cash", "cancel", "undo", "again"]),
                st.integers(0, 5),
            ),
            min_size=1,
            max_size=10,
        )
    )
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def test_money_is_never_lost_and_never_counted_twice(self, steps):
        """Whatever happens in whatever order: money in = matched + open, no part is over-paid."""
        with contextlib.closing(self.cr.savepoint(flush=True)) as savepoint:
            bundle, requests = self.bundled(3)
            received = self.money
            for step, number in steps:
                received |= self.take(step, bundle, requests[number % 3], received)
                self.check(received, requests)
            savepoint.rollback()

    def take(self, step, bundle, request, received):
        """Do one step; what is not possible in this state is refused as everywhere else."""
        with contextlib.suppress(UserError):
            if step == "part":
                return self.pay(request)
            if step == "bundle":
                return self.pay(bundle)
            if step == "short":
                return self.pay(bundle, self.FEE)
            if step == "cash":
                request.with_user(self.cashier).action_receive_cash()
                return request.match_ids.incoming_id
            if step == "cancel":
                request._cancel("thử")
            if step == "undo":
                active = received.match_ids.filtered(lambda row: row.state == "active")
                active[:1].with_user(self.accountant)._undo("thử")
            if step == "again":
                received.with_user(self.accountant).action_match_again()
        return self.money

    def check(self, received, requests):
        active = requests.match_ids.filtered(lambda row: row.state == "active")
        for money in received:
            used = sum(active.filtered(lambda row: row.incoming_id == money).mapped("amount"))  # noqa: B023
            self.assertEqual(money.amount, used + money.open_amount)
            self.assertEqual(money.state == "matched", not money.open_amount)
        for request in requests:
            got = sum(active.filtered(lambda row: row.expected_id == request).mapped("amount"))  # noqa: B023
            self.assertLessEqual(got, request.amount)
            self.assertEqual(request.state == "paid", got == request.amount)


@tagged("post_install", "-at_install")
class TestPaymentBundlePages(BundleCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizens = [
            new_test_user(
                cls.env,
                login,
                groups="base.group_portal",
                lang="en_US",
                company_id=cls.centre.id,
                company_ids=[Command.set(cls.centre.ids)],
            )
            for login in ("t.congdan", "t.congdan2")
        ]
        cls.citizen = cls.citizens[0].partner_id

    def make(self, *requests):
        page = self.url_open("/thanh-toan-gop")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            "/thanh-toan-gop",
            data={"csrf_token": token, "request": [str(row.id) for row in requests]},
        )

    def test_the_owner_chooses_and_pays(self):
        requests = self.accepted()[1] | self.accepted()[1] | self.accepted()[1]
        foreign = self.accepted(owner=self.citizens[1].partner_id.id)[1]
        self.authenticate("t.congdan", "t.congdan")
        page = self.url_open("/thanh-toan-gop").text
        for request in requests:
            self.assertIn(request.dossier_id.name, page)
        self.assertNotIn(foreign.dossier_id.name, page)
        page = self.make(requests[0], requests[1], foreign)
        bundle = requests[0].bundle_ids
        self.assertEqual(bundle.request_ids, requests[:2], "nothing that is somebody else's")
        self.assertIn(bundle.reference, page.text)
        self.assertIn("data:image/png;base64,", page.text)
        code = self.url_open(f"{bundle._pay_path()}/vietqr.png")
        self.assertTrue(code.content.startswith(b"\x89PNG"))
        state = self.url_open(f"{bundle._pay_path()}/state").json()
        self.assertEqual(state, {"state": "open", "due": 2 * self.FEE})
        self.pay(bundle)
        self.assertEqual(self.url_open(f"{bundle._pay_path()}/state").json()["state"], "paid")
        page = self.url_open(bundle._pay_path()).text
        self.assertNotIn("data:image/png;base64,", page)

    def test_one_is_not_several(self):
        request = self.accepted()[1]
        self.authenticate("t.congdan", "t.congdan")
        page = self.make(request)
        self.assertRegex(page.text, "at least two|ít nhất hai")
        self.assertFalse(request.bundle_ids)

    def test_the_address_is_needed(self):
        bundle, _requests = self.bundled()
        self.authenticate(None, None)
        self.assertEqual(self.url_open(bundle._pay_path()).status_code, 200)
        for path in (f"/thanh-toan-gop/{bundle.id}/x", f"/thanh-toan-gop/{bundle.id + 99}/x"):
            self.assertEqual(self.url_open(path).status_code, 404)
        page = self.url_open("/thanh-toan-gop")
        self.assertIn("/web/login", page.url)

    def test_a_representative_pays_for_several_owners(self):
        employer = self.citizens[1]
        requests = self.accepted()[1] | self.accepted(owner=employer.partner_id.id)[1]
        requests[0].dossier_id.sudo().party_ids.create(
            {
                "dossier_id": requests[0].dossier_id.id,
                "partner_id": employer.partner_id.id,
                "role": "submitter",
            }
        )
        self.authenticate("t.congdan2", "t.congdan2")
        self.make(*requests)
        bundle = requests[0].bundle_ids
        self.assertEqual(bundle.request_ids, requests)
        self.assertEqual(requests.mapped("payer_id"), employer.partner_id)
