import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

SEVERITIES = [("error", "Error"), ("warning", "Warning"), ("notice", "Notice")]
MANAGERS = (
    "tthc_catalogue.group_catalogue_editor",
    "tthc_catalogue.group_catalogue_publisher",
)


class TthcAuditRule(models.Model):
    """A rule of the catalogue audit.

    Its findings come from the method ``_check_<code>()`` of this model: an iterable of dicts made
    with :meth:`_finding`. Another module adds a rule by a data record and such a method.
    """

    _name = "tthc.audit.rule"
    _description = "Catalogue Audit Rule"
    _order = "severity_rank, sequence, id"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    print_name = fields.Char("Name on the Report", required=True, help="Printed in Vietnamese.")
    severity = fields.Selection(SEVERITIES, required=True, default="warning", group_expand=True)
    severity_rank = fields.Integer(compute="_compute_severity_rank", store=True)
    sequence = fields.Integer(default=10)
    explanation = fields.Text(translate=True, help="What is wrong, and what to do about it.")
    legal_source = fields.Char()
    minimum = fields.Integer("From", help="What lies below is found, where the rule has a bound.")
    maximum = fields.Integer("Up to", help="What lies above is found, where the rule has a bound.")
    bound_unit = fields.Char("Unit of the Bounds", translate=True, readonly=True)
    responsible_id = fields.Many2one(
        "res.users",
        "Fallback Responsible",
        help="Answers for findings whose procedure and sector name nobody.",
    )
    active = fields.Boolean(default=True)
    last_run = fields.Datetime("Last Checked", readonly=True)
    finding_ids = fields.One2many("tthc.audit.finding", "rule_id", "Findings")
    open_count = fields.Integer("Open Findings", compute="_compute_counts")
    accepted_count = fields.Integer("Accepted", compute="_compute_counts")
    oldest = fields.Date("Oldest Open", compute="_compute_counts")

    _code_unique = models.UniqueIndex("(code)", "A rule of this code exists already.")

    @api.depends("severity")
    def _compute_severity_rank(self):
        ranks = {severity: rank for rank, (severity, _label) in enumerate(SEVERITIES)}
        for rule in self:
            rule.severity_rank = ranks[rule.severity]

    def _compute_counts(self):
        """Counted with the user's rights: of other centres' offers a centre sees nothing."""
        groups = self.env["tthc.audit.finding"]._read_group(
            [("rule_id", "in", self.ids), ("state", "in", ("open", "accepted"))],
            ["rule_id", "state"],
            ["__count", "first_seen:min"],
        )
        counts = {(rule.id, state): (count, first) for rule, state, count, first in groups}
        for rule in self:
            rule.open_count, oldest = counts.get((rule.id, "open"), (0, False))
            rule.accepted_count = counts.get((rule.id, "accepted"), (0, False))[0]
            rule.oldest = oldest and fields.Datetime.context_timestamp(rule, oldest).date()

    # Running ----------------------------------------------------------------------------------

    def action_audit_now(self):
        """Run all active rules, or those selected.

        :raise UserError: the user neither edits nor publishes the catalogue, or another run is
            under way
        """
        if not any(self.env.user.has_group(group) for group in MANAGERS):
            raise UserError(self.env._("Catalogue editors and publishers start the audit."))
        rules = self or self.search([])
        rules.sudo().lock_for_update()
        rules._audit()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(rules)s rules checked, %(findings)s findings open.",
                    rules=len(rules),
                    findings=sum(rules.mapped("open_count")),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_audit(self):
        """Nightly: every rule, committed one by one. A rule that breaks does not keep the others
        from running; the error goes to the log."""
        cron = self.env["ir.cron"]
        rules = self.search([])
        cron._commit_progress(remaining=len(rules))
        for rule in rules:
            try:
                with self.env.cr.savepoint():
                    rule._audit()
            except Exception:
                _logger.exception("Audit rule %s broke off", rule.code)
            cron._commit_progress(1)

    @api.private
    def _audit(self):
        """Check with all rights, and bring the findings in line with what was found. Sentences
        are stored in Vietnamese where that language is installed."""
        rules = self.sudo().with_context(active_test=True, tracking_disable=True)
        if self.env["res.lang"]._get_data(code="vi_VN"):
            rules = rules.with_context(lang="vi_VN")
        for rule in rules:
            rows = list(getattr(rule, f"_check_{rule.code}")())
            rule.env["tthc.audit.finding"]._sync(rule, rows)
            rule.last_run = fields.Datetime.now()

    def _finding(self, record, detail, version=None, **values):
        """One finding of a check.

        :param record: the row that is wrong: it identifies the finding between runs
        :param detail: one sentence, for the person who must act
        :param version: the version to which the row belongs, if any
        :param values: ``procedure_id``, ``case_id``, ``company_id``, ``agency``
        """
        found = {"res_model": record._name, "res_id": record.id, "detail": detail, **values}
        if version:
            found.update(version_id=version.id, procedure_id=version.procedure_id.id)
        return found

    # What the checks look at ------------------------------------------------------------------

    @api.model
    def _today(self):
        return self.env["res.company"]._tthc_today()

    @api.model
    def _domain_published(self):
        """Versions in force or coming."""
        return (
            self.env["tthc.procedure.version"]._domain_effective()
            & (fields.Domain("date_to", "=", False) | fields.Domain("date_to", ">=", self._today()))
            & fields.Domain("procedure_id.active", "=", True)
        )

    @api.model
    def _domain_live(self):
        """Versions that somebody works with: drafts, submitted, in force or coming."""
        return self._domain_published() | (
            fields.Domain("state", "in", ("draft", "submitted"))
            & fields.Domain("procedure_id.active", "=", True)
        )

    @api.model
    def _live_versions(self, domain=None):
        """Live versions with the short columns that findings need; the long texts stay where they
        are."""
        domain = self._domain_live() & fields.Domain(domain or fields.Domain.TRUE)
        return self.env["tthc.procedure.version"].search_fetch(
            domain, ["procedure_id", "state", "date_from", "date_to"], order="id"
        )

    @api.model
    def _live_parts(self, model, names, domain=None):
        """Pairs (part, its version) of ``model`` under live versions, ``names`` being read."""
        domain = fields.Domain("case_id.version_id", "any", self._domain_live()) & fields.Domain(
            domain or fields.Domain.TRUE
        )
        parts = self.env[model].search_fetch(domain, ["case_id", *names], order="id")
        cases = parts.case_id
        cases.fetch(["name", "version_id"])
        cases.version_id.fetch(["procedure_id"])
        return [(part, part.case_id.version_id) for part in parts]

    # Screens ----------------------------------------------------------------------------------

    def action_view_findings(self):
        """The open findings of this rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_catalogue_audit.action_audit_finding"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("rule_id", "=", self.id)],
            "context": {"search_default_open": 1, "default_rule_id": self.id},
        }

    def action_print(self):
        """Print the audit: the rules selected, or all."""
        return self.env.ref("tthc_catalogue_audit.action_report_audit").report_action(
            self or self.search([]), config=False
        )
