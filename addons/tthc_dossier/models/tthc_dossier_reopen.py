from odoo import models
from odoo.exceptions import UserError

from ..tools import actions, clock


class TthcDossier(models.Model):
    """An inspector opens a dossier again that had ended. The number and the fees stay as they
    are; the limit begins again from zero, and how the dossier had ended stays in the ledger."""

    _inherit = "tthc.dossier"

    def _do_reopen(self, note, task, reason=None, step_id=None):
        """Open again, at a step of the process.

        :param step_id: the step; the last one that was worked at unless given
        """
        chosen = self._ending_reason("reopen", reason)
        now = self._now()
        facts = {**chosen._facts(), "before": self._verdict_facts()}
        event_values = {"at": now, "legal_basis": chosen.legal_basis, "facts": facts}
        values = {"finished_at": False, "returned_at": False, "outcome": False}
        if not self.accepted_at:
            return {**values, "state": actions.REGISTERED}, event_values
        step = self._reopening_step(step_id)
        facts["closed"] = self._close_all("taken_back", now)
        opened = self._open_tasks(step, now)
        facts["opened"] = [row._facts() for row in opened]
        values.update(
            state=actions.ACCEPTED if step.kind == "receive" else actions.PROCESSING,
            task_id=opened.id,
            agency_id=opened.agency_id.id,
            waiting_numbers=False,
        )
        return values, {
            **event_values,
            "to_step_id": step.id,
            "to_agency_id": opened.agency_id.id,
            "task_id": opened.id,
            "clock_effect": "restart",
            "clock_category": clock.Category.REOPEN,
        }

    def _reopening_step(self, step_id=None):
        """The step at which the dossier goes on.

        :raise UserError: the step chosen is none of the process, or the return of the result
        """
        steps = self._process_steps().filtered(lambda step: step.kind != "return")
        if step_id:
            chosen = steps.filtered(lambda step: step.id == step_id)
            if not chosen:
                raise UserError(
                    self.env._(
                        "Choose a working step of the process: %s.", ", ".join(steps.mapped("name"))
                    )
                )
            return chosen
        worked = self.task_ids.sudo().filtered(lambda row: row.step_id in steps)
        return worked.sorted(lambda row: (row.started_at, row.id))[-1:].step_id or steps[:1]
