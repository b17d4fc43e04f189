from odoo import api, fields, models


class TthcSignoffAgree(models.TransientModel):
    """Who agreed to the figures of a period for the agency, with the signed record."""

    _name = "tthc.signoff.agree"
    _description = "The Agency Agrees"

    signoff_id = fields.Many2one("tthc.period.signoff", "Period", required=True, readonly=True)
    agreed_name = fields.Char("For the Agency", required=True)
    agreed_position = fields.Char("Position", required=True)
    agreed_on = fields.Date(required=True, default=fields.Date.context_today)
    scan = fields.Binary("Signed Record", required=True, attachment=False)
    scan_name = fields.Char()

    @api.model
    @api.private
    def _open(self, signoff):
        """Action that asks for ``signoff``."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Agency Agrees"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_signoff_id": signoff.id},
        }

    def action_agree(self):
        """Note the agreement.

        :raise AccessError: for anybody but an accountant of the centre
        """
        self.ensure_one()
        names = ("agreed_name", "agreed_position", "agreed_on", "scan", "scan_name")
        self.signoff_id._agree({name: self[name] for name in names})
        return {"type": "ir.actions.act_window_close"}
