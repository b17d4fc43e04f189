from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL

# What may still be written on a published version: the talk about it. Its state and its end
# change through the actions only.
PUBLISHED_WRITABLE = {"message_follower_ids", "message_ids", "activity_ids"}
# Written by the actions only, for nobody to claim somebody else's deed.
ACTION_FIELDS = {
    "state",
    "editor_id",
    "submitter_id",
    "submitted_at",
    "publisher_id",
    "published_at",
    "decided_date_to",
    "voided",
    "end_reason",
    "end_document_id",
    "legal_override_reason",
    "legal_override_by_id",
}
EFFECTIVE_STATES = ("published", "retired")


class TthcProcedureVersion(models.Model):
    """What was published about a procedure by one decision, for a period.

    A version is edited as a draft, submitted, published by somebody other than its last editor,
    and read-only from its submission on: a change is a new version.

    When it is in force follows from its dates alone. A published version whose last day has
    passed is the same as a retired one; the daily job only moves the state.
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
    level_ids = fields.Many2many(
        "tthc.level", "tthc_version_level_rel", string="Levels", ondelete="restrict"
    )
    executing_agency = fields.Char(help="Cơ quan thực hiện, as published.")
    competent_agency = fields.Char(help="Cơ quan có thẩm quyền, as published.")
    delegated_agency = fields.Char(help="Cơ quan được ủy quyền, as published.")
    coordinating_agency = fields.Char(help="Cơ quan phối hợp, as published.")
    reception_address = fields.Text(help="Địa chỉ tiếp nhận hồ sơ, as published.")
    related_procedures = fields.Text(help="Thủ tục liên quan, as published.")
    target_groups = fields.Char("For Whom, as Published", help="Đối tượng thực hiện.")
    target_group_ids = fields.Many2many(
        "tthc.target.group",
        "tthc_version_target_group_rel",
        string="For Whom",
        ondelete="restrict",
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
    submitter_id = fields.Many2one("res.users", "Submitted by", readonly=True, copy=False)
    submitted_at = fields.Datetime("Submitted on", readonly=True, copy=False)
    decided_date_to = fields.Date(
        "Last Day by Decision",
        readonly=True,
        copy=False,
        help="The last day as published or as decided later. The eve of the next version may "
        "come before it.",
    )
    voided = fields.Boolean(
        readonly=True, copy=False, tracking=True, help="Withdrawn before it took effect."
    )
    end_reason = fields.Text("Reason of the End", readonly=True, copy=False, tracking=True)
    end_document_id = fields.Many2one(
        "tthc.legal.document",
        "Ended by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The decision or legal document that ends it.",
    )
    phase = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Waiting for Publication"),
            ("coming", "Not Yet in Force"),
            ("in_force", "In Force"),
            ("ended", "Ended"),
            ("voided", "Withdrawn"),
        ],
        compute="_compute_phase",
        search="_search_phase",
        help="Where the version stands today.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A version cannot end before it begins.",
    )
    # Ranges give the = operator to GiST without an extension of PostgreSQL.
    _published_no_overlap = models.Constraint(
        """EXCLUDE USING gist (
            int4range(procedure_id, procedure_id, '[]') WITH =,
            daterange(date_from, date_to, '[]') WITH &&
        ) WHERE (state IN ('published', 'retired') AND voided IS NOT TRUE)""",
        "Two published versions of one procedure cannot be in force on the same day: change "
        "the dates, or end the other one first.",
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
    def _domain_effective(self):
        """Domain of the versions that are, were or will be in force."""
        return fields.Domain("state", "in", EFFECTIVE_STATES) & fields.Domain("voided", "=", False)

    @api.model
    def _domain_in_force(self, on_date):
        """Domain of the versions in force on ``on_date``, be it past or to come."""
        return (
            self._domain_effective()
            & fields.Domain("date_from", "<=", on_date)
            & (fields.Domain("date_to", "=", False) | fields.Domain("date_to", ">=", on_date))
        )

    def _is_effective(self):
        self.ensure_one()
        return self.state in EFFECTIVE_STATES and not self.voided

    def _covers(self, on_date):
        self.ensure_one()
        return (
            self._is_effective()
            and self.date_from <= on_date
            and (not self.date_to or self.date_to >= on_date)
        )

    @api.depends("state", "voided", "date_from", "date_to")
    def _compute_phase(self):
        today = self.env["res.company"]._tthc_today()
        for version in self:
            if version.voided:
                version.phase = "voided"
            elif not version._is_effective():
                version.phase = version.state
            elif version._covers(today):
                version.phase = "in_force"
            else:
                version.phase = "coming" if version.date_from > today else "ended"

    def _search_phase(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["res.company"]._tthc_today()
        effective = self._domain_effective()
        domains = {
            "draft": fields.Domain("state", "=", "draft"),
            "submitted": fields.Domain("state", "=", "submitted"),
            "coming": effective & fields.Domain("date_from", ">", today),
            "in_force": self._domain_in_force(today),
            "ended": effective & fields.Domain("date_to", "<", today),
            "voided": fields.Domain("voided", "=", True),
        }
        return fields.Domain.OR(domains[key] for key in value if key in domains)

    # Draft only -------------------------------------------------------------------------------

    def _check_editable(self):
        """Refuse a change to what was published, whoever asks and by whatever door."""
        for version in self:
            if version.state == "submitted":
                raise UserError(
                    self.env._(
                        "%(version)s was submitted for publication and can no longer be changed: "
                        "withdraw it first.",
                        version=version.display_name,
                    )
                )
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
            given = {name: value for name, value in vals.items() if name not in ACTION_FIELDS}
            drafts.append({**given, "editor_id": self.env.uid})
        return super().create(drafts)

    def write(self, vals):
        if not set(vals) <= PUBLISHED_WRITABLE:
            if ACTION_FIELDS & set(vals):
                raise UserError(
                    self.env._(
                        "The state of a version changes by submitting, publishing or ending it."
                    )
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

    def action_new_version(self):
        """Open a draft copy of this version as the next one."""
        self.ensure_one()
        return self.copy({"decision": False})._open_form()

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    @api.constrains("online_level", "partial_reason", "state")
    def _check_partial_reason(self):
        for version in self:
            if (
                version.state in ("submitted", "published")
                and version.online_level == "partial"
                and not version.partial_reason
            ):
                raise ValidationError(
                    self.env._("A partly online procedure needs a published reason.")
                )
