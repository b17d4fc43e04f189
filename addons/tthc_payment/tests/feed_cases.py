"""What every bank feed must hold to, beside the conformance suite.

A feed's tests are three classes that say how it speaks: ``(FeedConformance, PaymentCommon,
HttpCase)`` for its messages, ``(FeedAskCases, …)`` for the list of movements that it is asked for,
``(FeedProviderCases, PaymentCommon)`` for its credentials. All of them take their source from one
mixin: what :class:`~.conformance.GatewaySource` asks for, and the parts "to be given" below.
"""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tools import file_open

from ..models import payment_provider as core
from ..tools.gateway import Message
from .conformance import Event, GatewayConformance

TAKEN = (200, {"success": True})


class FeedSource:
    """To be given by a feed, besides what the conformance suite asks for."""

    has_orders = False
    has_failures = False
    answers = {
        **dict.fromkeys(
            ("done", "duplicate", "unmatched", "wrong_amount", "already_paid", "late", "ignored"),
            TAKEN,
        ),
        "bad_signature": (403, {"success": False}),
        "malformed": (400, {"success": False}),
    }
    #: Code of the provider; its addon is ``tthc_payment_<code>``.
    feed_code = ""
    #: The credential that checks messages, and the one that asks for the list.
    secret_field = token_field = ""
    #: Modes of ``server`` in which its list cannot be read.
    broken_modes = ("rubbish", "down", "empty", "nolist")

    def payload(self, event, **changes):
        """An event as the feed tells it, with other values."""
        raise NotImplementedError

    def signed(self, payload):
        """The signed :class:`~.conformance.Told` of a payload."""
        raise NotImplementedError

    def spent(self, event):
        """The payload of money that leaves the account."""
        raise NotImplementedError

    def tell(self, event):
        return self.signed(self.payload(event))


class FeedConformance(GatewayConformance):
    """The conformance suite, and what a feed tells of accounts and statements."""

    def movement(self):
        event = self.event()
        return (event.at.strftime("%d/%m/%Y"), "FT14422574", self.FEE, self.request.reference)

    def test_money_out_is_left_alone(self):
        self.deliver("ignored", told=self.signed(self.spent(self.event())))
        self.assertFalse(self.new_money())
        self.assert_unpaid()

    def test_another_account_waits_in_the_exceptions(self):
        self.deliver("unmatched", self.event(account="5550001112223"))
        self.assert_unpaid()
        money = self.new_money()
        self.assertEqual((money.state, money.reason), ("exception", "wrong_account"))
        self.assertFalse(money.account_id)
        self.assertEqual(money.company_id, self.centre)
        money.with_user(self.accountant).action_match_again()
        self.assertEqual((money.state, money.reason), ("exception", "wrong_account"))
        self.assert_unpaid()

    def test_the_statement_brings_the_same_money_once(self):
        self.deliver("done")
        statement = self.import_file(self.vietcombank([self.movement()]))
        self.assertEqual((statement.new_count, statement.known_count), (0, 1))
        money = self.new_money()
        self.assertEqual(len(money), 1)
        self.assertEqual((money.statement_id, money.statement_row), (statement, 7))
        self.assert_paid_once()

    def test_the_statement_first_and_the_message_late(self):
        self.import_file(self.vietcombank([self.movement()]))
        self.assert_paid_once()
        self.deliver("duplicate")
        self.assertEqual(len(self.new_money()), 1)
        self.assert_paid_once()


