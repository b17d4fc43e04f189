"""Tell everybody who has a dossier open that somebody acted on it."""

import re

from odoo import models

CHANNEL = re.compile(r"tthc\.dossier_(\d{1,18})")
NOTICE = "tthc_dossier_changed"


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    def _after_action(self, action, event):
        result = super()._after_action(action, event)
        if event.seq > 1:  # nobody can have had it open before its first event
            self._announce(self._action_label(event.kind), event.user_name)
        return result

    def web_save(self, vals, specification, next_id=None):
        result = super().web_save(vals, specification, next_id=next_id)
        for dossier in self:
            dossier._announce(self.env._("Edited"), self.env.user.name)
        return result

    def _announce(self, what, who):
        """Tell the open forms of this dossier, on commit, that ``who`` did ``what``: nothing of
        the matter itself, each form reads that with its own user's rights."""
        self.env["bus.bus"]._sendone(
            self,
            NOTICE,
            {
                "id": self.id,
                "what": what,
                "user_id": self.env.uid,
                "user": who,
                "event_count": self.event_count,
            },
        )


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Override of ``bus``: a form asks for ``tthc.dossier_<id>``; it listens to the dossier
        only if its user may read it."""
        return super()._build_bus_channel_list(self._filter_dossier_channels(channels))

    def _filter_dossier_channels(self, channels):
        """``channels`` with the names of dossiers replaced by those that the user may read."""
        kept, ids = [], []
        for channel in channels:
            match = CHANNEL.fullmatch(channel) if isinstance(channel, str) else None
            if match:
                ids.append(int(match[1]))
            else:
                kept.append(channel)
        if ids and self.env.user._is_internal():
            kept += self.env["tthc.dossier"].search([("id", "in", ids)])
        return kept
