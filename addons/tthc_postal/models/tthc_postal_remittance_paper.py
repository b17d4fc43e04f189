import base64
import tempfile

from odoo import models

from odoo.addons.tthc_catalogue.tools.book import MOMENT, MONEY, Column, shown, write_workbook
from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.tools import wall_time

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
    Column("Số hiệu bưu gửi", width=20), Column("Loại khoản thu", width=22),
    Column("Ngày thu", MOMENT, 18), Column("Biên lai của bưu chính", width=20),
    Column("Trung tâm ghi nhận (đồng)", MONEY, 18, True),
    Column("Bưu chính kê (đồng)", MONEY, 18, True), Column("Đối chiếu", width=20),
    Column("Giải trình", width=36),
)  # fmt: skip


class TthcPostalRemittance(models.Model):
    """The list as a workbook and on paper. Its prescribed form is not among the sources at hand."""

    _inherit = "tthc.postal.remittance"

    def action_xlsx(self):
        """Download the list as a workbook."""
        self.ensure_one()
        self.check_access("read")
        record = self.sudo()
        data = record._workbook()
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

    def _workbook(self):
        """The bytes of the XLSX file."""
        day = self.date_to.strftime("%d/%m/%Y")
        heads = (
            self.company_id.name,
            f"Doanh nghiệp bưu chính: {self.carrier_id.name}",
            "BẢNG KÊ TIỀN DOANH NGHIỆP BƯU CHÍNH THU HỘ",
            f"Số {self.name or '… (dự thảo)'}, thu đến hết ngày {day}",
        )
        rows = (tuple(row.values()) for row in self._paper_rows())
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            write_workbook(file.name, "Bang ke", heads, COLUMNS, rows)
            return file.read()

    def _paper_rows(self):
        """The rows of the list, the columns of :data:`COLUMNS` by name."""
        zone = self.company_id._tthc_zone()
        return [
            {
                "number": line.number or "",
                "kind": KINDS.get(line.kind, ""),
                "at": line.collected_at and wall_time.to_local(line.collected_at, zone),
                "receipt": line.receipt_number or "",
                "amount": round(line.amount),
                "told": round(line.told_amount),
                "state": STATES[line.state],
                "explanation": line.explanation or "",
            }
            for line in self.line_ids
        ]

    def _report_values(self):
        """What the printed list says; amounts as text."""
        self.ensure_one()
        record = self.sudo()
        return {
            "day": record.date_to,
            "rows": [
                {
                    **row,
                    "at": shown(row["at"], MOMENT),
                    "amount": grouped(row["amount"]),
                    "told": grouped(row["told"]),
                }
                for row in record._paper_rows()
            ],
            "our": grouped(round(record.our_amount)),
            "told": grouped(round(record.told_amount)),
            "due": grouped(round(record.due_amount)),
            "remitted": grouped(round(record.remitted_amount)),
        }
