from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import fees

#: What may still be written once a regulation is no draft: the talk about it.
TALK = {"message_follower_ids", "message_ids", "activity_ids"}


class TthcFeeRegulation(models.Model):
    """A text that sets fees or lowers them: a resolution of the People's Council, a circular, a
    government resolution ("Văn bản quy định phí, lệ phí").

    Edited as a draft, submitted, published by somebody else, and read-only from then on. Its
    price lines give the amounts that the catalogue leaves to the province; its benefits are the
    exemptions and reductions.
    """

    _name = "tthc.fee.regulation"
    _description = "Fee Regulation"
    _inherit = ["mail.thread", "mail.activity.mixin", "tthc.cache.source"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["name", "title"]
    _mail_post_access = "read"

    name = fields.Char(
        "Number", required=True, tracking=True, help="As cited on quotes: NQ 06/2025/NQ-HĐND."
    )
    title = fields.Char()
    legal_document_id = fields.Many2one("tthc.legal.document", ondelete="restrict", tracking=True)
    replaces_id = fields.Many2one(
        "tthc.fee.regulation",
        domain="[('state', '=', 'published'), ('id', '!=', id)]",
        ondelete="restrict",
        help="On publication this one ends on the eve of the new regulation.",
    )
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
        index=True,
    )
    date_from = fields.Date("In Force from", copy=False, tracking=True)
    date_to = fields.Date("In Force until", copy=False, tracking=True, help="Last day, included.")
    note = fields.Text(help="What is assumed or still to be checked.")
    line_ids = fields.One2many(
        "tthc.fee.regulation.line", "regulation_id", "Price Lines", copy=True
    )
    benefit_ids = fields.One2many("tthc.fee.benefit", "regulation_id", "Benefits", copy=True)
    line_count = fields.Integer(compute="_compute_counts")
    benefit_count = fields.Integer(compute="_compute_counts")
    editor_id = fields.Many2one("res.users", "Last Editor", readonly=True, copy=False)
    submitter_id = fields.Many2one("res.users", "Submitted by", readonly=True, copy=False)
    publisher_id = fields.Many2one(
        "res.users", "Published by", readonly=True, copy=False, ondelete="restrict"
    )
    published_at = fields.Datetime("Published on", readonly=True, copy=False)
    retired_on = fields.Date(
        "Retired on", readonly=True, copy=False, help="First day without effect."
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A regulation cannot end before it begins.",
    )

    @api.depends("line_ids", "benefit_ids")
    def _compute_counts(self):
        for regulation in self:
            regulation.line_count = len(regulation.line_ids)
            regulation.benefit_count = len(regulation.benefit_ids)

    # Draft only -------------------------------------------------------------------------------

    def _check_editable(self):
        """Refuse a change to what was submitted or published, whoever asks.

        :raise UserError: a regulation among these is no draft
        """
        for regulation in self:
            if regulation.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is no draft any more and can no longer be changed. While it is "
                        "submitted it can be sent back; after publication make a new one.",
                        regulation.display_name,
                    )
                )

    def _hold_drafts(self):
        """Refuse a change to what is no draft, and keep it a draft until the transaction ends."""
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM %s WHERE id = ANY(%s) FOR SHARE",
                    SQL.identifier(self._table),
                    list(self.ids),
                )
            )
        self._check_editable()

    def _touch(self):
        """Record who last edited a row of this draft."""
        self._hold_drafts()
        others = self.filtered(lambda row: row.editor_id.id != self.env.uid)
        if others:
            others._write_unguarded({"editor_id": self.env.uid})

    @api.model_create_multi
    def create(self, vals_list):
        """Open drafts, whatever state the caller gives."""
        fixed = {
            "state": "draft",
            "submitter_id": False,
            "publisher_id": False,
            "published_at": False,
            "retired_on": False,
        }
        return super().create([{**vals, **fixed, "editor_id": self.env.uid} for vals in vals_list])

    def write(self, vals):
        """Change drafts.

        :raise UserError: the regulation is no draft, or the value changes by an action only
        """
        if not set(vals) <= TALK:
            if {
                "state",
                "editor_id",
                "submitter_id",
                "publisher_id",
                "published_at",
                "retired_on",
            } & set(vals):
                raise UserError(
                    self.env._("The state of a regulation changes through its buttons only.")
                )
            self._hold_drafts()
            vals = {**vals, "editor_id": self.env.uid}
        return super().write(vals)

    def _write_unguarded(self, vals):
        """Write what :meth:`write` refuses; for the actions, which check the role themselves."""
        return super(TthcFeeRegulation, self.sudo()).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_editable()

    # Actions ----------------------------------------------------------------------------------

    def _require(self, group, message):
        if not self.env.su and not self.env.user.has_group(f"tthc_catalogue.{group}"):
            raise UserError(message)
        self.check_access("read")

    def _require_state(self, state, message):
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) FOR UPDATE",
                SQL.identifier(self._table),
                list(self.ids),
            )
        )
        self.invalidate_recordset(["state"])
        if any(regulation.state != state for regulation in self):
            raise UserError(message)

    def _submission_gaps(self):
        """What keeps this regulation from being submitted: sentences for the editor."""
        self.ensure_one()
        gaps = []
        if not self.date_from:
            gaps.append(self.env._("Enter the day from which it is in force."))
        if not self.legal_document_id:
            gaps.append(self.env._("Choose the legal document."))
        if not self.line_ids and not self.benefit_ids:
            gaps.append(self.env._("Add at least one price line or benefit."))
        return gaps + self.line_ids._gaps() + self.benefit_ids._gaps()

    def action_submit(self):
        """Hand drafts to the publisher; they are read-only until sent back.

        :raise UserError: not an editor, not a draft, or incomplete
        """
        self._require(
            "group_catalogue_editor", self.env._("Only a catalogue editor may submit a regulation.")
        )
        self._require_state("draft", self.env._("Only a draft can be submitted."))
        for regulation in self:
            gaps = regulation._submission_gaps()
            if gaps:
                raise UserError(
                    self.env._(
                        "%(regulation)s cannot be submitted yet:\n%(gaps)s",
                        regulation=regulation.display_name,
                        gaps="\n".join(f"– {gap}" for gap in gaps),
                    )
                )
        return self._write_unguarded({"state": "submitted", "submitter_id": self.env.uid})

    def action_withdraw(self):
        """Take submitted regulations back to drafts, as their editor or publisher."""
        if not self.env.user.has_group("tthc_catalogue.group_catalogue_publisher"):
            self._require(
                "group_catalogue_editor",
                self.env._("Only a catalogue editor or publisher may send a regulation back."),
            )
        self._require_state("submitted", self.env._("Only what was submitted can be sent back."))
        self.check_access("read")
        return self._write_unguarded({"state": "draft", "submitter_id": False})

    def action_publish(self):
        """Publish what was submitted; the regulation that it replaces ends on the eve.

        :raise UserError: not a publisher, not submitted, or by its own editor (four eyes)
        """
        self._require(
            "group_catalogue_publisher",
            self.env._("Only a catalogue publisher may publish or retire a regulation."),
        )
        self._require_state("submitted", self.env._("Only what was submitted can be published."))
        for regulation in self:
            if self.env.user in regulation.editor_id | regulation.submitter_id and not self.env.su:
                raise UserError(
                    self.env._("A regulation is published by somebody other than its editor.")
                )
        for regulation in self:
            regulation._end_replaced()
        return self._write_unguarded(
            {
                "state": "published",
                "publisher_id": self.env.uid,
                "published_at": fields.Datetime.now(),
            }
        )

    def _end_replaced(self):
        """End the replaced regulation on the eve of this one.

        :raise UserError: the replaced one begins later
        """
        old = self.replaces_id
        if not old or old.state != "published":
            return
        eve = fields.Date.subtract(self.date_from, days=1)
        if old.date_from > eve:
            raise UserError(
                self.env._(
                    "%(new)s cannot replace %(old)s, which begins on %(day)s.",
                    new=self.display_name,
                    old=old.display_name,
                    day=old.date_from.strftime("%d/%m/%Y"),
                )
            )
        if not old.date_to or old.date_to > eve:
            old._write_unguarded({"date_to": eve})

    def action_retire(self):
        """Take published regulations out of use from today on; earlier days keep their prices."""
        self._require(
            "group_catalogue_publisher",
            self.env._("Only a catalogue publisher may publish or retire a regulation."),
        )
        self._require_state("published", self.env._("Only a published regulation can be retired."))
        today = fields.Date.context_today(self)
        return self._write_unguarded({"state": "retired", "retired_on": today})

    def action_new_version(self):
        """Open a draft copy that replaces this regulation."""
        self.ensure_one()
        draft = self.copy(
            {
                "name": self.env._("%s (amended)", self.name),
                "legal_document_id": False,
                "replaces_id": self.id if self.state == "published" else False,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    # Pricing ----------------------------------------------------------------------------------

    def _last_day(self):
        """Last day with effect, or ``None``."""
        days = [self.date_to] if self.date_to else []
        if self.retired_on:
            days.append(fields.Date.subtract(self.retired_on, days=1))
        return min(days) if days else None

    @api.model
    @tools.ormcache()
    def _published_book(self):
        """Lines and benefits of all published regulations as a :class:`~..tools.fees.Book`.

        Cached until a regulation changes: pricing costs no query for it. Retired ones stay in it
        for the days before their end.
        """
        published = self.sudo().search(
            Domain("state", "in", ("published", "retired")), order="date_from, id"
        )
        return published._book()

    def _book(self):
        """Lines and benefits of these regulations as the plain rules of :mod:`..tools.fees`."""
        regulations = self.sudo()
        lines = (line._rule() for line in regulations.line_ids)
        benefits = (benefit._rule() for benefit in regulations.benefit_ids)
        return fees.Book(tuple(lines), tuple(benefits))


class TthcFeeRegulationPart(models.AbstractModel):
    """A row below a fee regulation: it changes while the regulation is a draft only.

    The inheriting model gives ``_regulation_field``, the path to its regulation.
    """

    _name = "tthc.fee.regulation.part"
    _description = "Part of a Fee Regulation"
    _regulation_field = "regulation_id"

    @api.model_create_multi
    def create(self, vals_list):
        """Add rows to drafts.

        :raise UserError: a regulation among theirs is no draft
        """
        parts = super().create(vals_list)
        parts.mapped(self._regulation_field)._touch()
        return parts

    def write(self, vals):
        """Change rows of drafts; moving a row into another regulation needs both as drafts."""
        self.mapped(self._regulation_field)._touch()
        result = super().write(vals)
        self.mapped(self._regulation_field)._check_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_in_draft_regulation(self):
        self.mapped(self._regulation_field)._touch()
