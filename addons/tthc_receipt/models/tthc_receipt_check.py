from odoo import api, models

from odoo.addons.tthc_catalogue.tools.numbers import grouped

from ..tools import receipt_token
from ..tools import series as rules


class TthcReceipt(models.Model):
    """What the public check page says of a receipt, in Vietnamese: receipts are."""

    _inherit = "tthc.receipt"

    @api.private
    def _check_url(self):
        """Address in the QR code. Capital letters, which a QR code packs more tightly."""
        base = self.company_id.sudo().get_base_url().upper()
        return f"{base}/BIEN-LAI/{self.token}"

    @api.model
    @api.private
    def _check_token(self, token):
        """What a token vouches for and what became of the receipt.

        :return: dict of ``verdict`` (``false``, ``unknown``, ``valid``, ``adjusted``,
            ``replaced``, ``cancelled``), ``values`` (see :mod:`..tools.receipt_token`) and
            ``receipt``, as superuser
        """
        nothing = self.sudo().browse()
        try:
            key = self.env["tthc.form.print"]._key(receipt_token.key_id(token))
            if not key:
                raise receipt_token.ForgedToken(token)
            values = receipt_token.read(token, key)
        except receipt_token.ForgedToken:
            return {"verdict": "false", "values": {}, "receipt": nothing}
        receipt = self.sudo().search([("code", "=", values["code"])], limit=1)
        found = {"values": values, "receipt": receipt}
        if not receipt or receipt.token != receipt_token.clean(token):
            return {**found, "verdict": "unknown"}
        ended = receipt.state in ("adjusted", "replaced", "cancelled")
        return {**found, "verdict": receipt.state if ended else "valid"}

    @api.model
    @api.private
    def _check_page(self, found):
        """Values of the page: ``verdict``, ``rows`` (label, value), ``lines``, ``later``,
        ``ended`` (day) and ``signature`` (what is and is not signed)."""
        values, receipt = found["values"], found["receipt"]
        if not values:
            return {"verdict": "false", "rows": []}
        day = values["day"]
        rows = [
            ("Tên biên lai", receipt.title),
            ("Mẫu số", values["symbol"]),
            ("Ký hiệu", values["series"]),
            ("Số", values["number"]),
            ("Ngày lập", f"{day[6:]}/{day[4:6]}/{day[:4]}"),
            ("Đơn vị thu", receipt.body_name),
            ("Mã số thuế đơn vị thu", values["body"]),
            ("Đơn vị được ủy nhiệm lập", receipt.delegate_name),
            ("Người nộp", values["payer"]),
            ("Số tiền", f"{grouped(int(values['amount']))} đồng"),
            ("Bằng chữ", receipt.amount_words),
            ("Nội dung điều chỉnh", receipt.kind == "adjustment" and "Có, xem trên biên lai"),
        ]
        later = receipt.later_ids.sorted("id")[-1:]
        return {
            "verdict": found["verdict"],
            "rows": [(label, value) for label, value in rows if value],
            "lines": [(line.name, f"{grouped(line.amount)} đồng") for line in receipt.line_ids],
            "later": later.name,
            "ended": receipt.ended_day and receipt.ended_day.strftime("%d/%m/%Y"),
            "signed": receipt.signed_at and receipt._signature_text(),
        }

    def _number_text(self):
        return rules.number_text(self.number)

    def _signature_text(self):
        """Who signed and when, as printed."""
        at = self._local(self.signed_at).strftime("%d/%m/%Y %H:%M")
        return f"Ký bởi: {self.signer}, ngày ký: {at}"
