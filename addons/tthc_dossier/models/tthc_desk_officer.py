from odoo import models

from ..tools import actions
from ..tools.desk import Figure, Figures, Rows, Section
from .tthc_live_clock import URGENCIES

MY_STEPS = "tthc_dossier.action_my_steps"
TONES = {"late": "danger", "today": "warning", "soon": "info", "in_time": "success"}


class TthcDesk(models.AbstractModel):
    """The processing officer's desk: steps by urgency, what nobody has taken, what is asked."""

    _inherit = "tthc.desk"

    def _section_officer(self):
        return Section(
            "officer",
            self.env._("Processing"),
            [
                self._officer_steps(),
                self._officer_untaken(),
                self._officer_others(),
            ],
            help=self.env._("Your steps, the most urgent first, and what others ask of you."),
        )

    def _officer_steps(self):
        labels = dict(self.env["tthc.dossier"]._fields["urgency"]._description_selection(self.env))
        figures = [
            Figure(
                f"steps_{urgency}",
                labels[urgency],
                "tthc.dossier",
                domain=self._my_steps("officer", urgency=urgency),
                action=MY_STEPS,
                tone=TONES[urgency],
                sequence=True,
            )
            for urgency, _label in URGENCIES[:4]
        ]
        back = [("task_ids.outcome", "=", "handed_back")]
        return Figures(
            self.env._("My Steps"),
            [
                *figures,
                Figure(
                    "steps_back",
                    self.env._("Handed Back"),
                    "tthc.dossier",
                    domain=[*self._my_steps("officer"), *back],
                    action=MY_STEPS,
                    tone="warning",
                    help=self.env._(
                        "A step of the dossier was handed back: its note says what to mend."
                    ),
                ),
            ],
            empty=self.env._(
                "Nothing waits for you. Steps of your agencies appear here by their due time."
            ),
        )

    def _officer_untaken(self):
        return Rows(
            self.env._("Taken by Nobody Yet"),
            Figure(
                "untaken",
                self.env._("Steps of My Agency without an Officer"),
                "tthc.dossier.task",
                domain=[
                    ("is_mine", "=", True),
                    ("role", "=", "officer"),
                    ("user_id", "=", False),
                    ("taken_at", "=", False),
                ],
                action="tthc_dossier.action_tasks",
                tone="warning",
            ),
            "due_at, id",
            take=True,
            empty=self.env._("Every step of your agency has an officer."),
        )

    def _officer_others(self):
        held = [("open_task_ids", "any", [("is_held", "=", True), ("role", "=", "officer")])]
        consultation = "tthc.dossier.consultation"
        return Figures(
            self.env._("Asked and Waited For"),
            [
                Figure(
                    "to_answer",
                    self.env._("Consultations to Answer"),
                    consultation,
                    domain=[("to_answer", "=", True)],
                    action="tthc_dossier.action_consultations_to_answer",
                    tone="warning",
                    help=self.env._("Another agency asked yours for its opinion."),
                ),
                Figure(
                    "asked",
                    self.env._("Opinions I Wait For"),
                    consultation,
                    domain=[
                        ("asked_by_id", "=", self.env.uid),
                        ("answered_at", "=", False),
                        ("lapsed_at", "=", False),
                        ("dossier_id.state", "in", list(actions.UNDER_WAY)),
                    ],
                    action="tthc_dossier.action_consultations",
                ),
                Figure(
                    "supplement",
                    self.env._("Waiting for a Supplement"),
                    "tthc.dossier",
                    domain=[("state", "=", actions.SUPPLEMENT), *held],
                    action="tthc_dossier.action_dossiers",
                ),
                Figure(
                    "payment",
                    self.env._("Waiting for a Payment"),
                    "tthc.dossier",
                    domain=[("state", "=", actions.FINANCIAL), *held],
                    action="tthc_dossier.action_dossiers",
                ),
                self._handovers_to_receive(),
            ],
            empty=self.env._("You wait for nobody, and nobody waits for your opinion."),
        )
