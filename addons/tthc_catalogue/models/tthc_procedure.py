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
        [
            ("in_force", "In Force"),
            ("coming", "Not Yet in Force"),
            ("ended", "Ended"),
            ("none", "Never Published"),
        ],
        compute="_compute_current_version_id",
        search="_search_state",
    )
    date_end = fields.Date(
        "Last Day",
        compute="_compute_current_version_id",
        help="Last day of its last published version; empty: no end is known.",
    )
    state_label = fields.Char("Status", compute="_compute_state_label")
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

    @api.depends(
        "version_ids.state", "version_ids.voided", "version_ids.date_from", "version_ids.date_to"
    )
    def _compute_current_version_id(self):
        today = self.env["res.company"]._tthc_today()
        versions = self.env["tthc.procedure.version"]
        published = versions.search_fetch(
            versions._domain_effective() & fields.Domain("procedure_id", "in", self.ids),
            ["procedure_id", "state", "voided", "date_from", "date_to"],
            order="date_from",
        ).grouped("procedure_id")
        for procedure in self:
            rows = published.get(procedure._origin, versions)
            current = rows.filtered(lambda version: version._covers(today))[:1]
            last = rows[-1:]
            procedure.current_version_id = current
            procedure.date_end = last.date_to
            if current:
                procedure.state = "in_force"
            elif last.date_from and last.date_from > today:
                procedure.state = "coming"
            else:
                procedure.state = "ended" if last else "none"

    @api.depends("state", "date_end")
    @api.depends_context("lang")
    def _compute_state_label(self):
        names = dict(self._fields["state"]._description_selection(self.env))
        for procedure in self:
            day = procedure.date_end and procedure.date_end.strftime("%d/%m/%Y")
            if day and procedure.state == "in_force":
                procedure.state_label = self.env._("Ends on %s", day)
            elif day and procedure.state == "ended":
                procedure.state_label = self.env._("Ended on %s", day)
            else:
                procedure.state_label = names[procedure.state]

    def _search_current_version_id(self, operator, value):
        today = self.env["res.company"]._tthc_today()
        in_force = self.env["tthc.procedure.version"]._domain_in_force(today)
        if operator == "in" and set(value) == {False}:
            return [("version_ids", "not any", in_force)]
        if operator == "not in" and set(value) == {False}:
            return [("version_ids", "any", in_force)]
        return [("version_ids", "any", in_force & fields.Domain("id", operator, value))]

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["res.company"]._tthc_today()
        version = self.env["tthc.procedure.version"]
        effective = version._domain_effective()
        published = fields.Domain("version_ids", "any", effective)
        in_force = fields.Domain("version_ids", "any", version._domain_in_force(today))
        coming = fields.Domain(
            "version_ids", "any", effective & fields.Domain("date_from", ">", today)
        )
        wanted = {
            "in_force": in_force,
            "coming": ~in_force & coming,
            "ended": published & ~in_force & ~coming,
            "none": ~published,
        }
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

    def _end(self, last_day, reason, document=None):
        """End this procedure on ``last_day``, without a successor: the version in force ends,
        those that would follow are withdrawn. Drafts stay.

        :raise UserError: nothing published goes beyond that day, or one of the versions cannot
            be ended so (see the version's own ``_end``)
        """
        self.ensure_one()
        published = self.version_ids.filtered(lambda row: row.state == "published")
        later = published.filtered(lambda row: row.date_from > last_day)
        if later:
            later._end(last_day, reason, document)
        # Only now: without those that follow, the version before them has its own end again.
        current = (published - later).filtered(
            lambda row: not row.date_to or row.date_to > last_day
        )
        if current:
            current._end(last_day, reason, document)
        if not later | current:
            raise UserError(
                self.env._(
                    "%(procedure)s has no published version beyond %(day)s.",
                    procedure=self.display_name,
                    day=last_day.strftime("%d/%m/%Y"),
                )
            )
        return True

    def action_compare(self):
        """Show the version in force beside the latest one, be it a draft or to come."""
        self.ensure_one()
        if not self.version_ids:
            raise UserError(self.env._("The procedure has no version yet."))
        newest = self.version_ids.filtered(lambda row: not row.voided).sorted("id")[-1:]
        latest = newest or self.version_ids[:1]
        left = self.current_version_id
        if not left or left == latest:
            return latest.action_compare()
        return self.env["tthc.version.compare"]._open(left, latest)

    def action_end(self):
        """Ask for the procedure's last day and the reason."""
        self.ensure_one()
        self.version_ids._require_publisher()
        return self.env["tthc.version.end"]._open(default_procedure_id=self.id)

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
