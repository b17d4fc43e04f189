import tempfile

from odoo import models

from odoo.addons.tthc_catalogue.tools.book import MONEY, NUMBER, Column, write_workbook
from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.models.ir_actions_report import Paper
from odoo.addons.tthc_payment.tools import vnd_words

from ..tools import signoff as rules
from .tthc_remittance_paper import KINDS, XLSX

A4 = Paper("A4", "landscape")
TITLE = "BIÊN BẢN ĐỐI CHIẾU SỐ THU PHÍ, LỆ PHÍ"
COLUMNS = (
    Column("Loại"), Column("Khoản thu", width=40),
    Column("Số hồ sơ", NUMBER), Column("Đã thu", MONEY, summed=True),
    Column("Hủy khớp", MONEY, summed=True), Column("Hoàn trả", MONEY, summed=True),
    Column("Miễn, giảm", MONEY, summed=True), Column("Để lại", MONEY, summed=True),
    Column("Nộp NSNN", MONEY, summed=True), Column("Chuyển bưu chính", MONEY, summed=True),
    Column("Đã nộp", MONEY, summed=True), Column("Chưa nộp", MONEY, summed=True),
)  # fmt: skip


class TthcPeriodSignoff(models.Model):
    """The record on paper and as a workbook, Vietnamese at source. No prescribed form of it is
    among the sources at hand."""

    _inherit = "tthc.period.signoff"

    def action_print(self):
        """Download the record of the period."""
        return self._download("pdf", "application/pdf", self._pdf_file)

    def action_xlsx(self):
        """Download the figures of the period as a workbook."""
        return self._download("xlsx", XLSX, self._xlsx_file)

    def _download(self, suffix, mimetype, content):
        self.ensure_one()
        self.check_access("read")
        state = self.sudo().state
        name = f"doi-chieu-{self.date_from:%Y%m%d}-{self.date_to:%Y%m%d}-{self.id}-{state}.{suffix}"
        remittances = self.env["tthc.remittance"]
        return remittances._file_of(self, name, mimetype, content, keep=state == "signed")

    def _cells(self):
        for row in self.sudo()._stored():
            figures = tuple(row[name] for name in rules.FIGURES)
            yield (KINDS[row["kind"]], row["name"], *figures)

    def _xlsx_file(self):
        signoff = self.sudo()
        owner = signoff.agency_id or signoff.company_id
        heads = (
            signoff.company_id.name,
            f"Cơ quan thụ hưởng: {owner.name}",
            TITLE,
            f"Từ ngày {self.date_from:%d/%m/%Y} đến ngày {self.date_to:%d/%m/%Y}",
        )
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            write_workbook(file.name, "Doi chieu", heads, COLUMNS, self._cells())
            return file.read()

    def _pdf_file(self):
        reports = self.env["ir.actions.report"].sudo()
        running = f"Đối chiếu {self._period_name()}"
        return reports._tthc_paper(
            "tthc_remittance.signoff_document", self._page(), A4, running=running
        )

    def _page(self):
        signoff, rows = self.sudo(), list(self._cells())
        sums = [sum(row[at] for row in rows) for at in range(2, len(COLUMNS))]
        net = sums[1] - sums[2] - sums[3]
        return {
            "signoff": signoff,
            "title": TITLE,
            "owner": signoff.agency_id or signoff.company_id,
            "columns": [column.title for column in COLUMNS],
            "rows": [(*row[:2], *(grouped(cell) for cell in row[2:])) for row in rows],
            # Dossiers with several fees stand in several rows: their sum would say nothing.
            "sums": ["", *(grouped(total) for total in sums[1:])],
            "net": grouped(net),
            "words": vnd_words.amount_in_words(max(net, 0)),
        }
