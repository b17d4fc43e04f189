import base64

from odoo import models

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: On paper: Vietnamese at source.
KINDS = {"fee": "Phí, lệ phí", "cod": "Thu hộ khi trả kết quả"}
STATES = {
    "none": "",
    "same": "Khớp",
    "missing": "Bưu chính không có",
    "extra": "Trung tâm không có",
    "amount": "Lệch số tiền",
}
COLUMNS = (
    ("STT", 6, False),
    ("Số hiệu bưu gửi", 20, False),
    ("Loại khoản thu", 22, False),
    ("Ngày thu", 18, False),
    ("Biên lai của bưu chính", 20, False),
    ("Trung tâm ghi nhận (đồng)", 18, True),
    ("Bưu chính kê (đồng)", 18, True),
    ("Đối chiếu", 18, False),
    ("Giải trình", 32, False),
)


class TthcPostalRemittance(models.Model):
    """The list as a workbook and on paper. Its prescribed form is not among the sources at hand."""

    _inherit = "tthc.postal.remittance"

    def action_xlsx(self):
        """Download the list as a workbook."""
        self.ensure_one()
        self.check_access("read")
        record = self.sudo()
        day = record.date_to.strftime("%d/%m/%Y")
        heads = (
            record.company_id.name,
            f"BẢNG KÊ TIỀN BƯU CHÍNH THU HỘ – {record.carrier_id.name}",
            f"Số {record.name or '… (dự thảo)'}, thu đến hết ngày {day}",
        )
        rows = [tuple(row.values()) for row in record._paper_rows()]
        data = sheet.workbook(heads, COLUMNS, rows, sums=(5, 6))
        name = (record.name or f"du-thao-{record.id}").replace("/", "-")
        file = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"bang-ke-buu-chinh-{name}.xlsx",
                    "datas": base64.b64encode(data),
                    "mimetype": XLSX,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file.id}?download=true",
            "target": "self",
        }

    def _paper_rows(self):
        zone = self.company_id._tthc_zone()
        return [
            {
                "index": str(index),
                "number": line.number or "",
                "kind": KINDS.get(line.kind, ""),
                "at": line.collected_at
                and wall_time.to_local(line.collected_at, zone).strftime("%d/%m/%Y %H:%M"),
                "receipt": line.receipt_number or "",
                "amount": round(line.amount),
                "told": round(line.told_amount),
                "state": STATES[line.state],
                "explanation": line.explanation or "",
            }
            for index, line in enumerate(self.line_ids, 1)
        ]

    def _report_values(self):
        """What the printed list says; amounts as text."""
        self.ensure_one()
        record = self.sudo()
        return {
            "day": record.date_to,
            "rows": [
                {**row, "amount": grouped(row["amount"]), "told": grouped(row["told"])}
                for row in record._paper_rows()
            ],
            "our": grouped(round(record.our_amount)),
            "told": grouped(round(record.told_amount)),
            "due": grouped(round(record.due_amount)),
            "remitted": grouped(round(record.remitted_amount)),
        }
