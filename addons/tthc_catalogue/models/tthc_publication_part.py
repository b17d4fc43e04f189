from odoo import api, models


class TthcPublicationPart(models.AbstractModel):
    """A row below a publication: it can be changed while the publication is a draft only.

    The inheriting model gives ``_publication_fields``, the paths to its publications.
    """

    _name = "tthc.publication.part"
    _description = "Part of a Publication"
    _publication_fields = ()

    def _publication_paths(self):
        return self._publication_fields

    def _each_publications(self):
        """The publications above these rows, a recordset for each path."""
        return [self.mapped(path) for path in self._publication_paths()]

    @api.model_create_multi
    def create(self, vals_list):
        """Add rows to drafts.

        :raise UserError: a publication among theirs is no draft
        """
        for path in self._publication_paths():
            parent, _dot, rest = path.partition(".")
            parents = self.env[self._fields[parent].comodel_name].browse(
                {vals[parent] for vals in vals_list if vals.get(parent)}
            )
            # Before the database may refuse a double row with less helpful words.
            (parents.mapped(rest) if rest else parents)._check_editable()
        parts = super().create(vals_list)
        for publications in parts._each_publications():
            publications._touch()
        return parts

    def write(self, vals):
        """Change rows of drafts; moving a row into what is no draft is refused as well.

        :raise UserError: a publication among theirs, before or after, is no draft
        """
        for publications in self._each_publications():
            publications._touch()
        result = super().write(vals)
        for publications in self._each_publications():
            publications._check_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_in_draft(self):
        for publications in self._each_publications():
            publications._touch()
