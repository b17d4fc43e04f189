from odoo import models
from odoo.exceptions import UserError

from ..tools import actions


class TthcDossier(models.Model):
    """What each named action does: ``_do_<action>`` returns the protected values to write and the
    values of its event. Nothing here checks rights or states; the engine has done so."""

    _inherit = "tthc.dossier"

    def _do_register(self, note, task):
        return {"state": actions.REGISTERED, "submitted_at": self.submitted_at or self._now()}, {}

    def _do_accept(self, note, task):
        now = self._now()
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
            **self._first_due_dates(self._clock_start(now)),
        }
        opened = self._open_tasks(steps[0], now, offer.agency_id)
        values.update(task_id=opened.id, agency_id=opened.agency_id.id)
        # Last of all: whoever is numbered next waits from here on.
        entry = self.env["tthc.ledger.entry"]._enter(self, now)
        values["name"] = entry.name
        return values, {
            "clock_effect": "start",
            "to_step_id": steps[0].id,
            "to_agency_id": opened.agency_id.id,
            "task_id": opened.id,
            "at": now,
            "facts": {"opened": [opened._facts()], **self._acceptance_facts(values, entry)},
        }

    def _acceptance_facts(self, values, entry):
        """What the ledger book prints of a dossier, as it was on acceptance."""
        return {
            "number": entry.name,
            "book_year": entry.year,
            "book_number": entry.number,
            "procedure": self.procedure_id.sudo().display_name,
            "owner": self.owner_id.sudo().name,
            "address": self.owner_id.sudo()._tthc_address_line(),
            "phone": self.owner_id.sudo().phone or "",
            "agency": self.env["tthc.agency"].sudo().browse(values["competent_agency_id"]).name
            or "",
            "return_method": self.return_method,
        }

    def _do_request_payment(self, note, task):
        return {"state": actions.FINANCIAL}, {
            "clock_effect": "pause",
            "clock_category": "financial",
        }

    def _do_payment_received(self, note, task):
        return {"state": self._state_of_task()}, {
            "clock_effect": "resume",
            "clock_category": "financial",
        }

    def _do_issue_result(self, note, task):
        steps = self._process_steps()
        self._check_result_ready(task, steps)
        return self._result(task, "granted", steps)

    def _check_result_ready(self, task, steps):
        """The result is issued at the last step, when nobody else is at work.

        :raise UserError: another step comes first
        """
        if not self._is_last_working(task.step_id, steps):
            raise UserError(
                self.env._(
                    "The result is issued after the step “%(last)s”; the dossier is at “%(now)s”.",
                    last=steps.filtered(lambda step: step.kind != "return")[-1:].name,
                    now=task.name,
                )
            )
        others = self.open_task_ids.sudo() - task
        if others:
            raise UserError(
                self.env._(
                    "The result is issued when every step is finished; still open: %s.",
                    ", ".join(f"“{row.name}”" for row in others),
                )
            )

    def _result(self, task, outcome, steps=None):
        """End of the processing: what is open is closed, the result waits for its owner."""
        now = self._now()
        others = self.open_task_ids.sudo() - task
        closed = [row._facts(now) for row in task | others]
        task._close("done", now)
        others._close("taken_back", now)
        steps = steps or self._process_steps()
        step = steps.filtered(lambda row: row.kind == "return")[:1]
        opened = self._open_tasks(step, now) if step else task.browse()
        return {
            "state": actions.DONE,
            "finished_at": now,
            "outcome": outcome,
            "task_id": opened.id,
            "agency_id": opened.agency_id.id,
            "waiting_numbers": False,
        }, {
            "from_step_id": task.step_id.id,
            "to_step_id": step.id,
            "from_agency_id": task.agency_id.id,
            "to_agency_id": opened.agency_id.id,
            "clock_effect": "stop",
            "at": now,
            "facts": {
                "closed": closed,
                "opened": [row._facts() for row in opened],
                "outcome": outcome,
            },
        }

    def _do_return_result(self, note, task):
        now = self._now()
        closed = self._close_all("done", now)
        return {
            "state": actions.RETURNED,
            "returned_at": now,
            "task_id": False,
            "agency_id": False,
        }, {
            "from_step_id": task.step_id.id,
            "at": now,
            "facts": {"closed": closed, "return_method": self.return_method},
        }

    # Offer ---------------------------------------------------------------------------------------

    def _competent_centre(self):
        """The centre whose offer, commitment and calendar hold for the dossier: the receiving
        one, unless another is competent."""
        return self.competent_company_id or self.company_id

    def _clock_start(self, accepted_at):
        """When the limit of a dossier begins, or is expected to, that is accepted at
        ``accepted_at`` (naive UTC)."""
        return accepted_at

    def _offer(self):
        """The competent centre's offer of this procedure.

        :raise UserError: the centre does not offer it
        """
        centre = self._competent_centre()
        offer = (
            self.env["tthc.offer"]
            .sudo()
            .search_fetch(
                [
                    ("company_id", "=", centre.id),
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
                    centre=centre.sudo().name,
                    procedure=self.procedure_id.display_name,
                )
            )
        return offer
