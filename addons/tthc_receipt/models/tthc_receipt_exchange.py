import logging
from datetime import timedelta

from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.exchange import Unavailable
from .tthc_receipt import ACCOUNTANT, ISSUED

_logger = logging.getLogger(__name__)

#: Receipts in one message.
BATCH = 200
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)
#: Elements of the XML and the fields behind them.
ELEMENTS = (
    ("MauSo", "symbol"), ("KyHieu", "series_name"), ("So", "number"), ("Ten", "title"),
    ("NgayLap", "day"), ("DonViThu", "body_name"), ("MaSoThue", "body_tax_code"),
    ("DiaChi", "body_address"), ("DonViDuocUyNhiem", "delegate_name"),
    ("DiaChiDonViDuocUyNhiem", "delegate_address"), ("VanBanUyNhiem", "delegation"),
    ("NguoiNop", "payer_name"), ("DiaChiNguoiNop", "payer_address"),
    ("MaSoThueNguoiNop", "payer_tax_code"), ("NgayThu", "collected_day"),
    ("TongTien", "amount"), ("BangChu", "amount_words"), ("NoiDungDieuChinh", "correction"),
)  # fmt: skip


class TthcReceipt(models.Model):
    """Signing and sending, through the provider of the series. Nothing here is needed for a
    collection: it happens afterwards, and again until it succeeds."""

    _inherit = "tthc.receipt"

    # XML ----------------------------------------------------------------------------------------

    @api.private
    def _xml(self):
        """The receipts as XML (bytes), with the contents that the law asks for.

        The tax authority's own message format is not among the sources at hand (see ROADMAP): a
        provider turns this neutral form into the one of its contract.
        """
        root = etree.Element("DanhSachBienLai", phienBan="1")
        for receipt in self.sudo():
            node = etree.SubElement(root, "BienLai", loai=receipt.kind, trangThai=receipt.state)
            for tag, name in ELEMENTS:
                receipt._xml_value(node, tag, receipt[name])
            origin = receipt.origin_id
            receipt._xml_value(node, "BienLaiGoc", origin.name)
            for line in receipt.line_ids:
                row = etree.SubElement(node, "KhoanThu", loai=line.kind)
                receipt._xml_value(row, "Ten", line.name)
                receipt._xml_value(row, "SoLuong", line.quantity)
                receipt._xml_value(row, "SoTien", line.amount)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)

    @staticmethod
    def _xml_value(node, tag, value):
        if not value and value != 0 or value is False:
            return
        text = str(round(value)) if isinstance(value, float) else str(value)
        # Characters that XML does not know, which a name may hold that came from elsewhere.
        clean = "".join(char for char in text if char in "\t\n" or char >= " ")
        etree.SubElement(node, tag).text = clean

    def action_export_xml(self):
        """The chosen receipts as a file, to be signed and sent outside.

        :raise UserError: some have no number yet
        """
        self._check_may(ACCOUNTANT, self.env._("Only an accountant sends receipts."))
        for receipt in self:
            receipt._check_issued()
        xml = self._xml()
        events = self.env["tthc.receipt.event"]._append(self, "exported")
        file = events[:1]._attach("bien-lai.xml", xml, "application/xml")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file.id}?download=true",
            "target": "self",
        }

    # By hand ------------------------------------------------------------------------------------

    def action_record_signature(self):
        """Record that receipts were signed outside."""
        return self.env["tthc.receipt.step"]._open("sign", self)

    def action_record_sending(self):
        """Record that receipts were sent outside."""
        return self.env["tthc.receipt.step"]._open("send", self)

    @api.private
    def _signed(self, signer, certificate, signed_at, note=False):
        """:raise UserError: some of the receipts are not waiting for a signature"""
        for receipt in self:
            if receipt.state not in ISSUED or receipt.signed_at:
                raise UserError(
                    self.env._("%s is not waiting for a signature.", receipt.display_name)
                )
        self._set({"signed_at": signed_at, "signer": signer, "certificate": certificate})
        self.filtered(lambda row: row.state == "draft")._set({"state": "signed"})
        return self.env["tthc.receipt.event"]._append(self, "signed", note=note or signer)

    @api.private
    def _sent(self, reference, sent_at, note=False):
        """:raise UserError: some of the receipts are not signed"""
        for receipt in self:
            if not receipt.signed_at or receipt.transmitted_at:
                raise UserError(
                    self.env._(
                        "%s is not waiting to be sent: only signed receipts are sent, once.",
                        receipt.display_name,
                    )
                )
        self._set(
            {
                "transmitted_at": sent_at,
                "tax_reference": reference,
                "exchange_state": False,
                "exchange_detail": note,
            }
        )
        self.filtered(lambda row: row.state == "signed")._set({"state": "transmitted"})
        note = " ".join(filter(None, (reference, note)))
        return self.env["tthc.receipt.event"]._append(self, "accepted", note=note)

    # By a provider ------------------------------------------------------------------------------

    @api.model
    def _cron_exchange(self):
        """Sign, send and ask, for the series whose provider does it by itself."""
        providers = self.env["tthc.receipt.provider"].search([])
        for provider in providers.filtered("signs"):
            waiting = [("state", "=", "draft"), ("series_id.provider_id", "=", provider.id)]
            self.search(waiting, order="id", limit=BATCH)._sign_by(provider)
        for provider in providers.filtered("transmits"):
            due = [
                ("exchange_next_at", "<=", fields.Datetime.now()),
                ("signed_at", "!=", False),
                ("series_id.provider_id", "=", provider.id),
            ]
            for state, hook in (("waiting", provider._transmit), ("pending", provider._poll)):
                chosen = self.search(
                    [*due, ("exchange_state", "=", state)], order="id", limit=BATCH
                )
                chosen._exchange_by(hook)

    def _sign_by(self, provider):
        self._lock()
        waiting = self.filtered(lambda receipt: receipt.state == "draft")
        try:
            signatures = provider._sign(waiting) if waiting else {}
        except Unavailable as error:
            _logger.info("%s receipts could not be signed: %s", len(waiting), error)
            return
        for receipt, signature in signatures.items():
            event = receipt._signed(signature.signer, signature.certificate, signature.signed_at)
            if signature.document:
                event._attach("bien-lai-da-ky.xml", signature.document, "application/xml")

    def _exchange_by(self, hook):
        self._lock()
        waiting = self.filtered("exchange_state")
        if not waiting:
            return
        try:
            answers = hook(waiting)
        except Unavailable as error:
            waiting._try_later(str(error))
            return
        for receipt in waiting:
            receipt._take_answer(answers.get(receipt))

    def _take_answer(self, answer):
        if answer is None:
            self._try_later(False)
        elif answer.outcome == "accepted":
            self._sent(answer.reference, fields.Datetime.now(), answer.detail)
        elif answer.outcome == "refused":
            self._set({"exchange_state": "refused", "exchange_detail": answer.detail})
            self.env["tthc.receipt.event"]._append(self, "refused", note=answer.detail)
        else:
            if self.exchange_state == "waiting":
                self.env["tthc.receipt.event"]._append(self, "sent", note=answer.reference)
            self._set({"exchange_state": "pending", "tax_reference": answer.reference})
            self._try_later(answer.detail)

    def _try_later(self, detail):
        """Wait twice as long after each try that brought nothing final."""
        for receipt in self:
            wait = min(FIRST_WAIT * 2 ** min(receipt.exchange_tries, 10), LONGEST_WAIT)
            receipt._set(
                {
                    "exchange_tries": receipt.exchange_tries + 1,
                    "exchange_next_at": fields.Datetime.now() + wait,
                    "exchange_detail": detail,
                }
            )

    def action_send_again(self):
        """Send again what the tax authority refused, after the cause was removed.

        :raise AccessError: for anybody but an accountant
        """
        self._check_may(ACCOUNTANT, self.env._("Only an accountant sends receipts."))
        refused = self.sudo().filtered(lambda row: row.exchange_state == "refused")
        refused._set(
            {
                "exchange_state": "waiting",
                "exchange_tries": 0,
                "exchange_next_at": fields.Datetime.now(),
            }
        )
        return True
