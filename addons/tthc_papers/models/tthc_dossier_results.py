from odoo import models


class TthcDossier(models.Model):
    """What the person gets: the files of one's own dossier, and the result once it is there."""

    _inherit = "tthc.dossier"

    def _portal_values(self):
        """Extends the core: one's own files with size and digest, the results, and who looked."""
        values = super()._portal_values()
        dossier = self.sudo()
        shown = dossier.paper_file_ids.filtered(
            lambda file: file.state == "current" and file.attachment_id and file.component_id
        )
        values["paper_files"] = shown.sorted(lambda file: (file.component_id.sequence, file.id))
        values["paper_results"] = dossier._results_given()
        values["paper_accesses"] = dossier._store_accesses()
        values["upload_notes"] = self.env["tthc.dossier.component"]._upload_notes()
        values["files"] = {}  # the core's plain list of the same files
        return values

    def _store_accesses(self):
        """Who opened the owner's papers on file lately; for the owner alone. ``self`` is
        superuser."""
        self.ensure_one()
        log = self.env["tthc.access.log"]
        if self.env.user.partner_id != self.owner_id:
            return log
        return log.search(
            [("partner_id", "=", self.owner_id.id), ("kind", "=", "data_store")], limit=20
        )

    def _results_given(self):
        """Results whose files their owner may have: the dossier is processed and nothing, such as
        an unpaid fee, stands against handing them over. ``self`` is superuser."""
        self.ensure_one()
        given = self.state == "returned" or (
            self.state == "done" and not self._action_obstacles("return_result")
        )
        return self.result_ids.filtered("has_files") if given else self.result_ids.browse()

    def _portal_file(self, file_id):
        """A file that the owner's page shows; empty for any other. ``self`` is superuser."""
        self.ensure_one()
        files = self.paper_file_ids.filtered(
            lambda file: file.id == file_id and file.state == "current" and file.attachment_id
        )
        results = self._results_given()
        return files.filtered(lambda file: file.component_id or file.held_id in results)
