from odoo import api, models


class TthcCacheSource(models.AbstractModel):
    """Rows from which something is computed once and kept in the registry's cache: any change of
    them empties that cache, on every worker."""

    _name = "tthc.cache.source"
    _description = "Source of Cached Values"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
