from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import once

#: Outcomes that name what is missing, on a numbered form.
NAMING = ("supplement", "refused")


class TthcGuidance(models.Model):
    """How it ends: everything is there and the intake goes on; or the person gets a form that
    names everything missing or wrong, once."""

    _inherit = "tthc.guidance"

    reason_id = fields.Many2one(
        "tthc.reason",
        domain="[('kind', 'in', ('refuse', 'supplement'))]",
        ondelete="restrict",
        help="For a refusal; its text is printed.",
    )
    explanation = fields.Text(help="In human words; printed after the reason.")
    competent_address = fields.Char(
        "Where to Go", help="The competent agency and its address, if that is the reason."
    )
    late_reason = fields.Text(
        "Why Only Now",
        help="Something is named that an earlier request did not name: say why it could not be "
        "seen then. Kept on record.",
    )
    number = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Of the form, from the series of the centre; given when the form is printed.",
    )
    earlier_ids = fields.Many2many("tthc.guidance", compute="_compute_earlier_ids")
    earlier_text = fields.Text("Named Before", compute="_compute_earlier_ids")

    @api.depends("partner_id", "procedure_id", "state")
    def _compute_earlier_ids(self):
        for row in self:
            earlier = row._earlier()
            row.earlier_ids = earlier
            row.earlier_text = "\n".join(
                self.env._(
                    "%(day)s, %(number)s: %(papers)s",
                    day=request._local(request.given_at).strftime("%d/%m/%Y"),
                    number=request.number or "…",
                    papers="; ".join(request._named_lines().mapped("name"))
                    or request.explanation
                    or "–",
                )
                for request in earlier
            )

    def _earlier(self):
        """What the same person was told before to be missing for the same matter, the first
        first."""
        if not (self.partner_id and self.procedure_id):
            return self.browse()
        before = (
            fields.Domain("given_at", "<", self.given_at) if self.given_at else fields.Domain.TRUE
        )
        return self.search(
            before
            & fields.Domain(
                [
                    ("partner_id", "=", self.partner_id._origin.id),
                    ("procedure_id", "=", self.procedure_id._origin.id),
                    ("outcome", "in", NAMING),
                    ("id", "!=", self._origin.id or 0),
                    ("company_id", "=", self.company_id.id),
                ]
            ),
            order="given_at, id",
        )

    def _named_lines(self, outcome=None):
        """The papers that the form names: whatever is missing or wrong. A refusal for another
        reason, such as the wrong agency, names those only about which something was said.

        :param outcome: how it is about to end; without one, how it ended
        """
        refused = (outcome or self.outcome) == "refused"
        if refused and not self.sudo().reason_id.needs_component:
            return self.line_ids.filtered("problem")
        return self.line_ids.filtered("lacking")

    def _newly_named(self, outcome):
        """Names of the papers that are named now and were not named before."""
        named = [{line._key() for line in row._named_lines()} for row in self._earlier()]
        now = [(line._key(), line.name) for line in self._named_lines(outcome)]
        return once.newly_named(list(filter(None, named)), now)

    # Buttons ------------------------------------------------------------------------------------

    def action_supplement(self):
        """Form "supplement" at the counter: everything that is missing, named once.

        :raise UserError: nothing is missing, or something new is named without saying why
        """
        self.ensure_one()
        self._check_names_something()
        if self.reason_id:
            self.env["tthc.reason"]._chosen("supplement", self.reason_id, self._local_day())
        self._check_once("supplement")
        self._give("supplement", "print")
        return self._print_form("supplement")

    def action_refuse(self):
        """Form "refusal": not accepted, with the reason and everything that is missing or wrong.

        :raise UserError: no reason in words, or something new is named without saying why
        """
        self.ensure_one()
        reason = self.env["tthc.reason"]._chosen("refuse", self.reason_id, self._local_day())
        if reason.needs_address and not (self.competent_address or "").strip():
            raise UserError(
                self.env._("“%s”: name the competent agency and where it is.", reason.name)
            )
        if reason.needs_component:
            self._check_names_something()
        elif not (self.explanation or "").strip() and not reason.needs_address:
            raise UserError(self.env._("Explain the refusal in words that the person understands."))
        self._check_once("refused")
        self._give("refused", "print")
        return self._print_form("refusal")

    def action_take_in(self):
        """Everything is there: on to the intake sheet, filled in with what is known.

        :raise UserError: something is missing
        """
        self.ensure_one()
        if not self.is_complete:
            raise UserError(
                self.env._(
                    "Not everything is there:\n%s\nAsk for it, or take the ticks away that are "
                    "wrong.",
                    self.result_text,
                )
            )
        if self.state == "draft":
            self._give("complete", "oral")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Intake"),
            "res_model": "tthc.dossier.intake",
            "view_mode": "form",
            "target": "current",
            "context": {"tthc_guidance_id": self.id},
        }

    def action_print_again(self):
        """The form, or sheet, that was given."""
        self.ensure_one()
        key = self._form_key()
        if key:
            return self._print_form(key)
        return self.env.ref("tthc_guidance.action_report_guidance").report_action(self)

    def action_view_prints(self):
        """What was printed of the form: the original and each re-print."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_dossier.action_form_prints")
        domain = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}

    # Giving -------------------------------------------------------------------------------------

    def _give(self, outcome, how):
        """Put it on record as given by the current user; given again, nothing changes.

        :raise AccessError: for whoever is not of the desk
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "draft":
            if outcome != self.outcome and outcome != "guided":
                raise UserError(
                    self.env._("This guidance was given: it stays on record. Begin a new one.")
                )
            return
        if not self.env.su and not self.env.user.has_group("tthc_dossier.group_receptionist"):
            raise AccessError(
                self.env._("Guidance is given by the desk of %s.", self.company_id.sudo().name)
            )
        self.check_access("write")
        self._set(
            {
                "outcome": outcome,
                "told_by": how,
                "given_at": self._now(),
                "user_id": self.env.uid,
                "state": "given",
            }
        )

    def _local_day(self):
        return wall_time.to_local(self._now(), self.company_id.sudo()._tthc_zone()).date()

    def _check_names_something(self):
        if not self.line_ids.filtered("lacking"):
            raise UserError(
                self.env._("Nothing is missing or wrong: tick what the person has and say what is.")
            )

    def _check_once(self, outcome):
        """:raise UserError: a paper is named that an earlier request could have named"""
        new = self._newly_named(outcome)
        if new and not (self.late_reason or "").strip():
            raise UserError(
                self.env._(
                    "The person was told before what is missing (%(before)s). Newly named: "
                    "%(new)s. Everything is to be named once (NĐ 61/2018/NĐ-CP, Art. 15.3, "
                    "17.1.a): fill in “Why Only Now”, or do not ask for it.",
                    before=", ".join(filter(None, self._earlier().mapped("number"))) or "…",
                    new="; ".join(new),
                )
            )
