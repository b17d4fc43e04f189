from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_posting_gap import STATUSES


class TthcOffer(models.Model):
    """``posted`` follows from the record of postings, from the first posting of an offer on.

    Until then it is what somebody set by hand, and the report says that no record stands behind
    it. It is refreshed when a posting begins or ends, when versions or their days change, and
    every night for the days that pass.
    """

    _inherit = "tthc.offer"

    posting_recorded = fields.Boolean(
        "Posting on Record",
        readonly=True,
        copy=False,
        help="Whether it is posted follows from the record of postings, and is no longer set by "
        "hand.",
    )
    gap_ids = fields.One2many("tthc.posting.gap", "offer_id", "Posting Status Rows")
    posting_status = fields.Selection(
        STATUSES,
        compute="_compute_posting_status",
        help="Whether the version in force is posted at the centre.",
    )

    def _compute_posting_status(self):
        rows = self.env["tthc.posting.gap"].search([("offer_id", "in", self.ids)], order="id")
        # The row of the version in force comes before that of a coming one.
        statuses = {row.offer_id.id: row.status for row in reversed(rows)}
        for offer in self:
            offer.posting_status = statuses.get(offer.id, False)

    @api.model_create_multi
    def create(self, vals_list):
        offers = super().create(vals_list)
        offers.sudo()._take_over()
        return offers

    def write(self, vals):
        """:raise UserError: ``posted`` is set against the record of postings"""
        if "posted" in vals and any(
            offer.posting_recorded and offer.posted != vals["posted"] for offer in self.sudo()
        ):
            raise UserError(
                self.env._(
                    "Whether it is posted follows from the record of postings: post it, or take "
                    "its sheet down, under Public Posting."
                )
            )
        result = super().write(vals)
        if {"company_id", "procedure_id", "active"} & set(vals):
            self.sudo()._take_over()
        return result

    def _take_over(self):
        """Let the record lead where there is one already: postings of this procedure at the
        centre, or a centre whose website counts."""
        website = self.filtered("company_id.tthc_website_posting")
        postings = self.env["tthc.posting"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("procedure_id", "in", self.procedure_id.ids),
            ]
        )
        ((postings._offers() & self) | website)._lead_posted()

    def _lead_posted(self):
        """From now on ``posted`` of these offers follows from the record."""
        fresh = self.filtered(lambda offer: not offer.posting_recorded)
        fresh._write_unguarded({"posting_recorded": True})
        self._refresh_posted()

    def _write_unguarded(self, vals):
        """Write what :meth:`write` refuses: for the record of postings itself."""
        return super().write(vals)

    def _website_changed(self):
        """The centre has said whether its website counts: from now on the record leads."""
        self.filtered("company_id.tthc_website_posting")._lead_posted()
        self._refresh_posted()

    def _refresh_posted(self):
        """Set ``posted`` of these offers, as far as the record leads."""
        offers = self.sudo().filtered("posting_recorded")
        today = self.env["res.company"]._tthc_today()
        versions = self.env["tthc.procedure.version"].sudo()
        in_force = versions.search(
            versions._domain_in_force(today)
            & fields.Domain("procedure_id", "in", offers.procedure_id.ids)
        )
        posted = {
            (company.id, procedure.id)
            for company, procedure in self.env["tthc.posting"]
            .sudo()
            ._read_group(
                [("removed_on", "=", False), ("version_id", "in", in_force.ids)],
                ["company_id", "procedure_id"],
            )
        }
        live = set(in_force.procedure_id.ids)
        for offer in offers:
            key = (offer.company_id.id, offer.procedure_id.id)
            website = offer.company_id.tthc_website_posting and offer.procedure_id.id in live
            value = website or key in posted
            if offer.posted != value:
                offer._write_unguarded({"posted": value})

    @api.model
    def _cron_refresh_posted(self):
        """The days on which versions begin and end pass without anybody doing anything."""
        self.sudo().with_context(active_test=False).search(
            [("posting_recorded", "=", True)]
        )._refresh_posted()


class TthcProcedureVersion(models.Model):
    _inherit = "tthc.procedure.version"

    posting_ids = fields.One2many("tthc.posting", "version_id", "Postings")
    posting_count = fields.Integer("Number of Postings", compute="_compute_posting_count")

    def _compute_posting_count(self):
        for version in self:
            version.posting_count = len(version.posting_ids)

    def _write_unguarded(self, vals):
        """Override: what is in force decides what is posted."""
        result = super()._write_unguarded(vals)
        if {"state", "voided", "date_from", "date_to"} & set(vals):
            offers = self.env["tthc.offer"].sudo().with_context(active_test=False)
            offers.search(
                [("procedure_id", "in", self.procedure_id.ids), ("posting_recorded", "=", True)]
            )._refresh_posted()
        return result

    def action_view_postings(self):
        self.ensure_one()
        return self.procedure_id._postings_action([("version_id", "=", self.id)])
