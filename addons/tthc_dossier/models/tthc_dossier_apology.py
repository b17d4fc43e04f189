from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import actions, wall_time

#: What may be entered on a draft.
ENTERED = frozenset({"reason", "new_date", "agency_id"})


class TthcDossierApology(models.Model):
    """The letter "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết" (form ``apology``): a
    late agency apologises and names a new date, before the old one passes (NĐ 61/2018/NĐ-CP, Art.
    19.9). It moves no due date: what is late stays late.

    One letter for each dossier and due date. A draft is everybody's who works on the dossier; it
    is signed by the head or a deputy head of the late agency and then never changes.
    """

    _name = "tthc.dossier.apology"
    _description = "Apology Letter"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_names_search = ["number", "dossier_id.name"]

    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        related="dossier_id.company_id", string="Centre", store=True, index=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed"), ("cancelled", "Not Needed")],
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        "Late Agency",
        index=True,
        ondelete="restrict",
        help="The agency that holds the dossier now: its head or a deputy signs. Empty: the centre "
        "itself. A leader or the manager may name another one before the letter is signed.",
    )
    due_at = fields.Datetime("Appointment", required=True, readonly=True)
    new_date = fields.Date("New Appointment", help="The day by which the result will be there.")
    new_due = fields.Datetime("Result Promised for", readonly=True)
    reason = fields.Text(help="Printed on the letter: why the result is late.")
    automatic = fields.Boolean("Prepared by the System", readonly=True)
    number = fields.Char(readonly=True, copy=False)
    serial = fields.Integer(readonly=True, copy=False)
    year = fields.Integer(readonly=True, copy=False)
    signed_at = fields.Datetime("Signed on", readonly=True, copy=False)
    signer_id = fields.Many2one("res.users", "Signed by", readonly=True, copy=False)
    signer_name = fields.Char(readonly=True, copy=False)
    signer_position = fields.Char(readonly=True, copy=False)
    in_time = fields.Boolean(
        "Prepared in Time",
        readonly=True,
        help="Signed at least one working day before the appointment (a setting of the centre).",
    )
    owner_id = fields.Many2one(related="dossier_id.owner_id")
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    may_sign = fields.Boolean(compute="_compute_may_sign")
    may_move = fields.Boolean(compute="_compute_may_sign")

    _once = models.UniqueIndex(
        "(dossier_id, due_at) WHERE state != 'cancelled'",
        "There is an apology letter for this dossier and this appointment already.",
    )
    _number_unique = models.UniqueIndex(
        "(COALESCE(agency_id, -company_id), year, serial) WHERE serial IS NOT NULL"
    )

    @api.depends("number", "dossier_id")
    def _compute_display_name(self):
        for letter in self:
            letter.display_name = letter.number or self.env._(
                "Draft for %s", letter.dossier_id.display_name
            )

    @api.depends_context("uid")
    @api.depends("agency_id", "state", "company_id")
    def _compute_may_sign(self):
        user = self.env.user
        for letter in self:
            draft = letter.state == "draft"
            letter.may_sign = draft and any(
                letter._is_signer(person) for person in (user, *user._tthc_absent_users())
            )
            letter.may_move = draft and letter._may_move(user)

    def _is_signer(self, user):
        """Whether this is the head or a deputy head of the late agency; for a step of the centre
        itself, its manager."""
        letter = self.sudo()
        if letter.agency_id:
            return user.has_group("tthc_dossier.group_leader") and (
                letter.agency_id.id in user._tthc_agency_id_set()
            )
        return user.has_group("tthc_dossier.group_manager") and (
            letter.company_id.id in user._get_company_ids()
        )

    def _signer_text(self):
        letter = self.sudo()
        if letter.agency_id:
            return self.env._("a leader of %s, the late agency", letter.agency_id.name)
        return self.env._("the manager of %s", letter.company_id.name)

    def _may_move(self, user):
        """Whether this person may say that another agency is the late one."""
        return user.has_group("tthc_dossier.group_leader") or (
            user.has_group("tthc_dossier.group_manager")
            and self.sudo().company_id.id in user._get_company_ids()
        )

    # Guards -----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Open drafts by hand; the late agency and the appointment come from the dossier.

        :raise UserError: the dossier has no running limit, or was given its new date
        """
        dossiers = self.env["tthc.dossier"]
        ready = []
        for vals in vals_list:
            dossier = dossiers.browse(vals.get("dossier_id"))
            dossier.check_access("read")
            obstacles = dossier._apology_obstacles()
            if obstacles:
                raise UserError("\n".join(obstacles))
            entered = {key: vals[key] for key in ("reason", "new_date") if vals.get(key)}
            ready.append({**dossier._apology_values(), **entered})
        return super().create(ready)

    @api.model
    @api.private
    def _draft(self, dossiers):
        """Drafts for ``dossiers`` made by the system."""
        quiet = self.with_context(mail_create_nolog=True, tracking_disable=True)
        return super(TthcDossierApology, quiet).create(
            [{**dossier._apology_values(), "automatic": True} for dossier in dossiers]
        )

    def write(self, vals):
        """Change a draft.

        :raise UserError: the letter is signed, or the field comes from the signature
        :raise AccessError: only a leader or the manager names another late agency
        """
        if set(vals) - ENTERED - {"message_main_attachment_id"}:
            raise UserError(self.env._("This is written by signing the letter only."))
        if any(letter.state != "draft" for letter in self):
            raise UserError(self.env._("A signed letter does not change any more."))
        if "agency_id" in vals and not self.env.su:
            for letter in self:
                if not letter._may_move(self.env.user):
                    raise AccessError(
                        self.env._(
                            "Which agency is late is changed by a leader, or by the manager of "
                            "%s, before the letter is signed.",
                            letter.sudo().company_id.name,
                        )
                    )
        return super().write(vals)

    @api.private
    def _set(self, vals):
        """Write what signing and cancelling decide."""
        return super(TthcDossierApology, self.sudo()).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(letter.state == "signed" for letter in self):
            raise UserError(self.env._("A signed letter stays on record."))

    def copy_data(self, default=None):
        raise UserError(self.env._("There is one letter for each appointment."))

    # Doing ------------------------------------------------------------------------------------

    def action_sign(self):
        """Sign for the late agency: number, event in the ledger, notice to the owner."""
        for letter in self:
            letter.dossier_id.action_apologise(note=letter.reason, until=letter._new_due())
        return True

    def action_not_needed(self):
        """Put a draft aside: the result will be in time."""
        if any(letter.state == "signed" for letter in self):
            raise UserError(self.env._("A signed letter stays on record."))
        self.check_access("write")
        self._set({"state": "cancelled"})

    @api.model
    @api.private
    def _cancel_stale(self):
        """Put drafts aside whose dossier is finished or whose appointment moved."""
        for letter in self.sudo().search([("state", "=", "draft")]):
            dossier = letter.dossier_id
            if dossier.state not in actions.UNDER_WAY or dossier.due_at != letter.due_at:
                letter._set({"state": "cancelled"})

    def _new_due(self):
        """End of working hours of the new day, naive UTC; ``None`` without a day."""
        return self.new_date and self.dossier_id._end_of_day(self.new_date)

    def _sign(self, until, reason):
        """Number and signature of the current user; the engine has checked who may."""
        dossier = self.dossier_id
        now = dossier._now()
        day = wall_time.to_local(now, dossier.company_id.sudo()._tthc_zone()).date()
        serial = self._next_serial(day)
        user = self.env.user
        self._set(
            {
                "state": "signed",
                "reason": reason,
                "new_due": until,
                "new_date": wall_time.to_local(
                    until, dossier.company_id.sudo()._tthc_zone()
                ).date(),
                "serial": serial,
                "year": day.year,
                "number": f"{serial:02d}/PXL",
                "signed_at": now,
                "signer_id": user.id,
                "signer_name": user.sudo().name,
                "signer_position": user.sudo().tthc_position,
                "in_time": now <= dossier._apology_in_time_until(),
            }
        )

    def _next_serial(self, day):
        """Next number of the agency's letters in a year. Counting on its row lets one person sign
        at a time: whoever comes second waits, is run again and reads the first one's number."""
        owner = self.agency_id or self.company_id
        self.env.execute_query(
            SQL(
                "UPDATE %s SET tthc_letter_count = COALESCE(tthc_letter_count, 0) + 1 "
                "WHERE id = %s RETURNING id",
                SQL.identifier(owner._table),
                owner.id,
            )
        )
        owner.sudo().invalidate_recordset(["tthc_letter_count"], flush=False)
        same = [("agency_id", "=", self.agency_id.id), ("year", "=", day.year)]
        if not self.agency_id:
            same.append(("company_id", "=", self.company_id.id))
        last = self.sudo().search([*same, ("serial", "!=", False)], order="serial desc", limit=1)
        return last.serial + 1

    # Printing ---------------------------------------------------------------------------------

    def _signer_lines(self):
        """What stands above the signature: the head's position, or "KT." (ký thay) with it above
        the deputy's own."""
        position = (self.signer_position or "Thủ trưởng cơ quan").upper()
        head = self.agency_id.head_id
        if head and self.signer_id and head != self.signer_id:
            return [f"KT. {(head.tthc_position or 'Thủ trưởng').upper()}", position]
        if position.startswith("PHÓ "):
            return [f"KT. {position.removeprefix('PHÓ ')}", position]
        return [position]
