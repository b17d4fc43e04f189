from odoo import fields, models

from odoo.addons.tthc_catalogue.tools import qr


class TthcSector(models.Model):
    _inherit = "tthc.sector"

    def _public_path(self):
        self.ensure_one()
        return f"/thu-tuc/linh-vuc/{self.id}"

    def _public_url(self):
        return self.get_base_url() + self._public_path()

    def _board_versions(self, company):
        """The versions in force of this sector that ``company`` offers, by code: what its board
        lists. As superuser: another centre's offers have their own rule."""
        self.ensure_one()
        offers = self.env["tthc.offer"].sudo()
        offers = offers.search([("company_id", "=", company.id), ("sector_id", "=", self.id)])
        versions = self.env["tthc.procedure.version"].sudo()
        in_force = versions._domain_in_force(self.env["tthc.procedure"]._public_today())
        found = versions.search(
            in_force
            & fields.Domain("procedure_id", "in", offers.procedure_id.ids)
            & fields.Domain("procedure_id.active", "=", True)
        )
        return found.sorted(lambda version: version.procedure_id.code)

    def _board_values(self):
        """What the sector board prints for the centre of the context (``posting_centre``)."""
        company = self.env["res.company"]._posting_centre()
        versions = self._board_versions(company)
        contents = versions._posting_content(company)
        offers = {
            offer.procedure_id: offer
            for offer in versions.procedure_id.offer_ids
            if offer.company_id == company
        }
        return {
            "company": company,
            "rows": [
                {
                    **version._board_row(contents[version.id]),
                    "counter": offers[version.procedure_id].counter,
                }
                for version in versions
            ],
            "qr": qr.data_uri(qr.png(self._public_url())),
            "url": self._public_url(),
            "today": self.env["tthc.procedure"]._public_today(),
        }
