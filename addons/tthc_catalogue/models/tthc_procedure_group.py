from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# What may still be written on a published group: the talk about it.
PUBLISHED_WRITABLE = {"message_follower_ids", "message_ids", "activity_ids"}
PROTECTED = {
    "state",
    "editor_id",
    "submitter_id",
    "submitted_at",
    "publisher_id",
    "published_at",
}


class TthcProcedureGroup(models.Model):
    """Procedures asked for by one submission ("liên thông theo nhóm"): which, in which order, and
    which papers they share. A group lives as a version does: edited as a draft, published by
    somebody other than its editor, read-only from then on, followed by a new one."""

    _name = "tthc.procedure.group"
    _description = "Group of Linked Procedures"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "code, date_from desc, id desc"
    _rec_names_search = ["code", "name"]
    _mail_post_access = "read"

    code = fields.Char(required=True, index=True, tracking=True)
    name = fields.Char(required=True, tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("published", "Published"),
            ("retired", "Retired"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    decision = fields.Char(
        "Publication Decision",
        help="By which the group was published: ministry first, then province.",
        tracking=True,
    )
    date_from = fields.Date("In Force from", copy=False, tracking=True)
    date_to = fields.Date("In Force until", copy=False, tracking=True, help="Last day, included.")
    legal_document_ids = fields.Many2many(
        "tthc.legal.document",
        "tthc_group_legal_rel",
        "group_id",
        "document_id",
        "Legal Basis",
    )
    line_ids = fields.One2many("tthc.procedure.group.line", "group_id", "Procedures", copy=True)
    share_ids = fields.One2many("tthc.procedure.group.share", "group_id", "Same Papers", copy=True)
    note = fields.Text()
    editor_id = fields.Many2one("res.users", "Last Editor", readonly=True, copy=False)
    submitter_id = fields.Many2one("res.users", "Submitted by", readonly=True, copy=False)
    submitted_at = fields.Datetime("Submitted on", readonly=True, copy=False)
    publisher_id = fields.Many2one(
        "res.users", "Published by", readonly=True, copy=False, ondelete="restrict"
    )
    published_at = fields.Datetime("Published on", readonly=True, copy=False)

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A group cannot end before it begins.",
    )
    # Ranges give the = operator to GiST without an extension of PostgreSQL.
    _published_no_overlap = models.Constraint(
        """EXCLUDE USING gist (
            numrange(hashtext(code)::numeric, hashtext(code)::numeric, '[]') WITH =,
            daterange(date_from, date_to, '[]') WITH &&
        ) WHERE (state = 'published')""",
        "Two published groups of one code cannot be in force on the same day: end the earlier "
        "one first.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for group in self:
            group.display_name = f"{group.code} – {group.name}" if group.code else group.name

    # Draft only -----------------------------------------------------------------------------------

    def _hold_drafts(self):
        """Refuse a change to what is no draft, and keep it one until the transaction ends.

        :raise UserError: a group among these was submitted or published
        """
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM tthc_procedure_group WHERE id = ANY(%s) FOR SHARE",
                    list(self.ids),
                )
            )
        for group in self:
            if group.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is no draft and can no longer be changed. Withdraw it, or make a new "
                        "version of the group.",
                        group.display_name,
                    )
                )

    def _touch(self):
        """Record who last edited a row of these drafts."""
        self._hold_drafts()
        others = self.filtered(lambda group: group.editor_id.id != self.env.uid)
        if others:
            others._write_unguarded({"editor_id": self.env.uid})

    @api.model_create_multi
    def create(self, vals_list):
        drafts = []
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(self.env._("A group begins as a draft."))
            kept = {name: value for name, value in vals.items() if name not in PROTECTED}
            drafts.append({**kept, "editor_id": self.env.uid})
        return super().create(drafts)

    def write(self, vals):
        if not set(vals) <= PUBLISHED_WRITABLE:
            if PROTECTED & set(vals):
                raise UserError(
                    self.env._("The state of a group changes by submitting and publishing it.")
                )
            self._hold_drafts()
            vals = {**vals, "editor_id": self.env.uid}
        return super().write(vals)

    def _write_unguarded(self, vals):
        """Write what :meth:`write` refuses to everybody: for the actions below, which check the
        role themselves (a publisher has no right to write)."""
        return super(TthcProcedureGroup, self.sudo()).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._hold_drafts()

    # Actions --------------------------------------------------------------------------------------

    def _require(self, role, refusal):
        if not self.env.su and not self.env.user.has_group(f"tthc_catalogue.{role}"):
            raise UserError(refusal)

    def _require_state(self, state, refusal):
        if any(group.state != state for group in self):
            raise UserError(refusal)

    def action_submit(self):
        """Hand drafts to the publishers.

        :raise UserError: not an editor, not a draft, or something is wrong with a group
        """
        self._require(
            "group_catalogue_editor", self.env._("Only a catalogue editor may submit a group.")
        )
        self.check_access("write")
        self._hold_drafts()
        self._refuse_gaps()
        return self._write_unguarded(
            {
                "state": "submitted",
                "submitter_id": self.env.uid,
                "submitted_at": fields.Datetime.now(),
            }
        )

    def action_withdraw(self):
        """Take submitted groups back to drafts, for another change."""
        self._require(
            "group_catalogue_editor", self.env._("Only a catalogue editor may withdraw a group.")
        )
        self.check_access("write")
        return self._back_to_draft()

    def action_send_back(self):
        """Give submitted groups back to their editor; the reason is told in the chatter."""
        self._require_publisher()
        self._back_to_draft()
        for group in self:
            group.message_post(
                body=self.env._("Sent back by %s.", self.env.user.name),
                partner_ids=group.sudo().editor_id.partner_id.ids,
            )
        return True

    def _back_to_draft(self):
        self._require_state("submitted", self.env._("Only a submitted group goes back to draft."))
        return self._write_unguarded(
            {"state": "draft", "submitter_id": False, "submitted_at": False}
        )

    def _require_publisher(self):
        self._require(
            "group_catalogue_publisher",
            self.env._("Only a catalogue publisher may publish, send back or retire a group."),
        )
        self.check_access("read")

    def action_publish(self):
        """Publish submitted groups; the published one before each ends on the eve.

        :raise UserError: not a publisher, not submitted, edited or submitted by the same person
            (four eyes), something is wrong with a group, or it overlaps with another one
        """
        self._require_publisher()
        self._require_state("submitted", self.env._("An editor submits a group first."))
        self._refuse_gaps()
        for group in self.sorted("date_from"):
            if not self.env.su and self.env.user in (group.editor_id | group.submitter_id):
                raise UserError(
                    self.env._("A group is published by somebody other than its editor.")
                )
            group._refuse_overlap()
            group._end_predecessor()
            group._write_unguarded(
                {
                    "state": "published",
                    "publisher_id": self.env.uid,
                    "published_at": fields.Datetime.now(),
                }
            )
            group.flush_recordset()
        return True

    def _refuse_overlap(self):
        domain = fields.Domain(
            [
                ("code", "=", self.code),
                ("state", "=", "published"),
                ("date_from", ">=", self.date_from),
            ]
        )
        if self.date_to:
            domain &= fields.Domain("date_from", "<=", self.date_to)
        other = self.search(domain, limit=1)
        if other:
            raise UserError(
                self.env._(
                    "%(group)s would be in force together with the one that begins on %(day)s: "
                    "change the dates, or retire the other one first.",
                    group=self.display_name,
                    day=other.date_from.strftime("%d/%m/%Y"),
                )
            )

    def _end_predecessor(self):
        before = self.search(
            self._domain_in_force(self.date_from)
            & fields.Domain("code", "=", self.code)
            & fields.Domain("date_from", "<", self.date_from)
        )
        before._write_unguarded({"date_to": fields.Date.subtract(self.date_from, days=1)})
        before.flush_recordset(["date_to"])

    def action_retire(self):
        """Take published groups out of use."""
        self._require_publisher()
        self._require_state("published", self.env._("Only a published group can be retired."))
        return self._write_unguarded({"state": "retired"})

    def action_new_version(self):
        """Open a draft copy of this group as the next one."""
        self.ensure_one()
        draft = self.copy({"decision": False})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    @api.model
    def _domain_in_force(self, on_date):
        """Domain of the groups published and in force on ``on_date``."""
        return (
            fields.Domain("state", "=", "published")
            & fields.Domain("date_from", "<=", on_date)
            & (fields.Domain("date_to", "=", False) | fields.Domain("date_to", ">=", on_date))
        )

    def _refuse_gaps(self):
        gaps = [
            f"{group.display_name}: {gap}" for group in self for gap in group._submission_gaps()
        ]
        if gaps:
            raise UserError(
                "\n".join([self.env._("This cannot be submitted yet:"), *(f"– {g}" for g in gaps)])
            )

    def _submission_gaps(self):
        """What keeps this group from being submitted: sentences, empty when nothing does."""
        self.ensure_one()
        gaps = []
        if not self.date_from:
            gaps.append(self.env._("Enter the day from which it is in force."))
        if not self.decision and not self.legal_document_ids:
            gaps.append(self.env._("Enter the publication decision or the legal basis."))
        return gaps + self._group_gaps()
