from odoo import fields, models


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _compute_domain(self, model_name, mode="read"):
        """Override: a dialog of the suite is open to the person who opened it and to nobody else.

        What is typed into a dialog (a personal number, a bank statement) stays in the database
        for a while, and Odoo gives it to everybody who may open such a dialog.
        """
        domain = super()._compute_domain(model_name, mode)
        if model_name.startswith("tthc.") and self.env[model_name]._transient:
            domain &= fields.Domain("create_uid", "=", self.env.uid)
        return domain
