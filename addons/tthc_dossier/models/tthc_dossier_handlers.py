from odoo import models
from odoo.exceptions import UserError

from ..tools import actions, clock, wall_time


class TthcDossier(models.Model):
    """What each named action does: ``_do_<action>`` returns the protected values to write and the
    values of its event. Nothing here checks rights or states; the engine has done so."""

    _inherit = "tthc.dossier"

    def _do_register(self, note):
        return {"state": actions.REGISTERED, "submitted_at": self.submitted_at or self._now()}, {}

    def _do_accept(self, note):
        now = self._now()
        company = self.company_id.sudo()
        local_day = wall_time.to_local(now, company._tthc_zone()).date()
        offer = self._offer()
        steps = self._process_steps()
        if not steps:
            raise UserError(self.env._("The case has no process steps."))
        values = {
            "state": actions.ACCEPTED,
            "version_id": self.case_id.version_id.id,
            "competent_agency_id": offer.agency_id.id,
            "submitted_at": self.submitted_at or now,
            "accepted_at": now,
            **self._first_due_dates(now),
            "name": self.env["tthc.number.pattern"]._mint(company, local_day),
        }
        task = self._open_task(steps[0], now, offer.agency_id)
        values.update(task_id=task.id, agency_id=task.agency_id.id)
        return values, {"clock_effect": "start", "to_step_id": steps[0].id, "at": now}

    def _do_refuse(self, note):
        return {"state": actions.NOT_ACCEPTED, "finished_at": self._now()}, {}

    def _do_request_supplement(self, note, legal_basis=None):
        effect = {"clock_effect": "pause", "clock_category": "supplement"}
        values = {"state": actions.SUPPLEMENT, "supplement_count": self.supplement_count + 1}
        return values, {
            **(effect if self.accepted_at else {}),
            "legal_basis": legal_basis or False,
        }

    def _do_receive_supplement(self, note):
        if not self.accepted_at:
            return {"state": actions.REGISTERED}, {}
        return {"state": self._state_of_task()}, {
            "clock_effect": "restart",
            "clock_category": "supplement",
        }

    def _do_request_payment(self, note):
        return {"state": actions.FINANCIAL}, {
            "clock_effect": "pause",
            "clock_category": "financial",
        }

    def _do_payment_received(self, note):
        return {"state": self._state_of_task()}, {
            "clock_effect": "resume",
            "clock_category": "financial",
        }

    def _do_forward(self, note):
        step = self._next_step(self.task_id.step_id)
        if not step or step.kind == "return":
            raise UserError(
                self.env._(
                    "“%s” is the last step before the result is returned: issue the result.",
                    self.task_id.name,
                )
            )
        return self._move_to(step, "done")

    def _do_return_step(self, note):
        step = self._previous_step(self.task_id.step_id)
        if not step or step.kind == "receive":
            raise UserError(
                self.env._("There is no earlier processing step to hand the dossier back to.")
            )
        return self._move_to(step, "handed_back")

    def _do_issue_result(self, note, outcome="granted"):
        last = self.task_id.step_id
        step = self._next_step(last)
        if outcome == "granted" and step and step.kind != "return":
            raise UserError(
                self.env._(
                    "The result is issued after the step “%(last)s”; the dossier is at “%(now)s”.",
                    last=self._last_working_step().name,
                    now=last.name,
                )
            )
        now = self._now()
        if outcome == "rejected":
            step = self._process_steps().filtered(lambda row: row.kind == "return")[:1]
        values, event_values = self._move_to(step, "done")
        values.update(state=actions.DONE, finished_at=now, outcome=outcome)
        return values, {**event_values, "clock_effect": "stop", "at": now}

    def _do_return_result(self, note):
        now = self._now()
        if self.task_id:
            self.task_id.sudo()._close("done", now)
        return {
            "state": actions.RETURNED,
            "returned_at": now,
            "task_id": False,
            "agency_id": False,
        }, {"from_step_id": self.task_id.step_id.id, "at": now}

    def _do_request_withdrawal(self, note):
        return {"state": actions.WITHDRAWING}, {}

    def _do_answer_withdrawal(self, note, agree=True):
        if agree:
            return self._stopped()
        requested = self.event_ids.filtered(lambda event: event.kind == "request_withdrawal")
        return {"state": requested.sorted("seq")[-1:].from_state}, {}

    def _do_stop(self, note):
        return self._stopped()

    def _do_extend(self, note, until=None):
        if not until or until <= self.due_at:
            raise UserError(self.env._("Give a new appointment later than the present one."))
        zone = self.company_id._tthc_zone()
        company = self.company_id.sudo()
        segments = [
            *self._segments(),
            clock.Segment(
                kind=clock.SegmentKind.EXTEND,
                at=wall_time.to_local(self._now(), zone),
                until=wall_time.to_local(until, zone),
            ),
        ]
        legal, committed = self._limits()
        try:
            self._in_calendar(
                clock.evaluate,
                committed or legal,
                segments,
                company._tthc_working_calendar(),
                options=company._tthc_clock_options(),
                now=wall_time.to_local(self._now(), zone),
            )
        except clock.ExtensionError as error:
            raise UserError(
                self.env._(
                    "An appointment is moved once only, and at least one working day before it "
                    "falls due (NĐ 61/2018/NĐ-CP, Art. 19.9). After that the late agency owes an "
                    "apology."
                )
            ) from error
        return {"extended": True, "due_at": until}, {
            "clock_effect": "extend",
            "clock_until": until,
        }

    # Steps --------------------------------------------------------------------------------------

    def _offer(self):
        """The centre's offer of this procedure.

        :raise UserError: the centre does not offer it
        """
        offer = (
            self.env["tthc.offer"]
            .sudo()
            .search_fetch(
                [
                    ("company_id", "=", self.company_id.id),
                    ("procedure_id", "=", self.procedure_id.id),
                ],
                ["agency_id"],
                limit=1,
            )
        )
        if not offer:
            raise UserError(
                self.env._(
                    "%(centre)s does not offer %(procedure)s. An administrator adds it to the "
                    "centre's offers, with the agency that is competent for it.",
                    centre=self.company_id.sudo().name,
                    procedure=self.procedure_id.display_name,
                )
            )
        return offer

    def _process_steps(self):
        """Steps of the dossier's case in their order, read in one query."""
        return (
            self.env["tthc.procedure.step"]
            .sudo()
            .search_fetch(
                [("case_id", "=", self.case_id.id)],
                ["name", "kind", "role", "agency_kind", "agency_id", "hours"],
            )
        )

    def _next_step(self, step):
        steps = self._process_steps()
        index = steps.ids.index(step.id) + 1 if step in steps else len(steps)
        return steps[index : index + 1]

    def _previous_step(self, step):
        steps = self._process_steps()
        index = steps.ids.index(step.id) if step in steps else 0
        return steps[index - 1] if index else steps[:0]

    def _last_working_step(self):
        return self._process_steps().filtered(lambda step: step.kind != "return")[-1:]

    def _open_task(self, step, now, competent_agency):
        """Open the task of ``step``; who owns it is decided here."""
        agency = {
            "centre": self.env["tthc.agency"],
            "competent": competent_agency,
            "fixed": step.agency_id,
        }[step.agency_kind]
        return (
            self.env["tthc.dossier.task"]
            .sudo()
            .create(
                {
                    "dossier_id": self.id,
                    "company_id": self.company_id.id,
                    "step_id": step.id,
                    "name": step.name,
                    "kind": step.kind,
                    "role": step.role,
                    "agency_id": agency.id,
                    "started_at": now,
                    "due_at": self._step_due(step, now),
                }
            )
        )

    def _move_to(self, step, outcome):
        """Close the current task and open the one of ``step``: values, event values."""
        now = self._now()
        current = self.task_id.sudo()
        current._close(outcome, now)
        if not step:
            return {"task_id": False, "agency_id": False}, {"from_step_id": current.step_id.id}
        task = self._open_task(step, now, self.competent_agency_id)
        values = {
            "state": actions.PROCESSING,
            "task_id": task.id,
            "agency_id": task.agency_id.id,
        }
        if task.agency_id == self.competent_agency_id and not self.competent_received_at:
            values["competent_received_at"] = now
        return values, {
            "from_step_id": current.step_id.id,
            "to_step_id": step.id,
            "from_agency_id": current.agency_id.id,
            "to_agency_id": task.agency_id.id,
            "at": now,
        }

    def _state_of_task(self):
        """Core state to go back to after a pause: the one of the open step."""
        return actions.ACCEPTED if self.task_id.kind == "receive" else actions.PROCESSING

    def _stopped(self):
        now = self._now()
        if self.task_id:
            self.task_id.sudo()._close("stopped", now)
        values = {
            "state": actions.STOPPED,
            "finished_at": now,
            "task_id": False,
            "agency_id": False,
        }
        return values, {"clock_effect": "stop" if self.accepted_at else False, "at": now}

    def _after_action(self, action, event):
        """After a supplement or a payment the appointment is computed again from the ledger."""
        result = super()._after_action(action, event)
        if action in ("receive_supplement", "payment_received") and self.accepted_at:
            self._set(self._recomputed_due_dates())
        return result
