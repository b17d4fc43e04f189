from odoo import models


class TthcDesk(models.AbstractModel):
    _inherit = "tthc.desk"

    def _accountant_remittance(self):
        """Override: how much of it the post still holds."""
        block = super()._accountant_remittance()
        block.figures.append(
            self._due(
                "due_post",
                self.env._("Held by the Post"),
                domain=[("held_by_id", "!=", False)],
                help=self.env._(
                    "Not remitted before the transfer of the post's list is in the account."
                ),
            )
        )
        return block
