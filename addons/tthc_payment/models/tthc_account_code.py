import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools import qr

from ..tools import vietqr


class TthcCollectionAccount(models.Model):
    """The account's own VietQR code, to hang up at the desk: it names the account and nothing
    else, so that it stays right for everybody. The codes of payment requests stand beside it,
    and only they carry sum and reference."""

    _inherit = "tthc.collection.account"

    static_payload = fields.Char("Text of the Static Code", compute="_compute_static_payload")
    static_png = fields.Binary("Static Code", compute="_compute_static_code", attachment=False)
    static_svg = fields.Binary(
        "Static Code (SVG)", compute="_compute_static_code", attachment=False
    )

    @api.depends("number", "bank_id.bin")
    def _compute_static_payload(self):
        for account in self:
            account.static_payload = account._static_payload()

    def _static_payload(self):
        """VietQR text of the account alone (NAPAS v1.0: initiation 11, no amount, no memo)."""
        try:
            return vietqr.build(self.bank_id.bin, self.number, initiation=vietqr.STATIC)
        except vietqr.VietQRError:
            # Half typed on the form.
            return False

    @api.depends("static_payload")
    def _compute_static_code(self):
        for account in self:
            text = account.static_payload
            account.static_png = text and base64.b64encode(qr.png(text, pixels=10))
            account.static_svg = text and base64.b64encode(qr.svg(text))

    def _poster_values(self):
        """Values of the poster that are not plain fields; its words are Vietnamese at source."""
        self.ensure_one()
        return {
            "code": qr.data_uri(qr.png(self.static_payload, pixels=16)),
            "bank": self.bank_id.name,
            # In groups of four, as banking apps show it.
            "number": " ".join(
                self.number[start : start + 4] for start in range(0, len(self.number), 4)
            ),
        }

    # Actions ------------------------------------------------------------------------------------

    def action_poster(self):
        """Print the poster for the desk."""
        self.check_access("read")
        return self.env.ref("tthc_payment.action_report_account_poster").report_action(self)

    def action_download_png(self):
        """The static code as a PNG file."""
        return self._download("png")

    def action_download_svg(self):
        """The static code as an SVG file, of any size without loss."""
        return self._download("svg")

    def _download(self, kind):
        self.ensure_one()
        self.check_access("read")
        if not self.static_payload:
            raise UserError(self.env._("Save the bank and the account number first."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/static_{kind}"
            f"?download=true&filename=vietqr-{self.number}.{kind}",
            "target": "download",
        }
