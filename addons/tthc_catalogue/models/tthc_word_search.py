from odoo import api, fields, models

from ..tools import fold


def _trigram_index(registry):
    """A plain index for LIKE on folded text: the one of ``index="trigram"`` is built on
    ``unaccent()`` where a database has that function, and serves ILIKE only. New entries
    are not put off, so that a search right after an import is as fast as later. Without the
    extension pg_trgm the search works the same, by reading all rows."""
    if not registry.has_trigram:
        return ""
    return "USING gin (search_text gin_trgm_ops) WITH (fastupdate = off)"


class TthcWordSearch(models.AbstractModel):
    """Records found by any words of their text, with or without diacritics, in any order.

    The inheriting model computes ``search_text`` with :func:`~..tools.fold.search_text`.
    """

    _name = "tthc.word.search"
    _description = "Search by Words"

    search_text = fields.Char(
        compute="_compute_search_text", store=True, copy=False, prefetch=False, exportable=False
    )
    search_words = fields.Char(
        "Words", store=False, search="_search_search_words", exportable=False
    )

    _search_text_trigram = models.Index(_trigram_index)

    def _compute_search_text(self):
        raise NotImplementedError

    @api.model
    def _search_words(self, text):
        """Domain of the records in whose text every word of ``text`` begins a word, in any
        order. Signs mean themselves; without a word every record is found."""
        return fields.Domain.AND(
            fields.Domain("search_text", "=like", pattern) for pattern in fold.like_patterns(text)
        )

    def _search_search_words(self, operator, value):
        if operator not in ("like", "ilike", "=like", "=ilike") or not isinstance(value, str):
            return NotImplemented
        return self._search_words(value)

    def _search_display_name(self, operator, value):
        """Override: typed text is looked for word by word."""
        if operator in ("like", "ilike") and isinstance(value, str):
            return self._search_words(value)
        if operator in ("not like", "not ilike") and isinstance(value, str):
            return ~self._search_words(value)
        return super()._search_display_name(operator, value)
