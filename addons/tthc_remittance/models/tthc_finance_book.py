from odoo import api, models
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools.book import DAY, MOMENT, MONEY, Column

from .tthc_remittance_paper import KINDS, SHARES

REMITTANCES = (
    Column("Ngày nộp", MOMENT), Column("Số bảng kê", width=18), Column("Cơ quan", width=28),
    Column("Loại"), Column("Khoản thu", width=32), Column("Phần"),
    Column("Thu từ ngày", DAY), Column("Thu đến ngày", DAY), Column("Nơi nhận", width=32),
    Column("Số tài khoản nhận", width=20), Column("Chương"), Column("NDKT"),
    Column("Số tiền (đồng)", MONEY, summed=True), Column("Số tham chiếu", width=20),
    Column("Người lập", width=24), Column("Người duyệt", width=24),
)  # fmt: skip


class TthcFinanceBook(models.AbstractModel):
    _inherit = "tthc.finance.book"

    @api.model
    @api.private
    def _books(self):
        return {**super()._books(), "remittances": ("SỔ NỘP TIỀN", "Sổ nộp tiền", REMITTANCES)}

    def _rows_of_remittances(self, company, start, end):
        """What the bank paid in the period, line by line."""
        query = SQL(
            """SELECT list.done_at, list.name, COALESCE(agency.name, centre.name), line.kind,
                line.name, line.share, list.day_from, list.day_to, account.receiver,
                account.number, account.chapter, account.sub_item, line.amount,
                list.bank_reference, maker_partner.name, checker_partner.name
            FROM tthc_remittance list
            JOIN tthc_remittance_line line ON line.remittance_id = list.id
            JOIN tthc_remittance_account account ON account.id = line.receiving_id
            JOIN res_company centre ON centre.id = list.company_id
            LEFT JOIN tthc_agency agency ON agency.id = line.agency_id
            JOIN res_users maker ON maker.id = list.maker_id
            JOIN res_partner maker_partner ON maker_partner.id = maker.partner_id
            JOIN res_users checker ON checker.id = list.checker_id
            JOIN res_partner checker_partner ON checker_partner.id = checker.partner_id
            WHERE list.company_id = %(company)s AND list.state = 'done'
                AND list.done_at >= %(start)s AND list.done_at < %(end)s
            ORDER BY list.done_at, line.id""",
            company=company.id,
            start=start,
            end=end,
        )
        for row in self._read("tthc.remittance", query):
            at, number, agency, kind, name, share, *places, amount, reference, maker, checker = row
            yield (
                at, number, agency, KINDS[kind], name, SHARES[share], *places, round(amount),
                reference, maker, checker,
            )  # fmt: skip
