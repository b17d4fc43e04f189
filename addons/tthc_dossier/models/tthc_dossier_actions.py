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

    def action_refuse(self, note=None, reason=None, address=None, component_ids=None):
        """Do not accept; reason and explanation are printed on the refusal notice.

        :param reason: id or code of the ``tthc.reason``
        :param address: the competent agency and where it is, if that is the reason
        :param component_ids: papers of the dossier that are the reason
        """
        return self._perform(
            "refuse", note=note, reason=reason, address=address, component_ids=component_ids
        )

    def action_request_supplement(
        self, note=None, legal_basis=None, items=None, reason=None, leave_note=None
    ):
        """Ask for everything that is missing, at once; the clock pauses.

        :param items: dicts of ``component_id`` or ``name``, ``problem``, ``originals``,
            ``certified_copies``, ``copies``; what ``note`` says unless given
        :param reason: id or code of a ``tthc.reason``
        :param leave_note: why it is asked for although the rule does not allow it; with the
            legal basis, by a leader or the manager
        """
        return self._perform(
            "request_supplement",
            note=note,
            legal_basis=legal_basis,
            items=items,
            reason=reason,
            leave_note=leave_note,
        )

    def action_receive_supplement(self, note=None, items=None, complete=False):
        """Take in what came; with the last item the limit begins again from zero (Art. 19.4).

        :param items: ids of the items that came; all of them unless given
        :param complete: go on without the rest; ``note`` says why
        """
        return self._perform("receive_supplement", note=note, items=items, complete=complete)

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

    def action_issue_result(self, note=None, outcome="granted", reason=None):
        """The result exists: the clock stops here."""
        if outcome == "rejected":
            return self.action_reject(note=note, reason=reason)
        return self._perform("issue_result", note=note)

    def action_reject(self, note=None, reason=None, component_ids=None):
        """The answer is no: recorded as a result, with its reason (Art. 19.8).

        :param reason: id or code of the ``tthc.reason``
        :param component_ids: papers of the dossier that are the reason
        """
        return self._perform("reject", note=note, reason=reason, component_ids=component_ids)

    def action_return_result(self, note=None):
        """The person has the result in hand."""
        return self._perform("return_result", note=note)

    def action_request_withdrawal(self, note=None, partner_id=None):
        """The person asks to withdraw; somebody has to answer.

        :param partner_id: which party asks; the owner unless given
        """
        return self._perform("request_withdrawal", note=note, partner_id=partner_id)

    def action_answer_withdrawal(self, note=None, agree=True, papers=None, fees=None):
        """Answer a withdrawal: the dossier is stopped, or goes on where it was.

        :param papers: which papers are given back
        :param fees: what happens to what was paid
        """
        return self._perform("answer_withdrawal", note=note, agree=agree, papers=papers, fees=fees)

    def action_stop(self, note=None, reason=None, money=None, papers=None):
        """Stop a dossier without a result, e.g. because the person does not do what was asked.

        :param reason: id or code of the ``tthc.reason``
        :param money: what happens to what was paid
        :param papers: which papers are given back
        """
        return self._perform("stop", note=note, reason=reason, money=money, papers=papers)

    def action_reopen(self, note=None, reason=None, step_id=None):
        """Open again what had ended; the limit begins again from zero.

        :param reason: id or code of the ``tthc.reason``
        :param step_id: step of the process to go on at; the last one worked at unless given
        """
        return self._perform("reopen", note=note, reason=reason, step_id=step_id)

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
