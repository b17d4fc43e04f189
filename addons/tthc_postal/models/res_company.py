from odoo import api, fields, models

#: Number series of each company: sequence code → prefix.
SEQUENCES = {
    "tthc.shipment": "BG/%(year)s/",
    "tthc.postal.handover": "BBGN/%(year)s/",
    "tthc.postal.remittance": "BKTH/%(year)s/",
    "tthc.postal.batch": "CT/%(year)s/",
}


class ResCompany(models.Model):
    """Every company numbers its own shipments and hand-over records."""

    _inherit = "res.company"

    tthc_postal_seal = fields.Boolean(
        "Bags Are Sealed",
        default=True,
        help="A postal batch is closed with the number of the seal on its bag.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._tthc_create_postal_sequences()
        return companies

    def _tthc_create_postal_sequences(self):
        """Make the missing number series of these companies."""
        sequences = self.env["ir.sequence"].sudo()
        known = {
            (row.company_id.id, row.code)
            for row in sequences.search(
                [("code", "in", list(SEQUENCES)), ("company_id", "in", self.ids)]
            )
        }
        sequences.create(
            [
                {
                    "name": f"{code} {company.name}",
                    "code": code,
                    "prefix": prefix,
                    "padding": 5,
                    "company_id": company.id,
                }
                for company in self
                for code, prefix in SEQUENCES.items()
                if (company.id, code) not in known
            ]
        )

    @api.private
    def _tthc_postal_number(self, code):
        """Next number of this company's series ``code`` (a key of :data:`SEQUENCES`)."""
        self.ensure_one()
        domain = [("code", "=", code), ("company_id", "=", self.id)]
        sequences = self.env["ir.sequence"].sudo()
        sequence = sequences.search(domain, limit=1)
        if not sequence:
            self._tthc_create_postal_sequences()
            sequence = sequences.search(domain, limit=1)
        return sequence.next_by_id()
