from odoo import api, models
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools.book import MOMENT, MONEY, NUMBER, Column

STATES = {
    "draft": "Chờ đóng gói",
    "packed": "Đã đóng gói",
    "handed_over": "Đã giao bưu chính",
    "in_transit": "Đang trên đường",
    "out_for_delivery": "Đang đi phát",
    "failed": "Phát không thành công",
    "returning": "Đang chuyển hoàn",
    "delivered": "Đã phát",
    "returned": "Đã về trung tâm",
    "lost": "Thất lạc",
}
SENT = (
    Column("Ngày giao bưu chính", MOMENT), Column("Số bưu gửi", width=18),
    Column("Số hiệu", width=18), Column("Đơn vị vận chuyển", width=24),
    Column("Mã hồ sơ", width=26), Column("Người nhận", width=26), Column("Địa chỉ", width=40),
    Column("Giấy tờ", NUMBER, 8, summed=True), Column("Khối lượng (g)", NUMBER, summed=True),
    Column("Cước (đồng)", MONEY, summed=True), Column("Thu hộ (đồng)", MONEY, summed=True),
    Column("Trạng thái", width=20), Column("Ngày phát", MOMENT), Column("Người ký nhận", width=24),
)  # fmt: skip
RECEIVED = (
    Column("Ngày nhận", MOMENT), Column("Số bưu gửi", width=18), Column("Số hiệu", width=18),
    Column("Đơn vị vận chuyển", width=24), Column("Người gửi", width=26),
    Column("Địa chỉ", width=40), Column("Mã hồ sơ", width=26), Column("Giấy tờ", width=36),
    Column("Số giấy tờ", NUMBER, 8, summed=True), Column("Người nhận", width=24),
    Column("Biên bản", width=18),
)  # fmt: skip
FAILURES = (
    Column("Thời điểm", MOMENT), Column("Sự việc", width=20), Column("Số bưu gửi", width=18),
    Column("Số hiệu", width=18), Column("Đơn vị vận chuyển", width=24),
    Column("Mã hồ sơ", width=26), Column("Người nhận", width=26), Column("Địa chỉ", width=40),
    Column("Lý do", width=40), Column("Trạng thái nay", width=20),
)  # fmt: skip
PERFORMANCE = (
    Column("Đơn vị vận chuyển", width=28), Column("Địa bàn", width=16),
    Column("Đã giao", NUMBER, 10, summed=True), Column("Đã phát", NUMBER, 10, summed=True),
    Column("Đúng hạn", NUMBER, 10, summed=True), Column("Trễ hạn", NUMBER, 10, summed=True),
    Column("Tỷ lệ đúng hạn", width=12), Column("Số ngày trung bình", width=12),
    Column("Số ngày trung vị", width=12), Column("Lần phát hỏng", NUMBER, 10, summed=True),
    Column("Chuyển hoàn", NUMBER, 10, summed=True), Column("Thất lạc", NUMBER, 10, summed=True),
    Column("Cước (đồng)", MONEY, summed=True), Column("Cước bình quân", MONEY),
)  # fmt: skip
#: Key → title, sheet, columns.
BOOKS = {
    "sent": ("SỔ THEO DÕI BƯU GỬI ĐI", "Bưu gửi đi", SENT),
    "received": ("SỔ THEO DÕI BƯU GỬI ĐẾN", "Bưu gửi đến", RECEIVED),
    "failures": (
        "SỔ THEO DÕI PHÁT HỎNG, CHUYỂN HOÀN, THẤT LẠC",
        "Bất thường",
        FAILURES,
    ),
    "performance": ("BÁO CÁO CHẤT LƯỢNG DỊCH VỤ BƯU CHÍNH", "Chất lượng", PERFORMANCE),
}
AREAS = {"province": "Trong tỉnh", "country": "Ngoài tỉnh"}
_CONTENTS = SQL(
    """LEFT JOIN LATERAL (
        SELECT string_agg(DISTINCT dossier.name, ', ') AS dossiers,
               string_agg(DISTINCT item.papers, '; ') AS papers,
               COALESCE(sum(COALESCE(item.originals, 0) + COALESCE(item.copies, 0)), 0)::int
                   AS count
          FROM tthc_shipment_item item
          LEFT JOIN tthc_dossier dossier ON dossier.id = item.dossier_id
         WHERE item.shipment_id = shipment.id
    ) contents ON TRUE"""
)
_ADDRESS = SQL(
    """concat_ws(', ', shipment.recipient_street, shipment.recipient_commune,
        (SELECT name FROM res_country_state WHERE id = shipment.recipient_state_id))"""
)


