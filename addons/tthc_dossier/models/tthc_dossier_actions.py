from odoo import api, fields, models


class TthcDossier(models.Model):
    """The named actions as they are called from screens and from outside. Each is one line: the
    table in ``tools/actions.py`` rules, the engine performs."""

    _inherit = "tthc.dossier"

    def action_register(self):
        """Put a draft on record as submitted ("mới đăng ký")."""
        return self._perform("register")

    def action_accept(self):
        """Accept: number, due dates, first step (NĐ 61/2018/NĐ-CP Art. 17.3)."""
        return self._perform("accept")

    def action_refuse(self, note=None):
        """Do not accept; the reason is printed on the refusal notice."""
        return self._perform("refuse", note=note)

    def action_request_supplement(self, note=None, legal_basis=None):
        """Ask for everything that is missing, at once; the clock pauses."""
        return self._perform("request_supplement", note=note, legal_basis=legal_basis)

    def action_receive_supplement(self, note=None):
        """Take in the supplement; the limit begins again from zero (Art. 19.4)."""
        return self._perform("receive_supplement", note=note)

    def action_request_payment(self, note=None):
        """Ask the person to fulfil a financial duty; the clock pauses."""
        return self._perform("request_payment", note=note)

    def action_forward(self, note=None, next_step_ids=None):
        """Finish a step and hand the dossier on.

        :param next_step_ids: where one of several steps follows, the one decided on
        """
        return self._perform("forward", note=note, next_step_ids=next_step_ids)

    def action_approve(self, note=None, next_step_ids=None):
        """Approve, and hand the dossier on; at the last step, issue the result instead."""
        return self._perform("approve", note=note, next_step_ids=next_step_ids)

    def action_seal(self, note=None, next_step_ids=None):
        """Seal, and hand the dossier on; at the last step, issue the result instead."""
        return self._perform("seal", note=note, next_step_ids=next_step_ids)

    def action_return_step(self, note=None, step_id=None):
        """Hand the dossier back to the previous step.

        :param step_id: where several steps led here, the one it goes back to
        """
        return self._perform("return_step", note=note, step_id=step_id)

    def action_issue_result(self, note=None, outcome="granted"):
        """The result exists: the clock stops here."""
        if outcome == "rejected":
            return self.action_reject(note=note)
        return self._perform("issue_result", note=note)

    def action_reject(self, note=None):
        """The answer is no: recorded as a result, with its reason (Art. 19.8)."""
        return self._perform("reject", note=note)

    def action_return_result(self, note=None):
        """The person has the result in hand."""
        return self._perform("return_result", note=note)

    def action_request_withdrawal(self, note=None):
        """The person asks to withdraw; somebody has to answer."""
        return self._perform("request_withdrawal", note=note)

    def action_answer_withdrawal(self, note=None, agree=True):
        """Answer a withdrawal: the dossier is stopped, or goes on where it was."""
        return self._perform("answer_withdrawal", note=note, agree=agree)

    def action_stop(self, note=None):
        """Stop a dossier for which the person does not do what was asked."""
        return self._perform("stop", note=note)

    def action_extend(self, note=None, until=None):
        """Extend once, by the head's decision, at least one working day before the due date
        (Art. 19.9).

        :param until: new appointment, naive UTC, as datetime or as text of the RPC
        """
        return self._perform("extend", note=note, until=fields.Datetime.to_datetime(until))

    @api.private
    def _payment_received(self, note=None):
        """The financial duty is fulfilled: the clock goes on. Called by the money chain."""
        return self._perform("payment_received", note=note)
