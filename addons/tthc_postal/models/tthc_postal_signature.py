import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

SIDES = [("centre", "Centre"), ("post", "Post")]
#: What a copy signed on paper may be.
SCANS = ("image/", "application/pdf")
MAX_BYTES = 10 * 1024 * 1024


class TthcPostalSignature(models.Model):
    """Who signed a hand-over record, for which side: drawn on screen, or on paper with the scan.

    The picture lies in the row itself and can be changed no more than the rest. The digest of the
    content tells what was signed. It is a picture of a handwritten signature, not a digital
    signature by law.
    """

    _name = "tthc.postal.signature"
    _description = "Signature of a Postal Hand-over"
    _inherit = ["tthc.append.only"]
    _order = "id"
    _log_access = False
    _rec_name = "signer_name"

    handover_id = fields.Many2one(
        "tthc.postal.handover", required=True, index=True, ondelete="restrict"
    )
    side = fields.Selection(SIDES, required=True)
    method = fields.Selection(
        [("drawn", "Drawn on Screen"), ("paper", "Signed on Paper")], required=True
    )
    signer_name = fields.Char("Signed by", required=True)
    user_id = fields.Many2one("res.users", "Recorded by", required=True, ondelete="restrict")
    at = fields.Datetime("When", required=True)
    image = fields.Binary("Signature or Scan", attachment=False, required=True)
    image_name = fields.Char("File")
    digest = fields.Char("SHA-256", required=True, help="Of the picture or scan.")
    content_digest = fields.Char(
        "SHA-256 of the Content", required=True, help="Of the list that was signed."
    )

    @api.model
    @api.private
    def _sign(self, handover, sides, method, signer_name, image, image_name=None):
        """Keep a signature of ``sides``.

        :param image: base64, the drawing (PNG) or the scan
        :raise UserError: nothing drawn or attached, no name, or a file that is no scan
        """
        name = (signer_name or "").strip()
        if not name:
            raise UserError(self.env._("Enter who signs."))
        content = base64.b64decode(image or b"")
        self._check_image(method, content)
        return self.sudo()._append_rows(
            [
                {
                    "handover_id": handover.id,
                    "side": side,
                    "method": method,
                    "signer_name": name,
                    "user_id": self.env.uid,
                    "at": handover._now(),
                    "image": image,
                    "image_name": image_name or False,
                    "digest": hashlib.sha256(content).hexdigest(),
                    "content_digest": handover.sudo()._content_digest(),
                }
                for side in sides
            ]
        )

    def _check_image(self, method, content):
        kind = guess_mimetype(content) if content else ""
        if method == "drawn" and not kind.startswith("image/"):
            raise UserError(self.env._("Draw the signature in the frame."))
        if method == "paper" and (not kind.startswith(SCANS) or len(content) > MAX_BYTES):
            raise UserError(
                self.env._("Attach the scan of the signed record: a PDF or picture up to 10 MB.")
            )

    def _data_uri(self):
        self.ensure_one()
        image = self.with_context(bin_size=False).image
        text = image.decode() if isinstance(image, bytes) else image
        return f"data:{guess_mimetype(base64.b64decode(text))};base64,{text}"

    def _is_unchanged(self):
        """Whether the picture is the one that was signed."""
        self.ensure_one()
        image = self.sudo().with_context(bin_size=False).image
        return hashlib.sha256(base64.b64decode(image)).hexdigest() == self.digest
