from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from . import tthc_publication

#: Written by the actions only, for nobody to claim somebody else's deed.
ACTION_FIELDS = tthc_publication.ACTION_FIELDS | {
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

    A published version whose last day has passed is the same as a retired one; the daily job
    only moves the state.
    """

    _name = "tthc.procedure.version"
    _description = "Procedure Version"
    _inherit = ["tthc.publication"]
    _order = "procedure_id, date_from desc, id desc"
    _rec_names_search = ["procedure_id", "decision"]
    _action_fields = ACTION_FIELDS

    procedure_id = fields.Many2one("tthc.procedure", required=True, index=True, ondelete="cascade")
    sector_id = fields.Many2one(related="procedure_id.sector_id", store=True, index=True)
    decision = fields.Char("Publication Decision", help="Quyết định công bố.", tracking=True)
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
        """Override: a retired version was in force, one withdrawn never."""
        return fields.Domain("state", "in", EFFECTIVE_STATES) & fields.Domain("voided", "=", False)

    def _domain_siblings(self):
        """Override: one version of a procedure."""
        return fields.Domain("procedure_id", "=", self.procedure_id.id)

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

    def _new_version_values(self):
        """Override: it gets a decision of its own."""
        return {"decision": False}

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
