from odoo import api, models
from odoo.exceptions import UserError

#: What a digest vouches for, and what decides who may read it.
GUARDED = frozenset(
    {"raw", "datas", "db_datas", "store_fname", "checksum", "name", "mimetype", "res_model",
     "res_id", "public", "access_token", "type", "url"}
)  # fmt: skip


class IrAttachment(models.Model):
    """A file of a dossier that has its row is neither changed nor deleted past that row."""

    _inherit = "ir.attachment"

    def _paper_files(self):
        return self.env["tthc.paper.file"].sudo().search([("attachment_id", "in", self.ids)])

    def write(self, vals):
        """Override.

        :raise UserError: a stored file of a dossier would be changed
        """
        if not self.env.su and GUARDED & set(vals) and self._paper_files():
            raise UserError(
                self.env._(
                    "A file of a dossier is not changed: replace it on the dossier's page “Files "
                    "and Results”; the old version stays in the history."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_no_paper_file(self):
        if self._paper_files():
            raise UserError(
                self.env._(
                    "A file of a dossier is not deleted: take it out on the dossier's page “Files "
                    "and Results”; it stays in the history."
                )
            )
