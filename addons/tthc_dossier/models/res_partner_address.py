from odoo import api, fields, models


class ResPartner(models.Model):
    """Addresses in two levels since 01/7/2025: province and commune. What is not in the list of
    communes stays as text, as do the districts of old addresses in their line."""

    _inherit = "res.partner"

    tthc_commune_id = fields.Many2one(
        "tthc.commune", "Commune", index="btree_not_null", ondelete="restrict"
    )
    tthc_commune = fields.Char(
        "Commune (as written)",
        compute="_compute_commune",
        store=True,
        readonly=False,
        help="Xã, phường or đặc khu: of the list, or as the person gives it.",
    )

    @api.depends("tthc_commune_id")
    def _compute_commune(self):
        for partner in self:
            if partner.tthc_commune_id:
                partner.tthc_commune = partner.tthc_commune_id.full_name
            else:
                partner.tthc_commune = partner.tthc_commune

    @api.onchange("tthc_commune_id")
    def _onchange_commune(self):
        """A commune brings its province."""
        if self.tthc_commune_id:
            self.state_id = self.tthc_commune_id._origin.state_id

    @api.onchange("state_id")
    def _onchange_province(self):
        """Another province has other communes."""
        commune = self.tthc_commune_id._origin
        if commune and commune.state_id != self.state_id._origin:
            self.tthc_commune_id = False

    def _tthc_address_line(self):
        """Where the person lives, in a line, as printed on forms and books."""
        self.ensure_one()
        parts = (self.street, self.tthc_commune, self.state_id.name)
        return ", ".join(part for part in parts if part)
