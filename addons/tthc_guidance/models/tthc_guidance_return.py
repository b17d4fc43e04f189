from odoo import api, fields, models


class TthcGuidance(models.Model):
    """Whether the person came back: the dossier that followed."""

    _inherit = "tthc.guidance"

    dossier_id = fields.Many2one(
        "tthc.dossier",
        "Came Back with",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    came_back = fields.Boolean(compute="_compute_came_back", store=True)

    @api.depends("dossier_id")
    def _compute_came_back(self):
        for row in self:
            row.came_back = bool(row.dossier_id)

    @api.model
    def _cron_came_back(self):
        """Look who came back; never in the intake itself."""
        self.env["ir.cron"]._commit_progress(self._find_returns())

    @api.model
    def _find_returns(self):
        """Find the dossiers that people handed in after they were told what to bring: the first
        one of the same person and procedure since then.

        :return: number of guidances that were looked at
        """
        waiting = self.search(
            [("state", "=", "given"), ("dossier_id", "=", False), ("partner_id", "!=", False)],
            order="given_at",
        )
        dossiers = self.env["tthc.dossier"]
        for row in waiting:
            found = dossiers.search(
                [
                    ("party_ids.partner_id", "=", row.partner_id.id),
                    ("procedure_id", "=", row.procedure_id.id),
                    ("submitted_at", ">=", row.given_at),
                ],
                order="submitted_at, id",
                limit=1,
            )
            if found:
                row._set({"dossier_id": found.id})
        return len(waiting)

    def action_open_dossier(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
        }
