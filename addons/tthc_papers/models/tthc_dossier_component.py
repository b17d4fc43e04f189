from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import content

MAX_PAGES = 300


class TthcDossierComponent(models.Model):
    """Whatever way a file comes into a paper, it is checked and gets its row."""

    _inherit = "tthc.dossier.component"

    file_ids = fields.One2many("tthc.paper.file", "component_id", "File Versions", readonly=True)

    # Checks ---------------------------------------------------------------------------------------

    @api.constrains("attachment_ids")
    def _check_files(self):
        """Override: what has a row was checked when it came in."""
        for row in self.filtered("attachment_ids"):
            known = row.sudo().file_ids.attachment_id
            for attachment in row.attachment_ids.sudo() - known:
                row._check_file(attachment.name, attachment.raw or b"")

    def _check_file(self, name, raw):
        """Override: nor an empty, damaged or locked file, one of too many pages, or malware."""
        if not raw:
            self._refuse_file(name, "empty")
        result = super()._check_file(name, raw)
        found = self.env["tthc.paper.file"]._inspected(raw)
        if found.problem:
            self._refuse_file(name, found.problem)
        limit = self._max_pages()
        if limit and found.pages > limit:
            raise ValidationError(
                self.env._(
                    "%(file)s has %(pages)s pages, where %(limit)s are allowed. Split it, and add "
                    "the parts.",
                    file=name,
                    pages=found.pages,
                    limit=limit,
                )
            )
        place = self[:1].sudo().dossier_id.name or self[:1].sudo().name or ""
        self.env["tthc.antivirus"]._check(name, raw, place)
        return result

    @api.model
    def _upload_notes(self):
        """Extends the core: whether an antivirus looks at the files."""
        status = self.env["tthc.antivirus"]._status_text()
        return super()._upload_notes() + ([status] if status else [])

    def _refuse_file(self, name, problem):
        texts = {
            "empty": self.env._("%s is empty. Scan the paper again, and add the new file.", name),
            "encrypted": self.env._(
                "%s is locked with a password: nobody here could open it. Save it without a "
                "password, and add it again.",
                name,
            ),
            "damaged": self.env._(
                "%s cannot be opened: it is damaged or was not sent completely. Open it yourself "
                "first, or scan the paper again.",
                name,
            ),
            "too_large_picture": self.env._(
                "%s has too many dots to be shown. Scan it at 200–300 dpi, and add it again.", name
            ),
        }
        raise ValidationError(texts[problem])

    def _max_megabytes(self):
        """Override: a paper of the catalogue may have a limit of its own."""
        return self.sudo().template_id[:1].paper_max_mb or super()._max_megabytes()

    def _max_pages(self):
        """Pages that a file may have; 0 for any number."""
        own = self.sudo().template_id[:1].paper_max_pages
        value = self.env["ir.config_parameter"].sudo().get_param("tthc_papers.max_pages") or ""
        return own or (int(value) if value.isdigit() else MAX_PAGES)

    # Ways in --------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        for row, vals in zip(rows, vals_list, strict=True):
            if vals.get("attachment_ids") and row.attachment_ids:
                row._register_files(set())
        return rows

    def write(self, vals):
        if "attachment_ids" not in vals or self.env.context.get("tthc_paper_linking"):
            return super().write(vals)
        before = {row.id: set(row.sudo().attachment_ids.ids) for row in self}
        result = super().write(vals)
        for row in self:
            row._register_files(before[row.id])
        return result

    @api.private
    def _receive_file(self, name, raw, source="staff"):
        """Override: keep the source, and store nothing twice.

        A file that this dossier has already is not stored again: at this paper nothing happens,
        at another one of the dossier it is shown here as well.
        """
        self.ensure_one()
        self._check_file(name, raw)
        known = self._same_in_dossier(content.digest(raw))
        if known:
            if self not in known.component_id:
                self.with_context(tthc_paper_source=source)._show_also(known[0])
            return known[0].attachment_id
        return super(
            TthcDossierComponent, self.with_context(tthc_paper_source=source)
        )._receive_file(name, raw, source)

    def _same_in_dossier(self, checksum):
        """Rows of this dossier, as superuser, that hold the same bytes now."""
        return (
            self.env["tthc.paper.file"]
            .sudo()
            .search(
                [
                    ("dossier_id", "=", self.sudo().dossier_id.id),
                    ("checksum", "=", checksum),
                    ("state", "in", ("current", "tray")),
                    ("attachment_id", "!=", False),
                ]
            )
        )

    def _show_also(self, file):
        """Show a file that this dossier has already at this paper, too."""
        if file.state == "tray":
            file.write({"component_id": self.id, "state": "current", "suggested_id": False})
            self._link_files(file.attachment_id)
        else:
            self.sudo().write({"attachment_ids": [(4, file.attachment_id.id)]})
        self.sudo().dossier_id._refresh_papers()

    def _link_files(self, attachments):
        """Show files that have their rows already."""
        commands = [(4, attachment.id) for attachment in attachments]
        self.sudo().with_context(tthc_paper_linking=True).write({"attachment_ids": commands})

    def _unlink_files(self, attachments):
        commands = [(3, attachment.id) for attachment in attachments]
        self.sudo().with_context(tthc_paper_linking=True).write({"attachment_ids": commands})

    # Rows -----------------------------------------------------------------------------------------

    def _register_files(self, before):
        """Give the files that came in since ``before`` (ids of attachments) their rows, and put
        aside those that are gone."""
        self.ensure_one()
        row = self.sudo()
        now = row.attachment_ids
        gone = row.file_ids.filtered(
            lambda file: file.state == "current" and file.attachment_id not in now
        )
        if gone:
            gone._end("removed")
        fresh = now.filtered(lambda file: file.id not in before)
        again = row.file_ids.filtered(
            lambda file: file.state == "removed" and file.attachment_id in fresh
        )
        if again:
            again.write({"state": "current", "ended_at": False, "ended_by_id": False})
        fresh -= row.file_ids.attachment_id
        made = row._make_rows(fresh) if fresh else row.file_ids.browse()
        if gone or again or made:
            row.dossier_id._refresh_papers()

    def _make_rows(self, attachments):
        files = self.env["tthc.paper.file"]
        source = self.env.context.get("tthc_paper_source") or "staff"
        values = []
        for attachment in attachments:
            one = files._values_of(attachment, attachment.raw or b"", source)
            twin = self._twin(attachment, one["checksum"])
            if twin:
                attachment = self._use_twin(attachment, twin)
                if not attachment:
                    continue
                one["attachment_id"] = attachment.id
            values.append(
                {
                    **one,
                    "dossier_id": self.dossier_id.id,
                    "component_id": self.id,
                    "kind": self._default_kind(one["source"]),
                }
            )
        return files.create(values)

    def _twin(self, attachment, checksum):
        """A row of this dossier with the same bytes in another stored file. Shared papers are one
        stored file for several dossiers, and old files stay as they are."""
        if self.env.context.get("tthc_shared_paper") or self.submission_paper_id:
            return None
        if self.env.context.get("tthc_paper_source") == "before":
            return None
        known = self._same_in_dossier(checksum)
        return known.filtered(lambda file: file.attachment_id != attachment)[:1]

    def _use_twin(self, attachment, twin):
        """Show the file that is stored already instead of its copy.

        :return: that file, when it is new at this paper
        """
        old = twin.attachment_id
        was_here = old in self.attachment_ids
        self.with_context(tthc_paper_linking=True).write(
            {"attachment_ids": [(3, attachment.id), (4, old.id)]}
        )
        if twin.state == "tray":
            twin.write({"component_id": self.id, "state": "current", "suggested_id": False})
            was_here = True
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "info",
                "message": self.env._(
                    "%(file)s is in this dossier already (%(place)s): it is not stored twice.",
                    file=attachment.name,
                    place=twin.component_id.name or twin.name,
                ),
            },
        )
        if not self.env["tthc.paper.file"].search_count(
            [("attachment_id", "=", attachment.id)], limit=1
        ):
            attachment.unlink()
        return None if was_here else old

    def _default_kind(self, source):
        if source in ("portal", "national"):
            return "electronic"
        if self.originals:
            return "original"
        return "certified" if self.certified_copies else "copy"
