from odoo import models

from ..tools import actions
from ..tools.desk import Figure, Figures, Section, Table

DOSSIERS = "tthc_dossier.action_dossiers"
LATE = ("urgency", "=", "late")


class TthcDesk(models.AbstractModel):
    """The manager's desk: the whole centre now."""

    _inherit = "tthc.desk"

    def _section_manager(self):
        return Section(
            "manager",
            self.env._("The Centre Now"),
            [
                self._manager_today(),
                self._manager_on_time(),
                self._manager_states(),
                self._manager_pending(),
                self._manager_agencies(),
                self._manager_counters(),
            ],
            help=self.env._("Dossiers that your centre received, or that were received for it."),
        )

    def _manager_today(self):
        return Figures(
            self.env._("Today"),
            [
                self._dossiers(
                    "received", self.env._("Received"), domain=[("submitted_at", ">=", "today")]
                ),
                self._dossiers(
                    "accepted", self.env._("Accepted"), domain=[("accepted_at", ">=", "today")]
                ),
                self._dossiers(
                    "finished", self.env._("Processed"), domain=[("finished_at", ">=", "today")]
                ),
                self._dossiers(
                    "returned",
                    self.env._("Results Returned"),
                    domain=[("returned_at", ">=", "today")],
                ),
                self._dossiers("late", self.env._("Late Now"), domain=[LATE], tone="danger"),
                self._dossiers(
                    "due_today",
                    self.env._("Due Today"),
                    domain=[("urgency", "=", "today")],
                    tone="warning",
                ),
            ],
            empty=self.env._("Nothing has happened yet today."),
        )

    def _ended_this_month(self, *verdict):
        """Dossiers with a result of this month that had a legal limit: the verdicts by law are
        those that the clock stored when the result was there."""
        return [
            ("finished_at", ">=", "today =1d"),
            ("state", "in", [actions.DONE, actions.RETURNED]),
            ("final_legal", "in", list(verdict) or ["early", "on_time", "late"]),
        ]

    def _manager_on_time(self):
        return Figures(
            self.env._("On Time This Month, by the Legal Limit"),
            [
                self._dossiers(
                    "on_time",
                    self.env._("On Time or Early"),
                    domain=self._ended_this_month("early", "on_time"),
                    tone="success",
                    share_of="ended",
                    help=self.env._(
                        "Share of the dossiers processed this month that had a legal limit; the "
                        "committed limit does not count here."
                    ),
                ),
                self._dossiers("ended", self.env._("Processed"), domain=self._ended_this_month()),
                self._dossiers(
                    "ended_late",
                    self.env._("Late"),
                    domain=self._ended_this_month("late"),
                    tone="danger",
                ),
            ],
            empty=self.env._("No dossier with a legal limit was processed this month."),
        )

    def _manager_states(self):
        labels = dict(self.env["tthc.dossier"]._fields["state"]._description_selection(self.env))
        states = (*actions.OPEN_STATES, actions.DONE)
        return Figures(
            self.env._("Open Dossiers by State"),
            [
                self._dossiers(f"state_{state}", labels[state], domain=[("state", "=", state)])
                for state in states
            ],
            empty=self.env._("No dossier is open."),
        )

    def _manager_pending(self):
        company = ("company_id", "in", self.env.companies.ids)

        def pending(key, label, model, domain, action, **more):
            return Figure(key, label, model, domain=[company, *domain], action=action, **more)

        return Figures(
            self.env._("Decisions and Warnings"),
            [
                pending(
                    "warnings",
                    self.env._("Warnings Standing"),
                    "tthc.deadline.warning",
                    domain=[("is_open", "=", True)],
                    action="tthc_dossier.action_deadline_warnings",
                    tone="warning",
                ),
                pending(
                    "extension_again",
                    self.env._("Second Extensions Proposed"),
                    "tthc.dossier.extension",
                    domain=[("state", "=", "proposed"), ("dossier_id.extended", "=", True)],
                    action="tthc_dossier.action_extensions",
                    tone="danger",
                    help=self.env._("The limit of the dossier was extended once already."),
                ),
                pending(
                    "extensions_pending",
                    self.env._("Extensions Proposed"),
                    "tthc.dossier.extension",
                    domain=[("state", "=", "proposed")],
                    action="tthc_dossier.action_extensions",
                ),
                pending(
                    "withdrawals",
                    self.env._("Withdrawals to Answer"),
                    "tthc.dossier.withdrawal",
                    domain=[("state", "=", "open")],
                    action="tthc_dossier.action_withdrawals",
                    tone="warning",
                ),
                pending(
                    "leave",
                    self.env._("Supplements Asking for Leave"),
                    "tthc.supplement.round",
                    domain=[("state", "=", "proposed")],
                    action="tthc_dossier.action_supplement_proposals",
                    tone="warning",
                ),
                pending(
                    "under_way",
                    self.env._("Hand-overs Under Way"),
                    "tthc.handover",
                    domain=[("state", "=", "given")],
                    action="tthc_dossier.action_handovers",
                ),
                self._dossiers(
                    "transfer_late",
                    self.env._("Late to Another Centre"),
                    domain=[("transfer_late", "=", True), ("competent_received_at", "=", False)],
                    action="tthc_dossier.action_territory",
                    tone="danger",
                    help=self.env._("Received for another centre, which has not got them in time."),
                ),
            ],
            empty=self.env._("No decision and no warning waits."),
        )

    def _manager_agencies(self):
        under_way = ("state", "in", list(actions.UNDER_WAY))
        return Table(
            "agencies",
            self.env._("Agencies by Lateness"),
            "agency_id",
            [
                self._dossiers("late", self.env._("Late"), domain=[LATE], tone="danger"),
                self._dossiers("open", self.env._("Open"), domain=[under_way]),
            ],
            none=self.env._("The centre itself"),
            order=("late", "open"),
            share="open",
            empty=self.env._("No dossier is under way."),
        )

    def _manager_counters(self):
        """A counter is known by whoever sits at it: the suite has no queue of tickets."""
        at_counter = ("channel", "=", "counter")
        return Table(
            "counters",
            self.env._("At the Counters, by Receptionist"),
            "create_uid",
            [
                self._dossiers(
                    "accepted",
                    self.env._("Accepted Today"),
                    domain=[at_counter, ("accepted_at", ">=", "today")],
                ),
                self._dossiers(
                    "waiting",
                    self.env._("Not Accepted Yet"),
                    domain=[at_counter, ("state", "in", [actions.DRAFT, actions.REGISTERED])],
                    tone="warning",
                ),
            ],
            order=("waiting", "accepted"),
            empty=self.env._("Nobody has taken anything in at the counters today."),
        )
