import random

from psycopg2.errors import RestrictViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import tthc_remittance_fill
from ..tools.split import Line, kept, parts
from .common import RemittanceCommon


@tagged("post_install", "-at_install")
class TestLedger(RemittanceCommon):
    """The ledger of shares: what it says of payments, undone ones and refunds."""

    def rows(self, request):
        return [
            (row.event, row.kind, round(row.collected), round(row.kept), round(row.remitted))
            for row in self.of(request)
        ]

    def test_a_payment_is_split_over_its_fees(self):
        dossier, request = self.accepted()
        self.keep(request, 20_000)
        self.receive(request.reference)
        self.fill()
        self.assertEqual(
            self.rows(request),
            [
                ("matched", "phi", 50_000, 20_000, 30_000),
                ("matched", "le_phi", 8_000, 0, 8_000),
            ],
        )
        entry = self.of(request)[0]
        self.assertEqual((entry.day, entry.dossier_id), (self.today, dossier))
        self.assertEqual(entry.agency_id, dossier.competent_agency_id)
        self.assertEqual(entry.fee_line_id, request.line_ids.sorted("id")[0])
        self.assertEqual(
            [(row.share, row.amount) for row in self.shares.search([("entry_id", "=", entry.id)])],
            [("budget", 30_000), ("retained", 20_000)],
        )
        self.fill()
        self.assertEqual(len(self.of(request)), 2)

    def test_what_is_undone_stands_on_its_own_day(self):
        request = self.paid(days=2)
        self.fill()
        before = self.rows(request)
        request.match_ids.with_user(self.accountant).sudo()._undo("Nhầm hồ sơ")
        self.fill()
        self.assertEqual(self.rows(request)[:2], before)
        back = self.of(request).filtered(lambda row: row.event == "undone")
        self.assertEqual([row.collected for row in back.sorted("id")], [-50_000, -8_000])
        self.assertEqual(set(back.mapped("day")), {self.today})
        self.assertEqual(sum(self.of(request).mapped("remitted")), 0)

    def test_paid_and_undone_before_it_was_entered(self):
        request = self.paid(days=3)
        request.match_ids.with_user(self.accountant).sudo()._undo("Nhầm")
        self.receive(request.reference, key="again")
        self.fill()
        events = [row[0] for row in self.rows(request)]
        self.assertEqual(events, ["matched"] * 2 + ["undone"] * 2 + ["matched"] * 2)
        self.assertEqual(sum(self.of(request).mapped("collected")), self.FEE)

    def test_a_refund_leaves_and_the_rest_is_entered(self):
        request = self.paid(days=5)
        self.fill()
        match = request.match_ids
        values = {"ground": "not_due", "reason": "Thu thừa", "way": "cash"}
        refunds = self.env["tthc.refund"].with_user(self.accountant).sudo()
        refund = refunds._propose(match.incoming_id, 8_000, values, match)
        refund.with_user(self.chief).action_approve()
        self.fill()
        sums = {}
        for row in self.of(request):
            sums[row.event] = sums.get(row.event, 0) + round(row.collected)
        self.assertEqual(sums, {"matched": self.FEE, "refunded": -self.FEE, "rest": 50_000})
        late = self.of(request).filtered(lambda row: row.event != "matched")
        self.assertEqual(set(late.mapped("day")), {self.today})

    def test_postage_is_passed_on(self):
        dossier, _request = self.accepted()
        postage = dossier._request_postage(30_000, "EMS 200 g")
        self.receive(postage.reference, 30_000)
        self.fill()
        entry = self.of(postage)
        self.assertEqual((entry.kind, entry.passed, entry.kept), ("postage", 30_000, 0))
        share = self.shares.search([("entry_id", "=", entry.id)])
        self.assertEqual((share.share, share.amount), ("postage", 30_000))

    def test_random_parts_are_entered_as_the_rule_says(self):
        """Part payments, undone ones and refunds in any order: SQL and rule agree, and the sum of
        the entries is what is matched."""
        luck = random.Random(7)
        self.patch(tthc_remittance_fill, "BATCH", 3)
        for turn in range(6):
            _dossier, request = self.accepted()
            fee = self.keep(request, luck.randrange(50_000))
            self.play(request, luck, turn)
            self.check_sums(request, fee)

    def play(self, request, luck, turn):
        for step in range(4):
            if not request.due_amount:
                break
            amount = luck.randrange(1, max(2, round(request.due_amount)))
            money = self.receive(f"khong ro {turn} {step}", amount)
            matches = self.env["tthc.payment.match"].with_user(self.accountant)
            matches._match_manually(money, request, amount, "gọi điện")
            if luck.random() < 0.5:
                self.fill()
            active = request.match_ids.filtered(lambda row: row.state == "active")
            if luck.random() < 0.4:
                active[:1].with_user(self.accountant).sudo()._undo("Nhầm")
            elif luck.random() < 0.4:
                self.pay_back(active[:1], luck)
        self.fill()

    def pay_back(self, match, luck):
        values = {"ground": "not_due", "reason": "Thu thừa", "way": "cash"}
        refunds = self.env["tthc.refund"].with_user(self.accountant).sudo()
        amount = luck.randrange(1, round(match.amount) + 1)
        refund = refunds._propose(match.incoming_id, amount, values, match)
        refund.with_user(self.chief).action_approve()

    def check_sums(self, request, fee):
        request.invalidate_recordset()
        entries = self.of(request)
        self.assertEqual(sum(entries.mapped("collected")), request.matched_amount)
        for entry in entries:
            self.assertEqual(entry.kept + entry.remitted + entry.passed, entry.collected)
        lines = request.line_ids.sorted("id")
        state = {line: [0, 0] for line in lines}
        for match in entries.match_id.sorted("id"):
            own = entries.filtered(lambda row, match=match: row.match_id == match)
            back = own.filtered(lambda row: row.collected < 0)
            self.assertIn(sum(own.mapped("collected")), (0, match.amount))
            self.assertEqual(bool(back), match.state == "reversed")
        for line in lines:
            own = entries.filtered(lambda row, line=line: row.fee_line_id == line)
            state[line] = [sum(own.mapped("collected")), sum(own.mapped("kept"))]
            self.assertLessEqual(0, state[line][0])
            self.assertLessEqual(state[line][0], line.amount)
            self.assertLessEqual(state[line][1], line.kept)
        if not request.due_amount and not request.relieved_amount:
            self.assertEqual(state[fee], [fee.amount, fee.kept])

    def test_sql_follows_the_rule(self):
        _dossier, request = self.accepted()
        self.keep(request, 33_333)
        rule = [[50_000, 33_333, 0, 0], [8_000, 0, 0, 0]]
        for step, amount in enumerate((1, 7, 12_345, 20_001, 25_646)):
            money = self.receive(f"khong ro {step}", amount)
            matches = self.env["tthc.payment.match"].with_user(self.accountant)
            match = matches._match_manually(money, request, amount, "gọi điện")
            self.fill()
            lines = [Line(*row) for row in rule]
            for row, line, part in zip(rule, lines, parts(amount, lines), strict=True):
                share = kept(line, part)
                row[2], row[3] = row[2] + part, row[3] + share
                fee = request.line_ids.filtered(lambda fee, row=row: fee.amount == row[0])
                entry = self.of(request).filtered(
                    lambda one, match=match, fee=fee: (
                        one.match_id.id == match.id and one.fee_line_id == fee
                    )
                )
                self.assertEqual((round(entry.collected), round(entry.kept)), (part, share))
        self.assertEqual(rule, [[50_000, 33_333, 50_000, 33_333], [8_000, 0, 8_000, 0]])

    def test_each_centre_for_itself(self):
        request = self.paid()
        self.fill(self.other_centre)
        self.assertFalse(self.of(request))
        self.env["tthc.remittance.entry"]._cron_fill()
        self.assertEqual(len(self.of(request)), 2)

    def test_written_once(self):
        request = self.paid()
        self.fill()
        entry = self.of(request)[0]
        share = self.shares.search([("entry_id", "=", entry.id)])
        for act in (
            lambda: entry.write({"collected": 1}),
            entry.unlink,
            lambda: self.entries.create({}),
            lambda: share.write({"amount": 1}),
            share.unlink,
            lambda: self.shares.create({}),
        ):
            with self.assertRaises(UserError):
                act()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RestrictViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("UPDATE tthc_remittance_entry SET kept = 0")

    def test_who_reads(self):
        request = self.paid()
        self.fill()
        entry = self.of(request)[0]
        for user in (self.accountant, self.chief, self.auditor, self.inspector):
            self.assertEqual(entry.with_user(user).collected, 50_000)
        for user in (self.cashier, self.receptionist, self.other_accountant):
            with self.assertRaises(AccessError):
                entry.with_user(user).read(["collected"])
