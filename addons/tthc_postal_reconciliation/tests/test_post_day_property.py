"""Whatever order things happen in, no đồng of the post's money is lost or made."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .test_post_day import PostDayCommon

_PICK = st.integers(0, 5)
_AGO = st.integers(0, 4)
#: Step, which record, days ago, đồng by which the other side differs.
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("take", "take", "void", "undo", "list", "list", "credit", "release", "close")
        ),
        _PICK,
        _AGO,
        st.sampled_from((0, 0, 1, -7_000, 20_000)),
    ),
    min_size=3,
    max_size=12,
)


@tagged("post_install", "-at_install")
class TestNothingIsLost(PostDayCommon):
    """The days of a carrier add up to what was taken, listed and paid, however they are closed."""

    @settings(
        max_examples=10,
        deadline=None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
    )
    @given(_STEPS)
    def test_sums(self, steps):
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT steps")
        try:
            for kind, pick, ago, by in [("take", 1, 3, 0), *steps]:
                getattr(self, f"_step_{kind}")(pick, ago, by)
            self._check()
        finally:
            self.env.transaction.clear()
            self.env.cr.execute("ROLLBACK TO SAVEPOINT steps")

    def _mine(self, model, **more):
        domain = [("company_id", "=", self.centre.id), ("carrier_id", "=", self.carrier.id)]
        domain += [(name, "=", value) for name, value in more.items()]
        return self.env[model].sudo().search(domain, order="id")

    def _choose(self, records, pick):
        return records[pick % len(records)] if records else records

    def _step_take(self, pick, ago, by):
        """Money with a request that it pays, or none."""
        self.taken(self.FEE + by, ago, accepted=pick % 2)

    def _step_void(self, pick, _ago, _by):
        rows = self._mine("tthc.postal.collection", state="open")
        row = self._choose(rows.filtered(lambda one: not one.money_id.matched_amount), pick)
        if row:
            row.with_user(self.accountant)._void("Nhập nhầm")

    def _step_undo(self, pick, _ago, _by):
        matches = self._mine("tthc.postal.collection").money_id.match_ids
        match = self._choose(matches.filtered(lambda one: one.state == "active"), pick)
        if match:
            match.with_user(self.accountant)._undo("Nhầm khoản")

    def _step_list(self, pick, ago, by):
        """A list of what is open, of which the post tells the first otherwise, or of more."""
        rows = self._mine("tthc.postal.collection", state="open")
        if not rows:
            return
        told = {row.receipt_number: round(row.amount) for row in rows}
        told[rows[0].receipt_number] += by
        self.agreed(told, ago, extra=3_000 if pick == 1 else 0, charge=500 if pick == 2 else 0)

    def _step_credit(self, pick, _ago, by):
        waiting = self._mine("tthc.postal.remittance").filtered(
            lambda one: one.state in ("agreed", "remitted") and not one.credit_ids
        )
        chosen = self._choose(waiting, pick)
        if chosen:
            amount = round(chosen.net_amount) + by
            self.paid_by_post(chosen.with_user(self.accountant), max(amount, 1))

    def _step_release(self, pick, _ago, _by):
        credited = self._mine("tthc.postal.remittance").filtered("credit_ids")
        chosen = self._choose(credited, pick)
        if chosen:
            chosen.with_user(self.accountant).action_release_credit()

    def _step_close(self, _pick, _ago, _by):
        """The oldest open day that is over is closed."""
        self.days._make_days(self.centre)
        day = self._mine("tthc.reconciliation.day", state="open").sorted("day")[:1]
        if day.is_over:
            self.close(day)

    def _check(self):
        self.days._make_days(self.centre)
        days = self._mine("tthc.reconciliation.day")
        for day in days.filtered(lambda one: one.state == "open"):
            day._refresh()

        def total(name):
            return round(sum(days.mapped(name)))

        taken = self._mine("tthc.postal.collection").filtered(lambda row: not row.voided)
        agreed = self._mine("tthc.postal.remittance").filtered(lambda one: one.state != "draft")
        lines = agreed.line_ids.filtered("counts")
        owed = round(sum(line._owed() for line in lines))
        self.assertEqual(
            total("received_amount") - total("out_amount"), sum(taken.mapped("amount"))
        )
        self.assertEqual(total("source_amount"), owed)
        self.assertEqual(total("list_amount") + total("charge_amount"), owed)
        not_listed = taken.filtered(lambda row: row.remittance_id.state in (False, "draft"))
        differing = sum(lines.filtered(lambda line: line.state != "none").mapped("difference"))
        self.assertEqual(
            sum(taken.mapped("amount")) - sum(not_listed.mapped("amount")) + differing, owed
        )
        self._check_open(days.filtered(lambda one: one.state == "open"), not_listed, agreed)
        for day in days.filtered(lambda one: one.state == "closed"):
            self.assertTrue(day._is_intact())

    def _check_open(self, days, not_listed, agreed):
        """What is wrong now stands among the differences: of open days, or of closed ones that
        were explained and wait to be cleared."""
        self.env["tthc.reconciliation.item"]._clear_what_is_done()
        items = self._mine("tthc.reconciliation.day").item_ids
        items = items.filtered(lambda one: one.state != "cleared")

        def of(*buckets):
            return items.filtered(lambda one: one.bucket in buckets)

        self.assertEqual(of("post_not_listed").postal_collection_id, not_listed)
        unpaid = agreed.filtered(lambda one: one.credit_state in ("open", "differs"))
        shown = of("post_not_credited", "post_credit_differs").postal_remittance_id
        self.assertEqual(shown, unpaid)
        for day in days:
            left = of("not_matched").filtered(lambda one, day=day: one.day_id == day)
            self.assertEqual(
                round(day.received_amount - day.matched_amount), sum(left.mapped("amount"))
            )
