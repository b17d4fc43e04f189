from odoo import api, fields, models
from odoo.tools import SQL


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
        one of the same person and procedure since then. One query: those who never come back are
        more with every year.

        :return: number of guidances for which one was found
        """
        self.env.flush_all()
        found = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (g.id) g.id, d.id
                     FROM tthc_guidance g
                     JOIN tthc_dossier_party p ON p.partner_id = g.partner_id
                     JOIN tthc_dossier d
                       ON d.id = p.dossier_id AND d.procedure_id = g.procedure_id
                      AND d.submitted_at >= g.given_at
                    WHERE g.state = 'given' AND g.dossier_id IS NULL
                    ORDER BY g.id, d.submitted_at, d.id"""
            )
        )
        for guidance_id, dossier_id in found:
            self.browse(guidance_id)._set({"dossier_id": dossier_id})
        return len(found)

    def action_open_dossier(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
        }
