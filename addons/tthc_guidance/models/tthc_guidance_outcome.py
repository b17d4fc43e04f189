from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import once

#: Outcomes that name what is missing, on a numbered form.
NAMING = ("supplement", "refused")
#: Namespace of the advisory locks of the series.
SERIES_LOCK = 0x7467
ENDINGS = {"supplement": "HDHS", "refused": "TCTN"}


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
    number = fields.Char(readonly=True, copy=False)
    serial = fields.Integer(readonly=True, copy=False)
    year = fields.Integer(readonly=True, copy=False)
    earlier_ids = fields.Many2many("tthc.guidance", compute="_compute_earlier_ids")
    earlier_text = fields.Text("Named Before", compute="_compute_earlier_ids")

    _serial_unique = models.UniqueIndex(
        "(company_id, outcome, year, serial) WHERE serial IS NOT NULL"
    )

    @api.depends("partner_id", "procedure_id", "state")
    def _compute_earlier_ids(self):
        for row in self:
            earlier = row._earlier()
            row.earlier_ids = earlier
            row.earlier_text = "\n".join(
                self.env._(
                    "%(day)s, %(number)s: %(papers)s",
                    day=request._local(request.given_at).strftime("%d/%m/%Y"),
                    number=request.number,
                    papers="; ".join(request.line_ids.filtered("lacking").mapped("name"))
                    or request.explanation
                    or "–",
                )
                for request in earlier
            )

    def _earlier(self):
        """What the same person was told to be missing for the same matter, the first first."""
        if not (self.partner_id and self.procedure_id):
            return self.browse()
        return self.search(
            [
                ("partner_id", "=", self.partner_id._origin.id),
                ("procedure_id", "=", self.procedure_id._origin.id),
                ("outcome", "in", NAMING),
                ("id", "!=", self._origin.id or 0),
                ("company_id", "=", self.company_id.id),
            ],
            order="given_at, id",
        )

    def _newly_named(self):
        """Names of the papers that are named now and were not named before."""
        before = [{line._key() for line in row.line_ids if line.lacking} for row in self._earlier()]
        now = [(line._key(), line.name) for line in self.line_ids if line.lacking]
        return once.newly_named(before, now)

    # Buttons ------------------------------------------------------------------------------------

    def action_supplement(self):
        """Form "supplement" at the counter: everything that is missing, named once.

        :raise UserError: nothing is missing, or something new is named without saying why
        """
        self.ensure_one()
        self._check_names_something()
        self._check_once()
        self._give("supplement", "print")
        return self.env.ref("tthc_guidance.action_report_supplement").report_action(self)

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
        self._check_once()
        self._give("refused", "print")
        return self.env.ref("tthc_guidance.action_report_refusal").report_action(self)

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
        report = {"supplement": "supplement", "refused": "refusal"}.get(self.outcome, "guidance")
        return self.env.ref(f"tthc_guidance.action_report_{report}").report_action(self)

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
        now = self._now()
        values = {
            "outcome": outcome,
            "told_by": how,
            "given_at": now,
            "user_id": self.env.uid,
            "state": "given",
        }
        if outcome in NAMING:
            values.update(self._next_number(outcome, self._local_day()))
        self._set(values)

    def _local_day(self):
        return wall_time.to_local(self._now(), self.company_id.sudo()._tthc_zone()).date()

    def _next_number(self, outcome, day):
        """The next number of the centre's forms of this kind in a year: an advisory lock lets one
        transaction number at a time until it ends, and the last number is read through a cursor
        that sees what the lock's last holder committed."""
        last = SQL(
            "SELECT MAX(serial) FROM tthc_guidance "
            "WHERE company_id = %s AND outcome = %s AND year = %s",
            self.company_id.id,
            outcome,
            day.year,
        )
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "SELECT pg_advisory_xact_lock(%s, hashtext(%s))",
                SERIES_LOCK,
                f"{outcome}/{self.company_id.id}/{day.year}",
            )
        )
        own = self.env.execute_query(last)
        committed = self.env["tthc.ledger.entry"]._read_committed(last) or own
        serial = max(own[0][0] or 0, committed[0][0] or 0) + 1
        return {"serial": serial, "year": day.year, "number": f"{serial:02d}/{ENDINGS[outcome]}"}

    def _check_names_something(self):
        if not self.line_ids.filtered("lacking"):
            raise UserError(
                self.env._("Nothing is missing or wrong: tick what the person has and say what is.")
            )

    def _check_once(self):
        """:raise UserError: a paper is named that an earlier request could have named"""
        new = self._newly_named()
        if new and not (self.late_reason or "").strip():
            raise UserError(
                self.env._(
                    "The person was told before what is missing (%(before)s). Newly named: "
                    "%(new)s. Everything is to be named once (NĐ 61/2018/NĐ-CP, Art. 15.3, "
                    "17.1.a): fill in “Why Only Now”, or do not ask for it.",
                    before=", ".join(self._earlier().mapped("number")),
                    new="; ".join(new),
                )
            )

    def _form_values(self):
        """Values of the forms "supplement" and "refusal" that are not plain fields."""
        self.ensure_one()
        row = self.sudo()
        person = row.partner_id
        return {
            "company": row.company_id,
            "day": row._local(row.given_at),
            "name": person.name or row.asked_by or "…",
            "address": person._tthc_address_line() if person else "",
            "phone": row.phone or person.phone or "",
            "email": row.email or person.email or "",
            "lines": row.line_ids.filtered("lacking"),
            "user": row.user_id or self.env.user,
        }
