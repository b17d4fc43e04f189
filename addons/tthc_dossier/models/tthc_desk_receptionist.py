from odoo import models

from ..tools import actions, supplement
from ..tools.desk import Figure, Figures, Rows, Section

DOSSIERS = "tthc_dossier.action_dossiers"


class TthcDesk(models.AbstractModel):
    """The receptionist's desk: who waits at the counter, on the line and in the post."""

    _inherit = "tthc.desk"

    def _section_receptionist(self):
        return Section(
            "receptionist",
            self.env._("Reception"),
            [
                Rows(
                    self.env._("Who Waits Longest for Acceptance"),
                    self._dossiers(
                        "to_accept",
                        self.env._("Waiting for Acceptance"),
                        domain=self._to_accept(),
                        tone="warning",
                        sequence=True,
                        help=self.env._("Registered and not yet accepted, whatever the channel."),
                    ),
                    "submitted_at, id",
                    empty=self.env._(
                        "Nobody waits for acceptance. What people send online or by post appears "
                        "here; at the counter begin with “New Intake”."
                    ),
                ),
                self._reception_queue(),
                self._reception_results(),
                self._reception_today(),
            ],
            help=self.env._(
                "What came in, what is to be handed out, and what came back to the counter."
            ),
            buttons=[(self.env._("New Intake"), "tthc_dossier.action_intake")],
        )

    def _dossiers(self, key, label, domain, action=DOSSIERS, **more):
        return Figure(
            key,
            label,
            "tthc.dossier",
            domain=[*self._at_my_centres(), *domain],
            action=action,
            **more,
        )

    def _to_accept(self, *channels):
        """Dossiers of one's own centre that can be accepted now: not the part of a linked
        submission that waits for another part."""
        of_channels = [("channel", "in", list(channels))] if channels else []
        return [("state", "=", "registered"), ("waiting_for_ids", "=", False), *of_channels]

    def _supplement_came(self):
        """What came and waits for somebody at the desk to go on with it; extended by whoever
        lets people send a supplement without the desk."""
        return [
            ("state", "=", "registered"),
            ("supplement_round_ids.state", "in", ["received", "partial"]),
        ]

    def _reception_queue(self):
        steps = self._my_steps("receptionist")
        back = [("task_ids.outcome", "in", ["handed_back", "recalled"])]
        return Figures(
            self.env._("To Do at the Counter"),
            [
                self._dossiers(
                    "online",
                    self.env._("Registered Online"),
                    domain=self._to_accept("online"),
                    tone="warning",
                ),
                self._dossiers(
                    "post",
                    self.env._("Came by Post"),
                    domain=self._to_accept("post"),
                    tone="warning",
                ),
                self._dossiers(
                    "counter",
                    self.env._("Saved at the Counter"),
                    domain=self._to_accept("counter"),
                    help=self.env._("Registered at the counter and not yet accepted."),
                ),
                self._dossiers(
                    "supplement_came",
                    self.env._("Supplement Came"),
                    domain=self._supplement_came(),
                    tone="warning",
                    help=self.env._("The person brought what was asked for before acceptance."),
                ),
                self._dossiers(
                    "to_forward",
                    self.env._("To Pass On"),
                    domain=[*steps, ("state", "in", list(actions.RUNNING_STATES))],
                    action="tthc_dossier.action_my_steps",
                    sequence=True,
                    help=self.env._("Accepted, and the step is still at the counter."),
                ),
                self._dossiers(
                    "sent_back",
                    self.env._("Came Back to the Counter"),
                    domain=[*steps, *back, ("state", "in", list(actions.RUNNING_STATES))],
                    action="tthc_dossier.action_my_steps",
                    tone="danger",
                    help=self.env._("Handed back by an agency or recalled; the note says why."),
                ),
                self._dossiers(
                    "asked_back",
                    self.env._("Supplement Asked by an Agency"),
                    domain=[("supplement_round_ids", "any", self._asked_by_agency())],
                    tone="warning",
                    help=self.env._("The examination stopped: tell the person what to bring."),
                ),
                self._dossiers(
                    "unanswered",
                    self.env._("Supplement Not Brought in Time"),
                    domain=[("supplement_round_ids.is_unanswered", "=", True)],
                    tone="danger",
                    help=self.env._(
                        "The deadline has passed: the manager or the leader may stop it."
                    ),
                ),
                self._dossiers(
                    "withdrawing",
                    self.env._("Withdrawal to Answer"),
                    domain=[("state", "=", actions.WITHDRAWING)],
                    tone="warning",
                ),
                self._handovers_to_receive(),
            ],
            empty=self.env._("Nothing lies at the counter."),
        )

    def _asked_by_agency(self):
        return [("state", "in", ["open", "partial"]), ("stage", "=", supplement.EXAMINATION)]

    def _handovers_to_receive(self):
        return Figure(
            "handovers",
            self.env._("Papers to Take Over"),
            "tthc.handover",
            domain=[("to_receive", "=", True)],
            action="tthc_dossier.action_handovers",
            tone="info",
            help=self.env._("Hand-over lists on their way to you: confirm dossier by dossier."),
        )

    def _reception_results(self):
        done = [("state", "=", actions.DONE)]
        to_return = "tthc_dossier.action_to_return"
        return Figures(
            self.env._("Results"),
            [
                self._dossiers(
                    "hand_out",
                    self.env._("To Hand Out at the Counter"),
                    domain=[*done, ("return_method", "=", "counter")],
                    action=to_return,
                    tone="success",
                ),
                self._dossiers(
                    "hand_out_today",
                    self.env._("Promised for Today"),
                    domain=[*done, ("due_at", ">=", "today"), ("due_at", "<", "today +1d")],
                    action=to_return,
                    tone="success",
                    help=self.env._("The result is there and the appointment is today."),
                ),
                self._dossiers(
                    "not_there",
                    self.env._("Promised for Today, Not There Yet"),
                    domain=[
                        ("state", "in", list(actions.UNDER_WAY)),
                        ("due_at", ">=", "today"),
                        ("due_at", "<", "today +1d"),
                    ],
                    tone="danger",
                    help=self.env._("People come for these today: ask the agency that has them."),
                ),
                self._dossiers(
                    "send_out",
                    self.env._("To Send or Deliver"),
                    domain=[*done, ("return_method", "!=", "counter")],
                    action=to_return,
                ),
            ],
            empty=self.env._("No result waits and none is promised for today."),
        )

    def _reception_today(self):
        return Figures(
            self.env._("My Day"),
            [
                self._dossiers(
                    "accepted_today",
                    self.env._("Accepted Today"),
                    domain=[("accepted_at", ">=", "today")],
                ),
                self._dossiers(
                    "accepted_by_me",
                    self.env._("Accepted Today, Taken In by Me"),
                    domain=[("accepted_at", ">=", "today"), ("create_uid", "=", self.env.uid)],
                ),
                self._dossiers(
                    "returned_today",
                    self.env._("Results Returned Today"),
                    domain=[("returned_at", ">=", "today")],
                ),
                self._dossiers(
                    "drafts",
                    self.env._("My Drafts"),
                    domain=[("state", "=", actions.DRAFT), ("create_uid", "=", self.env.uid)],
                    tone="info",
                    help=self.env._("Begun by you and not registered: finish or delete them."),
                ),
                self._dossiers(
                    "awaiting_person",
                    self.env._("Waiting for the Person"),
                    domain=[("state", "in", [actions.SUPPLEMENT, actions.FINANCIAL])],
                    help=self.env._("A supplement or a payment was asked for."),
                ),
            ],
            empty=self.env._("Nothing was taken in yet today: begin with “New Intake”."),
        )
