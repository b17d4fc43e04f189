from odoo import api, fields, models


class TthcDossierWithdrawal(models.Model):
    """A person's wish to withdraw a dossier, and the answer to it. Written by the actions of the
    dossier only."""

    _name = "tthc.dossier.withdrawal"
    _description = "Withdrawal of a Dossier"
    _order = "dossier_id, requested_at, id"

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="dossier_id.company_id", string="Centre", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Asked by", required=True, readonly=True, ondelete="restrict"
    )
    channel = fields.Selection(
        [("desk", "At the Desk"), ("portal", "Online")], required=True, readonly=True
    )
    recorded_by_id = fields.Many2one("res.users", "Recorded by", readonly=True, ondelete="restrict")
    requested_at = fields.Datetime("Asked on", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    state_before = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [
            ("open", "Waiting for an Answer"),
            ("agreed", "Agreed"),
            ("refused", "Not Agreed"),
            ("ended", "Dossier Ended Otherwise"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    answered_by_id = fields.Many2one("res.users", "Answered by", readonly=True, ondelete="restrict")
    answered_at = fields.Datetime("Answered on", readonly=True)
    answer = fields.Text(readonly=True)
    papers = fields.Text("Papers Given Back", readonly=True)
    fees = fields.Text("Fees Paid", readonly=True, help="What happens to what was paid.")

    _one_open = models.UniqueIndex(
        "(dossier_id) WHERE state = 'open'", "The dossier waits for an answer already."
    )

    @api.depends("dossier_id", "requested_at")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Withdrawal of %s", row.dossier_id.display_name)

    def _facts(self):
        """What the events keep of it."""
        self.ensure_one()
        return {"asked_by": self.partner_id.name, "channel": self.channel}
