from odoo import models

from ..tools import actions
from ..tools.desk import Figure, Figures, Section, Table

DOSSIERS = "tthc_dossier.action_dossiers"


class TthcDesk(models.AbstractModel):
    """The inspector's desk: what deserves a look, in every centre. Nothing can be done from it."""

    _inherit = "tthc.desk"

    def _section_inspector(self):
        return Section(
            "inspector",
            self.env._("Inspection"),
            [
                self._inspector_deadlines(),
                self._inspector_course(),
                self._inspector_ledger(),
                self._inspector_centres(),
            ],
            help=self.env._("All centres. You read; nothing is changed from here."),
        )

    def _anywhere(self, key, label, domain, action=DOSSIERS, **more):
        return Figure(key, label, "tthc.dossier", domain=domain, action=action, **more)

    def _inspector_deadlines(self):
        return Figures(
            self.env._("Deadlines"),
            [
                self._anywhere(
                    "late", self.env._("Late Now"), domain=[("urgency", "=", "late")], tone="danger"
                ),
                self._anywhere(
                    "ended_late",
                    self.env._("Processed Late This Month"),
                    domain=self._ended_this_month("late"),
                    tone="warning",
                    help=self.env._("By the legal limit."),
                ),
                self._anywhere(
                    "no_apology",
                    self.env._("Late without an Apology in Time"),
                    domain=[("late_without_apology", "=", True)],
                    action="tthc_dossier.action_late_without_apology",
                    tone="danger",
                ),
                self._anywhere(
                    "extended", self.env._("Extended by Law"), domain=[("extended", "=", True)]
                ),
            ],
            empty=self.env._("Nothing is late and no limit was extended."),
        )

    def _inspector_course(self):
        return Figures(
            self.env._("Unusual Courses"),
            [
                self._anywhere(
                    "reopened",
                    self.env._("Reopened"),
                    domain=[("event_ids.kind", "=", "reopen")],
                    tone="warning",
                ),
                self._anywhere(
                    "supplements",
                    self.env._("Several Supplements"),
                    domain=[("supplement_count", ">", 1)],
                    tone="warning",
                    help=self.env._("A supplement is asked for once, as a rule."),
                ),
                self._anywhere(
                    "long_paused",
                    self.env._("Paused for Over 30 Days"),
                    domain=[("paused_at", "<", "-30d"), ("finished_at", "=", False)],
                ),
                self._anywhere(
                    "not_collected",
                    self.env._("Results Waiting for Over 30 Days"),
                    domain=[("state", "=", actions.DONE), ("finished_at", "<", "-30d")],
                ),
                self._anywhere(
                    "refused",
                    self.env._("Not Accepted or Stopped This Month"),
                    domain=[
                        ("state", "in", [actions.NOT_ACCEPTED, actions.STOPPED]),
                        ("event_ids", "any", self._ended_without_result()),
                    ],
                ),
                self._anywhere(
                    "transfer_late",
                    self.env._("Late from Centre to Centre"),
                    domain=[("transfer_late", "=", True)],
                    action="tthc_dossier.action_territory",
                    tone="warning",
                ),
            ],
            empty=self.env._("Nothing unusual."),
        )

    def _ended_without_result(self):
        return [
            ("kind", "in", ["refuse", "stop", "answer_withdrawal"]),
            ("at", ">=", "today =1d"),
        ]

    def _inspector_ledger(self):
        return Figures(
            self.env._("Event Ledger, Last Check"),
            [
                Figure(
                    "ledger_findings",
                    self.env._("Dossiers and Books with Findings"),
                    "tthc.ledger.finding",
                    domain=[("is_current", "=", True)],
                    action="tthc_dossier.action_ledger_findings",
                    tone="danger",
                ),
                Figure(
                    "ledger_checks",
                    self.env._("Checks of the Last 7 Days"),
                    "tthc.ledger.verification",
                    domain=[("at", ">=", "-7d")],
                    action="tthc_dossier.action_ledger_verifications",
                    help=self.env._("The ledger is verified every night."),
                ),
            ],
            empty=self.env._(
                "The ledger was not verified in the last 7 days: ask the administrator."
            ),
        )

    def _inspector_centres(self):
        return Table(
            "centres",
            self.env._("Centres by Lateness"),
            "company_id",
            [
                self._anywhere(
                    "late", self.env._("Late"), domain=[("urgency", "=", "late")], tone="danger"
                ),
                self._anywhere(
                    "open", self.env._("Open"), domain=[("state", "in", list(actions.UNDER_WAY))]
                ),
                self._anywhere(
                    "ended_late",
                    self.env._("Late This Month"),
                    domain=self._ended_this_month("late"),
                ),
            ],
            order=("late", "ended_late", "open"),
            share="open",
            empty=self.env._("No centre has a dossier under way."),
        )


class TthcDossierEvent(models.Model):
    _inherit = "tthc.dossier.event"

    _reopened_index = models.Index("(dossier_id) WHERE kind = 'reopen'")
