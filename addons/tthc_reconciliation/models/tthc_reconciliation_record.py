import base64

from odoo import models

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.models.ir_actions_report import Paper
from odoo.addons.tthc_dossier.tools import wall_time

from ..tools.day import CLEARED

A4 = Paper("A4", "portrait")
_CHANNELS = {
    "bank": "Tài khoản ngân hàng",
    "gateway": "Cổng thanh toán",
    "card": "Thẻ",
    "cash": "Quầy thu tiền mặt",
}
_STATES = {"open": "Chưa giải trình", "explained": "Đã giải trình", "cleared": "Đã xử lý"}


class TthcReconciliationDay(models.Model):
    """The printed record of reconciliation ("biên bản đối soát")."""

    _inherit = "tthc.reconciliation.day"

    def action_record(self):
        """The record of reconciliation of these days on paper."""
        self.check_access("read")
        days = self.sudo().sorted(lambda day: (day.day, day.id))
        pdf = (
            self.env["ir.actions.report"]
            .sudo()
            ._tthc_paper(
                "tthc_reconciliation.day_document",
                {"days": [day._record_values() for day in days]},
                A4,
                running=f"Biên bản đối soát {days[:1].day:%d/%m/%Y}",
            )
        )
        kept = self.env["ir.attachment"].sudo()
        values = {
            "name": f"doi-soat-{days[:1].day:%Y%m%d}.pdf",
            "res_model": self._name,
            "res_id": days[:1].id,
        }
        kept.search([(name, "=", value) for name, value in values.items()]).unlink()
        file = kept.create({**values, "datas": base64.b64encode(pdf)})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file.id}?download=true",
            "target": "self",
        }

    def _record_values(self):
        """What the record prints; Vietnamese at source."""
        company = self.company_id
        zone = company._tthc_zone()

        def when(instant):
            return wall_time.to_local(instant, zone).strftime("%H:%M %d/%m/%Y") if instant else "…"

        buckets = self.item_ids.with_context(lang="vi_VN")._fields["bucket"]
        buckets = dict(buckets._description_selection(self.with_context(lang="vi_VN").env))
        return {
            "company": company,
            "address": company.partner_id._tthc_address_line(),
            "day": self.day,
            "channel": self._channel_names()[self.channel],
            "place": self.place if any(self[name] for name in self._place_fields()) else "",
            "figures": [(label, grouped(amount)) for label, amount in self._record_figures()],
            "items": [
                (
                    buckets[item.bucket],
                    item.label,
                    grouped(item.amount),
                    f"{item.happened_on:%d/%m/%Y}",
                    _STATES[item._state_when_closed()],
                    item.explanation or "",
                    item.explained_by_id.name or "",
                )
                for item in self.item_ids.sorted("key")
                if item._state_when_closed() != CLEARED
            ],
            "maker": self.maker_id.name or "",
            "submitted": when(self.submitted_at),
            "checker": self.checker_id.name or "",
            "closed": when(self.closed_at),
            "seal": self.seal or "",
            "state": self.state,
        }

    def _channel_names(self):
        """Extension point: what the channels are called in the record."""
        return _CHANNELS

    def _source_names(self):
        """Extension point: who the source is, by channel, where it is no settlement."""
        return {
            "bank": "Theo thông báo biến động số dư",
            "cash": "Theo kiểm đếm các ca thu",
        }

    def _record_figures(self):
        source = self._source_names().get(self.channel, "Theo tệp quyết toán")
        rows = [
            ("Tiền thu ghi nhận trong ngày", self.received_amount),
            ("Trong đó: đã khớp với khoản phí, lệ phí", self.matched_amount),
            ("Ghi vào sổ thu trong ngày", self.booked_amount),
            (source, self.source_amount),
            ("Theo sao kê ngân hàng", self.bank_amount),
            ("Trong đó: quyết toán và tiền mặt nộp vào", self.own_amount),
            ("Phí dịch vụ bị trừ", self.charge_amount),
            ("Tiền ra trong ngày", self.out_amount),
        ]
        if self.channel == "bank":
            rows[:0] = [
                ("Phí, lệ phí phát sinh phải thu trong ngày", self.asked_amount),
                ("Trong đó: chưa thu", self.due_amount),
            ]
        return rows
