from odoo import api, fields, models

from odoo.addons.tthc_catalogue.tools import fold


def _trigram_index(registry):
    """A plain index for LIKE on folded text, see ``tthc.word.search`` of the catalogue."""
    if not registry.has_trigram:
        return ""
    return "USING gin (tthc_search_text gin_trgm_ops)"


class ResPartner(models.Model):
    """Names as they are typed without a Vietnamese keyboard."""

    _inherit = "res.partner"

    tthc_search_text = fields.Char(
        compute="_compute_tthc_search_text",
        store=True,
        copy=False,
        prefetch=False,
        exportable=False,
        help="The name without diacritics: “nguyen van an” finds “Nguyễn Văn An”.",
    )

    _tthc_search_text_trigram = models.Index(_trigram_index)

    @api.depends("name")
    def _compute_tthc_search_text(self):
        for partner in self:
            partner.tthc_search_text = fold.search_text([partner.name])

    @api.model
    def _tthc_words_domain(self, text):
        """Domain of the people in whose name every word of ``text`` begins a word."""
        return fields.Domain.AND(
            fields.Domain("tthc_search_text", "=like", pattern)
            for pattern in fold.like_patterns(text)
        )
