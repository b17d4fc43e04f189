from odoo import models
from odoo.tools import SQL

from ..tools.day import Difference

SHIFT, HANDOVER = "tthc.cash.shift", "tthc.cash.handover"
#: What an entry says of a hand-over that the bank showed.
DEPOSITED = "shown"


class TthcReconciliationDay(models.Model):
    """The cash desk: takings by the books, the drawer as it was counted, what reached the bank."""

    _inherit = "tthc.reconciliation.day"

    def _shifts_sql(self):
        """Query of the shifts that count in this day: those begun on it, and earlier ones that
        were not closed when their day was."""
        start, end = self._span()
        return SQL(
            "SELECT id FROM tthc_cash_shift shift WHERE company_id = %s AND opened_at >= %s "
            "AND opened_at < %s AND %s",
            self.company_id.id,
            start,
            end,
            self._not_counted(SHIFT, SQL("shift.id")),
        )

    def _handovers_sql(self):
        start, end = self._span()
        return SQL(
            "SELECT id FROM tthc_cash_handover handover WHERE company_id = %s AND at >= %s "
            "AND at < %s AND %s",
            self.company_id.id,
            start,
            end,
            self._not_counted(HANDOVER, SQL("handover.id")),
        )

    def _shifts(self):
        return self.env[SHIFT].sudo().browse(self._query_ids(self._shifts_sql())).sorted("id")

    def _handovers(self):
        return self.env[HANDOVER].sudo().browse(self._query_ids(self._handovers_sql())).sorted("id")

    def _figures_of_cash(self, _told, _shown):
        # What is not accepted yet counts in the day on which its difference is known.
        counted = self._closed_shifts()
        handovers = self._handovers()
        [(paid_back,)] = self.env.execute_query(
            SQL("SELECT COALESCE(sum(amount), 0) FROM (%s) AS one", self._paid_out_sql())
        )
        return {
            "source_amount": sum(
                row.cash_taken - row.voided_cash + row.difference for row in counted
            ),
            "bank_amount": sum(handovers.filtered(self._is_deposited).mapped("amount")),
            "out_amount": paid_back,
        }

    def _closed_shifts(self):
        return self._shifts().filtered(lambda row: row.state == "closed")

    def _paid_out_sql(self):
        """Query of the refunds that left a drawer on this day: id, amount."""
        start, end = self._bounds()
        return SQL(
            "SELECT id, amount FROM tthc_refund WHERE company_id = %s AND way = 'cash' "
            "AND state = 'done' AND done_at >= %s AND done_at < %s",
            self.company_id.id,
            start,
            end,
        )

    def _is_deposited(self, handover):
        """Extension point: whether the bank shows this hand-over."""
        return False

    def _find_cash(self):
        found = []
        for shift in self._shifts():
            found += self._differences_of_shift(shift)
        for handover in self._handovers():
            found += self._differences_of_handover(handover)
        return found

    def _differences_of_shift(self, shift):
        common = (shift.name, self._local_day(shift.opened_at), {"shift_id": shift.id})
        if shift.state != "closed":
            return [
                Difference(
                    "shift_open", f"shift_open|{shift.id}", self._not_counted_yet(shift), *common
                )
            ]
        if not shift.difference:
            return []
        return [
            Difference(
                "shift_difference",
                f"shift_difference|{shift.id}",
                abs(round(shift.difference)),
                *common,
                " – ".join(filter(None, (shift.explanation, shift.accept_note))),
                shift.accepted_by_id.id,
            )
        ]

    def _not_counted_yet(self, shift):
        """The cash of this day that lies in the drawer of a shift that is not closed."""
        query = SQL(
            "SELECT COALESCE(sum(member.amount), 0) FROM (%s) AS member "
            "JOIN tthc_incoming_money money ON money.id = member.id "
            "WHERE money.shift_id = %s AND member.voided IS NOT TRUE",
            self._members_sql(),
            shift.id,
        )
        [(amount,)] = self.env.execute_query(query)
        return round(amount)

    def _differences_of_handover(self, handover):
        bucket, amount, said = None, round(handover.amount), ""
        if handover.state == "on_the_way":
            bucket = "on_the_way"
        elif handover.state == "different":
            bucket, amount = "handover_difference", abs(round(handover.difference))
            said = handover.difference_reason or ""
        elif handover.kind == "bank" and not self._is_deposited(handover):
            bucket = "not_deposited"
        if not bucket:
            return []
        return [
            Difference(
                bucket,
                f"{bucket}|{handover.id}",
                amount,
                handover.bank_reference or handover.shift_id.name,
                self._local_day(handover.at),
                {"handover_id": handover.id},
                said,
                handover.confirmed_by_id.id if said else None,
            )
        ]

    def _freeze_rows(self):
        """Override: hand-overs count in the day, and shifts once they are closed."""
        written = super()._freeze_rows()
        if self.channel != "cash":
            return written
        self._freeze_records(self._closed_shifts(), "booked_cash")
        handovers = self._handovers()
        deposited = handovers.filtered(self._is_deposited)
        self._freeze_records(deposited, "amount", DEPOSITED)
        self._freeze_records(handovers - deposited, "amount")
        return written
