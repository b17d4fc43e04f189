from odoo import api, fields, models
from odoo.tools import hash_sign, verify_hash_signed

#: What the signature of the link in an e-mail is for.
SCOPE = "tthc_notice.choice"
SWITCHES = {"email": "tthc_no_email", "sms": "tthc_no_sms"}


class ResPartner(models.Model):
    """Whether a person wants to be told, by each channel."""

    _inherit = "res.partner"

    tthc_no_email = fields.Boolean(
        "No E-mail Notices",
        copy=False,
        help="The person does not want e-mails about dossiers. What the law wants told is then "
        "told on paper.",
    )
    tthc_no_sms = fields.Boolean("No SMS Notices", copy=False)
    tthc_notice_choice_ids = fields.One2many(
        "tthc.notice.choice", "partner_id", "Choices about Notices", readonly=True
    )

    def write(self, vals):
        """Override: a choice is kept on record with how it was told."""
        for channel, name in SWITCHES.items():
            if name not in vals:
                continue
            changed = self.filtered(lambda row, n=name: row.sudo()[n] != bool(vals[n]))
            self.env["tthc.notice.choice"]._append(
                changed, channel, not vals[name], self.env.context.get("tthc_choice") or "desk"
            )
        return super().write(vals)

    def _tthc_wants(self, channel, key=False):
        """Whether the person wants notices by a channel; with ``key``, those of that kind."""
        wanted = not self.sudo()[SWITCHES[channel]]
        return wanted and not (key and key in self._tthc_muted(channel))

    def _tthc_muted(self, channel):
        """Keys of the notices that the person does not want by a channel."""
        rows = self.env["tthc.notice.choice"].sudo().search(
            [("partner_id", "=", self.id), ("channel", "=", channel), ("key", "!=", False)],
            order="id",
        )  # fmt: skip
        last = {row.key: row.wanted for row in rows}
        return {key for key, wanted in last.items() if not wanted}

    @api.private
    def _tthc_choose(self, channel, wanted, source, key=False):
        """Write the person's own choice, for the whole channel or one kind of notice."""
        self.ensure_one()
        person = self.sudo().with_context(tthc_choice=source, tracking_disable=True)
        if key:
            if (key not in person._tthc_muted(channel)) != wanted:
                self.env["tthc.notice.choice"]._append(person, channel, wanted, source, key)
        elif person._tthc_wants(channel) != wanted:
            person.write({SWITCHES[channel]: not wanted})

    def _tthc_choice_token(self):
        """What the link in an e-mail proves: that it was sent to this person. It does not expire,
        since an old e-mail is where one looks for it."""
        self.ensure_one()
        return hash_sign(self.sudo().env, SCOPE, self.id)

    @api.model
    @api.private
    def _tthc_find_by_token(self, token):
        """The person of such a link, as superuser; empty when it is not genuine."""
        people = self.sudo()
        try:
            known = verify_hash_signed(people.env, SCOPE, token or "")
        except (ValueError, IndexError, UnicodeError):
            known = None
        return people.browse(known).exists() if isinstance(known, int) else people
