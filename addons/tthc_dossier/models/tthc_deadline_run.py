import logging

from odoo import api, fields, models
from odoo.tools import split_every

from ..tools import actions, lead_time, wall_time
from ..tools.clock import CalendarMissing
from .tthc_dossier_task import ROLE_GROUPS

_logger = logging.getLogger(__name__)

BATCH = 200
ADMINISTRATOR = "tthc_catalogue.group_administrator"


class TthcDeadlineWarning(models.Model):
    """The run that warns. It may stand still, be run twice or be killed between two batches:
    what it finds due is read from the dossiers each time, and each warning is written once."""

    _inherit = "tthc.deadline.warning"

    @api.model
    def _cron_warn(self):
        """Warn of what comes near, draft apologies, put aside what is over, tell the people."""
        now = self.env["tthc.dossier"]._now()
        self._put_aside()
        near = self._near(now)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(near))
        for ids in split_every(BATCH, near):
            if not self._warn_safely(ids, now):
                for dossier_id in ids:  # one that cannot be read keeps no other from its warning
                    self._warn_safely([dossier_id], now)
            if not cron._commit_progress(len(ids)):
                return
        zone = self.env.company._tthc_zone()
        self.env["tthc.deadline.digest"]._tell(now, wall_time.to_local(now, zone).date())

    def _warn_safely(self, ids, now):
        """Whether the warnings of these dossiers were written; a failure is logged with its ids."""
        try:
            with self.env.cr.savepoint():
                self._warn(self.env["tthc.dossier"].browse(ids), now)
        except Exception:
            level = logging.ERROR if len(ids) == 1 else logging.WARNING
            _logger.log(level, "Warnings of dossiers %s were not written", ids, exc_info=True)
            return False
        finally:
            self.env.invalidate_all()
        return True

    def _put_aside(self):
        self.env["tthc.dossier.apology"]._cancel_stale()
        proposed = self.env["tthc.dossier.extension"].search([("state", "=", "proposed")])
        proposed.dossier_id._lapse_extensions()

    def _near(self, now):
        """Ids of the running dossiers of which, or of a step of which, it may be time to warn at
        ``now``, in the order in which they are due."""
        dossiers = self.env["tthc.dossier"]
        running = [("state", "in", actions.RUNNING_STATES)]
        ids = []
        for company, _count in dossiers._read_group(running, ["company_id"], ["__count"]):
            try:
                until = self._horizon(company, now)
            except CalendarMissing as error:
                _logger.warning(
                    "%s: no warnings, the calendar of %s is missing", company.name, error.year
                )
                continue
            if not until:
                continue
            window = [("due_at", ">", now), ("due_at", "<=", until)]
            domain = fields.Domain(running) & fields.Domain("company_id", "=", company.id)
            ids += dossiers.search(
                domain
                & (
                    fields.Domain(window)
                    | fields.Domain("task_ids", "any", [*window, ("done_at", "=", False)])
                ),
                order="due_at, id",
            ).ids
        return ids

    def _horizon(self, company, now):
        """The last instant of interest to a centre, naive UTC; ``None`` where nobody is warned."""
        days = [lead.days for lead in company._tthc_warning_leads().values()]
        if company.tthc_apology_lead_days >= 0:
            days.append(company.tthc_apology_lead_days)
        calendar = company._tthc_read_calendar() and company._tthc_working_calendar()
        if not days or not calendar:
            return None
        zone = company._tthc_zone()
        last = lead_time.horizon(wall_time.to_local(now, zone), max(days), calendar)
        return wall_time.to_utc(last, zone)

    def _warn(self, dossiers, now):
        """Write the warnings of a batch that are due and not written yet; draft apologies."""
        tasks = self.env["tthc.dossier.task"].search(
            [("dossier_id", "in", dossiers.ids), ("done_at", "=", False)]
        )
        known = {
            (row.dossier_id.id, row.task_id.id, row.scope, row.level, row.due_at)
            for row in self.search([("dossier_id", "in", dossiers.ids)])
        }
        people, rows = {}, []
        by_dossier = tasks.grouped("dossier_id")
        for dossier in dossiers:
            own = by_dossier.get(dossier, tasks.browse())
            for task, scope, level, due in dossier._warnings_due(own, now):
                key = (dossier.id, task.id, scope, level, due)
                if key in known:
                    continue
                known.add(key)
                rows.append(
                    {
                        "dossier_id": dossier.id,
                        "task_id": task.id,
                        "agency_id": (task or dossier.task_id).agency_id.id,
                        "scope": scope,
                        "level": level,
                        "due_at": due,
                        "warned_at": now,
                        "user_ids": [(6, 0, self._people(dossier, task, level, people))],
                    }
                )
        self.create(rows)
        self._draft_letters(dossiers, by_dossier, now)

    def _draft_letters(self, dossiers, by_dossier, now):
        letters = self.env["tthc.dossier.apology"]
        rows = letters.search([("dossier_id", "in", dossiers.ids), ("state", "!=", "cancelled")])
        drafted = {(row.dossier_id.id, row.due_at) for row in rows}
        last = {}  # step -> whether it is the last of its case: one look for many dossiers
        wanted = dossiers.browse()
        for dossier in dossiers:
            tasks = by_dossier.get(dossier)
            if (dossier.id, dossier.due_at) in drafted or not dossier._needs_apology(tasks, now):
                continue
            for task in tasks:
                if task.step_id not in last:
                    last[task.step_id] = dossier._is_last_working(task.step_id)
            if not all(last[task.step_id] for task in tasks):
                wanted |= dossier
        letters._draft(wanted)

    def _people(self, dossier, task, level, cache):
        """Ids of the users whose job it is: the one to whom the step is assigned, or else those
        who hold its role in its agency; the agency's leaders; the centre's managers. A dossier
        without steps is in the hands of the centre's receptionists."""
        if level == "officer" and task.user_id:
            return task.user_id.ids
        if level == "officer" and not task:
            key = ("receptionist", task.agency_id, dossier.company_id)
        elif level == "officer":
            key = (task.role, task.agency_id, task.company_id)
        elif level == "leader" and task.agency_id:
            key = ("leader", task.agency_id, task.company_id)
        else:
            key = ("manager", task.agency_id.browse(), dossier.company_id)
        if key not in cache:
            cache[key] = self._holders(*key)
        return cache[key]

    def _holders(self, role, agency, company):
        users = self.env["res.users"].search(
            [
                ("share", "=", False),
                ("all_group_ids", "in", self.env.ref(_group(role)).ids),
                ("tthc_agency_ids", "=", agency.id) if agency else ("company_ids", "=", company.id),
            ]
        )
        # Whoever stands above may do it too; it is not their job while others are there for it.
        above = {"officer": "tthc_dossier.group_leader"}.get(role, ADMINISTRATOR)
        return (users.filtered(lambda user: not user.has_group(above)) or users).ids


