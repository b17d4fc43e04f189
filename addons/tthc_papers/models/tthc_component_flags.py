from odoo import api, fields, models
from odoo.exceptions import UserError

#: Written by the actions of this file only.
FLAGS = frozenset(
    {"reused", "reuse_evidence", "from_national", "national_evidence", "flagged_by_id"}
)


class TthcDossierComponent(models.Model):
    """How a paper came to be in the dossier, as the national portal asks (DuocSoHoa,
    DuocTaiSuDung, DuocLayTuKhoDMQG), each with what shows it.

    Digitised is derived from the files, see ``digitised``. Reused and taken from national data are
    set by actions that keep the evidence.
    """

    _inherit = "tthc.dossier.component"

    reused = fields.Boolean(readonly=True, copy=False)
    reuse_evidence = fields.Char("Reused from", readonly=True, copy=False)
    from_national = fields.Boolean("From National Data", readonly=True, copy=False)
    national_evidence = fields.Char("Found in", readonly=True, copy=False)
    flagged_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_flags(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_flags(vals)
        return super().write(vals)

    def _refuse_flags(self, vals):
        if FLAGS & set(vals) and not self.env.su:
            raise UserError(
                self.env._(
                    "Whether a paper was reused or taken from national data follows from what was "
                    "done, and is not entered."
                )
            )

    def action_mark_national(self, database, reference):
        """The data of this paper was found in a national database: the paper itself need not be
        handed in (NĐ 118/2025/NĐ-CP).

        :param database: name of the database
        :param reference: number or time of the query there
        :raise UserError: either is missing
        """
        self.ensure_one()
        self._check_may_flag()
        if not (database or "").strip() or not (reference or "").strip():
            raise UserError(
                self.env._("Enter the database and the number or time of the query: they prove it.")
            )
        row = self.sudo()
        row.write(
            {
                "from_national": True,
                "national_evidence": f"{database.strip()} – {reference.strip()}",
                "flagged_by_id": self.env.uid,
                **row._without_paper(),
            }
        )
        row.dossier_id._refresh_papers()
        return True

    def action_unmark_national(self):
        """Take that back: before acceptance, the paper is missing again."""
        self.ensure_one()
        self._check_may_flag()
        row = self.sudo()
        row.write(
            {
                "from_national": False,
                "national_evidence": False,
                "flagged_by_id": self.env.uid,
                **row._missing_again(),
            }
        )
        row.dossier_id._refresh_papers()
        return True

    def _without_paper(self):
        """What is asked for is there although no sheet of paper came in: none is counted, so that
        nobody has to give one back."""
        if self.received:
            return {}
        return {"received": True, "originals": 0, "certified_copies": 0, "copies": 0}

    def _missing_again(self):
        """The opposite, as long as nothing was accepted on its strength."""
        if self.attachment_ids or self.dossier_id.state not in ("draft", "registered"):
            return {}
        asked = self.template_id
        counts = ("originals", "certified_copies", "copies")
        return {"received": False, **{name: asked[name] for name in counts if asked}}

    def _check_may_flag(self):
        self.check_access("write")
        self.dossier_id._check_may_add_papers()

    # Reuse ----------------------------------------------------------------------------------------

    def action_reuse(self, held_id):
        """Take a paper that is on file already instead of asking for it again.

        The stored files are shown here as well, with where they come from; their digests are
        checked on the way.

        :param held_id: id of a ``tthc.paper.held`` of the dossier's owner
        :raise UserError: it is another person's, no longer valid, or was changed on disk
        """
        self.ensure_one()
        self._check_may_flag()
        held = self.env["tthc.paper.held"].sudo().browse(held_id).exists()
        owner = self.sudo().dossier_id.owner_id
        owner.sudo(False)._check_store_access()
        if held.partner_id != owner:
            raise UserError(self.env._("This paper is not on file for the owner of the dossier."))
        held._check_reusable()
        self.sudo()._take_over(held)
        owner._log_store(self.env._("Reused: %s", held.name), self.sudo().dossier_id)
        return True

    def _take_over(self, held):
        """Show the files of ``held`` here. ``self`` is superuser with the user's id."""
        files = held._current_files()
        broken = files.filtered(lambda file: file._recheck() != "ok")
        if broken:
            raise UserError(
                self.env._(
                    "%s was changed since it was stored and cannot be reused. Tell an "
                    "administrator, and ask for the paper.",
                    broken[0].name,
                )
            )
        rows = self.env["tthc.paper.file"]
        for file in files:
            if self._same_in_dossier(file.checksum).filtered(lambda row: row.component_id == self):
                continue
            rows += self._copy_of(file, held)
        self.write(
            {
                "reused": True,
                "reuse_evidence": held._provenance(),
                "flagged_by_id": self.env.uid,
                **self._without_paper(),
            }
        )
        self._link_files(rows.attachment_id)
        self.dossier_id._refresh_papers()

    def _copy_of(self, file, held):
        """A row for ``file`` of another dossier; the bytes stay where they are stored."""
        stored = file.attachment_id.copy(
            {"res_model": "tthc.dossier", "res_id": self.dossier_id.id, "name": file.name}
        )
        now = fields.Datetime.now()
        kept = ("name", "kind", "size", "pages", "mimetype", "checksum")
        scanned = ("verdict", "verdict_detail", "verdict_at")
        return file.create(
            {
                **{name: file[name] for name in (*kept, *scanned)},
                "dossier_id": self.dossier_id.id,
                "component_id": self.id,
                "attachment_id": stored.id,
                "checksum_at": now,
                "received_at": now,
                "user_id": self.env.uid,
                "source": "reuse",
                "origin_id": file.id,
                "origin_text": held._provenance(),
            }
        )

    def action_mark_reused(self, file_id):
        """A file that was handed in again is one that is on file already: count it as reused.

        :param file_id: id of the row of this paper
        """
        self.ensure_one()
        self._check_may_flag()
        file = self.env["tthc.paper.file"].sudo().browse(file_id).exists()
        owner = self.sudo().dossier_id.owner_id
        owner.sudo(False)._check_store_access()
        twin = file.component_id == self.sudo() and file._elsewhere().get(file.id)
        if not twin:
            raise UserError(self.env._("No earlier dossier of this person has the same file."))
        provenance = twin._holding()._provenance()
        file.write({"origin_id": twin.id, "origin_text": provenance})
        self.sudo().write(
            {"reused": True, "reuse_evidence": provenance, "flagged_by_id": self.env.uid}
        )
        self.sudo().dossier_id._refresh_papers()
        owner._log_store(self.env._("Reused: %s", file.name), self.sudo().dossier_id)
        return True
