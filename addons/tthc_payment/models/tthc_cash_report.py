from odoo import models

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.tools import wall_time

_STATES = {
    "open": "Đang mở",
    "counted": "Đã kiểm đếm, chưa giải trình",
    "submitted": "Chờ kế toán nghiệm thu",
    "closed": "Đã kết ca",
}
_SOURCES = {"cash": "Tiền mặt", "card": "Thẻ"}
_WAYS = {"treasurer": "Giao thủ quỹ", "bank": "Nộp ngân hàng"}


class TthcCashShift(models.Model):
    """The printed shift report, Vietnamese at source."""

    _inherit = "tthc.cash.shift"

    def _report_values(self):
        self.ensure_one()
        shift = self.sudo()
        return {
            "day": wall_time.to_local(
                shift.counted_at or shift.opened_at, shift.company_id._tthc_zone()
            ),
            "state": _STATES[shift.state],
            "cashier": shift.user_id.name,
            "accountant": shift.accepted_by_id.name or "",
            "opened": shift._report_time(shift.opened_at),
            "counted": shift._report_time(shift.counted_at),
            "sums": shift._report_sums(),
            "counts": shift._report_counts(),
            "handovers": [shift._report_handover(row) for row in shift.handover_ids.sorted("id")],
            "refunds": [
                (
                    shift._report_time(row.done_at),
                    row.name,
                    row.receiver_name or "",
                    row.reason,
                    grouped(row.amount),
                )
                for row in shift.refund_ids.sorted("done_at")
            ],
            "takings": [shift._report_taking(row) for row in shift.money_ids.sorted("id")],
        }

    def _report_time(self, instant):
        if not instant:
            return ""
        zone = self.company_id._tthc_zone()
        return wall_time.to_local(instant, zone).strftime("%H:%M %d/%m/%Y")

    def _report_sums(self):
        """Rows of label, amount and whether it is a sum; for the shift's own cashier the totals
        of an open shift stay hidden, as on the screen."""
        refunded = self._refunded_cash()
        earlier = self.handover_ids.filtered(lambda row: not row.after_count)
        rows = [("Tiền lẻ đầu ca", self.float_amount, False)]
        if self.state != "open":
            rows += [
                ("Cộng: thu tiền mặt trong ca", self.cash_taken, False),
                ("Trừ: khoản thu ghi nhầm đã hủy", self.voided_cash, False),
                ("Trừ: đã nộp trong ca", earlier._relieved(), False),
                ("Trừ: hoàn trả bằng tiền mặt", refunded, False),
                ("Tồn quỹ theo sổ", self.booked_cash, True),
                ("Số kiểm đếm thực tế", self.counted_cash, True),
                ("Chênh lệch: thừa (+), thiếu (-)", self.difference, True),
                ("Còn lại trong két sau khi nộp", self.left_amount, False),
                ("Đang chuyển, thủ quỹ chưa xác nhận", self.on_the_way, False),
                ("Thu bằng thẻ trong ca (không tính vào quỹ tiền mặt)", self.card_taken, False),
            ]
        return [(label, grouped(amount), bold) for label, amount, bold in rows]

    def _report_counts(self):
        """Denominations with the opening count and the last closing count."""
        counts = {}
        last = max(
            self.count_ids.filtered(lambda row: row.moment == "close").mapped("round"), default=0
        )
        for row in self.count_ids:
            if row.moment == "open" or (row.moment == "close" and row.round == last):
                counts.setdefault(row.value, {})[row.moment] = row.quantity
        return [
            (
                grouped(value),
                *(
                    cell
                    for moment in ("open", "close")
                    for cell in (
                        quantities.get(moment, 0),
                        grouped(value * quantities.get(moment, 0)),
                    )
                ),
            )
            for value, quantities in sorted(counts.items(), reverse=True)
        ]

    def _report_handover(self, handover):
        fate = ""
        if handover.state == "on_the_way":
            fate = "Chưa xác nhận"
        elif handover.confirmed_by_id:
            fate = f"{handover.confirmed_by_id.name}, {self._report_time(handover.confirmed_at)}"
            if handover.difference:
                fate += (
                    f"; thực nhận {grouped(handover.counted_amount)}, "
                    f"chênh lệch {grouped(handover.difference)}: {handover.difference_reason}"
                )
        return (
            self._report_time(handover.at),
            _WAYS[handover.kind],
            handover.bank_reference or handover.receiver_name,
            grouped(handover.amount),
            fate,
        )

    def _report_taking(self, money):
        notes = []
        if money.slip_number:
            notes.append(f"Máy {money.terminal_id.tid}, số chuẩn chi {money.slip_number}")
        if money.voided:
            notes.append(f"Đã hủy: {money.set_aside_note}")
        elif money.state == "exception":
            notes.append("Đã gỡ khớp, chờ xử lý")
        return (
            self._report_time(money.booked_at),
            money.memo,
            _SOURCES[money.source],
            grouped(money.amount),
            "; ".join(notes),
        )
