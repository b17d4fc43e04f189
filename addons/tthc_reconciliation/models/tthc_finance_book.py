from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools.book import DAY, MOMENT, MONEY, NUMBER, Column
from odoo.addons.tthc_payment.tools.refund import HOLDS

#: How money came, in the words of the printed books.
SOURCES = {
    "statement": "Chuyển khoản",
    "feed": "Chuyển khoản",
    "gateway": "Cổng thanh toán",
    "cash": "Tiền mặt",
    "card": "Thẻ",
    "post": "Bưu chính thu hộ",
}
WAYS = {"cash": "Tiền mặt", "bank": "Chuyển khoản", "gateway": "Cổng thanh toán"}
COLLECTION = (
    Column("Ngày ghi sổ", MOMENT), Column("Ngày tiền về", MOMENT), Column("Mã thanh toán"),
    Column("Mã hồ sơ", width=24), Column("Người nộp", width=28), Column("Nội dung thu", width=36),
    Column("Hình thức"), Column("Tài khoản thu"), Column("Số tham chiếu", width=20),
    Column("Số tiền (đồng)", MONEY, summed=True), Column("Ghi chú", width=30),
)  # fmt: skip
REFUNDS = (
    Column("Ngày hoàn trả", MOMENT), Column("Số đề nghị"), Column("Mã thanh toán"),
    Column("Mã hồ sơ", width=24), Column("Người nhận", width=28), Column("Hình thức"),
    Column("Số tham chiếu", width=20), Column("Số tiền (đồng)", MONEY, summed=True),
    Column("Lý do", width=36), Column("Người đề nghị", width=24), Column("Người duyệt", width=24),
)  # fmt: skip
EXCEPTIONS = (
    Column("Ngày tiền về", MOMENT), Column("Hình thức"), Column("Tài khoản thu"),
    Column("Số tham chiếu", width=20), Column("Nội dung chuyển khoản", width=50),
    Column("Người chuyển", width=28), Column("Số tiền (đồng)", MONEY, summed=True),
    Column("Chưa khớp (đồng)", MONEY, summed=True), Column("Lý do", width=28),
    Column("Số ngày chờ", NUMBER, 8), Column("Nộp cho mã thanh toán"),
)  # fmt: skip
SHIFTS = (
    Column("Số ca", width=18), Column("Người thu", width=24), Column("Quầy"),
    Column("Mở ca", MOMENT), Column("Kiểm đếm", MOMENT), Column("Tiền lẻ đầu ca", MONEY),
    Column("Thu tiền mặt", MONEY, summed=True), Column("Đã hủy", MONEY, summed=True),
    Column("Hoàn trả", MONEY, summed=True), Column("Đã nộp", MONEY, summed=True),
    Column("Thu bằng thẻ", MONEY, summed=True), Column("Tồn theo sổ", MONEY),
    Column("Kiểm đếm được", MONEY), Column("Chênh lệch", MONEY, summed=True),
    Column("Người nghiệm thu", width=24), Column("Trạng thái"),
)  # fmt: skip
DAYS = (
    Column("Ngày", DAY), Column("Kênh thu", width=20), Column("Nơi thu", width=30),
    Column("Phải thu trong ngày", MONEY, summed=True), Column("Tiền vào", MONEY, summed=True),
    Column("Khớp phí, lệ phí", MONEY, summed=True), Column("Ghi sổ thu", MONEY, summed=True),
    Column("Theo nguồn thu", MONEY, summed=True), Column("Phí dịch vụ bị trừ", MONEY, summed=True),
    Column("Theo ngân hàng", MONEY, summed=True), Column("Tiền ra", MONEY, summed=True),
    Column("Số chênh lệch", NUMBER, 8), Column("Chưa giải trình", NUMBER, 8),
    Column("Trạng thái"), Column("Người trình", width=24), Column("Người khóa sổ", width=24),
    Column("Khóa sổ lúc", MOMENT),
)  # fmt: skip
DIFFERENCES = (
    Column("Ngày", DAY), Column("Nơi thu", width=30), Column("Loại chênh lệch", width=28),
    Column("Chứng từ", width=24), Column("Số tiền (đồng)", MONEY, summed=True),
    Column("Từ ngày", DAY), Column("Số ngày", NUMBER, 8), Column("Tình trạng"),
    Column("Giải trình", width=44), Column("Người giải trình", width=24),
)  # fmt: skip
#: Key -> title, sheet, columns.
BOOKS = {
    "collection": ("SỔ THU PHÍ, LỆ PHÍ", "Sổ thu", COLLECTION),
    "shifts": ("SỔ QUỸ TIỀN MẶT THEO CA", "Sổ quỹ", SHIFTS),
    "refunds": ("SỔ HOÀN TRẢ PHÍ, LỆ PHÍ", "Sổ hoàn trả", REFUNDS),
    "days": ("BIÊN BẢN ĐỐI SOÁT THU PHÍ, LỆ PHÍ THEO NGÀY", "Đối soát", DAYS),
    "differences": ("BẢNG KÊ CHÊNH LỆCH ĐỐI SOÁT", "Chênh lệch", DIFFERENCES),
    "exceptions": ("BẢNG KÊ KHOẢN TIỀN CHỜ XỬ LÝ", "Chờ xử lý", EXCEPTIONS),
}


