import io

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import file_path

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import labels
from .tthc_postal_batch import AT_ONCE

_FONTS = "web/static/fonts/google/Open_Sans/Open_Sans-%s.ttf"
#: Who pays, as couriers read it on the label; Vietnamese at source.
PAYERS = {
    "sender": "Người gửi",
    "recipient": "Người nhận",
    "centre": "Trung tâm",
    "carrier": "Bưu chính (lỗi bưu chính)",
}


class TthcShipment(models.Model):
    """The labels of envelopes: A6, a page for each."""

    _inherit = "tthc.shipment"

    def action_print_labels(self):
        """Labels of these shipments: a PDF at once, or a job when they are many.

        :raise UserError: one has no number yet, because it is not packed
        """
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Nothing is packed yet: pack first, then print labels."))
        unpacked = self.filtered(lambda row: not row.name)
        if unpacked:
            raise UserError(
                self.env._(
                    "These are not packed and have no number yet:\n%s\nPack them first.",
                    "\n".join(f"– {row.display_name}" for row in unpacked[:10]),
                )
            )
        if len(self) > AT_ONCE:
            return self.env["tthc.postal.label.job"]._start(self)._open()
        return self._label_download()

    def _label_download(self):
        """The action that saves the PDF."""
        name = self.name if len(self) == 1 else self.batch_id[:1].name or f"{len(self)}"
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"Nhan {name}.pdf".replace("/", "-"),
                "raw": self._labels_pdf(),
                "mimetype": "application/pdf",
                "res_model": "tthc.postal.label.job",
                "res_id": 0,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    @api.private
    def _labels_pdf(self):
        """Labels of these shipments, in their order: a PDF (bytes)."""
        labels.use_fonts(file_path(_FONTS % "Regular"), file_path(_FONTS % "Bold"))
        stream = io.BytesIO()
        labels.write((row._label() for row in self), stream)
        return stream.getvalue()

    def _label(self):
        """This shipment as :class:`..tools.labels.Label`."""
        self.ensure_one()
        sender, receiver = self._ends()
        zone = self.company_id.sudo()._tthc_zone()
        day = wall_time.to_local(self.batch_id.create_date, zone) if self.batch_id else None
        return labels.Label(
            code=self.tracking_number or self.name,
            number=self.name,
            carrier=self.carrier_id.name or "",
            service=self.service or "",
            sender=self._label_end(sender),
            receiver=self._label_end(receiver),
            weight=self.weight,
            cod=round(self.cod_amount),
            payer=self._payer_text(),
            batch=self.batch_id.name or "",
            day=day.strftime("%d/%m/%Y") if day else "",
            note="Gửi lại" if self.replaces_id else "",
        )

    def _payer_text(self):
        """Who pays the postage; with what the courier collects, where that is known."""
        price = round(self.price) if self.payer == "recipient" else 0
        amount = price and f"{grouped(price)} đ"
        return ": ".join(filter(None, [PAYERS.get(self.payer, ""), amount]))

    @staticmethod
    def _label_end(end):
        names = ("name", "phone", "street", "commune", "province")
        return labels.End(**{name: end[name] for name in names})
