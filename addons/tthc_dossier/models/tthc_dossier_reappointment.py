from datetime import datetime

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import actions, lead_time, wall_time


class TthcDossier(models.Model):
    """Apologies for a dossier that will be late, and its re-appointment."""

    _inherit = "tthc.dossier"

    apology_ids = fields.One2many("tthc.dossier.apology", "dossier_id", "Apology Letters")
    reappointed_at = fields.Datetime(
        "Re-appointment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The new date of a signed apology. The appointment that was broken stays the one "
        "that the dossier is judged by.",
    )

    late_without_apology = fields.Boolean(
        compute="_compute_late_without_apology",
        search="_search_late_without_apology",
        help="The appointment passed before a letter was signed.",
    )

    @api.model
    def _protected_fields(self):
        return super()._protected_fields() | {"reappointed_at"}

    @api.depends("due_at", "apology_ids.signed_at")
    def _compute_late_without_apology(self):
        for dossier in self:
            signed = dossier.apology_ids.filtered(
                lambda row, due=dossier.due_at: row.signed_at and row.signed_at <= due
            )
            dossier.late_without_apology = dossier.is_overdue and not signed

    def _search_late_without_apology(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["tthc.dossier.apology"].flush_model(["signed_at"])
        missing = fields.Domain("is_overdue", "=", True) & fields.Domain.custom(
            to_sql=_without_letter_sql
        )
        return missing if True in value else ~missing

    def action_apologise(self, note=None, until=None):
        """Sign the apology of the late agency with its reason and new date.

        :param until: new appointment, naive UTC, as datetime or as text of the RPC
        """
        return self._perform("apologise", note=note, until=fields.Datetime.to_datetime(until))

    def action_draft_apology(self):
        """Open the letter for this appointment; a new draft where there is none."""
        self.ensure_one()
        letter = self._open_letter() or self.apology_ids.create({"dossier_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier.apology",
            "res_id": letter.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _open_letter(self):
        return self.apology_ids.filtered(
            lambda letter: letter.state == "draft" and letter.due_at == self.due_at
        )[:1]

    def _apology_values(self):
        return {
            "dossier_id": self.id,
            "due_at": self.due_at,
            "agency_id": self.sudo().task_id.agency_id.id,
        }

    def _holder_late_leader(self, task):
        letter = self.sudo()._open_letter() or self.apology_ids.new(self._apology_values())
        return letter._is_signer(self.env.user), letter._signer_text()

    def _offer_fits(self, action, task):
        if action.name == "apologise":
            return not self.reappointed_at
        if action.name == "recompute":  # done from the review of a changed calendar
            return False
        return super()._offer_fits(action, task)

    def _action_obstacles(self, action):
        obstacles = super()._action_obstacles(action)
        if action == "apologise":
            obstacles += self._apology_obstacles()
        return obstacles

    def _do_apologise(self, note, task, until=None):
        if not until or until <= max(self.due_at, self._now()):
            raise UserError(
                self.env._("Give a new appointment later than the present one, and later than now.")
            )
        letters = self.apology_ids.sudo()
        letter = self.sudo()._open_letter() or letters.create({"dossier_id": self.id})
        letter.with_env(self.env)._sign(until, note)
        self._tell_owner_of(letter)
        return {"reappointed_at": until}, {
            "from_agency_id": letter.agency_id.id,
            "facts": {
                "apology": letter.id,
                "number": letter.number,
                "agency": letter.agency_id.name or self.company_id.sudo().name,
                "old_due": fields.Datetime.to_string(letter.due_at),
                "new_due": fields.Datetime.to_string(until),
                "signer": letter.signer_name,
                "signer_position": letter.signer_position or "",
                "in_time": letter.in_time,
            },
        }

    def _apology_obstacles(self):
        """Why no letter may be prepared or signed now: there is no running limit, or the
        re-appointments are used up."""
        if not self.due_at or self.state not in actions.UNDER_WAY:
            return [
                self.env._(
                    "An apology is for a dossier that is under way and has an appointment; "
                    "%(dossier)s is not.",
                    dossier=self.display_name,
                )
            ]
        most = self._clock_centre().tthc_max_reappointments
        signed = self.apology_ids.sudo().filtered(lambda row: row.state == "signed").sorted("id")
        if len(signed) < most:
            return []
        return [
            self.env._(
                "A new appointment is given %(max)s time(s) only (NĐ 61/2018/NĐ-CP, Art. 19.9: one "
                "re-appointment). Letter %(number)s of %(agency)s promised the result for %(day)s.",
                max=most,
                number=signed[-1:].number or "–",
                agency=signed[-1:].agency_id.name or self.company_id.sudo().name,
                day=self._local_text(signed[-1:].new_due) or "–",
            )
        ]

    def _tell_owner_of(self, letter):
        """Tell the owner of the new date: on the portal, and by mail where there is an address."""
        owner = self.owner_id.sudo()
        dossier = self.sudo().with_context(lang=owner.lang or self.env.lang)
        dossier.message_post(
            body=Markup("<p>%s</p><p>%s</p>")
            % (
                dossier.env._(
                    "%(agency)s apologises: the result of dossier %(number)s will not be there on "
                    "%(old)s. New appointment: %(new)s (letter %(letter)s).",
                    agency=letter.agency_id.sudo().name or dossier.company_id.name,
                    number=dossier.name,
                    old=dossier._local_text(letter.due_at),
                    new=dossier._local_text(letter.new_due),
                    letter=letter.number,
                ),
                dossier.env._("Reason: %s", letter.reason),
            ),
            subject=dossier.env._("New appointment for dossier %s", dossier.name),
            author_id=self.env.user.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self._apology_mail_recipients().ids,
        )

    def _apology_mail_recipients(self):
        """Who gets the news of a signed letter by mail, besides finding it on the portal; fewer
        where another module tells them."""
        return self.owner_id.sudo()

    def _end_of_day(self, day):
        """End of the centre's working hours on ``day``, naive UTC.

        :raise UserError: not a working day
        """
        company = self._clock_centre()
        hours = self._in_calendar(company._tthc_working_calendar().hours, day)
        if not hours:
            raise UserError(self.env._("%s is not a working day.", day.strftime("%d/%m/%Y")))
        return wall_time.to_utc(datetime.combine(day, hours[-1][1]), company._tthc_zone())

    def _apology_in_time_until(self):
        """Until when a letter about the present appointment is in time, naive UTC."""
        company = self._clock_centre()
        zone = company._tthc_zone()
        last = self._in_calendar(
            lead_time.last_moment,
            wall_time.to_local(self.due_at, zone),
            company.tthc_apology_notice_days,
            company._tthc_working_calendar(),
        )
        return wall_time.to_utc(last, zone)


def _without_letter_sql(_model, alias, _query):
    return SQL(
        """NOT EXISTS (SELECT 1 FROM tthc_dossier_apology letter WHERE letter.dossier_id = %s
            AND letter.signed_at <= %s)""",
        SQL.identifier(alias, "id"),
        SQL.identifier(alias, "due_at"),
    )
