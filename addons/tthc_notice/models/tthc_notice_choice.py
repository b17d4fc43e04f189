from odoo import api, fields, models

CHANNELS = [("email", "E-mail"), ("sms", "SMS")]


class TthcNoticeChoice(models.Model):
    """That somebody did not want notices by a channel any more, or wanted them again: when, how,
    told by whom. Nobody may change the rows; what holds now stands in the contact."""

    _name = "tthc.notice.choice"
    _description = "Choice about Notices"
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="cascade"
    )
    channel = fields.Selection(CHANNELS, required=True)
    wanted = fields.Boolean()
    source = fields.Selection(
        [("link", "Link in an E-mail"), ("portal", "Portal"), ("desk", "Centre")], required=True
    )
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")

    @api.model
    @api.private
    def _append(self, partners, channel, wanted, source):
        self.sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "channel": channel,
                    "wanted": wanted,
                    "source": source,
                    "at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                }
                for partner in partners
            ]
        )
