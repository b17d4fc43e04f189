from odoo import api, fields, models
from odoo.fields import Domain


class TthcVersionPart(models.AbstractModel):
    """A row below a procedure version: it can be changed while the version is a draft only.

    The inheriting model gives ``_version_field``, the path to its version.
    """

    _name = "tthc.version.part"
    _description = "Part of a Procedure Version"
    _inherit = ["tthc.publication.part"]
    _version_field = "case_id.version_id"
    # How people tell a row from its sisters; what a model does not have is left out.
    _key_fields = ("name", "code", "channel", "variant")

    needs_review = fields.Boolean(
        help="Somebody must look at this row before the version can be submitted."
    )
    review_note = fields.Char(help="What is doubtful about this row.")

    def _publication_paths(self):
        """Override: the version before others."""
        return (self._version_field, *self._publication_fields)

    def _versions(self):
        return self.mapped(self._version_field)

    def _case(self):
        """The case of these rows."""
        path = self._version_field.removesuffix("version_id").removesuffix(".")
        return self.mapped(path) if path else self

    @api.model
    def _part_models(self):
        """Names of all models whose rows stand below a version, extensions included."""
        names = self.pool.descendants(["tthc.version.part"], "_inherit")
        return sorted(name for name in names if not self.env[name]._abstract)

    @api.model
    def _domain_below(self, versions):
        """Domain of this model's rows below ``versions``."""
        return Domain(self._version_field, "in", versions.ids)

    def _snapshot(self):
        """This row as a node of :mod:`..tools.version_diff`: every stored field, those of other
        modules included."""
        self.ensure_one()
        skipped = {self._version_field.split(".")[0]}
        node = self.env["tthc.procedure.version"]._snapshot_node(
            self, skipped, self._snapshot_key()
        )
        node["values"].update(self._snapshot_values())
        return node

    def _snapshot_key(self):
        words = []
        for name in self._key_fields:
            field = self._fields.get(name)
            if field and self[name]:
                labels = {}
                if field.type == "selection":
                    labels = dict(field._description_selection(self.env))
                words.append(labels.get(self[name], self[name]))
        return " · ".join(words) or self.display_name

    def _snapshot_values(self):
        """Values that say something else than the field holds, for models to override."""
        return {}
