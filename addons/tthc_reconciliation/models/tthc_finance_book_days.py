from odoo import models

from odoo.addons.tthc_dossier.tools import wall_time

_CHANNELS = {"bank": "Ngân hàng", "gateway": "Cổng thanh toán", "card": "Thẻ", "cash": "Tiền mặt"}


class TthcFinanceBook(models.AbstractModel):
    """The record of reconciliation, and what differed."""

    _inherit = "tthc.finance.book"

    def _choices(self, model, field):
        record = self.env[model].with_context(lang="vi_VN")
        return dict(record._fields[field]._description_selection(record.env))

    def _channels(self):
        """Extension point: what the channels are called in the book."""
        return _CHANNELS

    def _in_period(self, company, start, end):
        zone = company._tthc_zone()
        first, last = (wall_time.to_local(instant, zone).date() for instant in (start, end))
        return [("company_id", "=", company.id), ("day", ">=", first), ("day", "<", last)]

    def _rows_of_days(self, company, start, end):
        days = self.env["tthc.reconciliation.day"]
        days.check_access("read")
        states = self._choices(days._name, "state")
        order = "day, channel, id"
        for day in days.search(self._in_period(company, start, end), order=order):
            facts = day.sudo()
            yield (
                day.day, self._channels()[day.channel], facts.place, round(day.asked_amount),
                round(day.received_amount), round(day.matched_amount), round(day.booked_amount),
                round(day.source_amount), round(day.charge_amount), round(day.bank_amount),
                round(day.out_amount), day.item_count, day.open_count, states[day.state],
                facts.maker_id.name or "", facts.checker_id.name or "", day.closed_at,
            )  # fmt: skip

    def _rows_of_differences(self, company, start, end):
        items = self.env["tthc.reconciliation.item"]
        items.check_access("read")
        states = self._choices(items._name, "state")
        buckets = self._choices(items._name, "bucket")
        domain = self._in_period(company, start, end)
        for item in items.search(domain, order="day, day_id, id"):
            facts = item.sudo()
            yield (
                item.day, facts.place, buckets[item.bucket], item.label, round(item.amount),
                item.happened_on, item.age_days, states[item.state], item.explanation or "",
                facts.explained_by_id.name or "",
            )  # fmt: skip