class FeedAskCases:
    """Movements of which no message arrived: the feed's list is asked for."""

    #: The cursor after movement 100 of 10 March 2026.
    missed_cursor = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.make_provider()
        # Feeds of other tests' data are nobody's business here.
        others = cls.env["payment.provider"].search(
            [("state", "!=", "disabled"), ("id", "!=", cls.provider.id)]
        )
        others.filtered(lambda row: row._tthc_kind() == "feed").write({"state": "disabled"})

    def setUp(self):
        super().setUp()
        self.request = self.accepted()[1]
        self.server.rows.clear()
        self.server.asked.clear()
        self.server.mode = "ok"

    def happen(self, number, memo="NGUYEN VAN A", **changes):
        """A movement of the account; returns its payload."""
        payload = self.payload(Event(memo=memo, number=str(number)), **changes)
        self.server.rows.append(payload)
        return payload

    def ask(self):
        self.run_job("payment.provider", "_cron_ask_feeds")

    def found(self):
        return self.money.search([("provider_id", "=", self.provider.id)])

    def test_missed_money_settles_the_request(self):
        self.happen(100, self.request.reference)
        self.ask()
        self.assertEqual(self.request.state, "paid")
        delivery = self.env["tthc.payment.delivery"].search(
            [("provider_id", "=", self.provider.id)]
        )
        self.assertEqual((delivery.channel, delivery.result), ("query", "done"))
        self.assertEqual(self.provider.tthc_feed_cursor, self.missed_cursor)
        self.assertFalse(self.provider.tthc_feed_problem)
        self.ask()
        self.assertEqual(len(self.found()), 1)

    def test_what_a_message_told_is_recognised(self):
        told = self.signed(self.happen(100, self.request.reference))
        path = f"/tthc/payment/{self.feed_code}/{self.provider.id}/notify"
        answer = self.url_open(path, data=told.body, headers=told.headers)
        self.assertEqual(answer.json(), {"success": True})
        self.ask()
        self.assertEqual(len(self.found()), 1)
        self.env.invalidate_all()
        self.assertEqual(len(self.request.match_ids), 1)

    def test_money_out_and_unknown_accounts(self):
        self.server.rows.append(self.spent(Event(number="1")))
        self.server.rows.append(self.payload(Event(number="2", account="5550001112223")))
        self.ask()
        self.assertEqual(self.found().mapped("reason"), ["wrong_account"])

    def test_the_feed_out_of_order(self):
        self.happen(100, self.request.reference)
        with patch.object(core, "PATIENCE", 0.3):
            for mode in self.broken_modes:
                self.server.mode = mode
                self.ask()
                self.assertTrue(self.provider.tthc_feed_problem, mode)
                self.assertFalse(self.provider.tthc_feed_cursor, mode)
                self.assertEqual(self.request.state, "open")
        self.server.mode = "ok"
        self.ask()
        self.assertFalse(self.provider.tthc_feed_problem)
        self.assertEqual(self.request.state, "paid")

    def test_a_row_that_cannot_be_read_holds_up_nothing_and_is_not_forgotten(self):
        self.happen(100, self.request.reference)
        self.server.mode = "strange"
        self.ask()
        self.assertEqual(self.request.state, "paid")
        self.assertTrue(self.provider.tthc_feed_problem)
        self.assertFalse(self.provider.tthc_feed_cursor)

    def test_a_wrong_key_is_said_on_the_form(self):
        self.happen(100, self.request.reference)
        self.provider[self.token_field] = "sai"
        said = self.provider.action_tthc_ask_feed()
        self.assertEqual(said["params"]["type"], "danger")
        self.assertIn("401", said["params"]["message"])
        self.assertEqual(self.provider.tthc_feed_problem, said["params"]["message"])

    def test_asking_by_hand(self):
        self.happen(100, self.request.reference)
        said = self.provider.action_tthc_ask_feed()
        self.assertEqual(said["params"]["type"], "success")
        self.assertEqual(self.request.state, "paid")
        with self.assertRaises(AccessError):
            self.provider.with_user(self.chief).action_tthc_ask_feed()

    def test_without_a_key_nobody_asks(self):
        self.provider[self.token_field] = False
        self.ask()
        self.assertFalse(self.server.asked)
        with self.assertRaises(UserError):
            self.provider.action_tthc_ask_feed()

    def test_a_disabled_feed_is_not_asked(self):
        self.provider.state = "disabled"
        self.ask()
        self.assertFalse(self.server.asked)


class FeedProviderCases:
    """The provider's record, its secrets, and its end."""

    #: The addon's uninstallation hook, as a ``staticmethod``.
    uninstall = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.make_provider()
        cls.addon = f"tthc_payment_{cls.feed_code}"
        cls.secret_fields = [cls.secret_field, cls.token_field]

    def assert_no_secrets(self, provider):
        for name in self.secret_fields:
            self.assertFalse(provider[name], name)

    def test_installed_disabled_and_empty(self):
        main = self.env.ref(f"{self.addon}.payment_provider_{self.feed_code}")
        self.assertEqual((main.code, main.is_published), (self.feed_code, False))
        self.assertEqual(main.tthc_kind, "feed")

    def test_secrets_are_for_the_system_group(self):
        for name in self.secret_fields:
            self.assertEqual(self.provider._fields[name].groups, "base.group_system")
            for user in (self.accountant, self.chief, self.cashier):
                with self.assertRaises(AccessError):
                    self.provider.with_user(user).read([name])

    def test_a_copy_has_no_secret(self):
        copy = self.provider.copy()
        self.assert_no_secrets(copy)
        self.assertFalse(copy.tthc_feed_cursor)

    def test_neutralized_copies_of_the_database_know_no_secret(self):
        self.env.flush_all()
        with file_open(f"{self.addon}/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.assert_no_secrets(self.provider)
        self.assertEqual(self.provider.state, "disabled")

    def test_resetting_the_credentials(self):
        self.provider.action_reset_credentials()
        self.assert_no_secrets(self.provider)

    def test_it_is_never_offered_to_a_payer(self):
        self.provider.is_published = True
        offered = self.env["payment.provider"]._get_compatible_providers(
            self.centre.id, self.citizen.id, 58_000
        )
        self.assertNotIn(self.provider, offered)
        self.assertNotIn(self.provider, self.env["payment.provider"]._tthc_gateways(self.centre))

    def test_uninstalling_keeps_what_it_told(self):
        request = self.accepted()[1]
        told = self.tell(Event(memo=request.reference))
        headers = {name.lower(): value for name, value in told.headers.items()}
        self.assertNotIn(self.provider[self.secret_field], headers.values())
        message = Message(body=told.body, headers=headers)
        self.assertEqual(self.provider._tthc_receive(message)[0], 200)
        delivery = self.env["tthc.payment.delivery"].search(
            [("provider_id", "=", self.provider.id)]
        )
        unused = self.provider.copy({"company_id": self.other_centre.id})
        self.uninstall(self.env)
        self.assertFalse(unused.exists())
        self.assertEqual((self.provider.code, self.provider.state), ("none", "disabled"))
        self.assertEqual(delivery.provider_id, self.provider)
        self.assertEqual(request.state, "paid")
