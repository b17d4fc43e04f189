from odoo import fields, models


class TthcCustodyHolding(models.Model):
    """Where papers are, said more closely: with which carrier, on which shelf."""

    _inherit = "tthc.custody.holding"

    shelf = fields.Char(related="dossier_id.paper_shelf")

    def _where_text(self):
        text = super()._where_text()
        if self.place == "post" and self.reference:
            return f"{text}: {self.reference}"
        if self.in_file and self.place == "desk" and self.dossier_id.sudo().paper_shelf:
            return f"{text}, {self.dossier_id.sudo().paper_shelf}"
        return text
