from odoo import api, fields, models


class TthcPostalHandover(models.Model):
    """The record of a batch: signing it hands the bag over."""

    _inherit = "tthc.postal.handover"

    batch_ids = fields.One2many("tthc.postal.batch", "handover_id", "Batches", readonly=True)

    def _sign(self, at):
        result = super()._sign(at)
        self.sudo().batch_ids._signed()
        return result

    def action_cancel(self):
        """Override: the bag is opened again."""
        result = super().action_cancel()
        self.sudo().batch_ids._reopened()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_opens_bags(self):
        """A draft that is deleted is given up, too."""
        self.sudo().batch_ids._reopened()
