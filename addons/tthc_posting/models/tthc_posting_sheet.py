from odoo import models

from odoo.addons.tthc_catalogue.tools import qr


class TthcProcedureVersion(models.Model):
    """What the printed sheets say of a version."""

    _inherit = "tthc.procedure.version"

    def _sheet_values(self):
        """Values of the posting sheet, with the letterhead of the centre of the context
        (``posting_centre``)."""
        self.ensure_one()
        version = self.sudo()
        company = self.env["res.company"]._posting_centre()
        today = self.env["tthc.procedure"]._public_today()
        url = version.procedure_id._public_url()
        return {
            "content": version._posting_content(company)[version.id],
            "company": company,
            "offer": version.procedure_id.offer_ids.filtered(
                lambda offer: offer.company_id == company
            ),
            "in_force": version._is_effective()
            and (not version.date_to or version.date_to >= today),
            "qr": qr.data_uri(qr.png(url)),
            "url": url,
            "today": today,
        }

    def _board_row(self, content):
        """The line of this version on a sector board, given its posted content."""
        several = len(content["cases"]) > 1
        limits, fees = [], []
        for case in content["cases"]:
            prefix = f"{case['name']}: " if several else ""
            told = dict.fromkeys(row["committed"] or row["legal"] for row in case["channels"])
            limits.append(prefix + "; ".join(told))
            for fee in case["fees"]:
                price = "; ".join(words for words, ahead in fee["set"] if not ahead)
                fees.append(f"{fee['name']}: {price or fee['price']}")
        return {
            "code": content["code"],
            "name": content["name"],
            "level": ", ".join(content["levels"]),
            "limits": limits,
            "fees": list(dict.fromkeys(fees)),
            "online": content["online"],
            "qr": qr.data_uri(qr.png(self.procedure_id._public_url())),
        }
