from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import actions, clock, supplement, wall_time
from .tthc_supplement_round import WAITING

#: What may be said of an item that is asked for.
ITEM_FIELDS = ("component_id", "name", "problem", "originals", "certified_copies", "copies")


class TthcDossier(models.Model):
    """Supplements: what the person has to bring before the dossier goes on. Each request is a
    round of its own, with everything that is asked for."""

    _inherit = "tthc.dossier"

    supplement_round_ids = fields.One2many(
        "tthc.supplement.round", "dossier_id", "Supplements", readonly=True
    )

    # Actions ------------------------------------------------------------------------------------

    def _do_request_supplement(
        self,
        note,
        task,
        legal_basis=None,
        items=None,
        reason=None,
        leave_note=None,
        proposal=None,
    ):
        """Ask for everything at once (NĐ 61/2018/NĐ-CP Art. 15.3, 19.4). Beyond the days and
        rounds of the rule only with a legal basis, a reason and leave.

        :param proposal: the round that waited for leave, which is hereby given
        """
        now, needed = self._now(), self._supplement_leave()
        waiting = (proposal or self.env["tthc.supplement.round"]).sudo()
        values = {
            "state": "open",
            "number": self.supplement_count + 1,
            "requested_at": now,
            "answer_due_at": self._answer_due(self._supplement_terms(), now),
            **self._leave_values(
                task,
                needed,
                waiting.legal_basis or legal_basis,
                waiting.leave_note or leave_note,
            ),
        }
        # What was asked for meanwhile makes another request that waits for leave stale.
        (self._supplement_proposals() - waiting).write({"state": "declined"})
        if waiting:
            waiting.write(values)
        else:
            given = self._round_values(note, task, legal_basis, items, reason)
            waiting = self._new_round({**given, **values})
        effect = {"clock_effect": "pause", "clock_category": "supplement"}
        return {"state": actions.SUPPLEMENT, "supplement_count": waiting.number}, {
            **(effect if self.accepted_at else {}),
            "legal_basis": waiting.legal_basis,
            "at": now,
            "facts": waiting._facts(),
        }

    def _do_receive_supplement(self, note, task, items=None, complete=False):
        """Take in what came: item by item. With the last one, or when the rest is waived, the
        dossier goes on, its limit from zero (NĐ 61/2018/NĐ-CP Art. 19.4).

        :param items: ids of the items that came; ``None``: all that were still to come
        :param complete: go on without what is missing; ``note`` says why
        :raise UserError: nothing came, or the rest is waived without saying why
        """
        asked = self._waiting_round()
        came, left = self._sort_items(asked, items)
        if not came and not complete and asked:
            raise UserError(self.env._("Tick what the person brought; nothing is ticked."))
        if left and complete and not note:
            raise UserError(
                self.env._(
                    "Say why the dossier goes on without: %s.", "; ".join(left.mapped("name"))
                )
            )
        now = self._now()
        came.write({"received": True, "received_at": now})
        came.component_id.write({"received": True})
        partial = bool(left) and not complete
        asked.write(
            {
                "state": "partial" if partial else "received",
                "received_at": now,
                "received_by_id": self.env.uid,
                "received_note": note or False,
            }
        )
        facts = {
            "round": asked.number,
            "came": came.mapped("name"),
            "left" if partial else "waived": left.mapped("name"),
        }
        if partial:
            return {"state": actions.SUPPLEMENT}, {"at": now, "facts": facts}
        if not self.accepted_at:
            return {"state": actions.REGISTERED}, {"at": now, "facts": facts}
        return {"state": self._state_of_task()}, {
            "clock_effect": "restart",
            "clock_category": "supplement",
            "at": now,
            "facts": facts,
        }

    def action_propose_supplement(
        self, note=None, legal_basis=None, items=None, reason=None, leave_note=None
    ):
        """Prepare a request that goes beyond the rule, for the leader's or manager's leave. The
        dossier stays where it is until then.

        :raise AccessError: for somebody who could not ask for a supplement either
        :raise UserError: the dossier's state does not allow it, one waits already, or the legal
            basis or the reason is missing
        """
        self.ensure_one()
        self.check_access("read")
        self._lock()
        action = actions.ACTIONS["request_supplement"]
        self._check_state(action)
        task = self._acting_task(action)
        self._check_holder(action, task)
        if self._supplement_proposals():
            raise UserError(self.env._("%s: a request waits for leave already.", self.display_name))
        if not (note or "").strip():
            raise UserError(self.env._("Give a reason: it is printed and kept on record."))
        self._check_leave_facts(legal_basis, leave_note)
        values = self._round_values(note.strip(), task, legal_basis, items, reason)
        needed = self._supplement_leave()
        self._new_round(
            {
                **values,
                "state": "proposed",
                "requested_at": self._now(),
                "leave_reasons": ",".join(needed) or False,
                "leave_note": leave_note,
            }
        )
        return True

    # Rounds -------------------------------------------------------------------------------------

    def _round_values(self, note, task, legal_basis, items, reason):
        day = self._local_day()
        chosen = self.env["tthc.reason"]
        if reason:
            chosen = chosen._chosen("supplement", reason, day)
        return {
            "dossier_id": self.id,
            "number": 0,
            "stage": self._supplement_stage(),
            "reason_id": chosen.id,
            "reason": note,
            "legal_basis": legal_basis
            or chosen.legal_basis
            or self._supplement_terms().legal_basis
            or False,
            "agency_id": task.agency_id.id,
            "task_id": task.id,
            "requested_by_id": self.env.uid,
            "item_ids": [
                (0, 0, {**item, "sequence": number})
                for number, item in enumerate(self._checked_items(items, note))
            ],
        }

    def _checked_items(self, items, note):
        """The items asked for, each with a name: those given, else what ``note`` says.

        :raise UserError: a paper of another dossier, or one without a name
        """
        if not items:
            return [{"name": note}]
        papers = {row.id: row.name for row in self.sudo().component_ids}
        rows = []
        for given in items:
            item = {name: given[name] for name in ITEM_FIELDS if given.get(name)}
            paper = item.get("component_id")
            if paper and paper not in papers:
                raise UserError(self.env._("A paper of another dossier cannot be asked for here."))
            item.setdefault("name", papers.get(paper))
            if not item["name"]:
                raise UserError(self.env._("Name each paper that is asked for."))
            rows.append(item)
        return rows

    @api.model
    def _new_round(self, values):
        return self.env["tthc.supplement.round"].sudo().create(values)

    def _waiting_round(self):
        """The round that the person still has to answer; empty when nothing is asked for."""
        rounds = self.sudo().supplement_round_ids
        return rounds.filtered(lambda row: row.state in WAITING).sorted("number")[-1:]

    def _supplement_proposals(self):
        return self.sudo().supplement_round_ids.filtered(lambda row: row.state == "proposed")

    def _sort_items(self, asked, items):
        """What came of the items still to come, and what is left.

        :raise UserError: an item that was not asked for
        """
        open_items = asked.item_ids.filtered(lambda item: not item.received)
        came = open_items.ids if items is None else list(items)
        try:
            left = supplement.left_over(open_items.ids, came)
        except ValueError as error:
            raise UserError(
                self.env._("Something that was not asked for cannot be ticked: reload the dossier.")
            ) from error
        return open_items.browse(came), open_items.browse(left)

    # Leave --------------------------------------------------------------------------------------

    def _supplement_terms(self):
        company = self.company_id.sudo()
        return self.env["tthc.supplement.rule"]._terms(company, self._local_day())

    def _local_day(self):
        """Today at the centre."""
        return wall_time.to_local(self._now(), self.company_id.sudo()._tthc_zone()).date()

    def _supplement_last_day(self):
        """The last moment for asking without leave, naive UTC; ``None`` without one."""
        received = self.competent_received_at
        if not self.competent_agency_id:
            received = received or self.accepted_at
        days = self._supplement_terms().request_days
        if not (received and days):
            return None
        return self._due_from(clock.Limit(days, clock.Unit.WORKING_DAY), received)

    def _supplement_stage(self):
        return supplement.EXAMINATION if self.accepted_at else supplement.COUNTER

    def _supplement_leave(self):
        """Why a request now needs leave; see :func:`~..tools.supplement.leave_needed`."""
        stage = self._supplement_stage()
        if stage != supplement.EXAMINATION:
            return ()
        earlier = self.sudo().supplement_round_ids.filtered(
            lambda row: row.stage == stage and row.number
        )
        return supplement.leave_needed(
            stage,
            len(earlier),
            self._supplement_terms().rounds,
            self._now(),
            self._supplement_last_day(),
        )

    def _leave_values(self, task, needed, legal_basis, leave_note):
        """Values of a round that record whose leave it has; none where it needs none.

        :raise AccessError: the acting user may not give it
        :raise UserError: the legal basis or the reason is missing
        """
        if not needed:
            return {}
        self._check_supplement_approver(task, needed)
        self._check_leave_facts(legal_basis, leave_note, needed)
        return {
            "leave_reasons": ",".join(needed),
            "leave_note": leave_note,
            "approver_id": self.env.uid,
            "approved_at": self._now(),
        }

    def _check_supplement_approver(self, task, needed=()):
        """:raise AccessError: the user is neither a leader of the agency nor the manager"""
        if self.env.su or self._may_give_leave(task):
            return
        verdicts = (self._holder_leader(task), self._holder_manager(task))
        raise AccessError(
            self.env._(
                "%(why)sLeave is given by %(who)s: send the request to them with “Ask for Leave”.",
                why=self._leave_text(needed),
                who=self.env._(" or ").join(who for _allowed, who in verdicts),
            )
        )

    def _may_give_leave(self, task):
        return self._holder_leader(task)[0] or self._holder_manager(task)[0]

    def _check_leave_facts(self, legal_basis, leave_note, needed=()):
        if (legal_basis or "").strip() and (leave_note or "").strip():
            return
        raise UserError(
            self.env._(
                "%sTo ask nevertheless, give the legal basis that allows it and say why it is "
                "asked for now.",
                self._leave_text(needed),
            )
        )

    def _leave_text(self, needed):
        """Why a request needs leave, in sentences that end with a line break."""
        terms = self._supplement_terms()
        texts = {
            supplement.LATE: lambda: self.env._(
                "The %(days)s working days for asking ended on %(last)s (%(basis)s).\n",
                days=terms.request_days,
                last=self._local_text(self._supplement_last_day()),
                basis=terms.legal_basis,
            ),
            supplement.AGAIN: lambda: self.env._(
                "A supplement was asked for already; everything is asked for at once, and the "
                "national scoring counts a second request as late.\n"
            ),
        }
        return "".join(texts[reason]() for reason in needed)

    def _holder_counter_desk(self, task):
        """The desk, for what is still with it: before acceptance, or at the centre's own step."""
        allowed, who = self._holder_desk(task)
        return allowed and (not self.accepted_at or not task.agency_id), who

    def _holder_supplement_approver(self, task):
        """Who gives leave: a leader of the agency, and the manager for what waits for leave."""
        allowed, who = self._holder_leader(task)
        if not allowed and self._supplement_proposals():
            return self._holder_manager(task)
        return allowed, who

    # Deadline of the person -----------------------------------------------------------------------

    def _answer_due(self, terms, now):
        """Until when the person has time; ``False`` without a deadline. Where the calendar of
        that year has not been entered, the plain day: nobody is kept waiting for it."""
        if not terms.answer_days:
            return False
        limit = clock.Limit(terms.answer_days, clock.Unit.CALENDAR_DAY)
        try:
            return self._due_from(limit, now)
        except UserError:
            return now + timedelta(days=terms.answer_days)

    # Ends ---------------------------------------------------------------------------------------

    def _after_action(self, action, event):
        """What still waited for the person ends with the dossier."""
        result = super()._after_action(action, event)
        if action in ("refuse", "reject", "stop", "answer_withdrawal", "issue_result"):
            self._end_rounds()
        return result

    def _end_rounds(self):
        if self.state in (*actions.FINAL_STATES, actions.DONE):
            waiting = self.sudo().supplement_round_ids.filtered(
                lambda row: row.state in (*WAITING, "proposed")
            )
            waiting.write({"state": "ended"})

    # Portal -------------------------------------------------------------------------------------

    def _portal_values(self):
        """Adds ``supplement``: the round that the person has to answer."""
        return {**super()._portal_values(), "supplement": self._waiting_round()}
