from odoo import fields, models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    dvcqg_by_lookup = fields.Boolean(
        "Offered on the National Portal",
        readonly=True,
        help="The portal asked what the dossier has to pay and was given this attempt.",
    )
