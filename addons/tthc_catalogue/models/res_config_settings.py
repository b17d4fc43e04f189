from odoo import fields, models

from .tthc_legal_watch import NOTICE_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    tthc_legal_notice_days = fields.Integer(
        "Notice of Ending Legal Documents",
        config_parameter="tthc_catalogue.legal_notice_days",
        default=NOTICE_DAYS,
    )
