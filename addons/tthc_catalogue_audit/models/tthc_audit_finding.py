from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_audit_rule import MANAGERS

KEPT_FROM_CHECK = (
    "res_model", "res_id", "procedure_id", "version_id", "case_id", "company_id", "sector_id",
    "agency", "detail", "responsible_id",
)  # fmt: skip


class TthcAuditFinding(models.Model):
    """What a rule found at one record. It lives from run to run, until the rule no longer finds
    it; nobody writes it but the audit and the actions below."""

    _name = "tthc.audit.finding"
    _description = "Catalogue Audit Finding"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "severity_rank, rule_id, first_seen, id"
    _rec_name = "detail"
    _mail_post_access = "read"

    rule_id = fields.Many2one("tthc.audit.rule", required=True, index=True, ondelete="cascade")
    severity = fields.Selection(related="rule_id.severity", store=True)
    severity_rank = fields.Integer(related="rule_id.severity_rank", store=True)
    explanation = fields.Text(related="rule_id.explanation", string="What to Do")
    key = fields.Char(required=True)
    res_model = fields.Char("Record Type", required=True)
    res_id = fields.Integer("Record", required=True)
    procedure_id = fields.Many2one("tthc.procedure", index=True, ondelete="cascade")
    version_id = fields.Many2one("tthc.procedure.version", index=True, ondelete="cascade")
    version_state = fields.Selection(related="version_id.state", string="Version State")
    case_id = fields.Many2one("tthc.procedure.case", index=True, ondelete="cascade")
    sector_id = fields.Many2one("tthc.sector", index=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        index=True,
        ondelete="cascade",
        help="Set where the finding is about one centre's offer. Empty: the shared catalogue.",
    )
    agency = fields.Char(help="Executing agency as published, or the competent one of the offer.")
    detail = fields.Text(required=True)
    responsible_id = fields.Many2one("res.users", index=True, ondelete="set null")
    first_seen = fields.Datetime(required=True)
    last_seen = fields.Datetime(required=True)
    state = fields.Selection(
        [("open", "Open"), ("accepted", "Accepted"), ("gone", "Gone")],
        required=True,
        default="open",
        index=True,
    )
    accept_reason = fields.Text("Reason")
    accepted_by_id = fields.Many2one("res.users", "Accepted by", ondelete="set null")
    accepted_at = fields.Datetime("Accepted on")
    accepted_until = fields.Date(help="Last day; open again afterwards. Empty: for good.")
    assigned = fields.Boolean(compute="_compute_assigned")

    _key_unique = models.UniqueIndex("(rule_id, key)", "This finding is recorded already.")

    @api.depends("activity_ids")
    def _compute_assigned(self):
        for finding in self:
            finding.assigned = bool(finding.activity_ids)

    # Bringing in line -------------------------------------------------------------------------

    @api.model
    def _sync(self, rule, rows):
        """Bring the findings of ``rule`` in line with the ``rows`` that its check gave: new ones
        are opened, those no longer there are closed, and those back again opened anew. An
        acceptance stands until its day has passed."""
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        wanted = self._complete(rule, rows)
        known = {
            finding.key: finding
            for finding in self.search_fetch(
                [("rule_id", "=", rule.id)],
                ["key", "state", "accepted_until", *KEPT_FROM_CHECK],
                order="id",
            )
        }
        ids, reopened_ids = [], []
        for key, values in wanted.items():
            finding = known.get(key)
            if not finding:
                continue
            ids.append(finding.id)
            lapsed = finding.accepted_until and finding.accepted_until < today
            if finding.state == "gone" or (finding.state == "accepted" and lapsed):
                reopened_ids.append(finding.id)
            finding._write_changes(values)
        seen, reopened = self.browse(ids), self.browse(reopened_ids)
        reopened.filtered(lambda finding: finding.state == "gone").write({"first_seen": now})
        reopened.write({"state": "open", **self._no_acceptance()})
        seen.write({"last_seen": now})
        gone = self.browse(
            finding.id for key, finding in known.items() if key not in wanted
        ).filtered(lambda finding: finding.state != "gone")
        gone._close()
        times = {"rule_id": rule.id, "first_seen": now, "last_seen": now}
        self.create(
            [{**values, **times, "key": key} for key, values in wanted.items() if key not in known]
        )

    @api.model
    def _no_acceptance(self):
        return dict.fromkeys(
            ("accept_reason", "accepted_by_id", "accepted_at", "accepted_until"), False
        )

    def _write_changes(self, values):
        changed = {
            name: value
            for name, value in values.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }
        if changed:
            self.write(changed)

    def _close(self):
        self.activity_ids.unlink()
        self.write({"state": "gone"})

    @api.model
    def _complete(self, rule, rows):
        """The rows of a check by their key, with sector, agency and responsible person."""
        procedures = self.env["tthc.procedure"].browse(
            {row["procedure_id"] for row in rows if row.get("procedure_id")}
        )
        procedures.fetch(["sector_id", "responsible_id"])
        agencies = self._published_agencies(rows)
        wanted = {}
        for row in rows:
            procedure = procedures.browse(row.get("procedure_id"))
            sector = procedure.sector_id or self.env["tthc.sector"].browse(row.get("sector_id"))
            responsible = procedure.responsible_id or sector.responsible_id or rule.responsible_id
            values = dict.fromkeys(KEPT_FROM_CHECK, False)
            values.update(row, sector_id=sector.id, responsible_id=responsible.id)
            values["agency"] = row.get("agency") or agencies.get(row.get("version_id"), False)
            key = f"{row['res_model']},{row['res_id']}{values.pop('key', '')}"
            wanted[key] = values
        return wanted

    @api.model
    def _published_agencies(self, rows):
        """``{version id: executing agency as published}``"""
        versions = self.env["tthc.procedure.version"].browse(
            {row["version_id"] for row in rows if row.get("version_id")}
        )
        versions.fetch(["executing_agency", "competent_agency"])
        return {
            version.id: version.executing_agency or version.competent_agency or False
            for version in versions
        }

    # Actions ----------------------------------------------------------------------------------

    def _accept(self, reason, until=False):
        """Leave these findings as they are, for a reason.

        :param until: last day on which the reason holds; none: for good
        :raise UserError: not an editor of the catalogue, or no reason
        """
        if not self.env.user.has_group("tthc_catalogue.group_catalogue_editor"):
            raise UserError(self.env._("Catalogue editors accept findings."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why these findings are accepted."))
        self.check_access("read")
        self.sudo().filtered(lambda finding: finding.state == "open").write(
            {
                "state": "accepted",
                "accept_reason": reason.strip(),
                "accepted_by_id": self.env.uid,
                "accepted_at": fields.Datetime.now(),
                "accepted_until": until,
            }
        )

    def action_accept(self):
        """Ask for the reason."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.audit.accept",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Accept Findings"),
            "context": {"default_finding_ids": self.ids},
        }

    def action_reopen(self):
        """Take an acceptance back.

        :raise UserError: not an editor of the catalogue
        """
        if not self.env.user.has_group("tthc_catalogue.group_catalogue_editor"):
            raise UserError(self.env._("Catalogue editors accept findings."))
        self.check_access("read")
        accepted = self.sudo().filtered(lambda finding: finding.state == "accepted")
        accepted.write({"state": "open", **self._no_acceptance()})

    def action_assign(self):
        """Give each open finding to its responsible person as an activity, once.

        :raise UserError: neither editor nor publisher, or somebody is missing
        """
        if not any(self.env.user.has_group(group) for group in MANAGERS):
            raise UserError(self.env._("Catalogue editors and publishers assign findings."))
        self.check_access("read")
        todo = self.sudo().filtered(
            lambda finding: finding.state == "open" and not finding.activity_ids
        )
        nobody = todo.filtered(lambda finding: not finding.responsible_id)
        if nobody:
            raise UserError(
                self.env._(
                    "Nobody is responsible for “%(finding)s”: name somebody on the procedure, "
                    "the sector or the rule, and run the audit again.",
                    finding=nobody[0].detail,
                )
            )
        for finding in todo:
            finding.activity_schedule(
                "tthc_catalogue_audit.activity_finding",
                summary=finding.rule_id.name,
                note=finding.detail,
                user_id=finding.responsible_id.id,
            )

    def action_open_record(self):
        """The form on which the finding is put right: of the case for its parts, else of the
        record itself."""
        self.ensure_one()
        record = self.case_id or self.env.get(self.res_model, self).browse(self.res_id).exists()
        if not record:
            raise UserError(
                self.env._("That record is gone: the next run of the audit closes this finding.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
