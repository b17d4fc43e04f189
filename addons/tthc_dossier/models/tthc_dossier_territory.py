from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import actions, clock, wall_time

#: What nobody does before the competent agency has received the dossier: the limit does not run.
AFTER_RECEPTION = frozenset(
    {
        "request_supplement",
        "request_payment",
        "issue_result",
        "reject",
        "return_step",
        "consult",
        "propose_extension",
        "extend",
        "apologise",
        "recompute",
    }
)
#: What ends a step of the agency, and passes the dossier on where the receiving centre does it.
PASSING_ON = frozenset({"forward", "approve", "seal"})


class TthcDossier(models.Model):
    """Dossiers received by one centre for another ("hồ sơ phi địa giới hành chính", NĐ
    118/2025/NĐ-CP as amended by NĐ 309/2026/NĐ-CP): there are two receptions. The receiving centre
    gives number and receipt and has the transfer deadline to keep; the limit runs from the
    reception by the competent agency, in the calendar of its centre.
    """

    _inherit = "tthc.dossier"

    transfer_due_at = fields.Datetime(
        "Transfer Due",
        readonly=True,
        copy=False,
        help="Until when the competent agency must have the dossier: the same working day, or the "
        "next working morning after the cut-off (NĐ 61/2018/NĐ-CP, Art. 18).",
    )
    transfer_hours = fields.Float(
        digits=(8, 2),
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours of the receiving centre between the two receptions.",
    )
    transfer_late = fields.Boolean(
        compute="_compute_transfer_late",
        search="_search_transfer_late",
        help="Received by the competent agency after the transfer deadline, or not yet although "
        "it has passed.",
    )
    due_expected = fields.Boolean(
        "Expected Appointment",
        readonly=True,
        copy=False,
        help="The limit has not begun: the appointment supposes that the transfer deadline is "
        "kept.",
    )

    @api.model
    def _protected_fields(self):
        return super()._protected_fields() | {"transfer_due_at", "transfer_hours", "due_expected"}

    # Transfer -----------------------------------------------------------------------------------

    def _awaits_reception(self):
        """Whether the receiving centre has accepted and the competent agency not received."""
        self.ensure_one()
        return bool(
            self.competent_company_id
            and self.accepted_at
            and not self.competent_received_at
            and self.state in actions.UNDER_WAY
        )

    @api.depends("transfer_due_at", "competent_received_at", "state")
    def _compute_transfer_late(self):
        now = fields.Datetime.now()
        for dossier in self:
            due, received = dossier.transfer_due_at, dossier.competent_received_at
            waiting = dossier._awaits_reception()
            dossier.transfer_late = bool(due and (received or (waiting and now) or due) > due)

    def _search_transfer_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain(
            [
                ("competent_received_at", "=", False),
                ("state", "in", actions.UNDER_WAY),
                ("transfer_due_at", "<", fields.Datetime.now()),
            ]
        )
        late |= fields.Domain("transfer_due_at", "!=", False) & fields.Domain.custom(
            to_sql=lambda table, alias, query: SQL(
                "(%s > %s)",
                table._field_to_sql(alias, "competent_received_at", query),
                table._field_to_sql(alias, "transfer_due_at", query),
            )
        )
        return late if True in value else ~late

    def _transfer_due(self, received):
        """Transfer deadline of a dossier that the receiving centre received at ``received``;
        naive UTC.

        :raise UserError: it would lie in a year without a calendar
        """
        company = self.company_id.sudo()
        zone = company._tthc_zone()
        due = self._in_calendar(
            clock.next_transfer_deadline,
            wall_time.to_local(received, zone),
            company._tthc_working_calendar(),
            company._tthc_clock_options().cutoff,
        )
        return wall_time.to_utc(due, zone)

    def _transfer_time(self, now):
        """Working hours of the receiving centre from its reception to ``now``."""
        company = self.company_id.sudo()
        zone = company._tthc_zone()
        seconds = self._in_calendar(
            company._tthc_working_calendar().working_seconds,
            wall_time.to_local(self.accepted_at, zone),
            wall_time.to_local(now, zone),
        )
        return seconds / 3600

    def _clock_start(self, accepted_at):
        """Override: until it is received, the limit is expected to run from the deadline of the
        transfer."""
        if self.competent_company_id:
            return self._transfer_due(accepted_at)
        return super()._clock_start(accepted_at)

    # Actions ------------------------------------------------------------------------------------

    def action_receive_competent(self, note=None):
        """Receive a dossier that another centre took in: the limit begins."""
        return self._perform("receive_competent", note=note)

    def _do_accept(self, note, task):
        """Override: the clock does not begin with the acceptance of a dossier competent
        elsewhere."""
        values, event_values = super()._do_accept(note, task)
        if self.competent_company_id:
            due = self._transfer_due(values["accepted_at"])
            values.update(transfer_due_at=due, due_expected=True)
            event_values["clock_effect"] = False
            event_values["facts"].update(
                competent_centre=self.competent_company_id.sudo().name,
                transfer_due=fields.Datetime.to_string(due),
                due_expected=True,
            )
        return values, event_values

    def _do_receive_competent(self, note, task):
        now = self._now()
        if task.kind == "receive" and not self._is_last_working(task.step_id):
            # It arrived although the receiving centre did not record that it had sent it.
            values, event_values = self._pass_on(task)
        else:
            values, event_values = {}, self._restarted_steps(now)
        late = now > self.transfer_due_at
        hours = self._transfer_time(now)
        values.update(
            state=actions.PROCESSING,
            competent_received_at=now,
            transfer_hours=hours,
            due_expected=False,
            **self._first_due_dates(now),
        )
        event_values["facts"]["transfer"] = {
            "centre": self.competent_company_id.sudo().name,
            "due": fields.Datetime.to_string(self.transfer_due_at),
            "hours": round(hours, 2),
            "late": late,
        }
        return values, {
            **event_values,
            "to_agency_id": self.competent_agency_id.id,
            "clock_effect": "start",
            "at": now,
        }

    def _restarted_steps(self, now):
        """The agency has its steps from the reception on, not from the sending."""
        tasks = self.open_task_ids.sudo()
        for task in tasks:
            task.write({"started_at": now, "due_at": self._step_due(task.step_id, now)})
        return {"facts": {"received": [task._facts() for task in tasks]}}

    def _moved(self, *args, **kwargs):
        """Override: passed on by the receiving centre, a dossier is still not received."""
        values, event_values = super()._moved(*args, **kwargs)
        if self._awaits_reception():
            values["state"] = actions.ACCEPTED
            values.pop("competent_received_at", None)
        return values, event_values

    def _stopped(self):
        """Override: a clock that did not begin does not stop."""
        values, event_values = super()._stopped()
        if self.competent_company_id and not self.competent_received_at:
            event_values["clock_effect"] = False
        return values, event_values

    def _state_of_task(self):
        """Override: a dossier that nobody has received is accepted, whichever step is open."""
        return actions.ACCEPTED if self._awaits_reception() else super()._state_of_task()

    def _step_company(self, step):
        """Override: received and returned where the person came, all else where it is
        competent."""
        if self.competent_company_id and step.kind not in ("receive", "return"):
            return self.competent_company_id
        return super()._step_company(step)

    def _action_obstacles(self, action):
        """Override: received once, and before anything else happens to it there."""
        obstacles = super()._action_obstacles(action)
        waits = self._awaits_reception()
        if action == "receive_competent" and not waits:
            obstacles.append(
                self.env._(
                    "%s waits for no second reception: it was received already, or the receiving "
                    "centre is competent itself.",
                    self.display_name,
                )
            )
        elif waits and (
            action in AFTER_RECEPTION or (action in PASSING_ON and self.task_id.kind != "receive")
        ):
            obstacles.append(self._reception_first())
        return obstacles

    def _reception_first(self):
        return self.env._(
            "%(dossier)s was sent by %(centre)s and its limit has not begun: a receptionist of "
            "%(competent)s or an officer of %(agency)s first confirms “%(action)s”.",
            dossier=self.display_name,
            centre=self.company_id.sudo().name,
            competent=self.competent_company_id.sudo().name,
            agency=self.competent_agency_id.sudo().name,
            action=self._action_label("receive_competent"),
        )

    def _offer_fits(self, action, task):
        """Override: offer nothing that the missing reception would refuse."""
        if self._awaits_reception() and (
            action.name in AFTER_RECEPTION or (action.name in PASSING_ON and task.kind != "receive")
        ):
            return False
        if action.name == "receive_competent":
            return self._awaits_reception()
        return super()._offer_fits(action, task)

    def _holder_competent_officer(self, task):
        """An officer of the competent agency, whether or not a step is open there."""
        agency = self.competent_agency_id.sudo()
        user = self.env.user
        allowed = bool(agency) and any(
            person.has_group("tthc_dossier.group_officer")
            and agency.id in person._tthc_agency_id_set()
            for person in (user, *user._tthc_absent_users())
        )
        return allowed, self.env._("an officer of %s", agency.name or "–")

    # What is said of it -------------------------------------------------------------------------

    def _compute_clock_explanation(self):
        """Override: no limit runs before the second reception."""
        waiting = self.filtered(
            lambda dossier: (
                dossier.competent_company_id
                and dossier.accepted_at
                and not dossier.competent_received_at
            )
        )
        result = super(TthcDossier, self - waiting)._compute_clock_explanation()
        for dossier in waiting:
            agency = dossier.competent_agency_id.sudo().name
            if not dossier._awaits_reception():
                dossier.clock_explanation = self.env._(
                    "The dossier ended before %s received it: no limit has run.", agency
                )
                continue
            dossier.clock_explanation = self.env._(
                "The limit begins when %(agency)s receives the dossier; transfer due %(due)s. The "
                "appointment is expected, not fixed.",
                agency=agency,
                due=dossier._local_text(dossier.transfer_due_at),
            )
        return result
