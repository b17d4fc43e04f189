from odoo import models
from odoo.tools import SQL

from ..tools.day import Difference

SHIFT, HANDOVER = "tthc.cash.shift", "tthc.cash.handover"


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
        counted = self._shifts().filtered(lambda row: row.state in ("submitted", "closed"))
        handovers = self._handovers()
        return {
            "source_amount": sum(
                row.cash_taken - row.voided_cash + row.difference for row in counted
            ),
            "bank_amount": sum(handovers.filtered(self._is_deposited).mapped("amount")),
            "out_amount": sum(row._refunded_cash() for row in self._shifts()),
        }

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
                    "shift_open", f"shift_open|{shift.id}", round(shift.float_amount), *common
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
        closed = self._shifts().filtered(lambda row: row.state == "closed")
        self._freeze_records(closed, "booked_cash")
        self._freeze_records(self._handovers(), "amount")
        return written
