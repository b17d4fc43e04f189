"""The printed hand-over record."""

from odoo.tests import tagged

from .common import NUMBER, FreePostalCommon


@tagged("post_install", "-at_install")
class TestReport(FreePostalCommon):
    def test_record_lists_envelopes(self):
        dossier = self.result_by_post()
        self.shipment_of(dossier).tracking_number = NUMBER
        shipment = self.sent(dossier)
        record = shipment.handover_line_ids.handover_id
        html, kind = (
            self.env["ir.actions.report"]
            .with_user(self.clerk)
            ._render_qweb_html("tthc_postal.report_handover", record.ids)
        )
        self.assertEqual(kind, "html")
        text = html.decode()
        for part in (
            "DANH SÁCH BÀN GIAO",
            "BÊN GIAO",
            "XÁC NHẬN CỦA TRUNG TÂM",
            record.name,
            shipment.name,
            NUMBER,
            shipment.item_ids.dossier_number,
            "Số 9, đường Gửi",
            "Lê Văn Bưu",
        ):
            self.assertIn(part, text)
