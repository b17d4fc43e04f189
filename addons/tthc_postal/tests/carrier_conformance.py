"""What every connector to a carrier must hold to, told over real HTTP.

A carrier's test is a class ``(CarrierConformance, FreePostalCommon, HttpCase)`` that says how its
carrier speaks: see the section "To be given". It inherits every case. Those with real processes
are in ``tests/test_carrier_processes.py``.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.tthc_dossier.tools.wall_time import to_local

from ..models import tthc_carrier_log
from ..tools import carrier_call, outbox, status

AT = datetime(2026, 3, 10, 3, 0)


class _Short(float):
    """A patience that Odoo's tests do not stretch to ten seconds."""

    def __lt__(self, other):
        return False


@dataclass(frozen=True)
class News:
    """What the carrier has to tell of an order."""

    reference: str
    number: str
    code: str
    at: datetime = AT
    place: str = "Bưu cục Trung tâm"


class CarrierConformance:
    # To be given --------------------------------------------------------------------------------

    #: Key of the connector, and record of the carrier.
    connector = ""
    carrier_ref = ""
    #: The class of the local server.
    server_class = None
    #: Values of the account besides the sender: keys, codes. ``webhook_secret`` among them.
    account_values = {}
    #: Codes of states of the carrier.
    codes = {"in_transit": "", "out_for_delivery": "", "delivered": ""}
    #: The state that is asked for.
    tracked = "out_for_delivery"
    #: Price that the server asks.
    fee = 0
    #: Whether messages of the carrier come, and whether they have a secret.
    has_messages = True
    has_secret = True
    #: Status of the answer to a message: taken, not understood, without the secret.
    statuses = {"taken": 200, "malformed": 200, "forged": 403}
    #: Whether what is known of an order is told to who asks for it by our reference.
    can_find = False

    def tell(self, news, secret):
        """Body (JSON value) and headers of the carrier's message."""
        raise NotImplementedError

    # Set-up -------------------------------------------------------------------------------------

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.api_carrier = cls.env.ref(cls.carrier_ref)
        cls.api_carrier.connector = cls.connector
        cls.account = cls.make_account(cls.env, cls.centre, cls.api_carrier)

    @classmethod
    def make_account(cls, env, centre, carrier, url="http://127.0.0.1:9"):
        values = {
            "company_id": centre.id,
            "carrier_id": carrier.id,
            "mode": "live",
            "url": url,
            "sender_name": "Trung tâm Phục vụ hành chính công",
            "sender_phone": "0243 123 456",
            "sender_street": "Số 1, đường Trần Phú",
            "sender_commune": "Phường Ba Đình",
            "sender_state_id": env.ref("base.state_vn_VN-HN").id,
            "service": "TMDT",
            **cls.account_values,
        }
        return env["tthc.carrier.account"].create(values)

    def setUp(self):
        super().setUp()
        self.server = self.server_class()
        self.addCleanup(self.server.close)
        self.account.url = self.server.url

    def ordered(self):
        """A packed shipment whose order waits in the outbox."""
        shipment = self.shipment_of(self.result_by_post())
        shipment.carrier_id = self.api_carrier
        shipment.recipient_state_id = self.env.ref("base.state_vn_VN-HN")
        shipment.with_user(self.receptionist).action_pack()
        return shipment, self.order_of(shipment)

    def order_of(self, shipment, kind="create"):
        return shipment.carrier_order_ids.filtered(lambda row: row.kind == kind).sorted("id")[-1:]

    def run_outbox(self):
        """As the scheduler does."""
        with mute_logger("odoo.addons.tthc_postal.models.tthc_carrier_order_send"):
            self.run_job("tthc.carrier.order", "_cron_send")

    def run_job(self, model, method, instant=None):
        """Override: a test over HTTP is in the registry's test mode already."""
        self.env.flush_all()
        with self.registry.cursor() as cr:
            getattr(self.env(cr=cr, user=1)[model], method)()
        self.env.invalidate_all()

    def wait(self, minutes=15):
        """So much time passes."""
        self.env.flush_all()
        for column in ("next_at", "sent_at", "claimed_at"):
            self.env.cr.execute(
                f"UPDATE tthc_carrier_order SET {column} = {column} - %s * interval '1 minute'",
                [minutes],
            )
        self.env.invalidate_all()

    def deliver(self, news=None, body=None, secret=None, path=None):
        """Send the carrier's message."""
        told, headers = self.tell(
            news or News("X", "Y", "Z"),
            secret if secret is not None else self.account_values.get("webhook_secret", ""),
        )
        answer = self.opener.post(
            f"{self.base_url()}{path or self.account._webhook_path()}",
            **({"data": body} if body is not None else {"json": told}),
            headers=headers,
            timeout=30,
        )
        self.env.invalidate_all()
        return answer

    def made(self, shipment=None):
        """How often the carrier made the order of ``shipment``; of all without one."""
        return sum(
            order["times"]
            for reference, order in self.server.orders.items()
            if not shipment or reference == self.order_of(shipment).reference
        )

    def tearDown(self):
        log = self.env["tthc.carrier.log"].search([("account_id", "=", self.account.id)])
        text = "\n".join(f"{row.url} {row.request} {row.response} {row.note}" for row in log)
        for name in ("password", "secret", "webhook_secret"):
            if self.account_values.get(name):
                self.assertNotIn(self.account_values[name], text)
        super().tearDown()

    # Making orders ------------------------------------------------------------------------------

    def test_conform_nothing_is_sent_in_the_users_transaction(self):
        shipment, order = self.ordered()
        self.assertEqual((order.state, order.tries), ("waiting", 0))
        self.assertFalse(self.server.asked)
        self.run_outbox()
        self.assertEqual((order.state, order.tries), ("done", 1))
        self.assertEqual(shipment.tracking_number, order.number)
        self.assertEqual(self.server.orders[order.reference]["number"], order.number)
        self.assertEqual(order.fee, self.fee)
        self.assertTrue(order.log_ids.filtered("request"))
        asked = len(self.server.asked)
        self.wait()
        self.run_outbox()
        self.assertEqual(len(self.server.asked), asked)

    def test_conform_price(self):
        if outbox.QUOTE not in self.account._kinds():
            self.skipTest("this carrier names no prices")
        shipment, _order = self.ordered()
        shipment.with_user(self.clerk).action_carrier_quote()
        self.run_outbox()
        self.assertEqual(self.order_of(shipment, "quote").fee, self.fee)
        self.assertEqual(shipment.price, self.fee)

    def test_conform_lost_before_it_was_made(self):
        """The carrier has nothing; nobody knows that until it is asked, or a person finds out."""
        for mode in ("cut_before", "error_before"):
            shipment, order = self.ordered()
            self.server.mode = mode
            self.run_outbox()
            self.assertEqual(order.state, "unknown", mode)
            self.server.mode = "ok"
            for _turn in range(2):
                self.run_outbox()
                self.assertEqual(self.made(shipment), 0, "nothing is made before it is known")
            if self.can_find:
                self.wait(1)
                self.run_outbox()
                self.assertEqual((order.state, order.absent), ("unknown", 1))
                self.wait()
                self.run_outbox()
                self.wait()
                self.run_outbox()
            else:
                self.wait(2000)
                self.run_outbox()
                self.assertEqual(order.state, "unknown", "it is never sent again by itself")
                self.decide(order, "again")
                self.run_outbox()
            self.assertEqual(order.state, "done", mode)
            self.assertEqual(self.made(shipment), 1)

    def test_conform_lost_after_it_was_made(self):
        for mode in ("cut_after", "error_after", "rubbish_after"):
            shipment, order = self.ordered()
            self.server.mode = mode
            self.run_outbox()
            self.assertEqual(order.state, "unknown", mode)
            self.assertFalse(shipment.tracking_number)
            self.server.mode = "ok"
            number = self.server.orders[order.reference]["number"]
            self.wait(2000)
            self.run_outbox()
            if not self.can_find and self.has_messages:
                self.assertEqual(order.state, "unknown", mode)
                self.deliver(News(order.reference, number, self.codes["in_transit"]))
            elif not self.can_find:
                self.decide(order, "made", number)
            self.assertEqual(order.state, "done", mode)
            self.assertEqual(shipment.tracking_number, number)
            self.wait(2000)
            self.run_outbox()
            self.assertEqual(self.made(shipment), 1)

    def test_conform_answers_that_mean_nothing(self):
        """Whatever came back, the order may have been made: nothing is lost, nothing repeated."""
        shipment, order = self.ordered()
        self.server.mode = "rubbish_after"
        for rubbish in (
            (200, b""), (204, b""), (200, b"null"), (200, b"[]"), (200, b"{}"), (200, b"NaN"),
            (200, b"[" * 99_999), (302, b""), (500, b"\0"), (200, b"x" * 300_000),
            (200, b'{"data": "\\u0000\\ud800"}'),
        ):  # fmt: skip
            self.server.rubbish = rubbish
            self.server.orders.clear()
            for _turn in range(2):
                self.run_outbox()
            self.assertEqual((order.state, self.made(shipment)), ("unknown", 1), rubbish)
            order._wait_again()

    def test_conform_a_number_given_twice(self):
        """Two orders of one number: both were made, and a person sees that."""
        number = self.server.number(77)
        self.server.number = lambda _count: number
        first, second = self.ordered()[0], self.ordered()[0]
        self.run_outbox()
        numbers = (first | second).mapped("tracking_number")
        self.assertEqual(sorted(map(bool, numbers)), [False, True])
        orders = (first | second).carrier_order_ids
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertEqual(len(orders.filtered(lambda row: "already" in (row.error or ""))), 1)

    def test_conform_time_out(self):
        """Nobody waits longer than the patience; what was made all the same is found out."""
        shipment, order = self.ordered()
        self.server.mode, self.server.pause = "slow", 0.8
        with patch.object(carrier_call, "PATIENCE", _Short(0.3)):
            self.run_outbox()
        self.assertEqual(order.state, "unknown")
        self.assertEqual(self.made(shipment), 1)
        self.decide(order, "made", self.server.orders[order.reference]["number"])
        self.assertTrue(shipment.tracking_number)
        self.assertEqual(
            order.log_ids.filtered(lambda row: row.kind == "decided").user_id, self.clerk
        )

    def test_conform_the_worker_died(self):
        """A row that was being sent by somebody who is no more is not sent again."""
        shipment, order = self.ordered()
        self.env.flush_all()
        now = fields.Datetime.now()
        self.env.cr.execute(
            """UPDATE tthc_carrier_order
                  SET state = 'sending', tries = 1, sent_at = %s, next_at = %s WHERE id = %s""",
            [now, now + outbox.ORPHANED, order.id],
        )
        self.env.invalidate_all()
        self.run_outbox()
        self.assertEqual(order.state, "sending", "its worker may still be at it")
        self.wait(6)
        self.run_outbox()
        self.assertEqual(order.state, "unknown")
        self.assertEqual(self.made(shipment), 0)

    def test_conform_carrier_away_and_dead_letter(self):
        shipment, order = self.ordered()
        waits = []
        for mode in ["busy"] * (len(outbox.BACKOFF) + 1):
            self.server.mode = mode
            before = datetime.now()
            self.run_outbox()
            if order.next_at:
                waits.append(round((order.next_at - order.sent_at).total_seconds() / 60))
            self.assertLess((datetime.now() - before).total_seconds(), 20)
            self.wait(1000)
        self.assertEqual(waits, [step.total_seconds() // 60 for step in outbox.BACKOFF])
        self.assertEqual(order.state, "dead")
        self.assertEqual(self.made(), 0)
        with self.assertRaises(AccessError):
            order.with_user(self.receptionist).action_send_again()
        order.with_user(self.clerk).action_send_again()
        self.server.mode = "ok"
        self.run_outbox()
        self.assertEqual((order.state, self.made(shipment)), ("done", 1))
        self.assertEqual(
            order.log_ids.filtered(lambda row: row.kind == "again").user_id, self.clerk
        )
        with self.assertRaises(UserError):
            order.with_user(self.clerk).action_send_again()

    def test_conform_nobody_listens(self):
        shipment, order = self.ordered()
        self.account.url = "http://127.0.0.1:9"
        self.run_outbox()
        self.assertEqual(order.state, "waiting")
        self.account.url = self.server.url
        self.wait()
        self.run_outbox()
        self.assertEqual((order.state, self.made(shipment)), ("done", 1))

    def test_conform_a_resting_account_sends_nothing(self):
        """Archived, as in a neutralized copy; or the carrier is told by file by now."""
        shipment, order = self.ordered()
        self.account.active = False
        self.run_outbox()
        self.account.active = True
        self.api_carrier.connector = "file"
        self.run_outbox()
        self.assertEqual((order.state, order.tries), ("waiting", 0))
        self.assertFalse(self.server.asked)
        shipment.with_user(self.receptionist).action_return_to_centre()
        self.assertEqual(order.state, "dropped")

    def test_conform_refused_then_corrected(self):
        """A new address on the envelope makes a new order; the refused one is dropped."""
        shipment, order = self.ordered()
        self.server.mode = "refuse"
        self.run_outbox()
        self.assertEqual(order.state, "dead")
        self.assertTrue(order.error)
        self.server.mode = "ok"
        shipment.with_user(self.receptionist).recipient_street = "Số 10, đường Gửi"
        self.run_outbox()
        self.assertEqual(order.state, "dropped")
        again = self.order_of(shipment)
        self.assertNotEqual(again, order)
        self.assertEqual(shipment.tracking_number, again.number)
        self.assertEqual(self.made(), 1)

    # Cancelling and instructing -----------------------------------------------------------------

    def test_conform_taken_back(self):
        shipment, order = self.ordered()
        self.run_outbox()
        shipment.with_user(self.receptionist).action_return_to_centre()
        cancel = self.order_of(shipment, "cancel")
        for mode in ("cut_after", "ok"):
            self.server.mode = mode
            self.run_outbox()
            self.wait()
        self.assertEqual(cancel.state, "done")
        self.assertTrue(self.server.orders[order.reference]["cancelled"])

    def test_conform_taken_back_before_it_was_sent(self):
        shipment, order = self.ordered()
        shipment.with_user(self.receptionist).action_return_to_centre()
        self.run_outbox()
        self.assertEqual(order.state, "dropped")
        self.assertFalse(self.server.asked)

    def test_conform_taken_back_while_the_answer_is_lost(self):
        """In order: the cancellation waits for what became of the order."""
        shipment, order = self.ordered()
        self.server.mode = "cut_after"
        self.run_outbox()
        self.server.mode = "ok"
        shipment.with_user(self.receptionist).action_return_to_centre()
        cancel = self.order_of(shipment, "cancel")
        self.run_outbox()
        self.assertEqual((order.state, cancel.state), ("unknown", "waiting"))
        self.decide(order, "made", self.server.orders[order.reference]["number"])
        self.run_outbox()
        self.assertEqual((order.state, cancel.state), ("done", "done"))
        self.assertTrue(self.server.orders[order.reference]["cancelled"])
        self.assertFalse(shipment.tracking_number, "it is not with this carrier any more")

    def test_conform_instructions(self):
        if outbox.REDELIVER not in self.account._kinds():
            self.skipTest("this carrier takes no instructions")
        shipment, _order = self.ordered()
        self.run_outbox()
        self.hand_over(shipment)
        clerk = shipment.with_user(self.clerk)
        clerk.action_fail(reason="Vắng nhà")
        wish = shipment.sudo()._ask_redelivery(
            time_slot="morning", phone="0912000111", street="Số 10, đường Mới"
        )
        self.assertFalse(self.order_of(shipment, "redeliver"), "the desk has not confirmed")
        action = wish.with_user(self.clerk).action_take()
        sheet = self.env["tthc.shipment.again"].with_user(self.clerk)
        sheet.with_context(**action["context"]).create({}).action_confirm()
        self.run_outbox()
        order = self.order_of(shipment, "redeliver")
        self.assertEqual(order.state, "done")
        self.assertIn("Số 10, đường Mới", " ".join(filter(None, order.log_ids.mapped("request"))))
        clerk.action_carrier_send_back()
        self.server.mode = "cut_after"
        self.run_outbox()
        back = self.order_of(shipment, "send_back")
        self.assertEqual((back.state, back.next_at), ("unknown", False))
        self.decide(back, "made")
        self.assertEqual(back.state, "done")

    # Messages -----------------------------------------------------------------------------------

    def with_the_post(self):
        shipment, order = self.ordered()
        self.run_outbox()
        self.hand_over(shipment)
        return shipment, order

    def test_conform_messages(self):
        if not self.has_messages:
            self.skipTest("this carrier sends no messages")
        shipment, order = self.with_the_post()
        later = shipment.last_event_at + timedelta(hours=1)
        news = {
            word: News(
                order.reference, order.number, self.codes[word], later + timedelta(hours=hour)
            )
            for hour, word in enumerate(("in_transit", "out_for_delivery", "delivered"))
        }
        with self.at(later + timedelta(hours=6)):
            answer = self.deliver(news["out_for_delivery"])
            self.assertEqual(answer.status_code, self.statuses["taken"], answer.text)
            self.assertEqual(shipment.state, status.OUT_FOR_DELIVERY)
            # The older one comes late, the same one twice, one nobody knows.
            self.deliver(news["in_transit"])
            self.deliver(news["out_for_delivery"])
            unknown = News(order.reference, order.number, "987654", later)
            self.assertEqual(self.deliver(unknown).status_code, self.statuses["taken"])
            self.assertEqual(shipment.state, status.OUT_FOR_DELIVERY)
            self.deliver(news["delivered"])
        self.assertEqual(shipment.state, status.DELIVERED)
        rows = self.env["tthc.carrier.news"].search([("shipment_id", "=", shipment.id)])
        self.assertEqual(len(rows), 4, "the repeated one is kept once")
        self.assertIn("unknown_status", rows.mapped("state"))
        self.assertTrue(all(rows.sudo().mapped("raw")))

    def test_conform_messages_that_are_not_the_carriers(self):
        if not self.has_messages:
            self.skipTest("this carrier sends no messages")
        _shipment, order = self.with_the_post()
        news = News(order.reference, order.number, self.codes["delivered"])
        path = self.account._webhook_path()
        for wrong in (path[:-1], path.replace(f"/{self.account.id}-", "/0-"), "/tthc/post/x/1-y"):
            self.assertEqual(self.deliver(news, path=wrong).status_code, 404)
        if self.has_secret:
            for secret in ("", "sai"):
                answer = self.deliver(news, secret=secret)
                self.assertEqual(answer.status_code, self.statuses["forged"])
            self.account.webhook_secret = False
            self.assertEqual(self.deliver(news).status_code, self.statuses["forged"])
        self.assertFalse(self.env["tthc.carrier.news"].search([("order_ref", "!=", False)]))

    def test_conform_a_new_address_for_messages(self):
        if not self.has_messages:
            self.skipTest("this carrier sends no messages")
        _shipment, order = self.with_the_post()
        news = News(order.reference, order.number, self.codes["in_transit"])

        def answers(*paths):
            return [self.deliver(news, path=path).status_code for path in paths]

        taken = self.statuses["taken"]
        with self.assertRaises(AccessError):
            self.account.with_user(self.clerk).action_renew_key()
        old = self.account._webhook_path()
        self.account.action_renew_key()
        new = self.account._webhook_path()
        self.assertNotEqual(old, new)
        self.assertEqual(answers(old, new), [taken, taken])
        left = self.account.webhook_old_until - fields.Datetime.now()
        self.assertEqual(round(left / timedelta(days=1)), 7)
        self.account.webhook_old_until = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(answers(old, new), [404, taken])
        self.account.key_days = 0
        self.account.action_renew_key()
        self.assertEqual(answers(new, self.account._webhook_path()), [404, taken])

    def test_conform_misshapen_messages(self):
        if not self.has_messages:
            self.skipTest("this carrier sends no messages")
        before = self.env["tthc.carrier.news"].search([])
        for body in (
            b"", b"{", b"[]", b"\xff\xfe", b"\0", b'{"DATA": 7}', b"[" * 200_000, b"9" * 5000,
            b'{"DATA":' * 30_000, b"a=1&b=2",
        ):  # fmt: skip
            answer = self.deliver(body=body)
            self.assertIn(answer.status_code, (200, 400, 403), body[:9])
        self.assertEqual(self.deliver(body=b"7" * 1024**2).status_code, 413)
        url = f"{self.base_url()}{self.account._webhook_path()}"
        self.assertIn(self.opener.get(url, timeout=30).status_code, (404, 405))
        self.assertEqual(self.env["tthc.carrier.news"].search([]), before)

    def test_conform_messages_with_strange_values(self):
        """Rightly sent, so it is kept or refused as not understood, and never an error here."""
        if not self.has_messages:
            self.skipTest("this carrier sends no messages")
        code = self.codes["in_transit"]
        for values in (
            {"reference": "BG/\0/1"}, {"reference": "\ud800"}, {"number": "\udfff\0"},
            {"reference": "x" * 9000}, {"number": "9" * 9000}, {"code": "x" * 9000},
            {"place": "\0" + "x" * 9000}, {"reference": "'; --"}, {"reference": ["a"]},
            {"number": {"a": 1}}, {"at": datetime(1, 1, 1, 7)}, {"at": datetime(1970, 1, 1)},
            {"at": datetime(9999, 12, 31)}, {"code": "987654"},
            {"reference": "KHONG/CO/1", "number": "LA2"},
        ):  # fmt: skip
            news = News(**{"reference": "KHONG/CO/9", "number": "LA1", "code": code, **values})
            self.assertIn(self.deliver(news).status_code, (200, 400), values)
        rows = self.env["tthc.carrier.news"].search([("carrier_id", "=", self.api_carrier.id)])
        self.assertEqual(set(rows.mapped("state")), {"unknown_item"})
        self.assertIn(datetime(1970, 1, 1), rows.mapped("at"))
        self.assertIn("KHONG/CO/1", rows.mapped("order_ref"))

    def test_conform_a_flood_does_not_fill_the_log(self):
        if not self.has_messages:
            self.skipTest("this carrier sends no messages")
        self.patch(tthc_carrier_log, "MOST_HEARD", 5)
        news = News("KHONG/CO/1", "LA1", self.codes["in_transit"])
        for _turn in range(9):
            self.assertEqual(self.deliver(news).status_code, self.statuses["taken"])
            self.deliver(body=b"{")
            if self.has_secret:
                self.deliver(news, secret="sai")
        log = self.env["tthc.carrier.log"].search([("account_id", "=", self.account.id)])
        counts = Counter(log.mapped("kind"))
        self.assertEqual((counts.pop("heard"), counts.pop("known")), (1, 5))
        self.assertEqual(set(counts.values()), {5})
        self.assertTrue(log[:1].note, "it says that more are not kept")
        self.assertEqual(
            len(self.env["tthc.carrier.news"].search([("order_ref", "=", news.reference)])), 1
        )

    # Asking -------------------------------------------------------------------------------------

    def test_conform_asking_for_the_state(self):
        if outbox.TRACK not in self.account._kinds():
            self.skipTest("this carrier cannot be asked for a state")
        shipment, order = self.with_the_post()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE tthc_shipment SET last_event_at = %s, last_news_at = NULL WHERE id = %s",
            [AT - timedelta(days=5), shipment.id],
        )
        self.env.invalidate_all()
        told = to_local(fields.Datetime.now()).strftime("%d/%m/%Y %H:%M:%S")
        self.server.orders[order.reference] |= {"code": self.codes[self.tracked], "at": told}
        for _turn in range(2):
            self.run_job("tthc.carrier.order", "_cron_track")
            self.run_outbox()
        asked = shipment.carrier_order_ids.filtered(lambda row: row.kind == "track")
        self.assertEqual(asked.mapped("state"), ["done"])
        self.assertEqual(shipment.state, self.tracked)

    # Helpers ------------------------------------------------------------------------------------

    def who(self, order, kind):
        """Who did what the log calls ``kind``."""
        return order.log_ids.filtered(lambda row: row.kind == kind).user_id

    def hand_over(self, shipment):
        action = shipment.with_user(self.clerk).action_make_handover()
        record = self.env["tthc.postal.handover"].browse(action["res_id"])
        record.with_user(self.clerk).signed_by_post = "Lê Văn Bưu"
        record.with_user(self.clerk).action_sign()

    def decide(self, order, decision, number=False):
        action = order.with_user(self.clerk).action_decide()
        form = Form(
            self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"])
        )
        form.decision = decision
        if number:
            form.number = number
        form.note = "Tổng đài, 9 giờ"
        form.save().action_confirm()

    def at(self, instant):
        """The judges of news think it is ``instant``."""
        return patch("odoo.fields.Datetime.now", staticmethod(lambda *_args: instant))
