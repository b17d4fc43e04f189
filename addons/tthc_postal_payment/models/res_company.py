from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    tthc_postage_payer = fields.Selection(
        [
            ("citizen", "The Citizen, with the Fees"),
            ("delivery", "The Recipient, to the Courier"),
            ("centre", "The Centre"),
        ],
        "Postage Is Paid by",
        required=True,
        default="citizen",
        help="With the fees: asked for by the centre's tariff as soon as a result is to go by "
        "post. Without a tariff nothing is asked for by itself.",
    )
    tthc_postage_first = fields.Boolean(
        "Envelopes Wait for Their Postage",
        default=True,
        help="An envelope is not packed before the postage that was asked for is paid.",
    )