class TthcPostBook(models.AbstractModel):
    """The books of the post, row by row. Printed: Vietnamese at source; no form is prescribed."""

    _name = "tthc.post.book"
    _description = "Book of the Post"
    _inherit = ["tthc.book"]

    @api.model
    @api.private
    def _books(self):
        """Override: the books of the post."""
        return BOOKS

    def _rows_of_sent(self, company, start, end):
        query = SQL(
            """SELECT event.at, shipment.name, COALESCE(shipment.tracking_number, ''),
                carrier.name, COALESCE(contents.dossiers, ''), shipment.recipient_name, %(address)s,
                contents.count, COALESCE(shipment.weight, 0), round(COALESCE(shipment.price, 0)),
                round(COALESCE(shipment.cod_amount, 0)), shipment.state, shipment.delivered_at,
                COALESCE(shipment.receiver_name, '')
            FROM tthc_shipment_event event
            JOIN tthc_shipment shipment ON shipment.id = event.shipment_id
            LEFT JOIN tthc_carrier carrier ON carrier.id = shipment.carrier_id
            %(contents)s
            WHERE shipment.company_id = %(company)s AND shipment.direction = 'deliver'
                AND event.status = 'handed_over' AND event.moved
                AND event.at >= %(start)s AND event.at < %(end)s
            ORDER BY event.at, event.id""",
            address=_ADDRESS,
            contents=_CONTENTS,
            company=company.id,
            start=start,
            end=end,
        )
        for row in self._read("tthc.shipment", query):
            yield (*row[:9], *map(int, row[9:11]), STATES[row[11]], *row[12:])

    def _rows_of_received(self, company, start, end):
        query = SQL(
            """SELECT shipment.delivered_at, COALESCE(shipment.name, ''),
                COALESCE(shipment.tracking_number, ''), carrier.name, shipment.recipient_name,
                %(address)s, COALESCE(contents.dossiers, ''), COALESCE(contents.papers, ''),
                contents.count, COALESCE(shipment.receiver_name, ''),
                COALESCE(record.name, '')
            FROM tthc_shipment shipment
            LEFT JOIN tthc_carrier carrier ON carrier.id = shipment.carrier_id
            LEFT JOIN LATERAL (
                SELECT handover.name FROM tthc_postal_handover_line line
                JOIN tthc_postal_handover handover ON handover.id = line.handover_id
                WHERE line.shipment_id = shipment.id AND handover.state = 'signed'
                ORDER BY handover.id DESC LIMIT 1
            ) record ON TRUE
            %(contents)s
            WHERE shipment.company_id = %(company)s AND shipment.direction = 'collect'
                AND shipment.state = 'delivered'
                AND shipment.delivered_at >= %(start)s AND shipment.delivered_at < %(end)s
            ORDER BY shipment.delivered_at, shipment.id""",
            address=_ADDRESS,
            contents=_CONTENTS,
            company=company.id,
            start=start,
            end=end,
        )
        yield from self._read("tthc.shipment", query)

    def _rows_of_failures(self, company, start, end):
        query = SQL(
            """SELECT event.at, event.status, shipment.name,
                COALESCE(shipment.tracking_number, ''), carrier.name,
                COALESCE(contents.dossiers, ''), shipment.recipient_name, %(address)s,
                COALESCE(event.note, ''), shipment.state
            FROM tthc_shipment_event event
            JOIN tthc_shipment shipment ON shipment.id = event.shipment_id
            LEFT JOIN tthc_carrier carrier ON carrier.id = shipment.carrier_id
            %(contents)s
            WHERE shipment.company_id = %(company)s AND event.moved
                AND event.status IN ('failed', 'returning', 'returned', 'lost')
                AND event.at >= %(start)s AND event.at < %(end)s
            ORDER BY event.at, event.id""",
            address=_ADDRESS,
            contents=_CONTENTS,
            company=company.id,
            start=start,
            end=end,
        )
        for row in self._read("tthc.shipment", query):
            yield (row[0], STATES[row[1]], *row[2:9], STATES[row[9]])

    def _rows_of_performance(self, company, start, end):
        query = SQL(
            """SELECT carrier.name, figure.area, sum(sent)::int, sum(delivered)::int,
                sum(on_time)::int, sum(late)::int, avg(on_time_rate), avg(days),
                percentile_cont(0.5) WITHIN GROUP (ORDER BY days), sum(failures)::int,
                sum(returned)::int, sum(lost)::int, round(sum(cost))::bigint,
                round(avg(cost))::bigint
            FROM (%(figures)s) figure
            LEFT JOIN tthc_carrier carrier ON carrier.id = figure.carrier_id
            WHERE figure.company_id = %(company)s
                AND figure.handed_at >= %(start)s AND figure.handed_at < %(end)s
            GROUP BY carrier.id, carrier.name, figure.area
            ORDER BY carrier.name, figure.area NULLS LAST""",
            figures=self.env["tthc.carrier.performance"]._table_query,
            company=company.id,
            start=start,
            end=end,
        )
        for row in self._read("tthc.shipment", query):
            yield (
                row[0] or "",
                AREAS.get(row[1], "Không rõ"),
                *row[2:6],
                _decimal(row[6], "%"),
                _decimal(row[7]),
                _decimal(row[8]),
                *row[9:],
            )


def _decimal(number, unit=""):
    """12.34 → ``12,3``; nothing for None."""
    return "" if number is None else f"{number:.1f}{unit}".replace(".", ",")
