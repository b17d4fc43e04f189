from odoo import api, fields, models

from .tthc_import_reasons import REASONS, SEVERITIES, SOURCE_FIELDS


class TthcImportIssue(models.Model):
    """Something of an imported record that a person must decide, with the text as published."""

    _name = "tthc.import.issue"
    _description = "Import Issue"
    _order = "resolved, severity_rank desc, id"
    _rec_name = "reason"

    record_id = fields.Many2one("tthc.import.record", required=True, index=True, ondelete="cascade")
    batch_id = fields.Many2one(related="record_id.batch_id", store=True, index=True)
    code = fields.Char(related="record_id.code", store=True)
    version_id = fields.Many2one(related="record_id.version_id")
    field = fields.Selection(SOURCE_FIELDS, required=True, readonly=True)
    reason = fields.Selection(REASONS, required=True, readonly=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True, default="review")
    severity_rank = fields.Integer(compute="_compute_severity_rank", store=True)
    verbatim = fields.Text("As Published", readonly=True)
    detail = fields.Text("Found beside It", readonly=True, help="Never used as a value.")
    resolved = fields.Boolean(readonly=True, index=True)
    superseded = fields.Boolean(readonly=True, help="A later import of the procedure came since.")
    resolved_by_id = fields.Many2one("res.users", "Resolved by", readonly=True)
    resolved_at = fields.Datetime("Resolved on", readonly=True)

    @api.depends("severity")
    def _compute_severity_rank(self):
        ranks = {"info": 0, "review": 1, "blocking": 2}
        for issue in self:
            issue.severity_rank = ranks.get(issue.severity, 0)

    def action_resolve(self):
        """Mark as looked at; a record whose last open issue this was has nothing left to review."""
        self.check_access("write")
        self._close()
        self.record_id._settle()

    def action_reopen(self):
        self.check_access("write")
        self.write({"resolved": False, "resolved_by_id": False, "resolved_at": False})
        self.record_id._settle()

    def _close(self, superseded=False):
        self.filtered(lambda issue: not issue.resolved).write(
            {
                "resolved": True,
                "superseded": superseded,
                "resolved_by_id": self.env.uid,
                "resolved_at": fields.Datetime.now(),
            }
        )

    def action_open_record(self):
        self.ensure_one()
        return self.record_id.action_open()

    def action_open_draft(self):
        self.ensure_one()
        return self.record_id.action_open_draft()
