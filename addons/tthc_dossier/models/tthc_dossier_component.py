from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype

#: Accepted file types by content; "dangerous by nature" formats are never among them.
ALLOWED_TYPES = {
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
}
MAX_MEGABYTES = 20


class TthcDossierComponent(models.Model):
    """A paper of this dossier: what the catalogue asks for, and what was really handed in."""

    _name = "tthc.dossier.component"
    _description = "Dossier Component"
    _inherit = ["tthc.dossier.paper"]
    _order = "dossier_id, sequence, id"

    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="cascade")
    digitised = fields.Boolean(compute="_compute_digitised")
    note = fields.Char()

    @api.depends("attachment_ids")
    def _compute_digitised(self):
        for row in self:
            row.digitised = bool(row.attachment_ids)

    @api.constrains("originals", "certified_copies", "copies")
    def _check_counts(self):
        for row in self:
            if min(row.originals, row.certified_copies, row.copies) < 0:
                raise ValidationError(
                    self.env._("“%s”: a number of copies cannot be negative.", row.name)
                )

    @api.constrains("attachment_ids")
    def _check_files(self):
        """Refuse a file that is too large or of another type than the accepted ones; the type is
        read from the content, not from the name."""
        for row in self:
            for attachment in row.attachment_ids.sudo():
                row._check_file(attachment.name, attachment.raw or b"")

    def _check_file(self, name, content):
        """What every file of a paper must be, whatever way it comes in. Extension point: other
        modules add checks of the content.

        :param content: bytes of the file
        :raise ValidationError: the file is too large or of a type that is not accepted
        """
        limit = self._max_megabytes()
        if len(content) > limit * 1024 * 1024:
            raise ValidationError(
                self.env._(
                    "%(file)s is too large: %(size)s MB, where %(limit)s MB are allowed. "
                    "Scan it at 200–300 dpi or split it, and add it again.",
                    file=name,
                    size=round(len(content) / 1024 / 1024, 1),
                    limit=limit,
                )
            )
        if guess_mimetype(content) not in ALLOWED_TYPES:
            raise ValidationError(
                self.env._(
                    "%s is of a type that is not accepted. Add a PDF, a picture (JPEG, "
                    "PNG, TIFF, WebP) or an office document (Word, Excel, ODT).",
                    name,
                )
            )

    @api.model
    def _upload_notes(self):
        """Sentences that whoever adds files should read first, on the desk's screen and on the
        portal. Extension point: an addon says what it does or does not check."""
        return []

    @api.private
    def _receive_file(self, name, content, source="staff"):
        """Add a file to this paper: the one way for programs (portal, scanner folder, camera).

        :param content: bytes of the file
        :param source: where it comes from, a word for the log of modules that keep one
        :return: the attachment, as superuser; it obeys the rights of the dossier
        :raise ValidationError: the file is not accepted; see :meth:`_check_file`
        """
        self.ensure_one()
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": name,
                    "raw": content,
                    "res_model": "tthc.dossier",
                    "res_id": self.dossier_id.id,
                }
            )
        )
        self.sudo().write({"attachment_ids": [(4, attachment.id)]})
        return attachment

    @api.model
    def _max_megabytes(self):
        value = self.env["ir.config_parameter"].sudo().get_param("tthc_dossier.max_file_mb")
        return int(value) if (value or "").isdigit() else MAX_MEGABYTES

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._adopt_files()
        return rows

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_files()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_before_acceptance(self):
        """What was on the list at acceptance stays on it: the receipt names it."""
        for dossier in self.dossier_id:
            if dossier.state not in ("draft", "registered"):
                raise UserError(
                    self.env._(
                        "%s was accepted: none of its components can be deleted.",
                        dossier.display_name,
                    )
                )

    def _adopt_files(self):
        """Files obey the rights of the dossier that they belong to. Only one's own uploads are
        taken over, from nowhere or from the intake sheet: linking somebody else's file must not
        open it."""
        homes = (False, "tthc.dossier.component", "tthc.dossier.intake.line")
        for row in self.filtered("attachment_ids"):
            uploads = row.attachment_ids.sudo().filtered(
                lambda file: (
                    (not file.res_id or file.res_model in homes)
                    and (self.env.su or file.create_uid == self.env.user)
                )
            )
            if uploads:
                uploads.write({"res_model": "tthc.dossier", "res_id": row.dossier_id.id})

    @api.model
    def _values_from_case(self, case):
        """Rows to offer at intake, one per paper of the catalogue's case."""
        return [
            {
                "template_id": component.id,
                "name": component.name,
                "sequence": component.sequence,
                "requirement": component.requirement,
                "originals": component.originals,
                "certified_copies": component.certified_copies,
                "copies": component.copies,
            }
            for component in case.component_ids
            if component.requirement != "note"
        ]
