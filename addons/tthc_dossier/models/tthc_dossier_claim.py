from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.tthc_catalogue.models.tthc_fee_benefit import EVIDENCE_SOURCES


class TthcDossierClaim(models.Model):
    """An exemption or reduction that the applicant claims, and the evidence that was seen.

    It counts in the price of the dossier and does not change any more once that was accepted.
    """

    _name = "tthc.dossier.claim"
    _description = "Benefit Claimed"
    _order = "dossier_id, id"
    _rec_name = "benefit_id"

    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="cascade")
    benefit_id = fields.Many2one("tthc.fee.benefit", required=True, index=True, ondelete="restrict")
    demanded = fields.Char(related="benefit_id.evidence", string="Evidence Demanded")
    source = fields.Selection(
        EVIDENCE_SOURCES,
        "Seen in",
        compute="_compute_source",
        store=True,
        precompute=True,
        readonly=False,
    )
    evidence = fields.Char(
        "Evidence Seen", help="Number and date of the paper, or what the database answered."
    )

    _benefit_unique = models.UniqueIndex(
        "(dossier_id, benefit_id)", "This benefit is claimed already."
    )

    @api.depends("benefit_id")
    def _compute_source(self):
        for claim in self:
            claim.source = claim.benefit_id.evidence_source

    @api.constrains("benefit_id")
    def _check_benefit(self):
        for claim in self:
            if claim.benefit_id.state != "published" or claim.benefit_id.automatic:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be claimed: it is not published, or is granted by itself.",
                        claim.benefit_id.display_name,
                    )
                )

    def _check_before_acceptance(self):
        self._check_not_accepted(self.dossier_id)

    def _check_not_accepted(self, dossiers):
        for dossier in dossiers:
            if dossier.state not in ("draft", "registered"):
                raise UserError(
                    self.env._(
                        "%s was accepted: the benefits that were claimed can no longer be changed.",
                        dossier.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Record claims.

        :raise UserError: the dossier was accepted
        """
        ids = {vals["dossier_id"] for vals in vals_list if vals.get("dossier_id")}
        self._check_not_accepted(self.env["tthc.dossier"].browse(ids))
        return super().create(vals_list)

    def write(self, vals):
        self._check_before_acceptance()
        result = super().write(vals)
        self._check_before_acceptance()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_before_acceptance(self):
        self._check_before_acceptance()
