from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import lead_time, wall_time


class TthcDossierExtension(models.Model):
    """A proposal to extend a dossier's limit ("gia hạn") and what the head of the agency decided
    on it (NĐ 61/2018/NĐ-CP, Art. 19.9). Counted apart from apologies."""

    _name = "tthc.dossier.extension"
    _description = "Extension"
    _order = "id desc"
    _rec_name = "dossier_id"

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="dossier_id.company_id", string="Centre", store=True, index=True
    )
    agency_id = fields.Many2one("tthc.agency", index=True, readonly=True, ondelete="restrict")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("granted", "Granted"),
            ("refused", "Refused"),
            ("lapsed", "Lapsed"),
        ],
        required=True,
        default="proposed",
        readonly=True,
        index=True,
        help="Lapsed: the dossier went on or its date moved before anybody decided.",
    )
    reason = fields.Text(required=True, readonly=True)
    legal_basis = fields.Char(readonly=True)
    due_at = fields.Datetime("Appointment", required=True, readonly=True)
    until = fields.Datetime("New Appointment", required=True, readonly=True)
    possible_until = fields.Datetime("To Be Decided by", readonly=True)
    proposed_by_id = fields.Many2one("res.users", readonly=True)
    proposed_at = fields.Datetime("Proposed on", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime("Decided on", readonly=True)
    decision = fields.Text(readonly=True)

    _one_proposal = models.UniqueIndex(
        "(dossier_id) WHERE state = 'proposed'",
        "An extension of this dossier has been proposed already.",
    )

    def action_grant(self):
        """Grant as proposed."""
        self.ensure_one()
        return self.dossier_id.action_extend(note=self.reason, until=self.until)

    def action_ask_refusal(self):
        """Ask for the reason of a refusal."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the Extension"),
            "res_model": "tthc.dossier.decision",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_dossier_id": self.dossier_id.id,
                "default_action": "refuse_extension",
            },
        }


class TthcDossier(models.Model):
    """Extending the limit: proposed by whoever has the step, decided by the agency's leader."""

    _inherit = "tthc.dossier"

    extension_ids = fields.One2many(
        "tthc.dossier.extension", "dossier_id", "Extensions", readonly=True
    )

    def action_propose_extension(self, note=None, until=None, legal_basis=None):
        """Propose a later appointment to the head of the agency; nothing moves yet.

        :param until: new appointment, naive UTC, as datetime or as text of the RPC
        """
        return self._perform(
            "propose_extension",
            note=note,
            until=fields.Datetime.to_datetime(until),
            legal_basis=legal_basis,
        )

    def action_refuse_extension(self, note=None):
        """Refuse the extension that was proposed."""
        return self._perform("refuse_extension", note=note)

    def _do_propose_extension(self, note, task, until=None, legal_basis=None):
        self._lapse_extensions()
        if self._proposed_extension():
            raise UserError(
                self.env._(
                    "An extension is proposed already: %s decides on it.",
                    self._holder_leader(task)[1],
                )
            )
        self._check_extension(until)
        row = self._add_extension(note, until, task, legal_basis)
        return {}, {
            "legal_basis": legal_basis or False,
            "facts": {
                "extension": row.id,
                "old_due": fields.Datetime.to_string(self.due_at),
                "new_due": fields.Datetime.to_string(until),
            },
        }

    def _do_refuse_extension(self, note, task):
        self._lapse_extensions()
        row = self._proposed_extension()
        if not row:
            raise UserError(self.env._("No extension of this dossier is proposed."))
        self._decide_extension(row, "refused", note)
        return {}, {"facts": {"extension": row.id, "proposed_by": row.proposed_by_id.name}}

    def _do_extend(self, note, task, until=None):
        """Grant the proposal, or decide an extension without one."""
        self._lapse_extensions()
        row = self._proposed_extension()
        until = until or row.until
        self._check_extension(until)
        old = {name: self[name] for name in ("due_at", "due_legal", "due_committed")}
        values = {"extended": True, **self._due_dates_extended(until)}
        if values["due_at"] <= self.due_at:
            raise UserError(self.env._("Give a new appointment later than the present one."))
        row = row or self._add_extension(note, until, task)
        row.until = values["due_at"]
        self._decide_extension(row, "granted", note)
        to_text = fields.Datetime.to_string
        return values, {
            "clock_effect": "extend",
            "clock_until": until,
            "legal_basis": row.legal_basis,
            "facts": {
                "extension": row.id,
                "proposed_by": row.proposed_by_id.name,
                **{f"old_{name}": to_text(old[name]) if old[name] else None for name in old},
                **{f"new_{name}": to_text(values[name]) if values[name] else None for name in old},
            },
        }

    def _due_dates_extended(self, until):
        """Due dates with an extension decided now, as values to write."""
        extension = {
            "clock_effect": "extend",
            "at": self._now(),
            "clock_until": until,
            "note": False,
        }
        calendar = self._clock_centre()._tthc_working_calendar()
        return self._due_dates_in(calendar, self._course(extension))

    def _add_extension(self, reason, until, task, legal_basis=None):
        return self.extension_ids.sudo().create(
            {
                "dossier_id": self.id,
                "agency_id": (task.agency_id or self.competent_agency_id).id,
                "reason": reason,
                "legal_basis": legal_basis,
                "due_at": self.due_at,
                "until": until,
                "possible_until": self._extension_possible_until(),
                "proposed_by_id": self.env.uid,
                "proposed_at": self._now(),
            }
        )

    def _decide_extension(self, row, state, note):
        row.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": self._now(),
                "decision": note,
            }
        )
        row.flush_recordset()

    def _proposed_extension(self):
        return self.extension_ids.sudo().filtered(lambda row: row.state == "proposed")[:1]

    def _extension_possible_until(self):
        """The last instant at which the present appointment may be extended, naive UTC."""
        company = self._clock_centre()
        zone = company._tthc_zone()
        last = self._in_calendar(
            lead_time.last_moment,
            wall_time.to_local(self.due_at, zone),
            company.tthc_extension_lead_days,
            company._tthc_working_calendar(),
        )
        return wall_time.to_utc(last, zone)

    def _check_extension(self, until):
        """:raise UserError: ``until`` is no later appointment"""
        if not until or until <= self.due_at:
            raise UserError(self.env._("Give a new appointment later than the present one."))

    def _action_obstacles(self, action):
        obstacles = super()._action_obstacles(action)
        if action in ("extend", "propose_extension"):
            obstacles += self._extension_obstacles()
        return obstacles

    def _extension_obstacles(self):
        """Why the appointment may not be moved now, with who could have and until when."""
        if not self.due_at:
            return [self.env._("%s has no appointment to extend.", self.display_name)]
        company = self._clock_centre()
        granted = self.extension_ids.sudo().filtered(lambda row: row.state == "granted")
        # Extensions of dossiers older than these rows are known by the flag only.
        count = max(len(granted), int(self.extended))
        leader = self._holder_leader(self.task_id.sudo())[1]
        if count >= company.tthc_max_extensions:
            return [
                self.env._(
                    "The appointment of %(dossier)s was extended by %(who)s until %(until)s; the "
                    "law allows it %(max)s time(s) (NĐ 61/2018/NĐ-CP, Art. 19.9). If it will be "
                    "late, %(leader)s signs an apology.",
                    dossier=self.display_name,
                    who=granted[:1].decided_by_id.name or "–",
                    until=self._local_text(self.due_at),
                    max=company.tthc_max_extensions,
                    leader=leader,
                )
            ]
        possible = self._extension_possible_until()
        if self._now() > possible:
            return [
                self.env._(
                    "An extension is decided at least %(days)s working day(s) before the "
                    "appointment (NĐ 61/2018/NĐ-CP, Art. 19.9): %(leader)s could extend "
                    "%(dossier)s until %(until)s. Now the late agency owes an apology.",
                    days=company.tthc_extension_lead_days,
                    leader=leader,
                    dossier=self.display_name,
                    until=self._local_text(possible),
                )
            ]
        return []

    def _offer_fits(self, action, task):
        if action.name in ("propose_extension", "refuse_extension"):
            proposed = bool(self._proposed_extension())
            return proposed == (action.name == "refuse_extension")
        return super()._offer_fits(action, task)

    @api.private
    def _lapse_extensions(self):
        """Close proposals that nobody decided before the dossier went on or its date moved."""
        for row in self.extension_ids.sudo().filtered(lambda row: row.state == "proposed"):
            dossier = row.dossier_id
            if dossier.state not in ("accepted", "processing") or dossier.due_at != row.due_at:
                row.state = "lapsed"
                row.flush_recordset()
