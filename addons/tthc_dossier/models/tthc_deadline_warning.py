from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import actions


class TthcDeadlineWarning(models.Model):
    """That somebody was told that a dossier or a step of it is about to become late.

    One row for each dossier or step, level and due date: a second run writes none, a date that
    moved gives a new one. Whether a warning still stands is read from the dossier at any instant,
    never kept here; and whether a dossier *is* late depends on no warning.
    """

    _name = "tthc.deadline.warning"
    _description = "Deadline Warning"
    _order = "due_at, id"
    _rec_name = "dossier_id"
    _log_access = False

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="dossier_id.company_id", string="Centre", store=True, index=True
    )
    task_id = fields.Many2one(
        "tthc.dossier.task",
        "Step",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="The step whose holders were told; empty: the whole dossier, told to the manager.",
    )
    agency_id = fields.Many2one("tthc.agency", readonly=True, ondelete="restrict")
    scope = fields.Selection(
        [("dossier", "Dossier"), ("step", "Step")], "What is Due", required=True, readonly=True
    )
    level = fields.Selection(
        [("officer", "Officer"), ("leader", "Leader"), ("manager", "Manager")],
        "Warned",
        required=True,
        readonly=True,
    )
    due_at = fields.Datetime("Due", required=True, readonly=True)
    warned_at = fields.Datetime("Warned on", required=True, readonly=True)
    user_ids = fields.Many2many(
        "res.users",
        "tthc_deadline_warning_user_rel",
        "warning_id",
        "user_id",
        "Told",
        readonly=True,
    )
    is_open = fields.Boolean(
        "Standing",
        compute="_compute_is_open",
        search="_search_is_open",
        help="The step is not finished, the date has not moved, and the dossier is under way.",
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late")
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    state = fields.Selection(related="dossier_id.state")

    _once = models.UniqueIndex("(dossier_id, COALESCE(task_id, 0), scope, level, due_at)")

    @api.depends("due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for warning in self:
            warning.is_late = warning.due_at < now

    @api.depends("dossier_id.state", "dossier_id.due_at", "task_id.done_at", "task_id.due_at")
    def _compute_is_open(self):
        for warning in self:
            dossier, task = warning.sudo().dossier_id, warning.sudo().task_id
            due = dossier.due_at if warning.scope == "dossier" else task.due_at
            warning.is_open = (
                dossier.state in actions.RUNNING_STATES
                and due == warning.due_at
                and not task.done_at
            )

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["tthc.dossier"].flush_model(["state", "due_at"])
        self.env["tthc.dossier.task"].flush_model(["done_at", "due_at"])
        standing = fields.Domain.custom(to_sql=_standing_sql)
        return standing if True in value else ~standing

    def action_open_dossier(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }


def _standing_sql(_model, alias, _query):
    return SQL(
        """EXISTS (
            SELECT 1 FROM tthc_dossier dossier
            LEFT JOIN tthc_dossier_task task ON task.id = %(task)s
            WHERE dossier.id = %(dossier)s AND dossier.state IN %(running)s
                AND task.done_at IS NULL
                AND CASE WHEN %(scope)s = 'step' THEN task.due_at ELSE dossier.due_at END
                    = %(due)s)""",
        task=SQL.identifier(alias, "task_id"),
        dossier=SQL.identifier(alias, "dossier_id"),
        scope=SQL.identifier(alias, "scope"),
        due=SQL.identifier(alias, "due_at"),
        running=actions.RUNNING_STATES,
    )
