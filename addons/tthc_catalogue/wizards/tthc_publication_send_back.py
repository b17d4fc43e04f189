from odoo import api, fields, models


class TthcPublicationSendBack(models.TransientModel):
    """Why a publisher sends something back to its editor."""

    _name = "tthc.publication.send.back"
    _description = "Send Back to the Editor"

    res_model = fields.Char("Model", required=True, readonly=True)
    res_ids = fields.Json("Records", required=True, readonly=True)
    names = fields.Text("To Be Sent Back", compute="_compute_names")
    reason = fields.Text(required=True)

    def _records(self):
        """What is to be sent back.

        :raise ValueError: the caller names something that is not published
        """
        self.ensure_one()
        if self.res_model not in self.pool.descendants(["tthc.publication"], "_inherit"):
            raise ValueError(f"{self.res_model} is no publication")
        return self.env[self.res_model].browse(self.res_ids)

    @api.depends("res_model", "res_ids")
    def _compute_names(self):
        for wizard in self:
            wizard.names = "\n".join(wizard._records().mapped("display_name"))

    def action_confirm(self):
        self._records()._send_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
