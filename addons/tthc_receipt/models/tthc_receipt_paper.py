import hashlib

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.models.ir_actions_report import Paper

from .tthc_receipt import FINANCE

A5 = Paper("A5", "portrait")
#: Margins in millimetres: top, bottom, left, right.
MARGINS = (8, 9, 9, 9)
ENDED = {"replaced": "BIÊN LAI ĐÃ BỊ THAY THẾ", "cancelled": "BIÊN LAI ĐÃ HỦY"}


class TthcReceipt(models.Model):
    """The receipt on paper: the first print is the original, every further one that very file
    with a mark; all of them are logged."""

    _inherit = "tthc.receipt"

    def action_print(self):
        """The PDF of the receipt: the original, or a copy marked as such.

        :raise AccessError: for anybody but a cashier or an accountant
        """
        self.ensure_one()
        self._check_may(
            FINANCE, self.env._("Receipts are printed by the cashier or an accountant.")
        )
        self._check_issued()
        return {
            "type": "ir.actions.act_url",
            "url": f"/tthc/receipt/{self.id}/pdf",
            "target": "new",
        }

    def _check_issued(self):
        if not self.number:
            raise UserError(
                self.env._(
                    "%s has no number yet, so that there is nothing to print. It is issued as "
                    "soon as the centre has a receipt book in force.",
                    self.display_name,
                )
            )

    @api.private
    def _file_name(self):
        return f"bien-lai-{self.series_name}-{self._number_text()}.pdf"

    @api.private
    def _issue_pdf(self):
        """The next print: the original the first time (and once more when the signature came
        after it), a copy with its number ever after. The caller has checked the rights.

        :return: the PDF (bytes)
        """
        self.ensure_one()
        receipt = self.sudo()
        self._check_issued()
        receipt._lock()
        events = self.env["tthc.receipt.event"]
        original = receipt._original()
        if not original:
            pdf = receipt._render_pdf()
            event = events._append(self, "print", digest=hashlib.sha256(pdf).hexdigest())
            event._attach(self._file_name(), pdf, "application/pdf")
            return receipt._marked(pdf, "") if receipt._has_marks() else pdf
        copies = receipt.event_ids.filtered(lambda row: row.kind == "copy")
        number = max(copies.mapped("copy_no"), default=0) + 1
        event = events._append(self, "copy", copy_no=number)
        at = receipt._local(event.at).strftime("%H:%M %d/%m/%Y")
        pdf = receipt._pdf_of(original) or receipt._render_pdf()
        return receipt._marked(pdf, f"BẢN SAO SỐ {number}, in lúc {at}")

    def _original(self):
        """The event of the original; empty before the first print, and when the receipt was
        signed since."""
        kinds = self.event_ids.sorted("id").filtered(lambda row: row.kind in ("print", "signed"))
        return kinds[-1:].filtered(lambda row: row.kind == "print")

    def _pdf_of(self, event):
        """The file of a print event; ``None`` when it is gone or was changed."""
        file = self.env["ir.attachment"].search(
            [("res_model", "=", event._name), ("res_id", "=", event.id)], limit=1
        )
        content = file.raw
        intact = content and hashlib.sha256(content).hexdigest() == event.digest
        return content if intact else None

    def _marked(self, pdf, mark):
        words = " – ".join(filter(None, (mark, ENDED.get(self.state))))
        return self.env["ir.actions.report"].sudo()._tthc_marked(pdf, A5, words)

    def _has_marks(self):
        """Whether even the original says what became of the receipt before it was printed."""
        return self.state in ENDED

    def _render_pdf(self):
        """The paper without marks (bytes); HTML where nothing is printed, as in tests."""
        reports = self.env["ir.actions.report"].sudo()
        template, values = "tthc_receipt.receipt_document", self._paper_values()
        return reports._tthc_paper(template, values, A5, MARGINS, running=self.name)

    def _paper_values(self):
        kinds = {"phi": "Phí", "le_phi": "Lệ phí"}
        methods = {
            "cash": "Tiền mặt",
            "card": "Thẻ",
            "transfer": "Chuyển khoản",
            "gateway": "Thanh toán trực tuyến",
        }
        day = self.day
        return {
            "receipt": self,
            "number": self._number_text(),
            "qr": qr.data_uri(qr.png(self._check_url(), pixels=3, border=2)),
            "lines": [
                {
                    "name": line.name,
                    "kind": kinds[line.kind],
                    "quantity": line.quantity or "",
                    "amount": grouped(line.amount),
                }
                for line in self.line_ids
            ],
            "total": grouped(self.amount),
            "method": methods[self.method],
            "date": f"Ngày {day:%d} tháng {day:%m} năm {day:%Y}",
            "collected": self.collected_day != day and f"{self.collected_day:%d/%m/%Y}",
            "signature": self.signed_at and self._signature_text(),
        }
