"""Days of the money that the post took."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_postal.tools import remittance_list as lists
from odoo.addons.tthc_postal_payment.tests.test_collected import CollectedCommon

from ..hooks import post_init_hook, uninstall_hook


class PostDayCommon(CollectedCommon):
    """A centre whose days are reconciled since ten days ago by two accountants."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._finance_user("t.ketoan3", "accountant")
        cls.days = cls.env["tthc.reconciliation.day"].sudo()
        cls.today = fields.Date.context_today(cls.centre)
        cls.centre.tthc_reconcile_from = cls.today - timedelta(days=10)

    def noon(self, ago=0):
        """Noon of the centre, so many days ago, naive UTC; now at the latest."""
        day = datetime.combine(self.today - timedelta(days=ago), datetime.min.time())
        return min(day + timedelta(hours=5), fields.Datetime.now())

    def taken(self, amount=None, ago=1, accepted=True):
        """What the post took so many days ago: the fee of an accepted dossier, or a sum that
        nobody asked for."""
        shipment = self.env["tthc.shipment"].create(
            {
                "direction": "collect",
                "company_id": self.centre.id,
                "carrier_id": self.carrier.id,
                "recipient_name": "Nguyễn Văn Thử",
                "recipient_address": "Số 1",
            }
        )
        if accepted:
            dossier, _request = self.accepted(channel="post")
            self.env["tthc.shipment.item"].create(
                {"shipment_id": shipment.id, "dossier_id": dossier.id}
            )
        return self.env["tthc.postal.collection"]._collect(
            [
                {
                    "shipment_id": shipment.id,
                    "kind": "fee",
                    "amount": amount or self.FEE,
                    "collected_at": self.noon(ago),
                    "receipt_number": f"BL{shipment.id}",
                }
            ]
        )

    def agreed(self, told=None, ago=0, extra=0, charge=0):
        """A list of everything that is on none, agreed so many days ago.

        :param told: sums that the post tells, by receipt
        :param extra: a sum that only the post knows
        """
        remittance = (
            self.env["tthc.postal.remittance"]
            .with_user(self.accountant)
            .create({"carrier_id": self.carrier.id, "charge_amount": charge})
        )
        remittance.action_fill()
        if told is not None:
            entries = [
                lists.Entry(row, "", lists.plain(receipt), amount)
                for row, (receipt, amount) in enumerate(told.items())
            ]
            if extra:
                entries.append(lists.Entry(99, f"LA{remittance.id}", "", extra))
            remittance.sudo()._compare(entries)
            differing = remittance.line_ids.filtered(lambda line: line.state != "same")
            differing.write({"explanation": "Bưu cục đã xác nhận"})
        remittance.action_agree()
        remittance.sudo()._set({"agreed_at": self.noon(ago)})
        return remittance

    def paid_by_post(self, remittance, amount=None):
        count = self.money.search_count([])
        credit = self.credit(
            amount or remittance.sudo().net_amount, f"TT {remittance.name} {count}"
        )
        remittance._take_credit(credit)
        return credit

    def post_day(self, ago=1, refresh=True):
        self.days._make_days(self.centre)
        day = self.days.search(
            [
                ("company_id", "=", self.centre.id),
                ("channel", "=", "post"),
                ("carrier_id", "=", self.carrier.id),
                ("day", "=", self.today - timedelta(days=ago)),
            ]
        )
        if day and refresh:
            day.with_user(self.accountant).action_refresh()
        return day

    def found(self, day):
        items = day.item_ids.filtered(lambda item: item.state != "cleared")
        return sorted((item.bucket, round(item.amount)) for item in items)

    def close(self, *days):
        for day in days:
            day.with_user(self.accountant).action_refresh()
            waiting = day.item_ids.filtered(lambda item: item.state == "open")
            if waiting:
                waiting.with_user(self.accountant)._explain("Bưu chính lập bảng kê hằng tuần")
            day.with_user(self.accountant).action_submit()
            day.with_user(self.chief).action_close()


