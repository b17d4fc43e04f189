from odoo import api, fields, models
from odoo.exceptions import UserError

#: Printing takes about half a second a sheet; more in one go would run into the time limit.
MAX_SHEETS = 60


class TthcPostingWizard(models.TransientModel):
    """Post many procedures at once at a place of a centre."""

    _name = "tthc.posting.wizard"
    _description = "Post Procedures"

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    board_id = fields.Many2one(
        "tthc.posting.board",
        "Place",
        required=True,
        compute="_compute_board_id",
        precompute=True,
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
    offered_ids = fields.Many2many("tthc.procedure", compute="_compute_offered_ids")
    version_ids = fields.Many2many(
        "tthc.procedure.version",
        "tthc_posting_wizard_version_rel",
        string="Procedures",
        domain="[('phase', 'in', ['in_force', 'coming']), ('procedure_id', 'in', offered_ids)]",
    )
    sector_ids = fields.Many2many("tthc.sector", string="Sector Boards")
    posted_on = fields.Date(
        required=True, default=lambda self: self.env["res.company"]._tthc_today()
    )
    note = fields.Text()

    @api.depends("company_id")
    def _compute_board_id(self):
        for wizard in self:
            if wizard.board_id.company_id != wizard.company_id:
                wizard.board_id = wizard.board_id.search(
                    [("company_id", "=", wizard.company_id.id)], limit=1
                )

    @api.depends("company_id")
    def _compute_offered_ids(self):
        for wizard in self:
            offers = self.env["tthc.offer"].search([("company_id", "=", wizard.company_id.id)])
            wizard.offered_ids = offers.procedure_id

    def action_post(self):
        """Print the sheets, record the postings, and end the earlier ones of the same procedures
        and sectors at the same place.

        :raise UserError: nothing chosen, too much for one go, not published, or not offered by
            the centre
        """
        self.ensure_one()
        self._check_choice()
        postings = self.env["tthc.posting"]
        earlier = postings.search(
            [
                ("board_id", "=", self.board_id.id),
                ("removed_on", "=", False),
                "|",
                ("procedure_id", "in", self.version_ids.procedure_id.ids),
                ("sector_id", "in", self.sector_ids.ids),
            ]
        )
        earlier.check_access("write")
        earlier._end_posting(self.posted_on)
        earlier.flush_recordset()
        common = {"board_id": self.board_id.id, "posted_on": self.posted_on, "note": self.note}
        postings = postings.create(
            [{**common, "version_id": version.id} for version in self.version_ids]
            + [{**common, "sector_id": sector.id} for sector in self.sector_ids]
        )
        postings._freeze_sheets()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_posting.action_posting")
        shown = {"domain": [("id", "in", postings.ids)], "context": {}}
        return {**action, **shown, "name": self.env._("Posted Just Now")}

    def _check_choice(self):
        chosen = len(self.version_ids) + len(self.sector_ids)
        if not chosen:
            raise UserError(self.env._("Choose the procedures or sectors to post."))
        if chosen > MAX_SHEETS:
            raise UserError(
                self.env._(
                    "At most %(most)s sheets are printed in one go; you chose %(chosen)s. Post "
                    "sector by sector.",
                    most=MAX_SHEETS,
                    chosen=chosen,
                )
            )
        if len(self.version_ids.procedure_id) < len(self.version_ids):
            raise UserError(self.env._("Choose one version of each procedure."))
        missing = self.version_ids.procedure_id - self.offered_ids
        if missing:
            raise UserError(
                self.env._(
                    "%(centre)s does not offer: %(procedures)s. Enter the offer first.",
                    centre=self.company_id.name,
                    procedures=", ".join(missing.mapped("display_name")),
                )
            )

    def action_preview(self):
        """Show the sheets without recording anything."""
        self.ensure_one()
        self._check_choice()
        kind, records = (
            ("sheet", self.version_ids) if self.version_ids else ("sector_board", self.sector_ids)
        )
        report = self.env.ref(f"tthc_posting.action_report_{kind}")
        return report.with_context(posting_centre=self.company_id.id).report_action(records.ids)
