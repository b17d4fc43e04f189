from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: States in which papers may still come in.
OPEN_FOR_PAPERS = (
    "draft", "registered", "accepted", "processing", "supplement", "financial", "withdrawing",
    "done",
)  # fmt: skip
#: States in which a result may be put on file.
OPEN_FOR_RESULTS = ("accepted", "processing", "done", "returned")
#: Kept by :meth:`_refresh_papers`.
FIGURES = frozenset(
    {"components_digitised", "result_digitised", "is_digitised", "has_reused", "has_national"}
)


class TthcDossier(models.Model):
    """What the figures of digitisation ask of a dossier, kept when its files change.

    A dossier counts as digitised with a file in its components and a file in its result; as
    reused when one of its papers is (the test used with QĐ 766/QĐ-TTg).
    """

    _inherit = "tthc.dossier"

    components_digitised = fields.Boolean("Papers Digitised", readonly=True, copy=False)
    result_digitised = fields.Boolean(readonly=True, copy=False)
    is_digitised = fields.Boolean(
        "Digitised",
        readonly=True,
        copy=False,
        help="There is a file in the components and a file in the result.",
    )
    has_reused = fields.Boolean(
        "Papers Reused", readonly=True, copy=False, help="A paper was reused from an earlier one."
    )
    has_national = fields.Boolean(
        "National Data Used", readonly=True, copy=False, help="A paper was found in national data."
    )
    paper_file_ids = fields.One2many("tthc.paper.file", "dossier_id", "Files", readonly=True)
    result_ids = fields.One2many(
        "tthc.paper.held",
        "dossier_id",
        "Results",
        domain=[("origin", "=", "result")],
    )

    def _protected_fields(self):
        return super()._protected_fields() | FIGURES

    @api.private
    def _refresh_papers(self):
        """Bring the figures and the rows of the papers on file up to date with the files."""
        for dossier in self.sudo():
            dossier._refresh_held()
            components = dossier.component_ids
            files = dossier.paper_file_ids.filtered(lambda file: file.state == "current")
            in_papers = bool(files.component_id)
            in_result = bool(files.held_id.filtered(lambda held: not held.revoked_at))
            dossier._set(
                {
                    "components_digitised": in_papers,
                    "result_digitised": in_result,
                    "is_digitised": in_papers and in_result,
                    "has_reused": any(components.mapped("reused")),
                    "has_national": any(components.mapped("from_national")),
                }
            )

    def _refresh_held(self):
        """A row for each paper of this dossier that has or had files."""
        self.ensure_one()
        self.paper_file_ids.invalidate_recordset(["component_id", "held_id"], flush=True)
        self.invalidate_recordset(["paper_file_ids"])
        held = self.env["tthc.paper.held"].sudo().search([("dossier_id", "=", self.id)])
        current = self.paper_file_ids.filtered(
            lambda file: file.state == "current" and file.attachment_id
        )
        # What was reused here is on file from where it came.
        own = current.filtered(lambda file: file.source != "reuse").component_id
        missing = own - held.component_id
        if missing:
            held |= held.create(
                [
                    {
                        "dossier_id": self.id,
                        "origin": "component",
                        "component_id": component.id,
                        "name": component.name,
                    }
                    for component in missing
                ]
            )
        for row in held:
            has = bool(row.component_id & own) if row.component_id else bool(row & current.held_id)
            if row.has_files != has:
                row.has_files = has

    # Who may --------------------------------------------------------------------------------------

    def _check_may_add_papers(self):
        """:raise AccessError: reading only
        :raise UserError: the dossier is closed, its papers stay as they are
        """
        for dossier in self:
            dossier.check_access("write")
            self.env["tthc.dossier.component"].check_access("write")
            if dossier.state not in OPEN_FOR_PAPERS:
                raise UserError(
                    self.env._("%s is closed: its papers stay as they are.", dossier.display_name)
                )

    def _check_may_add_results(self):
        """:raise AccessError: reading only
        :raise UserError: there cannot be a result yet
        """
        for dossier in self:
            dossier.check_access("write")
            if dossier.state not in OPEN_FOR_RESULTS:
                raise UserError(
                    self.env._(
                        "%s is not being processed: there is no result to put on file.",
                        dossier.display_name,
                    )
                )

    def _may_revoke(self):
        """A leader of the agency that issued the result, or the manager of the centre."""
        self.ensure_one()
        dossier, user = self.sudo(), self.env.user
        leads = (
            user.has_group("tthc_dossier.group_leader")
            and dossier.competent_agency_id.id in user._tthc_agency_id_set()
        )
        manages = (
            user.has_group("tthc_dossier.group_manager")
            and dossier.company_id.id in user._get_company_ids()
        )
        return leads or manages

    def _check_may_revoke(self):
        """:raise AccessError: the user may not"""
        if not self._may_revoke():
            raise AccessError(
                self.env._(
                    "A paper is revoked by a leader of %(agency)s or the manager of %(centre)s.",
                    agency=self.sudo().competent_agency_id.name or self.env._("the agency"),
                    centre=self.sudo().company_id.name,
                )
            )

    # The engine -----------------------------------------------------------------------------------

    def _action_obstacles(self, action):
        """Extends the engine: where the setting asks for it, a result is issued with its file."""
        obstacles = super()._action_obstacles(action)
        if action in ("issue_result", "complete_at_once"):
            required = (
                self.env["ir.config_parameter"].sudo().get_param("tthc_papers.result_required")
            )
            if required and not self.result_digitised:
                obstacles.append(
                    self.env._(
                        "The result has no file yet: add it on the page “Files and Results”, with "
                        "its number and date, then issue the result."
                    )
                )
        return obstacles
