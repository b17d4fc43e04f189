from odoo import api, fields, models

from .tthc_notice_rule import KEYS

CHANNELS = [("email", "E-mail"), ("sms", "SMS")]


class TthcNoticeChoice(models.Model):
    """That somebody did not want notices by a channel any more, all of them or those of one kind,
    or wanted them again: when, how, told by whom. Nobody may change the rows. What holds now for a
    channel stands in the contact; for a kind, it is the last row."""

    _name = "tthc.notice.choice"
    _description = "Choice about Notices"
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="cascade"
    )
    channel = fields.Selection(CHANNELS, required=True)
    key = fields.Selection(KEYS, "Told of", help="Empty: everything by this channel.")
    wanted = fields.Boolean()
    source = fields.Selection(
        [("link", "Link in an E-mail"), ("portal", "Portal"), ("desk", "Centre")], required=True
    )
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")

    @api.model
    @api.private
    def _append(self, partners, channel, wanted, source, key=False):
        self.sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "channel": channel,
                    "key": key,
                    "wanted": wanted,
                    "source": source,
                    "at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                }
                for partner in partners
            ]
        )
