from odoo import api, fields, models, modules
from odoo.exceptions import UserError

#: What can be done to many dossiers in one action.
KINDS = [
    ("take", "Take"),
    ("forward", "Forward"),
    ("approve", "Approve"),
    ("reassign", "Reassign"),
    ("hand_over", "Hand Over the Papers"),
    ("return_result", "Return the Result"),
]
#: As many at most are done at once, while the user waits; more go through the scheduled job.
AT_ONCE = 20
#: More than this in one action is refused: a list of every dossier of a year is a slip.
MOST = 5000


class TthcBatch(models.Model):
    """One action on many dossiers ("xử lý hàng loạt").

    Each dossier is acted upon as its own: the engine checks the state, the holder and what the
    user saw, with the user's own rights; its result is kept on its line. What fails stops nothing
    else. More than a few lines are worked off by a scheduled job that commits each dossier
    together with its line: a killed worker loses the dossier in hand only, and it is done again.
    """

    _name = "tthc.batch"
    _description = "Batch Work"
    _order = "id desc"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Who", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_ids = fields.Json(
        readonly=True, help="Ids of the centres that the user had chosen in the company menu."
    )
    note = fields.Text(readonly=True)
    assignee_id = fields.Many2one("res.users", "Assigned to", readonly=True, ondelete="restrict")
    mine = fields.Boolean("For Oneself", readonly=True)
    handover_id = fields.Many2one(
        "tthc.handover", "Hand-over List", readonly=True, ondelete="restrict"
    )
    line_ids = fields.One2many("tthc.batch.line", "batch_id", "All Dossiers", readonly=True)
    failed_ids = fields.One2many(
        "tthc.batch.line",
        "batch_id",
        "Failed Dossiers",
        readonly=True,
        domain=[("state", "=", "failed")],
    )
    finished_at = fields.Datetime("Finished on", readonly=True)
    state = fields.Selection(
        [("running", "Running"), ("done", "Done")], compute="_compute_state", search="_search_state"
    )
    total = fields.Integer("Dossiers", compute="_compute_counts")
    done_count = fields.Integer("Done", compute="_compute_counts")
    failed_count = fields.Integer("Failed", compute="_compute_counts")
    skipped_count = fields.Integer("Skipped", compute="_compute_counts")
    waiting_count = fields.Integer("Waiting", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="Percent.")

    @api.depends("finished_at")
    def _compute_state(self):
        for batch in self:
            batch.state = "done" if batch.finished_at else "running"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        finished = fields.Domain("finished_at", "!=", False)
        return fields.Domain.OR(finished if state == "done" else ~finished for state in value)

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["tthc.batch.line"]._read_group(
            [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"]
        )
        counts = {(batch.id, state): count for batch, state, count in groups}
        for batch in self:
            names = ("done", "failed", "skipped", "waiting")
            done, failed, skipped, waiting = (counts.get((batch.id, name), 0) for name in names)
            batch.total = total = done + failed + skipped + waiting
            batch.done_count, batch.failed_count = done, failed
            batch.skipped_count, batch.waiting_count = skipped, waiting
            batch.progress = 100 * (total - waiting) / total if total else 100

    @api.depends("kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for batch in self:
            batch.display_name = self.env._(
                "%(kind)s, batch %(number)s", kind=labels.get(batch.kind, ""), number=batch.id
            )

    # Starting -------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _start(self, kind, dossiers, seen=None, **values):
        """Begin a batch of the current user on ``dossiers``; a small one is done on return.

        :param seen: number of events that the user saw of each dossier, by its id
        :param values: what the action needs besides, as fields of the batch
        :raise AccessError: the user may not read all of them
        :raise UserError: too many at once
        """
        dossiers.check_access("read")
        if len(dossiers) > MOST:
            raise UserError(self.env._("Choose at most %s dossiers at once.", MOST))
        seen = seen or {dossier.id: dossier.event_count for dossier in dossiers}
        batch = self.sudo().create(
            {
                "kind": kind,
                "user_id": self.env.uid,
                "company_ids": self.env.companies.ids,
                **values,
                "line_ids": [
                    (0, 0, {"sequence": place, "dossier_id": dossier.id, "seen": seen[dossier.id]})
                    for place, dossier in enumerate(dossiers)
                ],
            }
        )
        batch._set_going()
        return batch.with_env(self.env)

    def _set_going(self):
        """Do the waiting lines now when they are few, or have the scheduled job do them."""
        waiting = self.line_ids.filtered(lambda line: line.state == "waiting")
        self.finished_at = False
        if len(waiting) > AT_ONCE:
            self.env.ref("tthc_dossier.cron_batch").sudo()._trigger()
            return
        for line in waiting:
            line._run()
        self._finish()

    # Working off ----------------------------------------------------------------------------------

    @api.model
    def _run_waiting(self):
        """Work off what waits, from the scheduled job: the first dossiers of every batch before
        the later ones of any, each committed by itself."""
        lines = self.env["tthc.batch.line"].search(
            [("state", "=", "waiting")], order="sequence, batch_id"
        )
        batches, left = lines.batch_id, len(lines)
        self._checkpoint(0, left)
        for line in lines:
            line._run_retrying()
            left -= 1
            if not self._checkpoint(1, left):
                break
        for batch in batches:
            batch._finish()

    def _checkpoint(self, done, left):
        """Commit what was done; seconds that remain for this run of the job."""
        if modules.module.current_test:
            self.env.flush_all()
            return float("inf")
        return self.env["ir.cron"]._commit_progress(done, remaining=left)

    def _finish(self):
        """Close the batch once nothing waits, and tell its user."""
        self.ensure_one()
        batch = self.sudo()
        if batch.finished_at or batch.line_ids.search_count(
            [("batch_id", "=", batch.id), ("state", "=", "waiting")], limit=1
        ):
            return
        batch.finished_at = fields.Datetime.now()
        batch._tell_user()

    def _tell_user(self):
        env = self.with_context(lang=self.user_id.lang).env
        batch = self.with_env(env)
        batch.invalidate_recordset(["done_count", "failed_count"])
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "warning" if batch.failed_count else "success",
                "title": batch.display_name,
                "message": env._(
                    "Done: %(done)s. Failed: %(failed)s.",
                    done=batch.done_count,
                    failed=batch.failed_count,
                ),
                "sticky": bool(batch.failed_count),
            },
        )

    def _acting(self, dossier, seen):
        """``dossier`` as the batch's user sees and acts on it, with the user's rights only."""
        user = self.user_id
        companies = [cid for cid in self.company_ids or [] if cid in user.company_ids.ids]
        context = {"lang": user.lang, "tz": user.tz, "tthc_seen": seen}
        if companies:
            context["allowed_company_ids"] = companies
        env = self.env(user=user.id, su=False, context=context)
        return dossier.with_env(env)

    def _perform_on(self, dossier):
        """Do what the batch is for; extended for other kinds.

        :param dossier: in the environment of the batch's user
        """
        if self.kind == "take":
            return dossier.action_take(mine=self.mine)
        if self.kind == "reassign":
            return dossier.action_reassign(self.note, user_id=self.assignee_id.id)
        if self.kind == "hand_over":
            return dossier.action_hand_over(self.note, handover_id=self.handover_id.id)
        if self.kind == "approve":
            return self._approve(dossier)
        return getattr(dossier, f"action_{self.kind}")()

    def _approve(self, dossier):
        """At the last step the approval is the result: it is issued."""
        task = dossier.sudo().task_id
        if task.kind == "approve" and dossier._is_last_working(task.step_id):
            return dossier.action_issue_result(self.note)
        return dossier.action_approve(self.note)

    # Buttons --------------------------------------------------------------------------------------

    def action_retry(self):
        """Try the failed lines again, on the dossiers as they are now."""
        self._own()._retry(self.line_ids.filtered(lambda line: line.state == "failed"))
        return True

    def _retry(self, lines):
        for line in lines.sudo():
            line.write({"state": "waiting", "seen": line.dossier_id.event_count, "message": False})
        self.sudo()._set_going()

    def action_cancel(self):
        """Leave what waits undone; what was done stays."""
        batch = self._own().sudo()
        batch.line_ids.filtered(lambda line: line.state == "waiting").write(
            {"state": "skipped", "message": self.env._("Cancelled."), "at": fields.Datetime.now()}
        )
        batch._finish()
        return True

    def _own(self):
        """:raise UserError: it is somebody else's batch"""
        self.ensure_one()
        self.check_access("read")
        if self.sudo().user_id != self.env.user:
            raise UserError(
                self.env._("Only %s, who began it, may do this.", self.sudo().user_id.name)
            )
        return self

    def action_open_dossiers(self):
        """The dossiers of the batch, as a list."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_dossier.action_dossiers")
        return {**action, "domain": [("id", "in", self.line_ids.dossier_id.ids)], "context": {}}
