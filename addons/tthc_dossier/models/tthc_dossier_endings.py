from odoo import models

from ..tools import actions


class TthcDossier(models.Model):
    """Ends without a result: not accepted, withdrawn, stopped."""

    _inherit = "tthc.dossier"

    def _do_refuse(self, note, task):
        return {"state": actions.NOT_ACCEPTED, "finished_at": self._now()}, {}

    def _do_request_withdrawal(self, note, task):
        return {"state": actions.WITHDRAWING}, {}

    def _do_answer_withdrawal(self, note, task, agree=True):
        if agree:
            return self._stopped()
        requested = self.event_ids.filtered(lambda event: event.kind == "request_withdrawal")
        return {"state": requested.sorted("seq")[-1:].from_state}, {}

    def _do_stop(self, note, task):
        return self._stopped()

    def _stopped(self):
        now = self._now()
        closed = self._close_all("stopped", now)
        values = {
            "state": actions.STOPPED,
            "finished_at": now,
            "task_id": False,
            "agency_id": False,
            "waiting_numbers": False,
        }
        return values, {
            "clock_effect": "stop" if self.accepted_at else False,
            "at": now,
            "facts": {"closed": closed},
        }
