from odoo import models

from ..tools import actions, supplement
from ..tools.desk import Figure, Figures, Rows, Section

DOSSIERS = "tthc_dossier.action_dossiers"


class TthcDesk(models.AbstractModel):
    """The receptionist's desk: who waits at the counter, on the line and in the post."""

    _inherit = "tthc.desk"

    def _section_receptionist(self):
        _ = self.env._
        return Section(
            "receptionist",
            _("Reception"),
            [
                Rows(
                    _("Who Waits Longest for Acceptance"),
                    self._dossiers(
                        "to_accept",
                        _("Waiting for Acceptance"),
                        domain=self._to_accept(),
                        tone="warning",
                        sequence=True,
                        help=_("Registered and not yet accepted, whatever the channel."),
                    ),
                    "submitted_at, id",
                    empty=_(
                        "Nobody waits for acceptance. What people send online or by post appears "
                        "here; at the counter begin with “New Intake”."
                    ),
                ),
                self._reception_queue(),
                self._reception_results(),
                self._reception_today(),
            ],
            help=_("What came in, what is to be handed out, and what came back to the counter."),
            buttons=[(_("New Intake"), "tthc_dossier.action_intake")],
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
        _ = self.env._
        steps = self._my_steps("receptionist")
        back = [("task_ids.outcome", "in", ["handed_back", "recalled"])]
        return Figures(
            _("To Do at the Counter"),
            [
                self._dossiers(
                    "online",
                    _("Registered Online"),
                    domain=self._to_accept("online"),
                    tone="warning",
                ),
                self._dossiers(
                    "post", _("Came by Post"), domain=self._to_accept("post"), tone="warning"
                ),
                self._dossiers(
                    "counter",
                    _("Saved at the Counter"),
                    domain=self._to_accept("counter"),
                    help=_("Registered at the counter and not yet accepted."),
                ),
                self._dossiers(
                    "supplement_came",
                    _("Supplement Came"),
                    domain=self._supplement_came(),
                    tone="warning",
                    help=_("The person brought what was asked for before acceptance."),
                ),
                self._dossiers(
                    "to_forward",
                    _("To Pass On"),
                    domain=[*steps, ("state", "in", list(actions.RUNNING_STATES))],
                    action="tthc_dossier.action_my_steps",
                    sequence=True,
                    help=_("Accepted, and the step is still at the counter."),
                ),
                self._dossiers(
                    "sent_back",
                    _("Came Back to the Counter"),
                    domain=[*steps, *back, ("state", "in", list(actions.RUNNING_STATES))],
                    action="tthc_dossier.action_my_steps",
                    tone="danger",
                    help=_("Handed back by an agency or recalled; the note says why."),
                ),
                self._dossiers(
                    "asked_back",
                    _("Supplement Asked by an Agency"),
                    domain=[("supplement_round_ids", "any", self._asked_by_agency())],
                    tone="warning",
                    help=_("The examination stopped: tell the person what to bring."),
                ),
                self._dossiers(
                    "unanswered",
                    _("Supplement Not Brought in Time"),
                    domain=[("supplement_round_ids.is_unanswered", "=", True)],
                    tone="danger",
                    help=_("The deadline has passed: the manager or the leader may stop it."),
                ),
                self._dossiers(
                    "withdrawing",
                    _("Withdrawal to Answer"),
                    domain=[("state", "=", actions.WITHDRAWING)],
                    tone="warning",
                ),
                self._handovers_to_receive(),
            ],
            empty=_("Nothing lies at the counter."),
        )

    def _asked_by_agency(self):
        return [("state", "in", ["open", "partial"]), ("stage", "=", supplement.EXAMINATION)]

    def _handovers_to_receive(self):
        _ = self.env._
        return Figure(
            "handovers",
            _("Papers to Take Over"),
            "tthc.handover",
            domain=[("to_receive", "=", True)],
            action="tthc_dossier.action_handovers",
            tone="info",
            help=_("Hand-over lists on their way to you: confirm dossier by dossier."),
        )

    def _reception_results(self):
        _ = self.env._
        done = [("state", "=", actions.DONE)]
        to_return = "tthc_dossier.action_to_return"
        return Figures(
            _("Results"),
            [
                self._dossiers(
                    "hand_out",
                    _("To Hand Out at the Counter"),
                    domain=[*done, ("return_method", "=", "counter")],
                    action=to_return,
                    tone="success",
                ),
                self._dossiers(
                    "hand_out_today",
                    _("Promised for Today"),
                    domain=[*done, ("due_at", ">=", "today"), ("due_at", "<", "today +1d")],
                    action=to_return,
                    tone="success",
                    help=_("The result is there and the appointment is today."),
                ),
                self._dossiers(
                    "not_there",
                    _("Promised for Today, Not There Yet"),
                    domain=[
                        ("state", "in", list(actions.UNDER_WAY)),
                        ("due_at", ">=", "today"),
                        ("due_at", "<", "today +1d"),
                    ],
                    tone="danger",
                    help=_("People come for these today: ask the agency that has them."),
                ),
                self._dossiers(
                    "send_out",
                    _("To Send or Deliver"),
                    domain=[*done, ("return_method", "!=", "counter")],
                    action=to_return,
                ),
            ],
            empty=_("No result waits and none is promised for today."),
        )

    def _reception_today(self):
        _ = self.env._
        return Figures(
            _("My Day"),
            [
                self._dossiers(
                    "accepted_today", _("Accepted Today"), domain=[("accepted_at", ">=", "today")]
                ),
                self._dossiers(
                    "accepted_by_me",
                    _("Accepted Today, Taken In by Me"),
                    domain=[("accepted_at", ">=", "today"), ("create_uid", "=", self.env.uid)],
                ),
                self._dossiers(
                    "returned_today",
                    _("Results Returned Today"),
                    domain=[("returned_at", ">=", "today")],
                ),
                self._dossiers(
                    "drafts",
                    _("My Drafts"),
                    domain=[("state", "=", actions.DRAFT), ("create_uid", "=", self.env.uid)],
                    tone="info",
                    help=_("Begun by you and not registered: finish or delete them."),
                ),
                self._dossiers(
                    "awaiting_person",
                    _("Waiting for the Person"),
                    domain=[("state", "in", [actions.SUPPLEMENT, actions.FINANCIAL])],
                    help=_("A supplement or a payment was asked for."),
                ),
            ],
            empty=_("Nothing was taken in yet today: begin with “New Intake”."),
        )
