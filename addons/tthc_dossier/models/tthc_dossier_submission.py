from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..tools import actions
from ..tools import submission as rules

#: Actions after which a part has a result, or never will.
ENDING = frozenset({"issue_result", "reject", "refuse", "stop", "answer_withdrawal"})


class TthcDossier(models.Model):
    """A dossier as a part of a submission for linked procedures: it waits for the results that it
    needs, and begins by itself when the last of them is granted."""

    _inherit = "tthc.dossier"

    submission_id = fields.Many2one(
        "tthc.submission",
        "Linked Submission",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    group_line_id = fields.Many2one(
        "tthc.procedure.group.line", "Linked Procedure", readonly=True, copy=False,
        ondelete="restrict",
    )  # fmt: skip
    part_number = fields.Integer("Part", readonly=True, copy=False, aggregator=None)
    submission_share = fields.Integer(
        "Submissions",
        default=1,
        readonly=True,
        copy=False,
        help="Counts every submission once: 1 for a dossier of its own and for the first part of a "
        "linked submission, 0 for its other parts and for mirrored dossiers.",
    )
    waiting_for_ids = fields.Many2many(
        "tthc.dossier",
        "tthc_dossier_waiting_rel",
        "dossier_id",
        "other_id",
        "Waits for",
        readonly=True,
        copy=False,
        help="Parts of the submission whose results must be granted before this one begins.",
    )
    part_blocked = fields.Boolean(
        "Cannot Begin",
        readonly=True,
        copy=False,
        help="A part before it ended without a granted result: the desk decides.",
    )
    part_text = fields.Char("Its Place", compute="_compute_part_text")

    @api.model
    def _protected_fields(self):
        return super()._protected_fields() | {
            "submission_id",
            "group_line_id",
            "part_number",
            "submission_share",
            "waiting_for_ids",
            "part_blocked",
        }

    @api.depends("waiting_for_ids.state", "state", "part_blocked")
    def _compute_part_text(self):
        for dossier in self:
            numbers = ", ".join(str(number) for number in dossier._waits_for_numbers())
            dossier.part_text = False
            if dossier.state != actions.REGISTERED or not numbers:
                continue
            if dossier.part_blocked:
                dossier.part_text = dossier._blocking_reason()
            else:
                dossier.part_text = self.env._(
                    "Part %(part)s waits for the result of part %(others)s and is accepted by "
                    "itself when it is granted.",
                    part=dossier.part_number,
                    others=numbers,
                )

    def _waits_for_numbers(self):
        return sorted(self.sudo().waiting_for_ids.mapped("part_number"))

    def _readiness(self):
        """Whether this part may begin, see :func:`..tools.submission.readiness`."""
        others = self.sudo().waiting_for_ids
        return rules.readiness([(other.state, other.outcome) for other in others])

    def _may_be_withdrawn(self):
        return self.state in actions.ACTIONS["request_withdrawal"].sources

    def _find_offer(self):
        """The offer of the competent centre; empty when there is none."""
        return (
            self.env["tthc.offer"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self._competent_centre().id),
                    ("procedure_id", "=", self.procedure_id.id),
                ],
                limit=1,
            )
        )

    def _blocking_reason(self):
        """Why this part cannot begin: which part ended how, and with what words."""
        reasons = []
        labels = dict(self._fields["state"]._description_selection(self.env))
        for other in self.sudo().waiting_for_ids:
            if rules.readiness([(other.state, other.outcome)]) != rules.BLOCKED:
                continue
            last = other.event_ids.filtered(lambda event: event.kind in ENDING).sorted("seq")[-1:]
            ended = (
                self.env._("Rejected") if other.outcome == "rejected" else labels.get(other.state)
            )
            reasons.append(
                self.env._(
                    "Part %(part)s, %(dossier)s: %(ended)s (%(reason)s).",
                    part=other.part_number,
                    dossier=other.display_name,
                    ended=ended,
                    reason=": ".join(
                        text for text in ((last.facts or {}).get("reason"), last.note) if text
                    )
                    or "–",
                )
            )
        return "\n".join(reasons)

    # The engine's hooks -------------------------------------------------------------------------

    def _action_obstacles(self, action):
        """Override: a part begins on the results that it needs, not before."""
        obstacles = super()._action_obstacles(action)
        if self.submission_id and action in ("accept", "complete_at_once"):
            readiness = self._readiness()
            if readiness == rules.WAITING:
                obstacles.append(self.part_text)
            elif readiness == rules.BLOCKED:
                obstacles.append(
                    self.env._(
                        "This part cannot begin. %(reason)s\nRefuse it with that reason; if the "
                        "person still wants it, take it in as a dossier of its own.",
                        reason=self._blocking_reason(),
                    )
                )
        return obstacles

    def _do_accept(self, note, task):
        """Override: the event names the submission and the results that the part waited for."""
        values, event_values = super()._do_accept(note, task)
        if self.submission_id:
            values["part_blocked"] = False
            event_values["facts"].update(
                submission=self.submission_id.id,
                part=self.part_number,
                after=self.sudo().waiting_for_ids.mapped("display_name"),
            )
        return values, event_values

    def _after_action(self, action, event):
        """Override: what the end of a part means for the parts after it."""
        result = super()._after_action(action, event)
        if self.submission_id and action in ENDING:
            if self.state == actions.REGISTERED:
                # Its withdrawal was declined: it may have become ready meanwhile.
                self._begin_or_report()
            else:
                self._tell_the_next()
        if action in ("accept", "refuse", "answer_withdrawal") and self.part_blocked:
            self._set({"part_blocked": False})
        if action in ("refuse", "answer_withdrawal") and self.submission_id:
            self.sudo().activity_unlink(["tthc_dossier.activity_waiting_part"])
        return result

    def _tell_the_next(self):
        """Begin the parts that waited for this one, or ask the desk about them."""
        for part in self.sudo().submission_id._parts():
            if self in part.waiting_for_ids and part.state == actions.REGISTERED:
                part._begin_or_report()

    def _begin_or_report(self):
        """Accept a waiting part whose results are all there. What stands against it, or a result
        that will never come, is for the desk to decide; the part before it is not kept back."""
        readiness = self._readiness()
        if readiness == rules.WAITING or not self.waiting_for_ids:
            return
        if readiness == rules.BLOCKED:
            if not self.part_blocked:
                self._set({"part_blocked": True})
                self._ask_desk(self._blocking_reason())
            return
        engine = self.sudo().with_context(tthc_seen=None, tthc_task_id=None)
        names = ", ".join(self.sudo().waiting_for_ids.mapped("display_name"))
        try:
            with self.env.cr.savepoint():
                engine._perform("accept", note=self.env._("By itself, on the result of %s.", names))
        except UserError as error:
            self.invalidate_recordset()
            self._ask_desk(str(error))

    def _ask_desk(self, reason):
        """An activity for whoever took the submission in."""
        user = self.sudo().submission_id.create_uid
        quiet = self.sudo().with_context(mail_activity_quick_update=True)
        quiet.activity_schedule(
            "tthc_dossier.activity_waiting_part",
            user_id=user.id if user.active else self.env.uid,
            note=plaintext2html(reason),
        )

    def action_refuse_blocked(self):
        """Open the refusal of a part that cannot begin, with the reason of the part before it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_dossier.action_dossier_decision"
        )
        return {
            **action,
            "context": {
                "default_dossier_id": self.id,
                "default_action": "refuse",
                "default_note": self._blocking_reason(),
                "default_reason_id": self.env.ref("tthc_dossier.reason_refuse_linked").id,
            },
        }

    @api.model
    @api.private
    def _create_drafts(self, vals_list):
        """Override: what a ministry's system received is no submission to the centre."""
        for vals in vals_list:
            if vals.get("processing_system") == "ministry":
                vals["submission_share"] = 0
        return super()._create_drafts(vals_list)
