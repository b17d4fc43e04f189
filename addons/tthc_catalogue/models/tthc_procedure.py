import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# National codes such as 1.001193, with a local variant suffix such as 1.001193.000.00.00.H29.
CODE_PATTERN = re.compile(r"[1-9]\.[0-9]{6}(\.[0-9A-Z]+)*")


class TthcProcedure(models.Model):
    """Identity of an administrative procedure: code, name and sector. What was published about
    it, and when it is in force, is in its versions."""

    _name = "tthc.procedure"
    _description = "Administrative Procedure"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sector_id, code"
    _rec_name = "short_name"
    _rec_names_search = ["code", "short_name", "name"]
    _mail_post_access = "read"

    code = fields.Char(required=True, index=True, tracking=True)
    name = fields.Char("Official Name", required=True, index="trigram", tracking=True)
    short_name = fields.Char(
        compute="_compute_short_name", store=True, readonly=False, index="trigram"
    )
    sector_id = fields.Many2one(
        "tthc.sector", required=True, index=True, ondelete="restrict", tracking=True
    )
    responsible_id = fields.Many2one(
        "res.users", help="Keeps this procedure's record right.", tracking=True
    )
    active = fields.Boolean(default=True)
    version_ids = fields.One2many("tthc.procedure.version", "procedure_id", "Versions")
    version_count = fields.Integer(compute="_compute_version_count")
    current_version_id = fields.Many2one(
        "tthc.procedure.version",
        "Version in Force",
        compute="_compute_current_version_id",
        search="_search_current_version_id",
    )
    state = fields.Selection(
        [("in_force", "In Force"), ("coming", "Not Yet in Force"), ("none", "Not in Force")],
        compute="_compute_current_version_id",
        search="_search_state",
    )
    offer_ids = fields.One2many("tthc.offer", "procedure_id", "Offered at")

    _code_unique = models.UniqueIndex("(code)", "A procedure of this code exists already.")

    @api.constrains("code")
    def _check_code(self):
        for procedure in self:
            if not CODE_PATTERN.fullmatch(procedure.code or ""):
                raise ValidationError(
                    self.env._(
                        "%(code)s is not a procedure code: it is one digit, a dot and six digits, "
                        "e.g. 1.001193.",
                        code=procedure.code,
                    )
                )

    @api.depends("name")
    def _compute_short_name(self):
        for procedure in self:
            if not procedure.short_name:
                procedure.short_name = (procedure.name or "")[:120]

    @api.depends("code", "short_name")
    def _compute_display_name(self):
        for procedure in self:
            procedure.display_name = f"{procedure.code} – {procedure.short_name}"

    @api.depends("version_ids")
    def _compute_version_count(self):
        for procedure in self:
            procedure.version_count = len(procedure.version_ids)

    @api.depends("version_ids.state", "version_ids.date_from", "version_ids.date_to")
    def _compute_current_version_id(self):
        today = fields.Date.context_today(self)
        versions = self.env["tthc.procedure.version"].search(
            [("procedure_id", "in", self.ids), ("state", "=", "published")]
        )
        current = {v.procedure_id.id: v for v in versions if v._covers(today)}
        coming = {v.procedure_id.id for v in versions if v.date_from > today}
        for procedure in self:
            key = procedure._origin.id
            procedure.current_version_id = current.get(key, False)
            procedure.state = (
                "in_force" if key in current else ("coming" if key in coming else "none")
            )

    def _search_current_version_id(self, operator, value):
        today = fields.Date.context_today(self)
        in_force = self.env["tthc.procedure.version"]._domain_in_force(today)
        if operator == "in" and set(value) == {False}:
            return [("version_ids", "not any", in_force)]
        if operator == "not in" and set(value) == {False}:
            return [("version_ids", "any", in_force)]
        return [("version_ids", "any", in_force & fields.Domain("id", operator, value))]

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        version = self.env["tthc.procedure.version"]
        in_force = fields.Domain("version_ids", "any", version._domain_in_force(today))
        coming = fields.Domain(
            "version_ids", "any", [("state", "=", "published"), ("date_from", ">", today)]
        )
        wanted = {"in_force": in_force, "coming": ~in_force & coming, "none": ~in_force & ~coming}
        return fields.Domain.OR(wanted[key] for key in value if key in wanted)

    def _version_at(self, on_date):
        """The version published for ``on_date`` (a date).

        :raise UserError: nothing is in force on that day: the procedure is unknown to the
            catalogue, not yet published, or retired.
        """
        self.ensure_one()
        versions = self.env["tthc.procedure.version"]
        in_force = versions._domain_in_force(on_date)
        version = versions.search(in_force & fields.Domain("procedure_id", "=", self.id), limit=1)
        if not version:
            raise UserError(
                self.env._(
                    "Procedure %(procedure)s is not in force on %(day)s: no published version "
                    "covers that day. Choose another procedure, or ask the catalogue editors to "
                    "publish it.",
                    procedure=self.display_name,
                    day=on_date.strftime("%d/%m/%Y"),
                )
            )
        return version

    @api.ondelete(at_uninstall=False)
    def _unlink_never_published(self):
        """Deleting a procedure would take its published versions along: archive it instead."""
        self.with_context(active_test=False).version_ids._check_editable()

    def action_view_versions(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.procedure.version",
            "view_mode": "list,form",
            "domain": [("procedure_id", "=", self.id)],
            "context": {"default_procedure_id": self.id},
            "name": self.env._("Versions"),
        }
