from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import actions


class TthcDossier(models.Model):
    """Ends other than the result that was asked for: not accepted, rejected, stopped. Each gives
    a reason of the catalogue and an explanation in words, never a code."""

    _inherit = "tthc.dossier"

    def _do_refuse(self, note, task, reason=None, address=None, component_ids=None):
        """Not accepted, by the desk (NĐ 61/2018/NĐ-CP Art. 17).

        :param address: which agency is competent and where it is, if that is the reason
        :param component_ids: papers of the dossier that are the reason
        """
        chosen = self._ending_reason("refuse", reason)
        now = self._now()
        return {"state": actions.NOT_ACCEPTED, "finished_at": now}, {
            "at": now,
            "legal_basis": chosen.legal_basis,
            "facts": {
                **chosen._facts(),
                **self._required_address(chosen, address),
                **self._named_components(chosen, component_ids),
            },
        }

    def _do_reject(self, note, task, reason=None, component_ids=None):
        """The answer is no: a result like any other, within the limit, returned with the refusal
        notice (NĐ 61/2018/NĐ-CP Art. 19.8)."""
        chosen = self._ending_reason("reject", reason)
        values, event_values = self._result(task, "rejected")
        event_values["facts"].update(
            **chosen._facts(), **self._named_components(chosen, component_ids)
        )
        return values, {**event_values, "legal_basis": chosen.legal_basis}

    def _do_stop(self, note, task, reason=None, money=None, papers=None):
        """Stopped without a result; what the notice of stopping says (form ``stop``).

        :param money: what happens to what was paid
        :param papers: which papers are given back
        """
        chosen = self._ending_reason("stop", reason)
        self._check_deadline_passed(chosen)
        reached = self._reached()
        values, event_values = self._stopped()
        event_values["facts"].update(
            **chosen._facts(), **reached, money=money or "", papers=papers or ""
        )
        return values, {**event_values, "legal_basis": chosen.legal_basis}

    def _stopped(self):
        """Values, and event values, of a dossier that ends here."""
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

    def _holder_competent_leader(self, task):
        """A leader of the agency that is competent, whichever agency has the step."""
        return self._holder_leader(task.browse())

    # Reasons ------------------------------------------------------------------------------------

    def _ending_reason(self, kind, reason):
        return self.env["tthc.reason"]._chosen(kind, reason, self._local_day())

    def _required_address(self, chosen, address):
        """:raise UserError: the reason is that another agency is competent, and none is named"""
        address = (address or "").strip()
        if chosen.needs_address and not address:
            raise UserError(
                self.env._(
                    "“%s”: name the agency that is competent and where it is, so that the person "
                    "knows where to go.",
                    chosen.name,
                )
            )
        return {"address": address} if address else {}

    def _named_components(self, chosen, component_ids):
        """Names of the papers that are the reason, for the event.

        :raise UserError: the reason is about papers, and none is chosen; or one is not this
            dossier's
        """
        papers = self.sudo().component_ids.filtered(lambda row: row.id in (component_ids or ()))
        if len(papers) != len(set(component_ids or ())):
            raise UserError(self.env._("A paper of another dossier cannot be the reason here."))
        if chosen.needs_component and not papers:
            raise UserError(self.env._("“%s”: choose the papers that it is about.", chosen.name))
        return {"components": papers.mapped("name")} if papers else {}

    def _check_deadline_passed(self, chosen):
        """:raise UserError: the reason is that nothing came in time, and there is time still"""
        if not chosen.needs_deadline:
            return
        asked = self._waiting_round()
        if asked and asked.answer_due_at and asked.answer_due_at <= self._now():
            return
        raise UserError(
            self.env._(
                "“%(reason)s” may be given once a supplement was not brought in time: %(when)s.",
                reason=chosen.name,
                when=self.env._(
                    "the person has time until %s", self._local_text(asked.answer_due_at)
                )
                if asked.answer_due_at
                else self.env._("nothing with a deadline is asked for"),
            )
        )

    def _reached(self):
        """How far the dossier had come, for the notice of stopping."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        tasks = self.open_task_ids.sudo()
        return {
            "stage": labels[self.state],
            "steps": tasks.mapped("name"),
            "supplement_open": self._waiting_round().item_ids.filtered(
                lambda item: not item.received
            ).mapped("name"),
        }  # fmt: skip

    def _portal_values(self):
        """Adds ``ending``: the reason of a refusal, rejection or stop, as it was given."""
        values = super()._portal_values()
        ended = self.sudo().event_ids.filtered(
            lambda event: event.kind in ("refuse", "reject", "stop") and event.facts
        )[-1:]
        over = self.state in (actions.NOT_ACCEPTED, actions.STOPPED) or self.outcome == "rejected"
        facts = ended.facts or {}
        shown = over and facts.get("reason_text")
        return {**values, "ending": {**facts, "note": ended.note} if shown else False}

    def _verdict_facts(self):
        """How the dossier had ended, kept by the event that opens it again."""
        to_text = fields.Datetime.to_string
        return {
            "state": self.state,
            "outcome": self.outcome or "",
            "finished": to_text(self.finished_at) if self.finished_at else "",
            "returned": to_text(self.returned_at) if self.returned_at else "",
            "due": to_text(self.due_at) if self.due_at else "",
            "verdict": self.final_verdict or "",
        }