def _group(role):
    return {**ROLE_GROUPS, "manager": "tthc_dossier.group_manager"}[role]


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    warning_ids = fields.One2many("tthc.deadline.warning", "dossier_id", "Warnings", readonly=True)

    def _warnings_due(self, tasks, now):
        """What is to be warned of at ``now``: tuples of step (empty for the whole dossier), scope,
        level and due date (naive UTC)."""
        self.ensure_one()
        leads = self._clock_centre()._tthc_warning_leads()
        due = []
        if self.due_at and self.due_at > now:
            for level in self._levels_reached(self.accepted_at, self.due_at, leads, now):
                holders = tasks if level != "manager" else tasks.browse()
                due += [
                    (task, "dossier", level, self.due_at) for task in holders or [tasks.browse()]
                ]
        for task in tasks:
            if task.due_at and task.due_at > now:
                due += [
                    (task, "step", level, task.due_at)
                    for level in self._levels_reached(task.started_at, task.due_at, leads, now)
                ]
        return due

    def _levels_reached(self, start, due, leads, now):
        company = self._clock_centre()
        zone = company._tthc_zone()
        return lead_time.reached(
            *(wall_time.to_local(instant, zone) for instant in (start, due)),
            leads,
            wall_time.to_local(now, zone),
            company._tthc_working_calendar(),
        )

    def _needs_apology(self, tasks, now):
        """Whether it is time for a letter: due within the lead time, and no new date given."""
        company = self._clock_centre()
        lead = company.tthc_apology_lead_days
        if lead < 0 or not self.due_at or self.due_at <= now or self.reappointed_at or not tasks:
            return False
        wait = {"officer": lead_time.Lead(lead, company.tthc_warn_officer_share / 100)}
        return bool(self._levels_reached(self.accepted_at, self.due_at, wait, now))