@tagged("post_install", "-at_install")
class TestPostDay(PostDayCommon):
    def test_taken_listed_and_paid(self):
        taken = self.taken()
        day = self.post_day()
        self.assertEqual((day.received_amount, day.matched_amount), (self.FEE, self.FEE))
        self.assertEqual((day.source_amount, day.bank_amount), (0, 0))
        self.assertEqual(self.found(day), [("post_not_listed", self.FEE)])
        self.assertNotIn("Thử", day.item_ids.label)
        self.assertIn(self.carrier.name, day.display_name)
        remittance = self.agreed(charge=3_000)
        day, later = self.post_day(), self.post_day(0)
        self.assertEqual((self.found(day), day.source_amount), ([], self.FEE))
        self.assertEqual(self.found(later), [("post_not_credited", self.FEE - 3_000)])
        self.assertEqual((later.charge_amount, later.list_amount), (3_000, self.FEE - 3_000))
        credit = self.paid_by_post(remittance)
        day, later = self.post_day(), self.post_day(0)
        self.assertEqual((self.found(day), self.found(later)), ([], []))
        self.assertEqual(day.bank_amount, self.FEE)
        lines = self.env["tthc.postal.remittance.line"]
        for action in (day.action_source(), day.action_bank()):
            self.assertEqual(lines.search(action["domain"]).collection_id, taken)
        shown = self.env["tthc.postal.remittance"].search(later.action_lists()["domain"])
        self.assertEqual(shown, remittance)
        account = self.account_day()
        self.assertEqual((account.own_amount, account.post_amount), (credit.amount, credit.amount))
        self.assertNotIn(credit, account.item_ids.money_id)
        for action in (account.action_own(), account.action_post_money()):
            self.assertEqual(self.money.search(action["domain"]), credit)

    def account_day(self):
        day = self.days.search(
            [
                ("account_id", "=", self.account.id),
                ("day", "=", self.today),
            ]
        )
        day.with_user(self.accountant).action_refresh()
        return day

    def test_what_the_list_says_otherwise(self):
        one, two = self.taken(ago=2), self.taken(ago=2)
        remittance = self.agreed(
            {one.receipt_number: self.FEE - 8_000, two.receipt_number: self.FEE}, 1, extra=20_000
        )
        day, later = self.post_day(2), self.post_day(1)
        self.assertEqual(self.found(day), [("post_differs", 8_000)])
        self.assertEqual(
            self.found(later),
            [("post_not_credited", 2 * self.FEE + 12_000), ("post_unknown", 20_000)],
        )
        self.assertEqual(day.source_amount, 2 * self.FEE - 8_000)
        item = day.item_ids.filtered(lambda row: row.bucket == "post_differs")
        self.assertEqual((item.state, item.explained_by_id), ("explained", self.accountant))
        self.assertEqual(
            item.with_user(self.auditor_user()).action_open_record()["res_id"], remittance.id
        )
        self.paid_by_post(remittance, 2 * self.FEE)
        later = self.post_day(1)
        self.assertIn(("post_credit_differs", 12_000), self.found(later))

    def auditor_user(self):
        return self._finance_user("t.kiemtoan9", "auditor")

    def test_a_sum_missing_is_made_up_on_a_later_list(self):
        one = self.taken(ago=3)
        self.agreed({one.receipt_number: self.FEE - 8_000}, 2)
        day = self.post_day(3)
        self.close(day)
        later = (
            self.env["tthc.postal.remittance"]
            .with_user(self.accountant)
            .create({"carrier_id": self.carrier.id})
        )
        number = lists.plain(one.shipment_id._scan_label())
        line = (
            self.env["tthc.postal.remittance.line"].sudo().search([("collection_id", "=", one.id)])
        )
        later.sudo()._compare([lists.Entry(1, line.number, "", 8_000)])
        later.line_ids.write({"explanation": "Chuyển bổ sung"})
        later.action_agree()
        self.assertTrue(number)
        self.env["tthc.reconciliation.item"]._clear_what_is_done()
        self.assertEqual((day.item_ids.state, day.item_ids.cleared_later), ("cleared", True))

    def test_closing(self):
        taken = self.taken(ago=2)
        day = self.post_day(2)
        with self.assertRaisesRegex(UserError, "without an explanation"):
            day.with_user(self.accountant).action_submit()
        day.item_ids.with_user(self.accountant)._explain("Bưu chính chưa lập bảng kê")
        day.with_user(self.accountant).action_submit()
        with self.assertRaises(AccessError):
            day.with_user(self.accountant).action_close()
        for user in (self.other_accountant, self.cashier, self.receptionist):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                day.with_user(user).action_close()
        day.with_user(self.second).action_close()
        self.assertTrue(day._is_intact())
        # The list comes after the day was closed: its line counts in the first day that is open.
        self.agreed(ago=0)
        self.assertEqual(self.env["tthc.reconciliation.item"]._clear_what_is_done(), 1)
        next_day, today = self.post_day(1), self.post_day(0)
        self.assertEqual((next_day.source_amount, next_day.received_amount), (self.FEE, 0))
        self.assertEqual(today.source_amount, 0)
        self.assertEqual((day.received_amount, day.source_amount), (self.FEE, 0))
        self.assertTrue(day._is_intact())
        self.assertEqual(taken.state, "listed")

    def test_voided_after_its_day_was_closed(self):
        taken = self.taken(20_000, ago=2, accepted=False)
        day = self.post_day(2)
        self.close(day)
        taken.with_user(self.accountant)._void("Ghi nhầm phong bì")
        later = self.post_day(1)
        self.assertEqual((later.out_amount, self.found(later)), (20_000, [("post_voided", 20_000)]))
        shown = self.env["tthc.postal.collection"].search(later.action_out()["domain"])
        self.assertEqual(shown, taken)
        self.close(later)
        self.assertFalse(self.days._make_days(self.centre).filtered("carrier_id"))
        self.assertEqual(later.action_out()["domain"], [("id", "in", taken.ids)])
        self.assertTrue(day._is_intact() and later._is_intact())

    def test_each_carrier_has_its_days(self):
        self.taken()
        other = self.env["tthc.carrier"].create({"name": "Bưu chính khác", "code": "KHAC9"})
        self.carrier, mine = other, self.carrier
        self.taken(20_000, accepted=False)
        theirs = self.post_day()
        self.carrier = mine
        ours = self.post_day()
        self.assertEqual((ours.received_amount, theirs.received_amount), (self.FEE, 20_000))
        self.assertFalse(ours._day_before() or theirs._day_before())

    def test_a_credit_that_is_put_back(self):
        self.taken()
        remittance = self.agreed()
        credit = self.paid_by_post(remittance)
        with self.assertRaisesRegex(UserError, "Give a reason"):
            credit.with_user(self.accountant)._take_back(" ")
        with self.assertRaises(AccessError):
            credit.with_user(self.cashier)._take_back("x")
        credit.with_user(self.accountant)._take_back("Là tiền của đơn vị khác")
        self.assertEqual((credit.state, remittance.credit_state), ("exception", "open"))
        kinds = credit.event_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["set_aside", "put_back"])
        self.assertEqual(self.found(self.post_day(0)), [("post_not_credited", self.FEE)])


@tagged("post_install", "-at_install")
class TestPostDaySetup(PostDayCommon):
    def test_installed_later(self):
        """What was there before has its days, and an account's day no longer asks why."""
        self.taken(ago=2)
        remittance = self.agreed(ago=1)
        self.paid_by_post(remittance)
        post_init_hook(self.env)
        here = self.days.search(
            [("company_id", "=", self.centre.id), ("channel", "=", "post")], order="day"
        )
        # Today the collection book has the match.
        self.assertEqual(here.mapped("received_amount"), [self.FEE, 0, 0])
        self.assertEqual(here.mapped("bank_amount"), [self.FEE, 0, 0])
        self.assertFalse(here.item_ids)

    def test_uninstallation(self):
        self.taken(ago=2)
        day = self.post_day(2)
        self.close(day)
        self.account_day = self.days.search([("account_id", "=", self.account.id)], limit=1)
        uninstall_hook(self.env)
        self.assertFalse(self.days.search([("channel", "=", "post")]))
        self.assertTrue(self.account_day.exists())
