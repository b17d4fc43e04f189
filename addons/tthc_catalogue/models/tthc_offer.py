from odoo import api, fields, models


class TthcOffer(models.Model):
    """A centre's offer of a procedure: who is competent for it there, and whether it is posted."""

    _name = "tthc.offer"
    _description = "Procedure Offer"
    _order = "company_id, procedure_id"
    _rec_names_search = ["procedure_id"]

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    procedure_id = fields.Many2one("tthc.procedure", required=True, index=True, ondelete="cascade")
    sector_id = fields.Many2one(related="procedure_id.sector_id", store=True, index=True)
    agency_id = fields.Many2one(
        "tthc.agency", "Competent Agency", required=True, index=True, ondelete="restrict"
    )
    counter = fields.Char(help="Counter of the hall where it is received.")
    posted = fields.Boolean(help="Publicly posted at the centre (niêm yết công khai).")
    active = fields.Boolean(default=True)
    limit_ids = fields.One2many("tthc.offer.limit", "offer_id", "Commitments")

    _offer_unique = models.UniqueIndex(
        "(company_id, procedure_id)", "This centre offers that procedure already."
    )

    @api.depends("procedure_id", "company_id")
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = f"{offer.procedure_id.display_name} ({offer.company_id.name})"

    def write(self, vals):
        if {"company_id", "procedure_id"} & set(vals):
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Offers take their commitments along, which stand in the cache."""
        self.env.registry.clear_cache()
        return super().unlink()
