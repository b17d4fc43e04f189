from odoo import api, fields, models


class TthcDossier(models.Model):
    """What the screens show beyond the stored fields."""

    _inherit = "tthc.dossier"

    available_actions = fields.Json(
        compute="_compute_available_actions",
        help="What the current user may do with the dossier now, see _available_actions.",
    )
    where_label = fields.Char(
        "Now with",
        compute="_compute_where_label",
        compute_sudo=True,
        help="Everybody who has a step of the dossier now.",
    )

    @api.depends_context("uid")
    @api.depends("state", "open_task_ids", "event_count")
    def _compute_available_actions(self):
        for dossier in self:
            dossier.available_actions = dossier._available_actions() if dossier.id else []

    @api.depends("open_task_ids.agency_id", "open_task_ids.company_id")
    def _compute_where_label(self):
        for dossier in self:
            tasks = dossier.open_task_ids
            names = [
                task.agency_id.short_name
                or task.agency_id.name
                or task.company_id.tthc_short_name
                or task.company_id.name
                for task in tasks
            ]
            dossier.where_label = "; ".join(dict.fromkeys(names))
