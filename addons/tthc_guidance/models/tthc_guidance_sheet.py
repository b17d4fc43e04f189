from datetime import date

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.tools import wall_time

DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
ONLINE = {"full": "Nộp trực tuyến toàn trình", "partial": "Nộp trực tuyến một phần"}


class TthcGuidance(models.Model):
    """The sheet that the person takes home: what to bring, what it costs, how long it takes, where
    and when. Vietnamese at source, like the forms."""

    _inherit = "tthc.guidance"

    def action_print(self):
        """Give the sheet on paper."""
        self._give("guided", "print")
        return self.env.ref("tthc_guidance.action_report_guidance").report_action(self)

    def action_told(self):
        """Told by word of mouth: the request is on record."""
        self._give("guided", "oral")
        return True

    def action_send(self):
        """Send the sheet to the e-mail address given.

        :raise UserError: there is no address, or it is wrong
        """
        self.ensure_one()
        self.check_access("write")
        address = email_normalize(self.email or "")
        if not address:
            raise UserError(self.env._("Enter the e-mail address to which the sheet is sent."))
        self._give("guided", "email")
        self.env["mail.mail"].sudo().create(
            {
                "subject": f"Hướng dẫn hồ sơ: {self.procedure_id.sudo().name}",
                "body_html": self.env["ir.qweb"]._render(
                    "tthc_guidance.mail_guidance", {"o": self, "v": self._sheet_values()}
                ),
                "email_to": address,
                "email_from": self.company_id.sudo().email_formatted
                or self.env.user.email_formatted,
                "author_id": self.env.user.partner_id.id,
                "auto_delete": True,
            }
        )
        return True

    def _sheet_values(self):
        """Values of the sheet that are not plain fields."""
        self.ensure_one()
        row = self.sudo()
        company, case = row.company_id, row.case_id
        offer = self.env["tthc.offer"].sudo().search(
            [("company_id", "=", company.id), ("procedure_id", "=", row.procedure_id.id)], limit=1
        )  # fmt: skip
        url = self._public_page()
        day = wall_time.to_local(row.given_at or self._now(), company._tthc_zone())
        return {
            "company": company,
            "day": day,
            "lines": row.line_ids,
            "forms": {line.id: self._form_text(line) for line in row.line_ids},
            "fees": self._fee_rows(day.date()),
            "limits": self._limit_rows(case, company),
            "counter": row.desk or offer.counter or "",
            "agency": offer.agency_id.name or "",
            "address": self._centre_address(company.partner_id),
            "hours": self._opening_hours(company),
            "online": ONLINE.get(row.version_id.online_level, ""),
            "results": ", ".join(case.result_ids.mapped("name")),
            "url": url,
            "qr": qr.data_uri(qr.png(url, pixels=4, border=2)) if url else False,
        }

    @staticmethod
    def _centre_address(partner):
        parts = (partner.street, partner.tthc_commune or partner.city, partner.state_id.name)
        return ", ".join(filter(None, parts)) if partner.street else ""

    def _form_text(self, line):
        """Name of the prescribed form of a paper, if there is one."""
        component = line.template_id
        names = [component.form_code or "", *component.form_attachment_ids.mapped("name")]
        return ", ".join(dict.fromkeys(name for name in names if name))

    def _fee_rows(self, day: date):
        """``(name, text)`` of what is to be paid by the rules in force."""
        case = self.sudo().case_id
        kind = self.partner_id.sudo().tthc_kind or None
        return [
            (quote.name, f"{grouped(quote.amount)} đồng", quote.explanation or "")
            for quote in case._quote_fees(self.channel, day, 1, 1, kind)
        ]

    def _limit_rows(self, case, company):
        """``(channel, limit)`` for each way in which the procedure can be asked for."""
        names = {"counter": "Trực tiếp", "online": "Trực tuyến", "post": "Qua bưu chính"}
        return [
            (names[row.channel], row.with_context(lang="vi_VN").limit_label or "")
            for row in case.channel_ids
        ]

    def _opening_hours(self, company):
        """Lines of opening hours, days with the same hours together."""
        calendar = company._tthc_read_calendar()
        found = {}
        for day, spans in sorted((calendar.weekly if calendar else {}).items()):
            text = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in spans)
            found.setdefault(text, []).append(DAYS[day])
        return [f"{', '.join(days)}: {text}" for text, days in found.items()]

    def _public_page(self):
        """Address of the procedure's public page; empty where no module publishes one."""
        address = getattr(self.procedure_id.sudo(), "_public_url", None)
        if not address:
            return ""
        url = address()
        return url if url.startswith("http") else f"{self.get_base_url()}{url}"

    def _local(self, instant):
        """An instant in the centre's time, for the forms."""
        zone = self.company_id.sudo()._tthc_zone()
        return wall_time.to_local(instant or fields.Datetime.now(), zone)
