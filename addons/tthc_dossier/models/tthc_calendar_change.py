from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ..tools import actions, calendar_snapshot, clock

#: Dossiers looked at, and dates written, between two commits.
BATCH = 100
#: So many dates are written at once, without waiting for the job.
AT_ONCE = 20


class TthcCalendarChange(models.Model):
    """A change of a centre's working calendar that has to be answered: which open dossiers would
    get other dates, and whether they do.

    Dates are stored on acceptance and no change of the calendar moves them. A review lists what
    the new calendar would give; each date that a person confirms is written by the action
    ``recompute``, with an event that holds the old date and the new one. What is computed *anew*
    later for another reason (a supplement restarts the limit, a payment resumes it) counts by the
    calendar of that day, and is an event of its own.
    """

    _name = "tthc.calendar.change"
    _description = "Calendar Change"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["company_id.name", "what"]

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(
        [
            ("preparing", "Being Prepared"),
            ("to_confirm", "To Be Confirmed"),
            ("applying", "Being Carried out"),
            ("confirmed", "Carried out"),
            ("dismissed", "Dismissed"),
        ],
        required=True,
        default="preparing",
        readonly=True,
        index=True,
    )
    what = fields.Text("What Changed", required=True, readonly=True)
    changed_by_id = fields.Many2one("res.users", "Changed by", readonly=True)
    changed_at = fields.Datetime("Changed on", readonly=True)
    before = fields.Json("Calendar Before", readonly=True)
    first_day = fields.Date(
        "From", readonly=True, help="The first day that counts differently; empty: every day."
    )
    prepared_id = fields.Integer(readonly=True, help="Last dossier looked at.")
    line_ids = fields.One2many("tthc.calendar.change.line", "change_id", "Dossiers")
    line_count = fields.Integer("Affected", compute="_compute_counts")
    selected_count = fields.Integer("Selected", compute="_compute_counts")
    done_count = fields.Integer("Moved", compute="_compute_counts")
    failed_count = fields.Integer("Failed", compute="_compute_counts")
    reason = fields.Text(
        help="Kept in the ledger of each dossier whose date moves; empty: what changed."
    )
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime("Decided on", readonly=True)

    _one_open = models.UniqueIndex(
        "(company_id) WHERE state IN ('preparing', 'to_confirm')",
        "A change of this centre's calendar waits to be confirmed already.",
    )

    @api.depends("company_id", "changed_at")
    def _compute_name(self):
        for change in self:
            day = change.changed_at and fields.Datetime.context_timestamp(
                change, change.changed_at
            ).strftime("%d/%m/%Y")
            change.name = f"{change.company_id.name} – {day or '…'}"

    @api.depends("line_ids.state", "line_ids.selected")
    def _compute_counts(self):
        groups = self.env["tthc.calendar.change.line"]._read_group(
            [("change_id", "in", self.ids)], ["change_id", "state", "selected"], ["__count"]
        )
        for change in self:
            own = [(state, chosen, n) for row, state, chosen, n in groups if row == change]
            change.line_count = sum(n for _state, _chosen, n in own)
            change.selected_count = sum(n for _state, chosen, n in own if chosen)
            change.done_count = sum(n for state, _chosen, n in own if state == "done")
            change.failed_count = sum(n for state, _chosen, n in own if state == "failed")

    def write(self, vals):
        """Only the reason and the selection are entered; the rest is decided by the buttons."""
        if not self.env.su:
            if set(vals) - {"reason", "line_ids"}:
                raise UserError(self.env._("Only the reason and the selection can be changed."))
            for change in self:
                change._check_decider()
        return super().write(vals)

    # Noticing a change ------------------------------------------------------------------------

    @api.model
    @api.private
    @contextmanager
    def _watching(self, companies, what):
        """Open or add to the review of each centre whose calendar the block changes.

        :param companies: centres that may be concerned; empty: all
        :param what: function that says, after the block, what changed
        """
        if self.env.context.get("tthc_calendar_watched"):
            yield
            return
        domain = Domain("state", "in", actions.UNDER_WAY)
        groups = (
            self.env["tthc.dossier"]
            .sudo()
            ._read_group(domain, ["company_id", "competent_company_id"])
        )
        centres = self.env["res.company"].union(
            *(competent or receiving for receiving, competent in groups)
        )
        if companies:
            centres &= companies.sudo()
        before = {centre: centre._tthc_calendar_snapshot() for centre in centres}
        yield
        self.env.flush_all()
        for centre, old in before.items():
            if old and old != centre._tthc_calendar_snapshot():
                self.sudo()._open_review(centre, old, what())

    def _open_review(self, centre, before, what):
        """One review for a centre: further changes are added to the one that is still open."""
        change = self.search(
            [("company_id", "=", centre.id), ("state", "in", ("preparing", "to_confirm"))]
        )
        values = {
            "changed_by_id": self.env.uid,
            "changed_at": fields.Datetime.now(),
            "state": "preparing",
            "prepared_id": 0,
        }
        if change:
            change.line_ids.unlink()
            change.write({**values, "what": f"{change.what}\n{what}"})
        else:
            self.create({**values, "company_id": centre.id, "what": what, "before": before})
        self.env.ref("tthc_dossier.cron_calendar_change")._trigger()

    # Preparing --------------------------------------------------------------------------------

    @api.model
    def _cron_changes(self):
        """List the affected dossiers of new reviews; write the dates of confirmed ones."""
        for change in self.search([("state", "=", "preparing")], order="id"):
            if not change._prepare():
                return
        for change in self.search([("state", "=", "applying")], order="id"):
            if not change._apply():
                return

    def _prepare(self):
        """List what the calendar of now would move. Goes on where a run broke off; ``False``
        when the time of the run is over."""
        after = self.company_id._tthc_calendar_snapshot()
        cron = self.env["ir.cron"]
        if after and after != self.before:
            self.first_day = calendar_snapshot.first_change(self.before, after)
            waiting = self._candidates().ids
            cron._commit_progress(remaining=len(waiting))
            for ids in split_every(BATCH, waiting):
                self._list(self.env["tthc.dossier"].browse(ids))
                self.prepared_id = ids[-1]
                self.env.flush_all()
                if not cron._commit_progress(len(ids)):
                    return False
                self.env.invalidate_all()
        if self.line_ids:
            self.state = "to_confirm"
            self._tell_managers()
        else:
            self.state = "dismissed"
            self.message_post(body=self.env._("No open dossier is affected."))
        cron._commit_progress()
        return True

    def _candidates(self):
        """Running dossiers not looked at yet whose dates the change can reach: what is due
        before the first day that changed stays as it is."""
        centre = Domain("competent_company_id", "=", self.company_id.id)
        centre |= Domain("competent_company_id", "=", False) & Domain(
            "company_id", "=", self.company_id.id
        )
        # Where no limit runs here (not yet received by the competent agency, or counted by a
        # ministry's system), no date is moved.
        begun = Domain("competent_company_id", "=", False)
        begun |= Domain("competent_received_at", "!=", False)
        domain = centre & begun & Domain("processing_system", "=", "local")
        domain &= Domain("state", "in", actions.RUNNING_STATES)
        domain &= Domain("due_at", "!=", False) & Domain("id", ">", self.prepared_id)
        if self.first_day:
            first = fields.Datetime.to_datetime(self.first_day)
            # An hour of the day before, in UTC, may belong to the first day in Việt Nam.
            first = fields.Datetime.subtract(first, days=1)
            domain &= (
                Domain("due_legal", ">=", first)
                | Domain("due_at", ">=", first)
                | Domain("task_ids", "any", [("done_at", "=", False), ("due_at", ">=", first)])
            )
        return self.env["tthc.dossier"].search(domain, order="id")

    def _list(self, dossiers):
        """A line for each of ``dossiers`` whose dates the change moves."""
        lines = self.env["tthc.calendar.change.line"]
        calendar, _options = calendar_snapshot.from_data(self.before)
        segments = dossiers.filtered(lambda row: row.clock_marks > 1)._segments_by_dossier()
        rows = []
        for dossier in dossiers:
            try:
                course = segments.get(dossier.id) or dossier._course()
                moved = dossier._calendar_move(calendar, course)
            except (UserError, clock.SegmentError) as error:
                rows.append(lines._failed_row(self, dossier, str(error)))
                continue
            if moved:
                rows.append(lines._row(self, dossier, moved))
        lines.create(rows)

    def _tell_managers(self):
        warnings = self.env["tthc.deadline.warning"]
        for user in warnings._holders("manager", self.env["tthc.agency"], self.company_id):
            if user not in self.activity_ids.user_id.ids:
                self.activity_schedule(
                    "tthc_dossier.activity_deadline",
                    summary=self.env._("Confirm the dates that the calendar change moves"),
                    user_id=user,
                )

    # Deciding ---------------------------------------------------------------------------------

    def action_confirm(self):
        """Move the dates of the selected dossiers; many are moved by the job, in batches."""
        for change in self:
            change._check_decider()
            change.sudo().write(
                {
                    "state": "applying",
                    "decided_by_id": self.env.uid,
                    "decided_at": fields.Datetime.now(),
                }
            )
            change.sudo().activity_ids.unlink()
            pending = change.sudo()._pending()
            if len(pending) <= AT_ONCE:
                pending._apply()
                change.sudo()._finish()
            else:
                self.env.ref("tthc_dossier.cron_calendar_change").sudo()._trigger()

    def action_dismiss(self):
        """Leave every date as it is."""
        for change in self:
            change._check_decider()
            change.sudo().write(
                {
                    "state": "dismissed",
                    "decided_by_id": self.env.uid,
                    "decided_at": fields.Datetime.now(),
                }
            )
            change.sudo().activity_ids.unlink()

    def action_select_all(self):
        self._select(True)

    def action_select_none(self):
        self._select(False)

    def _select(self, selected):
        self._check_decider()
        self.sudo().line_ids.filtered(lambda line: line.state == "pending").selected = selected

    def action_lines(self):
        """The affected dossiers, in a list of their own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "tthc.calendar.change.line",
            "view_mode": "list",
            "domain": [("change_id", "=", self.id)],
        }

    def _check_decider(self):
        """:raise AccessError: not the centre's manager
        :raise UserError: it is decided already"""
        self.ensure_one()
        user = self.env.user
        if not (
            user.has_group("tthc_dossier.group_manager")
            and self.sudo().company_id.id in user._get_company_ids()
        ):
            raise AccessError(
                self.env._(
                    "What a change of the calendar moves is decided by the manager of %s.",
                    self.sudo().company_id.name,
                )
            )
        if self.state != "to_confirm":
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This change is not to be confirmed now: it is “%s”.", labels[self.state]
                )
            )

    def _pending(self):
        return self.line_ids.filtered(lambda line: line.selected and line.state == "pending")

    def _apply(self):
        """Move the selected dates, a batch at a time; ``False`` when the run's time is over."""
        cron = self.env["ir.cron"]
        pending = self._pending()
        cron._commit_progress(remaining=len(pending))
        for ids in split_every(BATCH, pending.ids):
            pending.browse(ids)._apply()
            if not cron._commit_progress(len(ids)):
                return False
        self._finish()
        cron._commit_progress()
        return True

    def _finish(self):
        self.state = "confirmed"
        self.message_post(
            body=self.env._(
                "Dates moved: %(done)s; failed: %(failed)s; left as they are: %(left)s.",
                done=self.done_count,
                failed=self.failed_count,
                left=self.line_count - self.done_count - self.failed_count,
            )
        )
