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
    tthc_fees_on_delivery = fields.Boolean(
        "Fees Are Paid on Delivery",
        help="The courier collects from the recipient what is still due when the result is sent: "
        "fees and postage. It is the post's debt until its remittance is in the bank.",
    )
