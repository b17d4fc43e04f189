import base64
import io
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import api, fields, models

from ..tools import remittance_list as lists
from ..tools import s10

#: Strokes of invented signatures, as points of a picture of 300 × 110.
STROKES = {
    "post": [(15, 70), (60, 20), (75, 90), (120, 30), (150, 80), (210, 40), (285, 75)],
    "centre": [(20, 40), (70, 90), (100, 25), (130, 85), (190, 30), (230, 70), (280, 35)],
}


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_shipments(self):
        """What the post brings: a record that is signed on screen, with fees that it took, one
        that is being scanned in, and the list of what the carrier owes."""
        known = self.env["tthc.postal.collection"].sudo().search_count([], limit=1)
        result = super()._generate_shipments()
        if not known:
            self._generate_fees()
            self._generate_scanning()
            self._generate_remittance()
        return result

    def _from_post(self, at, **more):
        clerk = self._clerk()
        records = self._at(self.env["tthc.postal.handover"], at, clerk)
        return records.create(
            {
                "direction": "from_post",
                "company_id": self.env.ref("tthc_catalogue.centre_province").id,
                "carrier_id": self.env.ref("tthc_postal.carrier_vnpost").id,
                "date": at.date(),
                **more,
            }
        )

    def _number(self, serial):
        return str(s10.S10("EE", f"{55102030 + serial * 73:08d}", "VN"))

    def _generate_fees(self):
        """Three envelopes of yesterday, two of them with fees; both sides drew their names."""
        at = fields.Datetime.now().replace(microsecond=0) - timedelta(days=1)
        record = self._from_post(at, signed_by_post="Trần Văn Phát")
        for serial in range(3):
            record._scan_in(self._number(serial))
        for line, amount in zip(record.line_ids, (50_000, 30_000), strict=False):
            line.write({"fee_amount": amount, "fee_receipt": f"BD26T-{4411 + line.id % 100:07d}"})
        record.line_ids[2].write({"envelope": "opened", "remark": "Mép dán bị bong"})
        signatures = self._at(self.env["tthc.postal.signature"], at, self._clerk())
        for side, name in (("post", "Trần Văn Phát"), ("centre", self._clerk().name)):
            signatures._sign(record, [side], "drawn", name, self._drawing(side))
        record.invalidate_recordset()
        record.action_sign(at=at)

    def _generate_scanning(self):
        """The record of today, not signed yet."""
        record = self._from_post(fields.Datetime.now().replace(microsecond=0))
        for serial in (3, 4):
            record._scan_in(self._number(serial))
        record.action_add_unnumbered()
        record.line_ids[1].write(
            {"difference": "wrong_addressee", "remark": "Gửi Ủy ban nhân dân phường"}
        )

    def _generate_remittance(self):
        """What the carrier owes, beside its own list: one amount differs."""
        clerk = self._clerk()
        remittance = (
            self.env["tthc.postal.remittance"]
            .with_user(clerk)
            .sudo()
            .create(
                {
                    "company_id": self.env.ref("tthc_catalogue.centre_province").id,
                    "carrier_id": self.env.ref("tthc_postal.carrier_vnpost").id,
                }
            )
        )
        remittance.action_fill()
        remittance._compare(
            [
                lists.Entry(row, lists.plain(line.number), "", round(line.amount) - 5_000 * row)
                for row, line in enumerate(remittance.line_ids)
            ]
        )

    @staticmethod
    def _drawing(side):
        image = Image.new("RGBA", (300, 110), (255, 255, 255, 0))
        ImageDraw.Draw(image).line(STROKES[side], fill=(20, 40, 120, 255), width=4, joint="curve")
        data = io.BytesIO()
        image.save(data, "PNG")
        return base64.b64encode(data.getvalue())
