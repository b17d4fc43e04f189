from odoo import fields, models


class TthcSubmissionWithdrawal(models.TransientModel):
    """Asks for the reason for which a whole submission is withdrawn."""

    _name = "tthc.submission.withdrawal"
    _description = "Withdrawal of a Linked Submission"

    submission_id = fields.Many2one(
        "tthc.submission", required=True, readonly=True, ondelete="cascade"
    )
    note = fields.Text("Reason", required=True)

    def action_confirm(self):
        """Ask for the withdrawal of every part that is still open."""
        self.ensure_one()
        self.submission_id._withdraw(self.note)
        return {"type": "ir.actions.act_window_close"}
