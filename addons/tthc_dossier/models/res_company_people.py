from odoo import fields, models


class ResCompany(models.Model):
    """What a centre demands where people's data are shown and mandates are received."""

    _inherit = "res.company"

    tthc_unmask_reason = fields.Boolean(
        "Ask Why a Number Is Shown in Full",
        help="Whoever has a personal number shown in full says what for; it is kept on record "
        "either way.",
    )
    tthc_mask_exports = fields.Boolean(
        "Exports without Birth Day and Phone",
        default=True,
        help="In exported lists the date of birth keeps its year and the phone number its ends. "
        "Personal numbers are masked in every export, whatever is set here.",
    )
    tthc_refuse_expired_mandate = fields.Boolean(
        "Refuse Expired Mandates",
        default=True,
        help="A dossier that somebody submits by a mandate which has ended is not accepted; "
        "otherwise the desk is only warned.",
    )
