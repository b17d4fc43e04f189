"""Money of large files: the same result as one by one, nothing lost and nothing twice."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from ..tools.reference import make_reference
from . import memo_generator
from .common import PaymentCommon

NOON = datetime(2026, 3, 10, 5)


class Rollback(Exception):
    """Ends a trial whose effects are not to stay."""


@tagged("post_install", "-at_install")
class TestReceiving(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = cls()
        cls.env["ir.config_parameter"].set_param("tthc_payment.judge_at_once", "0")
        cls.dossiers = cls.env["tthc.dossier"].union(
            *(cls.world.take_in(instant=cls.MONDAY_9) for _number in range(12))
        )
        cls.requests = cls.dossiers.expected_ids.sorted("id")
        cls.bundles = cls.env["tthc.payment.bundle"].union(
            cls.env["tthc.payment.bundle"]._open(cls.requests[8:10]).sudo(),
            cls.env["tthc.payment.bundle"]._open(cls.requests[9:12]).sudo(),
        )

    def runTest(self):
        """Only the world of the dossier's tests."""

    def rows(self, movements, statement):
        """Values of raw money: (memo, VND, hours after noon, more) each."""
        return [
            {
                "source": "statement",
                "source_key": f"{statement.id}|{number}",
                "statement_id": statement.id,
                "company_id": self.centre.id,
                "account_id": self.account.id,
                "booked_at": NOON + timedelta(hours=hours),
                "amount": amount,
                "currency_id": self.centre.currency_id.id,
                "memo": memo,
                "bank_reference": f"FT{number}",
                "virtual_account": False,
                **more,
            }
            for number, (memo, amount, hours, more) in enumerate(movements)
        ]

    def statement(self):
        statements = self.env["tthc.statement"].with_user(self.accountant).sudo()
        return statements.create(
            {
                "name": "test.csv",
                "company_id": self.centre.id,
                "account_id": self.account.id,
                "sha256": f"{self.env['tthc.statement'].search_count([]):064}",
            }
        )

    def receive_many(self, movements):
        """Through the way of large files, to its end."""
        statement = self.statement()
        money = self.money.with_user(self.accountant).sudo()
        money._receive_many(self.rows(movements, statement))
        self.money._cron_judge()
        self.env["tthc.payment.match"]._cron_follow_up()
        return statement.incoming_ids

    def receive_each(self, movements):
        statement = self.statement()
        money = self.money.with_user(self.accountant).sudo()
        money._receive(self.rows(movements, statement))
        return statement.incoming_ids

    def random_credits(self, chance, count=40):
        """What statements bring: fitting, mangled, short, over, double, late, bundles, nothing."""
        named = [*self.requests, *self.bundles]
        movements = []
        for _number in range(count):
            meant = chance.choice(named)
            amount = chance.choice([meant.amount] * 4 + [meant.amount - 1, self.FEE, 2 * self.FEE])
            memo = memo_generator.carried(chance, meant.reference).memo
            if chance.random() < 0.3:
                spoilt = memo_generator.not_carried(chance, meant.reference)
                memo = spoilt.memo if spoilt else "two " + " ".join(r.reference for r in named[:2])
            more = {}
            if chance.random() < 0.1:
                more["account_id"] = self.other_account.id
            hours = chance.choice((0, 0, 1, 2, 24 * 300))
            movements.append((memo, amount, hours, more))
        return movements

    def picture(self, money):
        """Everything that money has effected, without ids and without instants of now."""
        matches = money.match_ids.sorted(lambda row: (row.incoming_id.id, row.expected_id.id))
        attempts = self.env["payment.transaction"].search([
            "|", ("tthc_expected_id", "in", self.requests.ids),
            ("tthc_bundle_id", "in", self.bundles.ids),
        ])  # fmt: skip
        found = [
            [
                (row.bank_reference, row.state, row.reason, row.candidate_id,
                 row.candidate_bundle_id, row.matched_amount, row.open_amount, row.write_uid)
                for row in money.sorted("id")
            ],
            [
                (row.incoming_id.bank_reference, row.expected_id, row.company_id, row.amount,
                 row.currency_id, row.method, row.note, row.user_id, row.state,
                 row.attempt_id.reference, row.follow_up)
                for row in matches
            ],
            [(row.state, row.paid_at, row.due_amount) for row in self.requests],
            [(row.payment_state, row.state, row.event_count) for row in self.dossiers],
            [(row.kind, row.note, row.user_id, row.from_state, row.to_state)
             for row in self.dossiers.event_ids.sorted(lambda row: (row.dossier_id.id, row.seq))],
            sorted((row.reference, row.amount, row.state, row.provider_reference or "",
                    row.state_message or "") for row in attempts),
        ]  # fmt: skip
        if "tthc.receipt" in self.env:
            receipts = self.env["tthc.receipt"].search([("dossier_id", "in", self.dossiers.ids)])
            found.append(sorted((row.expected_id.id, row.state, row.amount) for row in receipts))
        return found

    def tried(self, act, movements):
        """What ``act`` leaves behind, taken back afterwards."""
        try:
            with self.env.cr.savepoint():
                seen = self.picture(act(movements))
                self.assertFalse([row for row in self.dossiers if row._ledger_break()])
                raise Rollback
        except Rollback:
            self.env.invalidate_all()
        return seen

    def test_the_same_as_one_by_one(self):
        settled = 0
        for seed in range(4):
            movements = self.random_credits(memo_generator.seeded(seed))
            with self.subTest(seed=seed):
                many = self.tried(self.receive_many, movements)
                each = self.tried(self.receive_each, movements)
                for part, other in zip(many, each, strict=True):
                    self.assertEqual(part, other)
                settled += len(many[1])
        self.assertGreater(settled, 20)

    def test_paid_at_once_and_followed_up_later(self):
        request = self.requests[0]
        statement = self.statement()
        self.money._receive_many(self.rows([(request.reference, self.FEE, 0, {})], statement))
        money = statement.incoming_ids
        self.assertEqual((money.state, money.reason), ("exception", "waiting"))
        self.assertEqual(request.state, "open")
        self.money._cron_judge()
        match = request.match_ids
        self.assertEqual((money.state, request.state, match.follow_up), ("matched", "paid", True))
        self.assertNotIn("paid", request.dossier_id.event_ids.mapped("kind"))
        self.env["tthc.payment.match"]._cron_follow_up()
        self.assertFalse(match.follow_up)
        self.assertEqual(match.attempt_id.state, "done")
        self.assertEqual(request.dossier_id.event_ids.sorted("seq")[-1].kind, "paid")

    def test_known_rows_have_no_effect(self):
        statement = self.statement()
        rows = self.rows([("a", 1_000, 0, {}), ("b", 1_000, 0, {})], statement)
        self.assertEqual(self.money._receive_many([*rows, rows[0]]), 2)
        self.assertEqual(self.money._receive_many(rows), 0)
        self.assertEqual(len(statement.incoming_ids), 2)

    def test_what_a_person_decided_meanwhile_stays(self):
        """Money that waits is matched by hand, undone, set aside: the job leaves it alone."""
        first, second, third = self.requests[:3]
        statement = self.statement()
        movements = [(request.reference, self.FEE, 0, {}) for request in (first, second, third)]
        self.money._receive_many(self.rows(movements, statement))
        by_hand, undone, aside = statement.incoming_ids.sorted("id")
        matches = self.env["tthc.payment.match"].with_user(self.accountant)
        matches._match_manually(by_hand, third, self.FEE, "điện thoại")
        matches._match_manually(undone, second, self.FEE, "nhầm")._undo("nhầm")
        aside._set_aside("không phải phí")
        self.money._cron_judge()
        self.assertEqual(by_hand.match_ids.expected_id, third)
        self.assertEqual((undone.state, undone.reason), ("exception", "undone"))
        self.assertEqual(aside.state, "set_aside")
        self.assertEqual((first | second | third).mapped("state"), ["open", "open", "paid"])

    def test_undoing_before_the_follow_up(self):
        """What follows is done first, so that the dossier knows of both."""
        request = self.requests[0]
        statement = self.statement()
        self.money._receive_many(self.rows([(request.reference, self.FEE, 0, {})], statement))
        self.money._cron_judge()
        request.match_ids.with_user(self.accountant)._undo("nhầm")
        kinds = request.dossier_id.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(kinds[-2:], ["paid", "payment_undone"])
        self.env["tthc.payment.match"]._cron_follow_up()
        self.assertEqual(request.state, "open")
        self.assertEqual(request.attempt_ids.mapped("state"), ["cancel"])

    def test_one_that_cannot_be_followed_up_stops_no_other(self):
        first, second = self.requests[:2]
        statement = self.statement()
        self.money._receive_many(
            self.rows([(row.reference, self.FEE, 0, {}) for row in first | second], statement)
        )
        self.money._cron_judge()
        broken = self.dossiers.browse(first.dossier_id.id)
        settled = type(broken)._payment_settled

        def fails(dossier, *arguments):
            if dossier == broken:
                raise ValueError("no calendar")
            return settled(dossier, *arguments)

        self.patch(type(broken), "_payment_settled", fails)
        with self.assertLogs("odoo.addons.tthc_payment.models.tthc_follow_up", "ERROR"):
            self.env["tthc.payment.match"]._cron_follow_up()
        self.assertEqual(first.match_ids.follow_up_problem, "no calendar")
        self.assertFalse(second.match_ids.follow_up)
        self.patch(type(broken), "_payment_settled", settled)
        self.env["tthc.payment.match"]._cron_follow_up()
        self.assertFalse(first.match_ids.follow_up or first.match_ids.follow_up_problem)

    def test_progress(self):
        statement = self.statement()
        movements = [(request.reference, self.FEE, 0, {}) for request in self.requests[:4]]
        new = self.money._receive_many(self.rows(movements, statement))
        statement._count(4, 4, new)
        self.assertEqual((statement.waiting_count, statement.progress), (4, 0))
        self.money._judge_waiting(limit=3)
        statement.invalidate_recordset()
        self.assertEqual((statement.waiting_count, statement.follow_up_count), (1, 3))
        self.assertEqual(statement.progress, 75)
        self.money._cron_judge()
        self.env["tthc.payment.match"]._cron_follow_up()
        statement.invalidate_recordset()
        self.assertEqual((statement.waiting_count, statement.follow_up_count), (0, 0))

    def test_nothing_is_computed_from_what_bulk_writes(self):
        """States are written past the ORM: no stored field may follow from them."""
        written = {
            "tthc.incoming.money": ("state", "reason", "candidate_id", "candidate_bundle_id"),
            "tthc.expected.payment": ("state", "paid_at"),
            "tthc.payment.match": ("state", "amount", "expected_id", "incoming_id"),
        }
        for model, names in written.items():
            for name in names:
                field = self.env[model]._fields[name]
                following = [
                    str(other) for other in self.registry.get_dependent_fields(field) if other.store
                ]
                self.assertEqual(following, [], f"{model}.{name}")

    def test_few_queries_for_many_rows(self):
        unknown = [(make_reference(2020, n), 1_000, 0, {}) for n in range(1, 2_001)]
        statement = self.statement()
        self.env.flush_all()
        before = self.cr.sql_log_count
        self.money._receive_many(self.rows(unknown, statement))
        self.money._cron_judge()
        self.assertLess(self.cr.sql_log_count - before, 60)
        self.assertEqual(set(statement.incoming_ids.mapped("reason")), {"unknown_reference"})
