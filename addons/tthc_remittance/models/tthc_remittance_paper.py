import tempfile

from odoo import api, models

from odoo.addons.tthc_catalogue.tools.book import MONEY, Column, write_workbook
from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.models.ir_actions_report import Paper
from odoo.addons.tthc_dossier.tools import wall_time
from odoo.addons.tthc_payment.tools import vnd_words
from odoo.addons.tthc_payment.tools.text import clean_transfer_text

A4 = Paper("A4", "landscape")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The order for the bank: one row for each receiving account.
ORDER = (
    Column("Số tài khoản nhận", width=22), Column("Tên tài khoản nhận", width=40),
    Column("Nơi mở tài khoản", width=36), Column("Mã ngân hàng"), Column("Mã chương"),
    Column("Mã NDKT"), Column("Mã ĐVQHNS"), Column("Mã địa bàn"),
    Column("Số tiền (đồng)", MONEY, summed=True), Column("Nội dung", width=50),
)  # fmt: skip
KINDS = {"phi": "Phí", "le_phi": "Lệ phí", "postage": "Cước bưu chính", "other": "Khoản thu khác"}
SHARES = {"budget": "Nộp NSNN", "retained": "Để lại", "postage": "Chuyển trả bưu chính"}


class TthcRemittance(models.Model):
    """The list for the bank and on paper, Vietnamese at source. The prescribed form of the list
    (NĐ 11/2020 names C1-02/NS for paying in) is not among the sources at hand."""

    _inherit = "tthc.remittance"

    def action_order(self):
        """Download the order for the bank; the first time the list counts as ordered.

        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: not approved
        """
        self.ensure_one()
        self._check_accountant()
        self._lock()
        self._require("approved", "ordered")
        if self.sudo().state == "approved":
            self._set(
                {"state": "ordered", "ordered_by_id": self.env.uid, "ordered_at": self._now()}
            )
        return self._file(f"lenh-nop-tien-{self._slug()}.xlsx", XLSX, self._order_file)

    def action_print(self):
        """Download the list on paper."""
        self.ensure_one()
        self.check_access("read")
        final = self.sudo().state in ("ordered", "done")
        return self._file(
            f"bang-ke-nop-tien-{self._slug()}{'' if final else '-du-thao'}.pdf",
            "application/pdf",
            self._paper_file,
            keep=final,
        )

    def _slug(self):
        return self.sudo().name.replace("/", "-")

    def _file(self, name, mimetype, content, keep=True):
        return self._file_of(self, name, mimetype, content, keep)

    @api.model
    @api.private
    def _file_of(self, record, name, mimetype, content, keep):
        """Action that downloads a file of ``record``, which is made once if it is to be kept."""
        files = self.env["ir.attachment"].sudo()
        own = [("res_model", "=", record._name), ("res_id", "=", record.id), ("name", "=", name)]
        file = files.search(own, limit=1)
        if not (file and keep):
            file.unlink()
            file = files.create(
                {
                    "name": name,
                    "raw": content(),
                    "mimetype": mimetype,
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file.id}?download=true",
            "target": "self",
        }

    @api.private
    def _memo(self):
        """What the transfers of this list carry, so that the bank's debit names the list."""
        number = self.sudo().name.replace("/", "")
        return clean_transfer_text(f"{number} nop phi le phi", 60)

    @api.private
    def _order_file(self):
        """XLSX, one row for each receiving account."""
        remittance = self.sudo()
        heads = (
            remittance.company_id.name,
            f"Tài khoản trích: {remittance.account_id.number or ''}",
            f"LỆNH NỘP TIỀN SỐ {remittance.name}",
            f"Ngày lập {remittance.day:%d/%m/%Y}",
        )
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            write_workbook(file.name, "Lenh nop tien", heads, ORDER, remittance._order_rows())
            return file.read()

    def _order_rows(self):
        for account in self.line_ids.receiving_id:
            lines = self.line_ids.filtered(
                lambda line, account=account: line.receiving_id == account
            )
            amount = round(sum(lines.mapped("amount")))
            if amount:
                yield (
                    account.number, account.receiver, account.place, account.bank_id.bin or "",
                    account.chapter or "", account.sub_item or "", account.relation_code or "",
                    account.area_code or "", amount, self._memo(),
                )  # fmt: skip

    def _paper_file(self):
        return (
            self.env["ir.actions.report"]
            .sudo()
            ._tthc_paper(
                "tthc_remittance.remittance_document", self._paper_values(), A4, running=self.name
            )
        )

    def _paper_values(self):
        remittance = self.sudo()
        zone = remittance.company_id._tthc_zone()
        budget = set(remittance.line_ids.mapped("share")) == {"budget"}
        return {
            "remittance": remittance,
            "title": "BẢNG KÊ NỘP TIỀN VÀO NGÂN SÁCH NHÀ NƯỚC" if budget else "BẢNG KÊ NỘP TIỀN",
            "draft": remittance.state not in ("approved", "ordered", "done"),
            "lines": [remittance._paper_line(line) for line in remittance.line_ids],
            "total": grouped(round(remittance.amount)),
            "words": vnd_words.amount_in_words(round(remittance.amount)),
            "approved": remittance.checked_at
            and f"{wall_time.to_local(remittance.checked_at, zone):%H:%M %d/%m/%Y}",
        }

    def _paper_line(self, line):
        rule = line.receiving_id
        return (
            line.agency_id.name or line.company_id.name, KINDS[line.kind], line.name,
            SHARES[line.share], f"{rule.receiver}, {rule.number}, {rule.place}", line._codes(),
            grouped(round(line.amount)),
        )  # fmt: skip
