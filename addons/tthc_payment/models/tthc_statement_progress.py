from odoo import api, fields, models


class TthcStatement(models.Model):
    """How far the payments of a large statement are."""

    _inherit = "tthc.statement"

    waiting_count = fields.Integer("Not Judged Yet", compute="_compute_progress")
    follow_up_count = fields.Integer("To Be Followed up", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="Percent judged.")

    @api.private
    def _take_in(self, rows):
        """Take in the money of ``rows`` (:class:`~..tools.statement.Row`); returns how many are
        new. Those of a large file are judged later, by a scheduled job."""
        self.ensure_one()
        return self.env["tthc.incoming.money"]._receive_many(
            [self._money_values(row) for row in rows]
        )

    @api.depends("incoming_ids.reason", "incoming_ids.match_ids")
    def _compute_progress(self):
        waiting = self._count_money([("state", "=", "exception"), ("reason", "=", "waiting")])
        following = self._count_money([("match_ids.follow_up", "=", True)])
        for statement in self:
            left, new = waiting.get(statement.id, 0), statement.new_count
            statement.waiting_count = left
            statement.follow_up_count = following.get(statement.id, 0)
            statement.progress = 100 * (new - left) / new if new else 100

    def _count_money(self, domain):
        groups = self.env["tthc.incoming.money"]._read_group(
            [("statement_id", "in", self.ids), *domain], ["statement_id"], ["__count"]
        )
        return {statement.id: count for statement, count in groups}

    def action_refresh(self):
        """Show how far it is now."""
        self.check_access("read")
        return {"type": "ir.actions.client", "tag": "soft_reload"}
