from collections import defaultdict

from odoo import models

from ..tools import clock
from ..tools.desk import Figure, Figures, Section, Table

MY_STEPS = "tthc_dossier.action_my_steps"
MY_TEAM = "tthc_dossier.action_my_team"


class TthcDesk(models.AbstractModel):
    """The agency leader's desk: what to approve, what is late, and who has how much to do."""

    _inherit = "tthc.desk"

    def _section_leader(self):
        return Section(
            "leader",
            self.env._("Leadership of the Agency"),
            [
                Figures(
                    self.env._("To Approve"),
                    self._leader_approvals(),
                    empty=self.env._("Nothing waits for your approval."),
                ),
                Figures(
                    self.env._("My Agency"),
                    self._leader_team(),
                    empty=self.env._("No step of your agency is late or about to be."),
                ),
                Figures(
                    self.env._("To Decide and Sign"),
                    self._leader_decisions(),
                    empty=self.env._("No extension, apology or supplement waits for you."),
                ),
                self._leader_load(),
            ],
            help=self.env._("What waits for your decision, and how your agency's work is spread."),
        )

    def _leader_approvals(self):

        def steps(key, label, **more):
            domain = self._my_steps("leader", **more.pop("step", {}))
            return Figure(
                key, label, "tthc.dossier", domain=domain, action=MY_STEPS, sequence=True, **more
            )

        return [
            steps("approve", self.env._("To Approve"), tone="info"),
            steps("approve_late", self.env._("Late"), step={"urgency": "late"}, tone="danger"),
            steps(
                "approve_today", self.env._("Due Today"), step={"urgency": "today"}, tone="warning"
            ),
        ]

    def _team(self, *more):
        """Open steps of the agencies that this user leads."""
        return [
            ("done_at", "=", False),
            ("of_my_team", "=", True),
            ("agency_id", "in", self._my_agencies()),
            *more,
        ]

    def _my_agencies(self):
        return sorted(self.env.user._tthc_acting_agency_id_set())

    def _leader_team(self):

        def steps(key, label, domain, **more):
            return Figure(
                key, label, "tthc.dossier.task", domain=self._team(*domain), action=MY_TEAM, **more
            )

        return [
            steps(
                "team_late", self.env._("Late"), domain=[("urgency", "=", "late")], tone="danger"
            ),
            steps(
                "team_today",
                self.env._("Due Today"),
                domain=[("urgency", "=", "today")],
                tone="warning",
            ),
            steps(
                "team_soon", self.env._("Due Soon"), domain=[("urgency", "=", "soon")], tone="info"
            ),
            steps(
                "team_untaken",
                self.env._("Taken by Nobody"),
                domain=[("taken_at", "=", False), ("user_id", "=", False)],
                tone="warning",
                help=self.env._("Assign them from the list."),
            ),
        ]

    def _leader_decisions(self):
        agency = ("agency_id", "in", self._my_agencies())
        return [
            Figure(
                "extensions",
                self.env._("Extensions to Decide"),
                "tthc.dossier.extension",
                domain=[("state", "=", "proposed"), agency],
                action="tthc_dossier.action_extensions",
                tone="warning",
            ),
            Figure(
                "apologies",
                self.env._("Apologies to Sign"),
                "tthc.dossier.apology",
                domain=[("state", "=", "draft"), agency],
                action="tthc_dossier.action_apologies",
                tone="warning",
            ),
            Figure(
                "supplement_leave",
                self.env._("Supplements Asking for Leave"),
                "tthc.supplement.round",
                domain=[("state", "=", "proposed"), agency],
                action="tthc_dossier.action_supplement_proposals",
                tone="warning",
            ),
            Figure(
                "withdrawals_here",
                self.env._("Withdrawals to Answer"),
                "tthc.dossier.withdrawal",
                domain=[("state", "=", "open"), ("dossier_id.agency_id", "in", agency[2])],
                action="tthc_dossier.action_withdrawals",
            ),
        ]

    def _leader_load(self):
        model = "tthc.dossier.task"
        return Table(
            "load",
            self.env._("Load by Officer"),
            "user_id",
            [
                Figure(
                    "late",
                    self.env._("Late"),
                    model,
                    domain=self._team(("urgency", "=", "late")),
                    action=MY_TEAM,
                    tone="danger",
                ),
                Figure(
                    "open", self.env._("Open Steps"), model, domain=self._team(), action=MY_TEAM
                ),
            ],
            none=self.env._("Everybody of the agency"),
            order=("late", "open"),
            more="_hours_left",
            empty=self.env._("No step is open in your agency."),
        )

    def _hours_left(self, table):
        """Working time that the open steps of each officer still have, in words, by officer."""
        left = defaultdict(int)
        tasks = self.env["tthc.dossier.task"].search_fetch(
            self._team(("allotted", ">", 0)),
            ["user_id", "started_at", "counted_from", "allotted", "paused_seconds", "dossier_id"],
        )
        now = tasks._now()
        for task in tasks:
            until = task.dossier_id.sudo().paused_at or now
            try:
                left[task.user_id] += max(task.allotted - task._used_until(until), 0)
            except clock.CalendarMissing:
                continue  # a year that nobody has entered: its dates are shown, no time is
        return {
            "label": self.env._("Hours Left"),
            "texts": {user: f"{seconds // 3600}" for user, seconds in left.items()},
        }