class TthcFinanceBook(models.AbstractModel):
    """The books of finance, row by row. Printed: Vietnamese at source; their prescribed forms are
    not among the sources at hand.

    The collection book is one that is only written on: an entry stands on the day on which it was
    made, and what was undone later is a negative entry of that later day. A period that is over
    therefore never changes.
    """

    _name = "tthc.finance.book"
    _description = "Finance Book"
    _inherit = ["tthc.book"]

    @api.model
    @api.private
    def _books(self):
        """Override: the books of finance."""
        return BOOKS

    def _of_bank(self, name):
        """A column of what the bank told of the money; empty for whoever does not read memos."""
        reads = self.env["tthc.incoming.money"]._reads_bank_memos()
        return SQL.identifier("money", name) if reads else SQL("''")

    def _rows_of_collection(self, company, start, end):
        query = SQL(
            """WITH entry AS (
                SELECT id, matched_at AS at, amount, '' AS note
                FROM tthc_payment_match
                WHERE company_id = %(company)s AND matched_at >= %(start)s AND matched_at < %(end)s
                UNION ALL
                SELECT id, reversed_at, -amount, 'Hủy khớp: ' || COALESCE(reverse_reason, '')
                FROM tthc_payment_match
                WHERE company_id = %(company)s AND state = 'reversed'
                    AND reversed_at >= %(start)s AND reversed_at < %(end)s
            )
            SELECT entry.at, money.booked_at, request.reference, dossier.name,
                COALESCE(payer.name, request.payer_name, ''), COALESCE(fees.names, ''),
                money.source, account.number, money.bank_reference, entry.amount, entry.note
            FROM entry
            JOIN tthc_payment_match match ON match.id = entry.id
            JOIN tthc_incoming_money money ON money.id = match.incoming_id
            JOIN tthc_expected_payment request ON request.id = match.expected_id
            JOIN tthc_dossier dossier ON dossier.id = request.dossier_id
            LEFT JOIN res_partner payer ON payer.id = request.payer_id
            LEFT JOIN tthc_collection_account account ON account.id = money.account_id
            LEFT JOIN LATERAL (
                SELECT string_agg(line.name, '; ' ORDER BY line.id) AS names
                FROM tthc_fee_line line WHERE line.expected_id = request.id
            ) fees ON TRUE
            ORDER BY entry.at, entry.id, entry.amount DESC""",
            company=company.id,
            start=start,
            end=end,
        )
        for *cells, source, account, number, amount, note in self._read(
            "tthc.payment.match", query
        ):
            yield (*cells, SOURCES[source], account, number, round(amount), note)

    def _rows_of_refunds(self, company, start, end):
        query = SQL(
            """SELECT refund.done_at, refund.name, request.reference, dossier.name,
                COALESCE(refund.beneficiary_name, refund.receiver_name, payer.name,
                    request.payer_name, %(payer)s, ''),
                refund.way, refund.bank_reference, refund.amount, refund.reason,
                maker_partner.name, checker_partner.name
            FROM tthc_refund refund
            JOIN tthc_incoming_money money ON money.id = refund.incoming_id
            LEFT JOIN tthc_expected_payment request ON request.id = refund.expected_id
            LEFT JOIN tthc_dossier dossier ON dossier.id = request.dossier_id
            LEFT JOIN res_partner payer ON payer.id = request.payer_id
            JOIN res_users maker ON maker.id = refund.maker_id
            JOIN res_partner maker_partner ON maker_partner.id = maker.partner_id
            LEFT JOIN res_users checker ON checker.id = refund.checker_id
            LEFT JOIN res_partner checker_partner ON checker_partner.id = checker.partner_id
            WHERE refund.company_id = %(company)s AND refund.state = 'done'
                AND refund.done_at >= %(start)s AND refund.done_at < %(end)s
            ORDER BY refund.done_at, refund.id""",
            payer=self._of_bank("counter_name"),
            company=company.id,
            start=start,
            end=end,
        )
        for *cells, way, number, amount, reason, maker, checker in self._read("tthc.refund", query):
            yield (*cells, WAYS[way], number, round(amount), reason, maker, checker)

    def _rows_of_exceptions(self, company, start, end):
        """Those that wait now, of the money that came in the period."""
        query = SQL(
            """SELECT money.booked_at, money.source, account.number, money.bank_reference,
                %(memo)s, %(payer)s, money.amount,
                money.amount - COALESCE(matched.amount, 0) - COALESCE(held.amount, 0),
                money.reason,
                ((%(now)s AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                    - (money.booked_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date),
                request.reference
            FROM tthc_incoming_money money
            LEFT JOIN tthc_collection_account account ON account.id = money.account_id
            LEFT JOIN tthc_expected_payment request ON request.id = money.candidate_id
            LEFT JOIN LATERAL (
                SELECT sum(match.amount) AS amount FROM tthc_payment_match match
                WHERE match.incoming_id = money.id AND match.state = 'active'
            ) matched ON TRUE
            LEFT JOIN LATERAL (
                SELECT sum(refund.amount) AS amount FROM tthc_refund refund
                WHERE refund.incoming_id = money.id AND refund.state IN %(holds)s
            ) held ON TRUE
            WHERE money.company_id = %(company)s AND money.state = 'exception'
                AND money.booked_at >= %(start)s AND money.booked_at < %(end)s
            ORDER BY money.booked_at, money.id""",
            memo=self._of_bank("memo"),
            payer=self._of_bank("counter_name"),
            company=company.id,
            start=start,
            end=end,
            now=fields.Datetime.now(),
            zone=company.sudo()._tthc_zone(),
            holds=tuple(HOLDS),
        )
        model = self.env["tthc.incoming.money"].with_context(lang="vi_VN")
        reasons = dict(model._fields["reason"]._description_selection(model.env))
        for at, source, *cells, amount, left, reason, age, request in self._read(
            model._name, query
        ):
            yield (
                at, SOURCES[source], *cells, round(amount), round(left),
                reasons.get(reason, ""), age, request,
            )  # fmt: skip

    def _rows_of_shifts(self, company, start, end):
        shifts = self.env["tthc.cash.shift"].with_context(lang="vi_VN")
        states = dict(shifts._fields["state"]._description_selection(shifts.env))
        domain = [("company_id", "=", company.id), ("opened_at", ">=", start)]
        for shift in shifts.search([*domain, ("opened_at", "<", end)], order="opened_at, id"):
            blind, facts = shift._is_blind(), shift.sudo()
            yield (
                shift.name, facts.user_id.name, shift.desk or "", shift.opened_at,
                shift.counted_at, round(shift.float_amount), round(shift.cash_taken),
                round(shift.voided_cash), 0 if blind else round(shift._refunded_cash()),
                round(shift.handed_over), round(shift.card_taken), round(shift.booked_cash),
                round(shift.counted_cash), round(shift.difference),
                facts.accepted_by_id.name or "", states[shift.state],
            )  # fmt: skip
