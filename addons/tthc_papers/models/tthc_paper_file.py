from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import content

#: Words of :meth:`_receive_file` for where a file comes from, and what a row calls it.
SOURCES = {
    "staff": "upload",
    "upload": "upload",
    "camera": "camera",
    "scanner": "scanner",
    "portal": "portal",
    "reuse": "reuse",
    "national": "national",
    "before": "before",
}


class TthcPaperFile(models.Model):
    """One version of a file of a dossier: what it is, its digest, where it came from.

    Rows are written by the ways in (``component._receive_file`` and the component's own field)
    and by the actions of this model; nobody edits them. A file that is replaced or taken out
    stays readable with its row.
    """

    _name = "tthc.paper.file"
    _description = "File of a Dossier"
    _order = "dossier_id, component_id, version desc, id desc"

    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="cascade")
    component_id = fields.Many2one(
        "tthc.dossier.component", "Paper", index="btree_not_null", ondelete="cascade"
    )
    held_id = fields.Many2one(
        "tthc.paper.held", "Result", index="btree_not_null", ondelete="cascade"
    )
    attachment_id = fields.Many2one(
        "ir.attachment",
        "Stored File",
        index="btree_not_null",
        ondelete="restrict",
        bypass_search_access=True,
        help="Empty: the file was removed because malware was found in it later.",
    )
    name = fields.Char("File", required=True)
    kind = fields.Selection(
        [
            ("original", "Scan of the Original"),
            ("certified", "Certified Copy"),
            ("copy", "Copy"),
            ("electronic", "Electronic Document"),
        ],
        required=True,
        default="copy",
        help="LoaiBan of the national portal: bản chính, bản sao, bản điện tử; a certified copy "
        "is a bản sao there.",
    )
    size = fields.Integer("Bytes")
    size_text = fields.Char("Size", compute="_compute_size_text")
    pages = fields.Integer(help="0 where the format has no pages that count.")
    mimetype = fields.Char("Type")
    checksum = fields.Char("SHA-256", required=True, index=True)
    checksum_at = fields.Datetime("Digest Taken on", required=True)
    source = fields.Selection(
        [
            ("upload", "Upload"),
            ("camera", "Camera"),
            ("scanner", "Scanner Folder"),
            ("portal", "Portal"),
            ("reuse", "Reused"),
            ("national", "National Data"),
            ("before", "Before Digests Were Kept"),
            ("other", "Other Program"),
        ],
        required=True,
        default="upload",
    )
    user_id = fields.Many2one("res.users", "Added by", required=True, ondelete="restrict")
    received_at = fields.Datetime("Added on", required=True)
    version = fields.Integer(default=1, required=True)
    replaces_id = fields.Many2one("tthc.paper.file", ondelete="set null")
    state = fields.Selection(
        [
            ("tray", "To Be Assigned"),
            ("current", "Current"),
            ("superseded", "Replaced"),
            ("removed", "Taken Out"),
            ("quarantined", "Removed: Malware"),
        ],
        required=True,
        default="current",
        index=True,
    )
    ended_at = fields.Datetime("Replaced on")
    ended_by_id = fields.Many2one("res.users", "Replaced by", ondelete="restrict")
    suggested_id = fields.Many2one("tthc.dossier.component", "Suggestion", ondelete="set null")
    confidence = fields.Integer("Confidence (%)", aggregator="avg")
    origin_id = fields.Many2one(
        "tthc.paper.file",
        "Taken from",
        index="btree_not_null",
        ondelete="set null",
        help="The file of an earlier dossier of the same person that this one is.",
    )
    origin_text = fields.Char("Provenance")
    verdict = fields.Selection(
        [
            ("none", "Not Scanned: No Antivirus"),
            ("clean", "Clean"),
            ("pending", "Not Scanned Yet"),
            ("too_large", "Too Large to Be Scanned"),
            ("infected", "Infected"),
        ],
        "Antivirus",
        required=True,
        default="none",
        index=True,
    )
    verdict_detail = fields.Char("Finding")
    verdict_at = fields.Datetime("Scanned on")
    integrity = fields.Selection(
        [("ok", "Unchanged"), ("changed", "Changed"), ("missing", "Missing")],
        readonly=True,
        index="btree_not_null",
    )
    integrity_at = fields.Datetime("Checked on", readonly=True, index=True)
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)

    @api.depends("size")
    def _compute_size_text(self):
        for file in self:
            file.size_text = size_text(file.size)

    # Making rows ----------------------------------------------------------------------------------

    @api.model
    @api.private
    def _values_of(self, attachment, raw, source):
        """What a row says of the bytes themselves and of the way they came in."""
        found = self._inspected(raw)
        now = fields.Datetime.now()
        return {
            "attachment_id": attachment.id,
            "name": attachment.name,
            "size": len(raw),
            "pages": found.pages,
            "mimetype": found.mimetype,
            "checksum": content.digest(raw),
            "checksum_at": now,
            "source": SOURCES.get(source, "other"),
            "user_id": self.env.uid,
            "received_at": now,
            **self.env["tthc.antivirus"]._row_values(raw),
        }

    @api.model
    @api.private
    def _inspected(self, raw):
        """What is in a file; read once in a transaction."""
        known = self.env.cr.cache.setdefault("tthc_papers_contents", {})
        key = content.digest(raw)
        if key not in known:
            known[key] = content.inspect(raw)
        return known[key]

    @api.model
    @api.private
    def _adopt_existing(self):
        """Rows for the files that components had before this module was there."""
        components = self.env["tthc.dossier.component"].sudo()
        for component in components.search([("attachment_ids", "!=", False)]):
            component.with_context(tthc_paper_source="before")._register_files(set())
            self.env.flush_all()
            component.attachment_ids.invalidate_recordset(["raw"])

    # Actions --------------------------------------------------------------------------------------

    def _check_may_change(self):
        """:raise AccessError: the current user may only read these files"""
        for file in self:
            file.check_access("read")
            if file.held_id:
                file.held_id.check_access("write")
            else:
                file.dossier_id._check_may_add_papers()

    def action_assign(self, component_id):
        """Take a file out of the tray to the paper that it is.

        :raise UserError: it is not in the tray, or the paper is another dossier's
        """
        self.ensure_one()
        self._check_may_change()
        component = self.env["tthc.dossier.component"].browse(component_id).exists()
        file = self.sudo()
        if file.state != "tray" or component.sudo().dossier_id != file.dossier_id:
            raise UserError(
                self.env._("%s is not waiting to be assigned any more. Reload the page.", file.name)
            )
        component.check_access("write")
        file.write(
            {
                "component_id": component.id,
                "state": "current",
                "suggested_id": False,
                "kind": component.sudo()._default_kind(file.source),
            }
        )
        component._link_files(file.attachment_id)
        file.dossier_id._refresh_papers()
        return True

    def action_discard(self):
        """Take files out: of the tray or of their paper. They stay readable in the history."""
        self._check_may_change()
        for file in self.sudo():
            if file.state not in ("tray", "current"):
                continue
            if file.component_id:
                file.component_id._unlink_files(file.attachment_id)
            file._end("removed")
        self.sudo().dossier_id._refresh_papers()
        return True

    def _end(self, state):
        self.write({"state": state, "ended_at": fields.Datetime.now(), "ended_by_id": self.env.uid})

    def action_set_kind(self, kind):
        """Say what the file is a picture of.

        :param kind: a key of the field ``kind``
        """
        self._check_may_change()
        self.sudo().write({"kind": kind})
        return True

    def action_open(self):
        """Open the file itself."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.sudo().attachment_id.id}",
            "target": "new",
        }

    def unlink(self):
        """Override: rows stay, as long as their dossier or paper does (the database deletes them
        with those)."""
        if not self.env.su:
            raise AccessError(self.env._("Files of a dossier are taken out, never deleted."))
        return super().unlink()


def size_text(size):
    """``size`` in bytes, as people read it: ``812 B``, ``34,5 KB``, ``1,2 MB``."""
    if size < 1024:
        return f"{size} B"
    unit, value = ("KB", size / 1024) if size < 1024 * 1024 else ("MB", size / 1024 / 1024)
    return f"{value:.1f} {unit}".replace(".", ",")
