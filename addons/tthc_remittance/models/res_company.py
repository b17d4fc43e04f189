from odoo import api, models

#: Number series of the lists of each centre; they begin anew each year.
CODE, PREFIX = "tthc.remittance", "NT/%(range_year)s/"


class ResCompany(models.Model):
    """Every centre numbers its own remittance lists."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._tthc_create_remittance_sequences()
        return companies

    def _tthc_create_remittance_sequences(self):
        """Make the missing number series of these companies. Without gaps: numbers are given one
        transaction after the other."""
        sequences = self.env["ir.sequence"].sudo()
        known = sequences.search([("code", "=", CODE), ("company_id", "in", self.ids)]).company_id
        sequences.create(
            [
                {
                    "name": f"{CODE} {company.name}",
                    "code": CODE,
                    "prefix": PREFIX,
                    "padding": 5,
                    "implementation": "no_gap",
                    "use_date_range": True,
                    "company_id": company.id,
                }
                for company in self - known
            ]
        )

    @api.private
    def _tthc_remittance_number(self):
        """Next number of this centre's lists in the year that it is there now."""
        self.ensure_one()
        domain = [("code", "=", CODE), ("company_id", "=", self.id)]
        sequences = self.env["ir.sequence"].sudo()
        sequence = sequences.search(domain, limit=1)
        if not sequence:
            self._tthc_create_remittance_sequences()
            sequence = sequences.search(domain, limit=1)
        today = self.env["tthc.remittance"]._today(self)
        return sequence.with_context(ir_sequence_date=today).next_by_id(sequence_date=today)
