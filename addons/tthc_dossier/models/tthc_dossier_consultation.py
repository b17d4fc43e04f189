from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import actions, clock

#: Actions that end a step and so the wait for an answer asked for at it.
GOING_ON = frozenset({"forward", "approve", "seal", "issue_result", "reject"})


class TthcDossier(models.Model):
    """Asking other agencies, answering, and going on without an answer."""

    _inherit = "tthc.dossier"

    consultation_ids = fields.One2many(
        "tthc.dossier.consultation", "dossier_id", "Consultations", readonly=True
    )
    awaited_answers = fields.Integer(
        readonly=True,
        copy=False,
        help="Consultations that are neither answered nor given up.",
    )

    @api.model
    def _protected_fields(self):
        return super()._protected_fields() | {"awaited_answers"}

    def action_consult(self, note=None, agency_ids=(), due_at=None, component_ids=()):
        """Ask other agencies; ``note`` is the question.

        :param due_at: by when they answer, naive UTC, as datetime or text; by default after the
            centre's number of working days
        """
        due_at = fields.Datetime.to_datetime(due_at)
        return self._perform(
            "consult", note=note, agency_ids=agency_ids, due_at=due_at, component_ids=component_ids
        )

    def action_answer_consultation(
        self, note=None, consultation_id=None, answer="other", number=None
    ):
        """Answer as the asked agency; ``note`` is the answer in full.

        :param answer: ``agree``, ``disagree`` or ``other``
        :param number: number of the document, where there is one
        """
        return self._perform(
            "answer_consultation",
            note=note,
            consultation_id=consultation_id,
            answer=answer,
            number=number,
        )

    def action_lapse_consultation(self, note=None, consultation_ids=None):
        """Go on without the answers that have not come; the ledger says so.

        :param consultation_ids: those that are given up; by default all
        """
        return self._perform("lapse_consultation", note=note, consultation_ids=consultation_ids)

    # What they do -------------------------------------------------------------------------------

    def _do_consult(self, note, task, agency_ids=(), due_at=None, component_ids=()):
        now = self._now()
        agencies = self.env["tthc.agency"].sudo().browse(agency_ids).exists()
        due_at = due_at or self._consultation_due(now)
        self._check_consulted(task, agencies, due_at, now)
        rows = (
            self.env["tthc.dossier.consultation"]
            .sudo()
            .create(
                [
                    {
                        "dossier_id": self.id,
                        "task_id": task.id,
                        "asked_by_id": self.env.uid,
                        "asking_agency_id": task.agency_id.id,
                        "agency_id": agency.id,
                        "question": note,
                        "component_ids": [
                            (6, 0, self.component_ids.filtered(
                                lambda row: row.id in component_ids
                            ).ids)
                        ],
                        "asked_at": now,
                        "due_at": due_at,
                    }
                    for agency in agencies
                ]
            )
        )  # fmt: skip
        self._involve(agencies)
        return {"awaited_answers": self.awaited_answers + len(rows)}, {
            "at": now,
            "from_agency_id": task.agency_id.id,
            "to_agency_id": agencies[:1].id,
            "facts": {"consultations": [row._facts() for row in rows]},
        }

    def _consultation_due(self, now):
        """By when an asked agency answers: the centre's number of working days."""
        days = self.company_id.sudo().tthc_consultation_days
        return self._due_from(clock.Limit(days, clock.Unit.WORKING_DAY), now)

    def _check_consulted(self, task, agencies, due_at, now):
        """:raise UserError: nobody or the own agency is asked, it was asked already, or the time
        is over before it began"""
        if not agencies:
            raise UserError(self.env._("Choose the agencies that are asked."))
        if task.agency_id & agencies:
            raise UserError(self.env._("An agency does not consult itself: choose another one."))
        if due_at <= now:
            raise UserError(self.env._("Give the asked agencies a time to answer that is ahead."))
        pending = self._pending_consultations().filtered(lambda row: row.agency_id in agencies)
        if pending:
            raise UserError(
                self.env._(
                    "%(agency)s was asked on %(at)s and has not answered yet.",
                    agency=pending[0].agency_id.name,
                    at=self._local_text(pending[0].asked_at),
                )
            )

    def _do_answer_consultation(
        self, note, task, consultation_id=None, answer="other", number=None
    ):
        rows = self._answerable(self._acting_person("answer_consultation", task))
        row = rows.filtered(lambda row: row.id == consultation_id) if consultation_id else rows[:1]
        if not row:
            raise AccessError(
                self.env._("This consultation is for another agency, or was answered already.")
            )
        now = self._now()
        late, awaited = now > row.due_at, not row.lapsed_at
        row.write(
            {
                "answered_at": now,
                "answered_by_id": self.env.uid,
                "answer": answer,
                "answer_text": note,
                "answer_number": number or False,
            }
        )
        self._tell_about_answer(row, late)
        return {"awaited_answers": self.awaited_answers - awaited}, {
            "at": now,
            "task_id": row.task_id.id,
            "from_agency_id": row.agency_id.id,
            "to_agency_id": row.asking_agency_id.id,
            "facts": {**row._facts(), "answer": answer, "number": number or "", "late": late},
        }

    def _do_lapse_consultation(self, note, task, consultation_ids=None):
        rows = self._pending_consultations()
        if consultation_ids:
            rows = rows.filtered(lambda row: row.id in consultation_ids)
        if not rows:
            raise UserError(self.env._("No answer is awaited."))
        now = self._now()
        rows.write({"lapsed_at": now})
        for row in rows.filtered(lambda row: row.due_at < now):
            self._tell_managers(row)
        return {"awaited_answers": self.awaited_answers - len(rows)}, {
            "at": now,
            "facts": {
                "consultations": [{**row._facts(), "time_over": row.due_at < now} for row in rows]
            },
        }

    # Whose it is --------------------------------------------------------------------------------

    def _pending_consultations(self):
        return self.consultation_ids.sudo().filtered(
            lambda row: not row.answered_at and not row.lapsed_at
        )

    def _answerable(self, user):
        """Unanswered consultations of the user's own agencies; one that was given up too: a late
        opinion is still put on record."""
        return self.consultation_ids.sudo().filtered(
            lambda row: not row.answered_at and row.agency_id.id in user._tthc_agency_id_set()
        )

    def _acting_person(self, name, task):
        return self._on_behalf(actions.ACTIONS[name], task) or self.env.user

    def _holder_consulted(self, task):
        user = self.env.user
        allowed = user.has_group("tthc_dossier.group_officer") and bool(self._answerable(user))
        pending = self.consultation_ids.sudo().filtered(lambda row: not row.answered_at)
        names = ", ".join(pending.agency_id.mapped("name"))
        return allowed, self.env._("an officer of the asked agency (%s)", names or "–")

    def _action_obstacles(self, action):
        """Extends the engine: a step does not end while an answer is awaited, unless the asker
        says that it goes on without."""
        obstacles = super()._action_obstacles(action)
        if action not in GOING_ON or not self.awaited_answers:
            return obstacles
        task = self._acting_task(actions.ACTIONS[action])
        rows = self._pending_consultations()
        if action not in ("issue_result", "reject"):
            rows = rows.filtered(lambda row: row.task_id == task)
        return obstacles + [
            self.env._(
                "%(agency)s has not answered yet (asked on %(asked)s, to answer by %(due)s). Wait "
                "for it, or choose “Go On without the Answer” and say why.",
                agency=row.agency_id.name,
                asked=self._local_text(row.asked_at),
                due=self._local_text(row.due_at),
            )
            for row in rows
        ]

    def _offer_fits(self, action, task):
        """Extends the engine: nobody gives up what is not awaited."""
        fits = super()._offer_fits(action, task)
        return fits and (action.name != "lapse_consultation" or self.awaited_answers > 0)

    # Telling ------------------------------------------------------------------------------------

    def _tell_about_answer(self, row, late):
        asker = row.asked_by_id
        env = self.with_context(lang=asker.lang).env
        self.sudo().message_notify(
            partner_ids=asker.partner_id.ids,
            subject=env._("%s: an agency has answered", self.display_name),
            body=env._(
                "%(agency)s answered: %(answer)s",
                agency=row.agency_id.name,
                answer=row.answer_text,
            ),
        )
        if late:
            self._tell_managers(row)

    def _tell_managers(self, row):
        """Late answers and missing ones are reported to the head of the one-stop unit
        (NĐ 61/2018/NĐ-CP, Art. 19.5)."""
        group = self.env.ref("tthc_dossier.group_manager")
        managers = (
            self.env["res.users"]
            .sudo()
            .search(
                [("all_group_ids", "in", group.ids), ("company_ids", "in", self.company_id.ids)]
            )
        )
        if managers:
            self.sudo().message_notify(
                partner_ids=managers.partner_id.ids,
                subject=self.env._("%s: a consulted agency is late", self.display_name),
                body=self.env._(
                    "%(agency)s was to answer by %(due)s. Answered: %(answered)s.",
                    agency=row.agency_id.name,
                    due=self._local_text(row.due_at),
                    answered=self._local_text(row.answered_at) if row.answered_at else "–",
                ),
            )
