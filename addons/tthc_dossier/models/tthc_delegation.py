from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import delegation, wall_time

#: What is fixed once a delegation has begun: acts rest on it.
FIXED = frozenset({"absent_id", "deputy_id", "date_from", "date_to", "basis"})


class TthcDelegation(models.Model):
    """A deputy for a person who is absent ("ủy quyền, phân công xử lý thay khi vắng mặt").

    From the first to the last day, both included and both in the absent person's time zone, the
    deputy sees and does what the absent person may, in the roles that both families share
    (:func:`..tools.delegation.may_deputise`); the events say on whose behalf. Nothing has to run
    at midnight: who acts for whom is asked at every access.
    """

    _name = "tthc.delegation"
    _description = "Delegation During Absence"
    _order = "date_from desc, id desc"
    _rec_name = "absent_id"

    absent_id = fields.Many2one(
        "res.users",
        "Absent Person",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    deputy_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True, help="The last day of the absence, included.")
    starts_at = fields.Datetime(compute="_compute_period", store=True, precompute=True)
    ends_at = fields.Datetime(compute="_compute_period", store=True, precompute=True)
    reason = fields.Char(required=True)
    basis = fields.Char(
        required=True, help="Number and date of the document that appoints the deputy."
    )
    cancelled_at = fields.Datetime("Cancelled on", readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("current", "In Force"),
            ("ended", "Ended"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        search="_search_state",
    )

    _days = models.Constraint("CHECK (date_from <= date_to)", "The last day is before the first.")
    _one_deputy = models.Constraint(
        "EXCLUDE USING gist (int4range(absent_id, absent_id, '[]') WITH &&, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (cancelled_at IS NULL)",
        "This person has a deputy on some of these days already.",
    )
    _current_index = models.Index("(deputy_id, ends_at) WHERE cancelled_at IS NULL")

    @api.depends("absent_id", "date_from", "date_to")
    def _compute_period(self):
        for row in self:
            if not (row.absent_id and row.date_from and row.date_to):
                row.starts_at = row.ends_at = False
                continue
            zone = row.absent_id.sudo().company_id._tthc_zone()
            after = row.date_to + timedelta(days=1)
            row.starts_at = wall_time.to_utc(datetime.combine(row.date_from, time.min), zone)
            row.ends_at = wall_time.to_utc(datetime.combine(after, time.min), zone)

    @api.depends("starts_at", "ends_at", "cancelled_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for row in self:
            if row.cancelled_at:
                row.state = "cancelled"
            elif not row.starts_at or row.starts_at > now:
                row.state = "planned"
            else:
                row.state = "current" if now < row.ends_at else "ended"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        standing = fields.Domain("cancelled_at", "=", False)
        domains = {
            "planned": standing & fields.Domain("starts_at", ">", now),
            "current": standing
            & fields.Domain("starts_at", "<=", now)
            & fields.Domain("ends_at", ">", now),
            "ended": standing & fields.Domain("ends_at", "<=", now),
            "cancelled": ~standing,
        }
        return fields.Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("absent_id", "deputy_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "%(deputy)s for %(absent)s",
                deputy=row.deputy_id.sudo().name or "",
                absent=row.absent_id.sudo().name or "",
            )

    # Guards ---------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Appoint deputies; each is told.

        :raise ValidationError: overlap, chain, or a deputy without a role of the same family
        """
        vals_list = [
            {"absent_id": self.env.uid, **vals, "cancelled_at": False} for vals in vals_list
        ]
        for vals in vals_list:
            # Before the database refuses: its constraint cannot name the other deputy.
            self.new(vals)._check_conflict()
        rows = super().create(vals_list)
        rows._forget_deputies()
        for row in rows:
            row._tell_deputy()
        return rows

    def write(self, vals):
        """A delegation that has begun is cancelled and made anew, never rewritten.

        :raise UserError: it has begun, or the caller writes what :meth:`action_cancel` writes
        """
        if {"cancelled_at", "cancelled_by_id", "starts_at", "ends_at"} & set(vals):
            raise UserError(self.env._("Cancel the delegation with its button."))
        if FIXED & set(vals) and self.filtered(lambda row: row.state != "planned"):
            raise UserError(
                self.env._(
                    "A delegation that has begun is not rewritten, since acts rest on it: cancel "
                    "it and make a new one."
                )
            )
        result = super().write(vals)
        self._forget_deputies()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Delegations stay on record: cancel it instead."))

    def copy_data(self, default=None):
        raise UserError(self.env._("Make a new delegation with its own days and document."))

    @api.constrains("absent_id", "deputy_id", "date_from", "date_to")
    def _check_conflict(self):
        for row in self:
            if not (row.starts_at and row.ends_at and row.deputy_id):
                continue
            others = self.sudo().search(
                [
                    ("id", "!=", row._origin.id),
                    ("cancelled_at", "=", False),
                    ("ends_at", ">", row.starts_at),
                    ("starts_at", "<", row.ends_at),
                ]
            )
            found = delegation.conflict(row._pure(), [other._pure() for other in others])
            if found:
                raise ValidationError(row._conflict_text(*found))
            row._check_roles()

    def _conflict_text(self, reason, other):
        absent, deputy = self.absent_id.sudo().name, self.deputy_id.sudo().name
        if reason == "self":
            return self.env._("Nobody is his own deputy: choose another person.")
        users = self.env["res.users"].sudo()
        values = {
            "absent": absent,
            "deputy": deputy,
            "other": users.browse(other.deputy).name,
            "principal": users.browse(other.absent).name,
        }
        return {
            "overlap": self.env._(
                "%(absent)s has a deputy on some of these days already: %(other)s. Cancel that "
                "delegation, or choose other days.",
                **values,
            ),
            "deputy_absent": self.env._(
                "%(deputy)s is absent on some of these days, with %(other)s as deputy. Choose "
                "another person or other days.",
                **values,
            ),
            "absent_is_deputy": self.env._(
                "%(absent)s is the deputy of %(principal)s on some of these days, and a deputy "
                "has no deputy. Cancel that delegation and appoint somebody else for "
                "%(principal)s first.",
                **values,
            ),
        }[reason]

    def _check_roles(self):
        if not self.deputy_id.sudo()._tthc_may_deputise(self.absent_id.sudo()):
            raise ValidationError(
                self.env._(
                    "%(deputy)s cannot be the deputy of %(absent)s: an officer's or leader's work "
                    "goes to an officer or leader, a receptionist's or manager's to a "
                    "receptionist or manager of the same centre. Other roles are not delegated.",
                    deputy=self.deputy_id.sudo().name,
                    absent=self.absent_id.sudo().name,
                )
            )

    def _pure(self):
        return delegation.Delegation(
            self.absent_id.id, self.deputy_id.id, self.starts_at, self.ends_at
        )

    def _forget_deputies(self):
        """Who acts for whom is cached; the instants in it are compared at every access."""
        self.env.registry.clear_cache()
        self.env["tthc.dossier"].invalidate_model(["is_with_my_agency"])

    # Actions --------------------------------------------------------------------------------------

    def action_cancel(self):
        """End the delegation at once; what was done under it stays.

        :raise UserError: it has ended already
        """
        self.check_access("write")
        for row in self:
            if row.state not in ("planned", "current"):
                raise UserError(self.env._("This delegation has ended already."))
        super().write({"cancelled_at": fields.Datetime.now(), "cancelled_by_id": self.env.uid})
        self.flush_recordset()
        self._forget_deputies()
        return True

    def _tell_deputy(self):
        self.ensure_one()
        deputy = self.deputy_id.sudo()
        env = self.with_context(lang=deputy.lang).env
        env["mail.thread"].sudo().message_notify(
            partner_ids=deputy.partner_id.ids,
            subject=env._("You act for %s", self.absent_id.sudo().name),
            body=env._(
                "From %(start)s to %(end)s you act for %(absent)s (%(basis)s). The work of both "
                "of you stands in “My Steps” on these days.",
                start=self.date_from.strftime("%d/%m/%Y"),
                end=self.date_to.strftime("%d/%m/%Y"),
                absent=self.absent_id.sudo().name,
                basis=self.basis,
            ),
            model=self._name,
            res_id=self.id,
        )
