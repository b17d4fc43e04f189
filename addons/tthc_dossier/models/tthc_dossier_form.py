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

    def get_ledger_table(self):
        """The events as a table for the form, asked for when its page is opened.

        :raise AccessError: the dossier is not this user's to read
        """
        self.ensure_one()
        self.check_access("read")
        events = self.env["tthc.dossier.event"].search([("dossier_id", "=", self.id)])
        return self.env["ir.qweb"]._render(
            "tthc_dossier.ledger_table",
            {
                "dossier": self,
                "events": events.sorted("seq"),
                "kinds": dict(events._fields["kind"]._description_selection(self.env)),
                "effects": dict(events._fields["clock_effect"]._description_selection(self.env)),
            },
        )
