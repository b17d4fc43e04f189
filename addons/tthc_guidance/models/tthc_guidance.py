from odoo import Command, api, fields, models
from odoo.exceptions import UserError

#: What may still be entered once the guidance was given.
OPEN_FIELDS = frozenset({"email"})
#: Written by the buttons only.
PROTECTED = frozenset(
    {"state", "outcome", "given_at", "user_id", "number", "dossier_id", "told_by"}
)


class TthcGuidance(models.Model):
    """One person asks at the counter what to bring, or shows what there is: for which procedure
    and case, when, at which desk, what was said and how (NĐ 61/2018/NĐ-CP, Art. 15.1-2).

    Files: the printed sheet ``tthc_guidance_sheet``, how it ends ``tthc_guidance_outcome``, whether
    the person came back ``tthc_guidance_return``.
    """

    _name = "tthc.guidance"
    _description = "Guidance at the Counter"
    _order = "id desc"
    _rec_names_search = ["number", "partner_id.name", "asked_by", "procedure_id.name"]

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    procedure_id = fields.Many2one("tthc.procedure", required=True, index=True, ondelete="restrict")
    version_id = fields.Many2one(
        "tthc.procedure.version", compute="_compute_case_id", store=True, precompute=True
    )
    case_id = fields.Many2one(
        "tthc.procedure.case",
        required=True,
        compute="_compute_case_id",
        store=True,
        precompute=True,
        readonly=False,
        domain="[('version_id', '=', version_id)]",
        ondelete="restrict",
    )
    channel = fields.Selection(
        [("counter", "At the Counter"), ("online", "Online"), ("post", "By Post")],
        required=True,
        default="counter",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Known Person",
        index=True,
        ondelete="restrict",
        help="May stay empty: nobody has to say who they are to be told what to bring.",
    )
    asked_by = fields.Char("Name", help="As the person says it; may stay empty.")
    phone = fields.Char()
    email = fields.Char("E-mail", help="Where the sheet is sent; kept with the guidance.")
    desk = fields.Char(help="Counter of the hall.")
    line_ids = fields.One2many(
        "tthc.guidance.line",
        "guidance_id",
        "Papers",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    note = fields.Text("Also Said", help="Printed on the sheet.")
    state = fields.Selection(
        [("draft", "Being Given"), ("given", "Given")],
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
    )
    outcome = fields.Selection(
        [
            ("guided", "Told What to Bring"),
            ("complete", "Complete, Taken In"),
            ("supplement", "Asked to Complete"),
            ("refused", "Not Accepted"),
        ],
        readonly=True,
        index=True,
        copy=False,
    )
    told_by = fields.Selection(
        [("oral", "Orally"), ("print", "Printed"), ("email", "By E-mail")],
        "How",
        readonly=True,
        copy=False,
    )
    given_at = fields.Datetime("When", readonly=True, index=True, copy=False)
    user_id = fields.Many2one("res.users", "By", readonly=True, ondelete="restrict", copy=False)
    result_text = fields.Text("Result", compute="_compute_result_text")
    is_complete = fields.Boolean(compute="_compute_result_text")

    @api.depends("procedure_id")
    def _compute_case_id(self):
        for row in self:
            if row.state == "draft":
                row.version_id = row.procedure_id.current_version_id
                if row.case_id.version_id != row.version_id:
                    row.case_id = row.version_id.case_ids[:1]

    @api.depends("case_id")
    def _compute_line_ids(self):
        components = self.env["tthc.dossier.component"]
        for row in self.filtered(lambda row: row.state == "draft"):
            row.line_ids = [Command.clear()] + [
                Command.create(values) for values in components._values_from_case(row.case_id)
            ]

    @api.depends("line_ids.lacking", "line_ids.problem", "line_ids.name")
    def _compute_result_text(self):
        for row in self:
            lacking = row.line_ids.filtered("lacking")
            row.is_complete = bool(row.line_ids) and not lacking
            if row.is_complete:
                row.result_text = self.env._("Everything is there.")
            else:
                row.result_text = "\n".join(
                    f"– {line.name}: {line.problem or self.env._('missing')}" for line in lacking
                )

    @api.depends("number", "procedure_id", "given_at")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.number or row.procedure_id.sudo().short_name or ""

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.asked_by = self.partner_id.name
            self.phone = self.partner_id.phone
            self.email = self.partner_id.email

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_protected(vals)
        rows = super().create(vals_list)
        # The papers are listed while the guidance is open, not when somebody looks at them.
        rows.mapped("line_ids")
        return rows

    def write(self, vals):
        """Change a guidance that is being given.

        :raise UserError: it was given already, or a field comes from the buttons
        """
        self._refuse_protected(vals)
        if set(vals) - OPEN_FIELDS and any(row.state != "draft" for row in self):
            raise UserError(
                self.env._("This guidance was given: it stays on record. Begin a new one.")
            )
        return super().write(vals)

    def _refuse_protected(self, vals):
        if {name for name in PROTECTED & set(vals) if vals[name]} - {"state"} or (
            vals.get("state", "draft") != "draft"
        ):
            raise UserError(self.env._("How a guidance ended is written by its buttons only."))

    @api.private
    def _set(self, vals):
        """Write what the buttons decide."""
        return super(TthcGuidance, self.sudo()).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if any(row.state != "draft" for row in self):
            raise UserError(self.env._("A guidance that was given stays on record."))

    def copy_data(self, default=None):
        raise UserError(self.env._("Begin a new guidance instead of copying one."))

    def _now(self):
        return self.env["tthc.dossier"]._now()
