import hashlib

from odoo import api, fields, models
from odoo.tools.mimetypes import guess_mimetype

from ..tools.file_name import safe_name, size_text


class TthcOnlineFile(models.Model):
    """A file of an online supplement, with what its receipt says of it: name, size and SHA-256 of
    the bytes that arrived. Citizen and desk read the same row."""

    _name = "tthc.online.file"
    _description = "File Sent Online"
    _order = "supply_id, item_id, id"

    supply_id = fields.Many2one(
        "tthc.online.supply", required=True, readonly=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(related="supply_id.dossier_id")
    item_id = fields.Many2one(
        "tthc.supplement.item", "For", required=True, readonly=True, ondelete="restrict"
    )
    name = fields.Char(required=True, readonly=True)
    size = fields.Integer("Bytes", required=True, readonly=True)
    size_text = fields.Char("Size", compute="_compute_size_text")
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    mimetype = fields.Char("Type", required=True, readonly=True)
    uploaded_at = fields.Datetime("Uploaded on", required=True, readonly=True)
    key = fields.Char(readonly=True, help="Of the upload, so that a repeated one counts once.")
    attachment_id = fields.Many2one(
        "ir.attachment", "File", readonly=True, ondelete="restrict", bypass_search_access=True
    )

    _key_unique = models.UniqueIndex("(supply_id, key) WHERE key IS NOT NULL")

    @api.depends("size")
    def _compute_size_text(self):
        for file in self:
            file.size_text = size_text(file.size)

    @api.model
    @api.private
    def _values_of(self, item, name, content):
        """Values of a file that was checked and stored.

        :raise ValidationError: the file is not accepted
        """
        mimetype = guess_mimetype(content)
        name = safe_name(name, mimetype)
        papers = self.env["tthc.dossier.component"].sudo()
        paper = item.component_id or papers.new(
            {"dossier_id": item.dossier_id.id, "name": item.name}
        )
        paper._check_file(name, content)
        return {
            "item_id": item.id,
            "name": name,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "mimetype": mimetype,
            "uploaded_at": fields.Datetime.now(),
            "attachment_id": self._store(name, content, item).id,
        }

    def _store(self, name, content, item):
        """Until it is sent, the file belongs to nobody but who uploaded it."""
        return self.env["ir.attachment"].sudo().create({"name": name, "raw": content})

    @api.private
    def _remove(self):
        """Take a file back that was not sent yet.

        :raise UserError: it was sent
        """
        self.supply_id._check_not_sent()
        stored = self.attachment_id
        self.unlink()
        stored.unlink()

    def write(self, vals):
        """:raise UserError: it was sent"""
        self.supply_id._check_not_sent()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unsent_only(self):
        self.supply_id._check_not_sent()

    @api.private
    def _hand_over(self, component):
        """Give the file to the paper of the dossier that it is for; what was stored for the draft
        goes.

        :raise ValidationError: the stored bytes are not those that were uploaded, or are not
            accepted any more
        """
        draft = self.attachment_id
        content = draft.raw or b""
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise self.supply_id._damaged(self)
        self.attachment_id = component._receive_file(self.name, content, source="portal")
        draft.unlink()

    def _facts(self):
        """What the ledger keeps of it."""
        self.ensure_one()
        return {
            "item": self.item_id.name,
            "name": self.name,
            "size": self.size,
            "sha256": self.sha256,
        }

    def action_open(self):
        """Open the file, as whoever reads the dossier may."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.sudo().attachment_id.id}?download=true",
            "target": "new",
        }
