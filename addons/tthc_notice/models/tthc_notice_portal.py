from odoo import api, fields, models

from .tthc_notice_choice import CHANNELS


class TthcNotice(models.Model):
    """What people see of their own notices in their account. The look-up without log-in shows
    none of it."""

    _inherit = "tthc.notice"

    @api.model
    def _own_domain(self):
        """Notices that went out to the user; searched as superuser, since nobody outside may read
        the outbox."""
        return fields.Domain(
            [
                ("partner_id", "=", self.env.user.partner_id.id),
                ("state", "in", ("sent", "sending", "bounced")),
            ]
        )

    def _portal_rows(self):
        """Values of these for the person they went to: ``notice``, ``at``, ``told``, ``channel``,
        ``bounced``, ``body``, and ``may_open``, whether the dossier is still theirs to see."""
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("key", "channel")
        }
        page = self[:1].get_base_url() + "/my/notices"
        return [
            {
                "notice": row,
                "at": row.dossier_id._local_text(row.sent_at or row.claimed_at),
                "told": labels["key"][row.key],
                "channel": labels["channel"][row.channel],
                "bounced": row.state == "bounced",
                # the link of the e-mail proves who reads it; here the log-in does
                "body": row.body and row.body.replace(row.choice_url, page),
                "may_open": row.dossier_id.is_my_own,
            }
            for row in self
        ]

    @api.model
    def _portal_choices(self):
        """What the user may choose: ``channels``, rows of name, label, address and whether it is
        wanted, and ``kinds``, rows of key, label and whether it is wanted by each channel that
        tells of it. What the law wants told is not refused by kind."""
        person = self.env.user.partner_id.sudo()
        labels = dict(self.env["tthc.notice.rule"]._fields["key"]._description_selection(self.env))
        muted = {channel: person._tthc_muted(channel) for channel, _label in CHANNELS}
        addresses = {"email": person.email, "sms": person.phone}
        names = dict(self._fields["channel"]._description_selection(self.env))
        return {
            "channels": [
                {
                    "name": channel,
                    "label": names[channel],
                    "address": addresses[channel] or "",
                    "wanted": person._tthc_wants(channel),
                }
                for channel, _label in CHANNELS
            ],
            "kinds": [
                {
                    "key": key,
                    "label": labels[key],
                    "wanted": {channel: key not in muted[channel] for channel in channels},
                }
                for key, channels in self.env["tthc.notice.rule"]._refusable().items()
            ],
        }

    @api.model
    def _choose_on_portal(self, ticked):
        """Keep what the user wants.

        :param ticked: names of what is wanted: a channel, or ``channel:key``
        """
        person = self.env.user.partner_id
        refusable = self.env["tthc.notice.rule"]._refusable()
        for channel, _label in CHANNELS:
            person._tthc_choose(channel, channel in ticked, "portal")
            for key, channels in refusable.items():
                if channel in channels:
                    person._tthc_choose(channel, f"{channel}:{key}" in ticked, "portal", key)
