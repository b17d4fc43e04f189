from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL

# What may still be written on a published version: the talk about it. Its state and its end
# change through the actions only.
PUBLISHED_WRITABLE = {"message_follower_ids", "message_ids", "activity_ids"}


class TthcProcedureVersion(models.Model):
    """What was published about a procedure by one decision, for a period.

    A version is edited as a draft, published by somebody other than its last editor, and
    read-only from then on: a change is a new version.
    """

    _name = "tthc.procedure.version"
    _description = "Procedure Version"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "procedure_id, date_from desc, id desc"
    _rec_names_search = ["procedure_id", "decision"]
    _mail_post_access = "read"

    procedure_id = fields.Many2one("tthc.procedure", required=True, index=True, ondelete="cascade")
    sector_id = fields.Many2one(related="procedure_id.sector_id", store=True, index=True)
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
    decision = fields.Char("Publication Decision", help="Quyết định công bố.", tracking=True)
    date_from = fields.Date("In Force from", copy=False, tracking=True)
    date_to = fields.Date("In Force until", copy=False, tracking=True, help="Last day, included.")
    procedure_kind = fields.Selection(
        [
            ("delegated", "Detailed by Delegation of a Law"),
            ("not_delegated", "Not Left to Localities by Law"),
            ("other", "Other Kind"),
        ],
        help="Loại thủ tục, as the national portal divides them.",
    )
    level = fields.Char("Levels as Published", help="Cấp thực hiện.")
    level_ids = fields.Many2many("tthc.level", "tthc_version_level_rel", string="Levels")
    executing_agency = fields.Char(help="Cơ quan thực hiện, as published.")
    competent_agency = fields.Char(help="Cơ quan có thẩm quyền, as published.")
    delegated_agency = fields.Char(help="Cơ quan được ủy quyền, as published.")
    coordinating_agency = fields.Char(help="Cơ quan phối hợp, as published.")
    reception_address = fields.Text(help="Địa chỉ tiếp nhận hồ sơ, as published.")
    related_procedures = fields.Text(help="Thủ tục liên quan, as published.")
    target_groups = fields.Char("For Whom, as Published", help="Đối tượng thực hiện.")
    target_group_ids = fields.Many2many(
        "tthc.target.group", "tthc_version_target_group_rel", string="For Whom"
    )
    process_text = fields.Text("Order of Steps", help="Trình tự thực hiện, as published.")
    keywords = fields.Char(help="Từ khóa, as published.")
    description = fields.Text(help="Mô tả, as published.")
    online_level = fields.Selection(
        [("full", "Fully Online"), ("partial", "Partly Online"), ("none", "Not Online")],
        default="none",
        required=True,
        help="Toàn trình / một phần (NĐ 224/2026/NĐ-CP, Art. 14).",
    )
    partial_reason = fields.Text(
        "Reason for Partial",
        help="NĐ 224/2026/NĐ-CP, Art. 14: a partly online service needs a published reason.",
    )
    conditions = fields.Text()
    legal_document_ids = fields.Many2many(
        "tthc.legal.document",
        "tthc_version_legal_rel",
        "version_id",
        "document_id",
        "Legal Basis",
    )
    case_ids = fields.One2many("tthc.procedure.case", "version_id", "Cases", copy=True)
    source_url = fields.Char("Source")
    confidence = fields.Selection(
        [("high", "High"), ("medium", "Medium"), ("low", "Low")], "Data Confidence"
    )
    data_note = fields.Text(help="What was doubtful in the source.")
    editor_id = fields.Many2one("res.users", "Last Editor", readonly=True, copy=False)
    publisher_id = fields.Many2one(
        "res.users", "Published by", readonly=True, copy=False, ondelete="restrict"
    )
    published_at = fields.Datetime("Published on", readonly=True, copy=False)

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A version cannot end before it begins.",
    )
    # Ranges give the = operator to GiST without an extension of PostgreSQL.
    _published_no_overlap = models.Constraint(
        """EXCLUDE USING gist (
            int4range(procedure_id, procedure_id, '[]') WITH =,
            daterange(date_from, date_to, '[]') WITH &&
        ) WHERE (state = 'published')""",
        "Two published versions of one procedure cannot be in force on the same day: end the "
        "earlier one first.",
    )

    @api.depends("procedure_id", "decision", "date_from")
    def _compute_display_name(self):
        for version in self:
            parts = [version.procedure_id.display_name or ""]
            if version.decision:
                parts.append(version.decision)
            version.display_name = " · ".join(parts)

    def _map_published_labels(self):
        """Fill the structured levels and target groups from the text as published, where they
        are still empty. For data that came before these fields did."""
        for version in self.sudo():
            for text, name in (
                (version.level, "level_ids"),
                (version.target_groups, "target_group_ids"),
            ):
                if text and not version[name]:
                    found, _rest = version[name]._read_labels(text)
                    version._write_unguarded({name: [Command.set(found.ids)]})

    @api.model
    def _domain_in_force(self, on_date):
        """Domain of the versions published and in force on ``on_date``."""
        return (
            fields.Domain("state", "=", "published")
            & fields.Domain("date_from", "<=", on_date)
            & (fields.Domain("date_to", "=", False) | fields.Domain("date_to", ">=", on_date))
        )

    def _covers(self, on_date):
        self.ensure_one()
        return (
            self.state == "published"
            and self.date_from <= on_date
            and (not self.date_to or self.date_to >= on_date)
        )

    # Draft only -------------------------------------------------------------------------------

    def _check_editable(self):
        """Refuse a change to what was published, whoever asks and by whatever door."""
        for version in self:
            if version.state != "draft":
                raise UserError(
                    self.env._(
                        "%(version)s was published and can no longer be changed. Make a new "
                        "version of the procedure instead.",
                        version=version.display_name,
                    )
                )

    def _hold_drafts(self):
        """Refuse a change to what was published, and keep it a draft until the transaction ends.

        A row of a part may change without its version's own row: without the lock, an edit begun
        before publication could be committed after it.
        """
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM %s WHERE id = ANY(%s) FOR SHARE",
                    SQL.identifier(self._table),
                    list(self.ids),
                )
            )
        self._check_editable()

    @api.model_create_multi
    def create(self, vals_list):
        drafts = []
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(self.env._("A version begins as a draft."))
            published = {"publisher_id": False, "published_at": False}
            drafts.append({**vals, **published, "editor_id": self.env.uid})
        return super().create(drafts)

    def write(self, vals):
        if not set(vals) <= PUBLISHED_WRITABLE:
            if {"state", "publisher_id", "published_at", "editor_id"} & set(vals):
                raise UserError(
                    self.env._("The state of a version changes by publishing or retiring it.")
                )
            self._hold_drafts()
            vals = {**vals, "editor_id": self.env.uid}
        return super().write(vals)

    def _write_unguarded(self, vals):
        """Write what :meth:`write` refuses to everybody: for the actions below, which check
        the role themselves (a publisher has no right to write)."""
        return super(TthcProcedureVersion, self.sudo()).write(vals)

    def _touch(self):
        """Record who last edited a part of this draft."""
        self._hold_drafts()
        others = self.filtered(lambda version: version.editor_id.id != self.env.uid)
        if others:
            others._write_unguarded({"editor_id": self.env.uid})

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_editable()

    # Actions ----------------------------------------------------------------------------------

    def _require_publisher(self):
        if not self.env.su and not self.env.user.has_group(
            "tthc_catalogue.group_catalogue_publisher"
        ):
            raise UserError(
                self.env._("Only a catalogue publisher may publish or retire a version.")
            )

    def _publication_gaps(self):
        """What is missing for publication: a list of sentences, empty when it may be published."""
        self.ensure_one()
        gaps = []
        if not self.date_from:
            gaps.append(self.env._("Enter the day from which it is in force."))
        if not self.decision:
            gaps.append(self.env._("Enter the publication decision."))
        if self.online_level == "partial" and not self.partial_reason:
            gaps.append(self.env._("Enter the reason why it is only partly online."))
        if not self.case_ids:
            gaps.append(self.env._("Add at least one case."))
        return gaps + self.case_ids._submission_gaps()

    def action_publish(self):
        """Publish drafts. From now on they are read-only.

        :raise UserError: not a publisher, not a draft, edited last by the same person
            (four eyes), incomplete, or overlapping in time with another published version.
        """
        self._require_publisher()
        self.check_access("read")
        self._check_editable()
        for version in self:
            if version.editor_id == self.env.user and not self.env.su:
                raise UserError(
                    self.env._("A version is published by somebody other than its last editor.")
                )
            gaps = version._publication_gaps()
            if gaps:
                raise UserError(
                    self.env._(
                        "%(version)s cannot be published yet:\n%(gaps)s",
                        version=version.display_name,
                        gaps="\n".join(f"– {gap}" for gap in gaps),
                    )
                )
        self._end_predecessors()
        return self._write_unguarded(
            {
                "state": "published",
                "publisher_id": self.env.uid,
                "published_at": fields.Datetime.now(),
            }
        )

    def _end_predecessors(self):
        """End the open version before each of these on the day before it begins."""
        for version in self:
            before = self.search(
                [
                    ("procedure_id", "=", version.procedure_id.id),
                    ("state", "=", "published"),
                    ("date_from", "<", version.date_from),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", version.date_from),
                ]
            )
            before._write_unguarded({"date_to": fields.Date.subtract(version.date_from, days=1)})
            before.flush_recordset(["date_to"])

    def action_retire(self):
        """Take published versions out of use from today on; running dossiers stay on them."""
        self._require_publisher()
        if any(version.state != "published" for version in self):
            raise UserError(self.env._("Only a published version can be retired."))
        self.check_access("read")
        return self._write_unguarded({"state": "retired"})

    def action_new_version(self):
        """Open a draft copy of this version as the next one."""
        self.ensure_one()
        draft = self.copy({"decision": False})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    @api.constrains("online_level", "partial_reason", "state")
    def _check_partial_reason(self):
        for version in self:
            if (
                version.state == "published"
                and version.online_level == "partial"
                and not version.partial_reason
            ):
                raise ValidationError(
                    self.env._("A partly online procedure needs a published reason.")
                )
