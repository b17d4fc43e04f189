from odoo import api, fields, models

from odoo.addons.tthc_catalogue.models.tthc_fee_formula import APPLICANTS

from ..tools import wall_time


class TthcDossier(models.Model):
    """What a dossier's price depends on, and the price: one place for intake, receipt, payment
    and the preview of new rules."""

    _inherit = "tthc.dossier"

    copies = fields.Integer(
        default=1, help="Copies asked for, where a fee is charged by page and by copy."
    )
    applicant_kind = fields.Selection(
        APPLICANTS,
        compute="_compute_applicant_kind",
        store=True,
        precompute=True,
        readonly=False,
        help="As whom the owner asks: fees and benefits may differ.",
    )
    claim_ids = fields.One2many("tthc.dossier.claim", "dossier_id", "Benefits Claimed")

    _copies_positive = models.Constraint("CHECK (copies > 0)", "There is at least one copy.")

    @api.depends("owner_id")
    def _compute_applicant_kind(self):
        for dossier in self:
            owner = dossier.owner_id.sudo()
            usual = "organisation" if owner.is_company else "citizen"
            dossier.applicant_kind = owner.tthc_kind or usual

    def _pricing_day(self):
        """The day whose prices hold: that of acceptance, today before it, in the centre's zone."""
        zone = self.company_id.sudo()._tthc_zone()
        return wall_time.to_local(self.accepted_at or self._now(), zone).date()

    def _fee_quotes(self):
        """The dossier's fees by the published rules: a list of
        :class:`~odoo.addons.tthc_catalogue.tools.fees.FeeQuote`."""
        self.ensure_one()
        return self.case_id.sudo()._quote_fees(
            self.channel,
            self._pricing_day(),
            self.quantity,
            self.copies,
            self.applicant_kind,
            self.sudo().claim_ids.benefit_id,
        )
