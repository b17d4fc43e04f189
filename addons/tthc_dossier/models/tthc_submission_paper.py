from odoo import api, fields, models

#: What is the same for every dossier that uses a shared paper.
SHARED = ("received", "attachment_ids")


class TthcSubmissionPaper(models.Model):
    """A paper handed in once for all dossiers of a submission that use it."""

    _name = "tthc.submission.paper"
    _description = "Paper of a Linked Submission"
    _inherit = ["tthc.dossier.paper"]
    _order = "submission_id, sequence, id"

    submission_id = fields.Many2one(
        "tthc.submission", required=True, readonly=True, index=True, ondelete="cascade"
    )
    component_ids = fields.One2many(
        "tthc.dossier.component", "submission_paper_id", "Used as", readonly=True
    )
    used_text = fields.Char("Used by Parts", compute="_compute_used_text")

    @api.depends("component_ids.dossier_id")
    def _compute_used_text(self):
        for paper in self:
            parts = paper.sudo().component_ids.dossier_id
            paper.used_text = ", ".join(str(n) for n in sorted(set(parts.mapped("part_number"))))

    @api.model_create_multi
    def create(self, vals_list):
        papers = super().create(vals_list)
        papers._adopt_files()
        return papers

    def write(self, vals):
        """Whatever is handed in here is handed in for every dossier that uses the paper."""
        result = super().write(vals)
        given = [name for name in SHARED if name in vals]
        if "attachment_ids" in given:
            self._adopt_files()
        for paper in self if given else ():
            paper._hand_on(given)
        return result

    def _hand_on(self, names):
        """Let the components that use this paper show what it shows."""
        values = {}
        if "received" in names:
            values["received"] = self.received
        if "attachment_ids" in names:
            values["attachment_ids"] = [(6, 0, self.attachment_ids.ids)]
        quiet = {"tthc_shared_paper": True, "tthc_adopted": True}
        self.sudo().with_context(**quiet).component_ids._shared_rows().write(values)

    def _adopt_files(self):
        """Files of a shared paper obey the rights of the submission: who sees one of its dossiers
        sees them. Only one's own uploads are taken over."""
        if self.env.context.get("tthc_adopted"):
            return
        homes = (False, self._name, "tthc.dossier.intake.line", "tthc.dossier.component")
        for paper in self:
            files = paper.sudo().attachment_ids | paper.sudo().component_ids.attachment_ids
            uploads = files.filtered(
                lambda file: (
                    (not file.res_id or file.res_model in homes)
                    and (self.env.su or file.create_uid == self.env.user)
                )
            )
            if uploads:
                submission = paper.sudo().submission_id
                uploads.write({"res_model": submission._name, "res_id": submission.id})


class TthcDossierComponent(models.Model):
    """A component that a shared paper stands for."""

    _inherit = "tthc.dossier.component"

    submission_paper_id = fields.Many2one(
        "tthc.submission.paper",
        "Shared Paper",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Handed in once for all parts of the linked submission.",
    )

    def _shared_rows(self):
        """Those that really are parts of the submission whose paper stands for them."""
        return self.filtered(
            lambda row: (
                row.submission_paper_id
                and row.sudo().submission_paper_id.submission_id
                == row.sudo().dossier_id.submission_id
            )
        )

    def write(self, vals):
        """A shared paper that comes in at one dossier has come in at all that use it."""
        result = super().write(vals)
        given = [name for name in SHARED if name in vals]
        if given and not self.env.context.get("tthc_shared_paper"):
            for row in self._shared_rows():
                # Whose files they are was decided with the rights of the user, just now.
                paper = row.submission_paper_id.sudo().with_context(tthc_adopted=True)
                paper.write(
                    {
                        name: [(6, 0, row[name].ids)] if name == "attachment_ids" else row[name]
                        for name in given
                    }
                )
        return result

    def _adopt_files(self):
        """Override: the files of a shared paper are the submission's."""
        shared = self._shared_rows()
        shared.submission_paper_id._adopt_files()
        return super(TthcDossierComponent, self - shared)._adopt_files()
