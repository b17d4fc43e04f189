from odoo import models

from ..tools import custody


class TthcDossier(models.Model):
    """Who may move papers: whoever has them in hand. Into the file: whoever has the file."""

    _inherit = "tthc.dossier"

    def _custody_holder(self, way, move):
        """Whether the current user may make ``move``, and whose it is, in words."""
        if way in ("return", "post", "receive"):
            # What goes to or comes from outside passes the desk (NĐ 61/2018/NĐ-CP Art. 5).
            allowed, who = self._holder_desk(self.task_id.browse())
            if custody.FILE in (move.source.kind, move.target.kind) and self.paper_agency_id:
                return False, self.env._(
                    "%(who)s, once the papers are back there: they are at %(place)s",
                    who=who,
                    place=self.paper_place,
                )
            return allowed, who
        place = move.target if move.target.kind == custody.FILE else move.source
        return self._has_place(place)

    def _has_place(self, place):
        """Whether the papers at ``place`` are in the current user's hands."""
        user = self.env.user
        if place.kind == custody.FILE:
            return self._holder_paper_holder(self.task_id.browse())
        if place.kind == custody.PERSON:
            name = self.env["res.users"].sudo().browse(place.user).name
            return user.id == place.user, name or ""
        if place.agency:
            agency = self.env["tthc.agency"].sudo().browse(place.agency)
            return self._is_at(agency), self._place_label(agency)
        return self._is_at(self.env["tthc.agency"]), self._place_label(self.env["tthc.agency"])
