from odoo import api, fields, models


class TthcVersionEnd(models.TransientModel):
    """The last day of a version, or of a whole procedure."""

    _name = "tthc.version.end"
    _description = "End a Version"

    version_id = fields.Many2one("tthc.procedure.version", readonly=True)
    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    last_day = fields.Date(
        "Last Day in Force",
        required=True,
        help="Dossiers can be received on this day for the last time; running ones go on.",
    )
    reason = fields.Text(required=True)
    document_id = fields.Many2one(
        "tthc.legal.document", "Ended by", help="The decision or legal document that ends it."
    )
    effect = fields.Selection(
        [
            ("void", "Withdrawn before it takes effect"),
            ("past", "Ended at once"),
            ("future", "In force until its last day"),
        ],
        compute="_compute_effect",
    )

    @api.model
    def _open(self, **defaults):
        """The dialog, for the version or the procedure that ``defaults`` name."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("End"),
            "context": defaults,
        }

    @api.depends("last_day", "version_id")
    def _compute_effect(self):
        today = self.env["res.company"]._tthc_today()
        for wizard in self:
            begin = wizard.version_id.date_from
            if not wizard.last_day:
                wizard.effect = False
            elif begin and wizard.last_day < begin:
                wizard.effect = "void"
            else:
                wizard.effect = "past" if wizard.last_day < today else "future"

    def action_confirm(self):
        self.ensure_one()
        target = self.version_id or self.procedure_id
        target._end(self.last_day, self.reason, self.document_id)
        return {"type": "ir.actions.act_window_close"}
