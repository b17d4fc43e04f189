from odoo import api, fields, models


class TthcVersionPublish(models.TransientModel):
    """What the publisher sees before publishing a version."""

    _name = "tthc.version.publish"
    _description = "Publish a Version"

    version_id = fields.Many2one("tthc.procedure.version", required=True, readonly=True)
    date_from = fields.Date(related="version_id.date_from")
    predecessor_id = fields.Many2one(
        "tthc.procedure.version", "Replaces", compute="_compute_comparison"
    )
    change_count = fields.Integer("Changes", compute="_compute_comparison")
    table = fields.Html(compute="_compute_comparison", sanitize=False)

    legal_problems = fields.Text("Out of Force", compute="_compute_legal_problems")
    legal_override_reason = fields.Text(
        "Reason of the Override",
        help="Kept on the version, with your name: why it is published although a document that "
        "it cites is out of force.",
    )

    @api.depends("version_id")
    def _compute_legal_problems(self):
        for wizard in self:
            wizard.legal_problems = "\n".join(wizard.version_id._legal_sentences())

    @api.depends("version_id")
    @api.depends_context("lang")
    def _compute_comparison(self):
        for wizard in self:
            before = wizard.version_id._predecessor()
            wizard.predecessor_id = before
            wizard.table, wizard.change_count = False, 0
            if before:
                wizard.table, wizard.change_count = self.env["tthc.version.compare"]._render(
                    before, wizard.version_id
                )

    def action_confirm(self):
        self.ensure_one()
        self.version_id._publish(self.legal_override_reason)
        return {"type": "ir.actions.act_window_close"}

    def action_send_back(self):
        self.ensure_one()
        return self.version_id.action_send_back()
