import json

from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("waiting", "Waiting"),
    ("draft", "Draft Made"),
    ("review", "Needs Review"),
    ("unchanged", "Unchanged"),
    ("rejected", "Rejected"),
]


# What of a draft is shown beside the record it was made from.
VERSION_FIELDS = (
    "decision",
    "level",
    "target_groups",
    "executing_agency",
    "competent_agency",
    "reception_address",
    "conditions",
    "keywords",
    "description",
    "process_text",
)
ROW_FIELDS = ("count_text", "form_code", "fee_text", "amount", "code", "note", "review_note")


class TthcImportRecord(models.Model):
    """One record of an imported file, kept verbatim, with what became of it."""

    _name = "tthc.import.record"
    _description = "Imported Record"
    _order = "batch_id desc, line"
    _rec_names_search = ["code", "name"]

    batch_id = fields.Many2one("tthc.import.batch", required=True, index=True, ondelete="cascade")
    line = fields.Integer("No.", readonly=True, help="Its place in the file.")
    code = fields.Char(readonly=True, index=True)
    name = fields.Char(readonly=True)
    raw_text = fields.Text("As Imported", readonly=True, help="The record, verbatim.")
    corrected_text = fields.Text(
        help="Correct the record here and read it again. The imported text is kept.",
    )
    raw_hash = fields.Char(readonly=True)
    content_hash = fields.Char(readonly=True, help="Of what was read, whatever the order of rows.")
    draft_hash = fields.Char(readonly=True, help="Of the draft as the import left it.")
    problem = fields.Char(readonly=True, help="Why the line is no record.")
    state = fields.Selection(STATES, required=True, default="waiting", readonly=True, index=True)
    parsed = fields.Json(readonly=True, help="Each field of the source: parsed, flagged, absent.")
    procedure_id = fields.Many2one(
        "tthc.procedure", readonly=True, index="btree_not_null", ondelete="set null"
    )
    version_id = fields.Many2one(
        "tthc.procedure.version",
        "Draft",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    version_state = fields.Selection(related="version_id.state", string="State of the Version")
    issue_ids = fields.One2many("tthc.import.issue", "record_id", "Issues")
    open_issue_count = fields.Integer(
        "Open Issues", compute="_compute_open_issue_count", store=True, aggregator="sum"
    )
    reject_reason = fields.Char("Reason of Rejection", readonly=True)
    raw_view = fields.Text("Record, Field by Field", compute="_compute_raw_view")
    draft_view = fields.Text("Draft, Field by Field", compute="_compute_draft_view")

    # The queue of a run: the records of a batch that still wait, in their order.
    _waiting_index = models.Index("(batch_id, line) WHERE state = 'waiting'")
    _code_index = models.Index("(code, id DESC) WHERE state != 'waiting'")
    _line_unique = models.UniqueIndex(
        "(batch_id, line)", "A line of a file is one record of the import."
    )

    @api.depends("issue_ids.resolved", "issue_ids.severity")
    def _compute_open_issue_count(self):
        for record in self:
            issues = record.issue_ids
            record.open_issue_count = len(
                issues.filtered(lambda issue: not issue.resolved and issue.severity != "info")
            )

    @api.depends("code", "name", "line")
    def _compute_display_name(self):
        for record in self:
            parts = [record.code or self.env._("Line %s", record.line), record.name or ""]
            record.display_name = " – ".join(part for part in parts if part)

    @api.depends("raw_text", "corrected_text")
    def _compute_raw_view(self):
        labels = dict(
            self.env["tthc.import.issue"]._fields["field"]._description_selection(self.env)
        )
        for record in self:
            text = record.corrected_text or record.raw_text or ""
            try:
                values = json.loads(text)
                lines = [f"{labels.get(key, key)}\n{value}\n" for key, value in values.items()]
            except (ValueError, AttributeError):
                lines = [text]
            record.raw_view = "\n".join(lines)

    @api.depends("version_id")
    def _compute_draft_view(self):
        for record in self:
            version = record.version_id
            record.draft_view = record._draft_text(version) if version else False

    def _draft_text(self, version):
        """``version`` in words, to be read beside the record."""
        labels = version.fields_get(attributes=["string"])
        lines = []
        for name in VERSION_FIELDS:
            if version[name]:
                lines += [labels[name]["string"], str(version[name]), ""]
        for case in version.case_ids:
            lines.append(f"▸ {case.name}")
            for name in ("component_ids", "channel_ids", "fee_ids", "result_ids"):
                lines.append(case._fields[name]._description_string(self.env))
                lines += [f"  • {self._row_text(row)}" for row in case[name]]
            lines.append("")
        lines.append(labels["legal_document_ids"]["string"])
        lines += [f"  • {document.display_name}" for document in version.legal_document_ids]
        return "\n".join(lines)

    @staticmethod
    def _row_text(row):
        parts = [row.display_name]
        parts += [str(row[name]) for name in ROW_FIELDS if name in row._fields and row[name]]
        return " – ".join(parts)

    def _settle(self):
        """Follow the open issues: a draft with none left is no more to be reviewed."""
        for record in self.filtered("version_id"):
            if record.state == "review" and not record.open_issue_count:
                record.state = "draft"
            elif record.state == "draft" and record.open_issue_count:
                record.state = "review"

    # Actions ----------------------------------------------------------------------------------

    def action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_open_draft(self):
        """Open the draft made from this record.

        :raise UserError: there is none
        """
        self.ensure_one()
        if not self.version_id:
            raise UserError(
                self.env._(
                    "No draft was made from this record. Correct its text and read it again."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.procedure.version",
            "res_id": self.version_id.id,
            "view_mode": "form",
        }

    def action_copy_raw(self):
        """Begin a correction with the text as imported, a line for each field."""
        self.check_access("write")
        for record in self.filtered(lambda record: not record.corrected_text):
            try:
                values = json.loads(record.raw_text or "")
                record.corrected_text = json.dumps(values, ensure_ascii=False, indent=1)
            except (ValueError, RecursionError, UnicodeError):
                record.corrected_text = record.raw_text

    def action_resolve(self):
        """Mark every issue of these records as looked at."""
        self.check_access("write")
        self.issue_ids._close()
        self._settle()

    def action_reparse(self):
        """Read the records again, from the corrected text where there is one. An untouched draft
        of the import is written anew; an edited one is left alone and a second one made.

        :raise UserError: a version made from the record is already published or submitted
        """
        self.check_access("write")
        for record in self:
            if record.version_id and record.version_id.state != "draft":
                raise UserError(
                    self.env._(
                        "%(record)s: the version made from it is no draft any more. Import a newer "
                        "record of the procedure, or make a new version by hand.",
                        record=record.display_name,
                    )
                )
        self.issue_ids.unlink()
        self.write({"state": "waiting", "reject_reason": False, "problem": False})
        self.batch_id._process(self)

    def action_reject(self, reason):
        """Take records out of the queue for ``reason``. Drafts made from them stay: they can be
        deleted in the catalogue."""
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the record is rejected."))
        self.issue_ids._close()
        self.write({"state": "rejected", "reject_reason": reason})
