import base64
import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

SIDES = [("giver", "Giver"), ("receiver", "Receiver"), ("centre", "Centre")]
SIDE_STATES = [("none", "Unsigned"), ("one", "One Side"), ("both", "Both Sides")]


def side_state(sides):
    """``none``, ``one`` or ``both`` of giver and receiver."""
    return ("none", "one", "both")[len({"giver", "receiver"} & set(sides))]


class TthcCustodySignature(models.Model):
    """Who signed for papers, on which side: drawn on screen, or on paper with the scan kept.

    The picture lies in the row itself, under the same guard as the rest: neither it nor its
    digest can be changed. The digest of the content tells what was signed. It is a picture of a
    handwritten signature, not a digital signature by law.
    """

    _name = "tthc.custody.signature"
    _description = "Signature for Papers"
    _inherit = ["tthc.append.only"]
    _order = "id"
    _log_access = False
    _rec_name = "signer_name"

    handover_id = fields.Many2one("tthc.handover", index="btree_not_null", ondelete="restrict")
    slip_id = fields.Many2one("tthc.custody.slip", index="btree_not_null", ondelete="restrict")
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
        "SHA-256 of the Content", required=True, help="Of what was signed: the list with its rows."
    )

    _handover_side = models.UniqueIndex(
        "(handover_id, side) WHERE handover_id IS NOT NULL", "This side has signed already."
    )
    _slip_side = models.UniqueIndex(
        "(slip_id, side) WHERE slip_id IS NOT NULL", "This side has signed already."
    )
    _about_one = models.Constraint(
        "CHECK ((handover_id IS NULL) <> (slip_id IS NULL))", "A signature is about one list."
    )

    @api.model
    @api.private
    def _sign(self, record, sides, method, signer_name, image, image_name=None):
        """Record the signature of ``sides`` on ``record`` (a hand-over list or a slip).

        :param image: base64, the drawing (PNG) or the scan
        :raise UserError: nothing was drawn or attached, no name, or a side that is not the user's
        """
        record = record.with_env(self.env)
        name = (signer_name or "").strip()
        if not name:
            raise UserError(self.env._("Enter who signs."))
        content = base64.b64decode(image or b"")
        self._check_image(method, content, image_name)
        refused = set(sides) - record._signing_sides(method)
        if refused or not sides:
            labels = dict(self._fields["side"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "You cannot sign %(list)s for this side: %(side)s. It has signed already, or "
                    "it is for somebody of that side.",
                    list=record.name,
                    side=", ".join(labels[side] for side in sorted(refused)) or "–",
                )
            )
        link = "handover_id" if record._name == "tthc.handover" else "slip_id"
        about = json.dumps(record._signed_content(), sort_keys=True, ensure_ascii=False)
        rows = self.sudo()._append_rows(
            [
                {
                    link: record.id,
                    "side": side,
                    "method": method,
                    "signer_name": name,
                    "user_id": self.env.uid,
                    "at": self.env["tthc.dossier"]._now(),
                    "image": image,
                    "image_name": image_name or False,
                    "digest": hashlib.sha256(content).hexdigest(),
                    "content_digest": hashlib.sha256(about.encode()).hexdigest(),
                }
                for side in sides
            ]
        )
        record.invalidate_recordset(["signature_ids", "signature_state"])
        return rows

    def _check_image(self, method, content, image_name):
        if not content:
            if method == "drawn":
                raise UserError(self.env._("Draw the signature in the frame."))
            raise UserError(self.env._("Attach the scan of the signed list."))
        if method == "paper":
            self.env["tthc.dossier.component"]._check_file(image_name or "scan", content)
        elif not guess_mimetype(content).startswith("image/"):
            raise UserError(self.env._("Draw the signature in the frame."))

    def _images(self):
        """Drawn signatures by side as data URIs; ``False`` for a side that has none, or that
        signed on paper."""
        drawn = {row.side: row for row in self if row.method == "drawn"}
        return {side: drawn[side]._data_uri() if side in drawn else False for side, _ in SIDES}

    def _data_uri(self):
        self.ensure_one()
        image = self.with_context(bin_size=False).image
        text = image.decode() if isinstance(image, bytes) else image
        return f"data:{guess_mimetype(base64.b64decode(text))};base64,{text}"

    def _is_unchanged(self):
        """Whether picture and content are those that were signed."""
        self.ensure_one()
        row = self.sudo().with_context(bin_size=False)
        about = json.dumps(
            (row.handover_id or row.slip_id)._signed_content(), sort_keys=True, ensure_ascii=False
        )
        return (
            hashlib.sha256(base64.b64decode(row.image)).hexdigest() == row.digest
            and hashlib.sha256(about.encode()).hexdigest() == row.content_digest
        )

    @api.model
    def _search_state(self, link, operator, value):
        """Domain of the lists (or slips) whose ``signature_state`` is among ``value``."""
        if operator != "in":
            return NotImplemented
        signed = {
            side: fields.Domain("signature_ids", "any", [("side", "=", side)])
            for side in ("giver", "receiver")
        }
        both = signed["giver"] & signed["receiver"]
        any_side = signed["giver"] | signed["receiver"]
        domains = {"none": ~any_side, "one": any_side & ~both, "both": both}
        return fields.Domain.OR(domains[state] for state in value if state in domains)
