from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_custody_signature import SIDE_STATES, side_state


class TthcHandover(models.Model):
    """A hand-over list is signed by both sides, and by the centre where it wants to confirm."""

    _inherit = "tthc.handover"

    signature_ids = fields.One2many(
        "tthc.custody.signature", "handover_id", "Signatures", readonly=True
    )
    signature_state = fields.Selection(
        SIDE_STATES, "Signed", compute="_compute_signature_state", search="_search_signature_state"
    )

    @api.depends("signature_ids.side")
    def _compute_signature_state(self):
        for handover in self:
            handover.signature_state = side_state(handover.signature_ids.mapped("side"))

    def _search_signature_state(self, operator, value):
        return self.env["tthc.custody.signature"]._search_state("handover_id", operator, value)

    def action_sign(self):
        """Open the dialog to sign, on screen or by the scan of the signed list."""
        self.ensure_one()
        self.check_access("read")
        return self.env["tthc.custody.sign"]._open(handover=self)

    def _signing_sides(self, method):
        """Sides for which the current user may record a signature: on screen each side its own,
        the manager the centre's confirmation; a sheet that both sides signed on paper is attached
        by either of them. Whoever is of neither side signs nothing."""
        self.ensure_one()
        user = self.env.user
        sides = set()
        if user == self.giver_id or self._is_of(user, self.from_agency_id):
            sides.add("giver")
        if self._is_of(user, self.to_agency_id):
            sides.add("receiver")
        if sides and method == "paper":
            sides |= {"giver", "receiver"}
        at_centre = self.sudo().company_id.id in user._get_company_ids()
        if at_centre and user.has_group("tthc_dossier.group_manager"):
            sides.add("centre")
        return sides - set(self.sudo().signature_ids.mapped("side"))

    def _signed_content(self):
        """What a signature is about, for its digest."""
        self.ensure_one()
        handover = self.sudo()
        return {
            "list": handover.name,
            "day": fields.Date.to_string(handover.day),
            "from": handover.from_agency_id.id or 0,
            "to": handover.to_agency_id.id or 0,
            "files": [[row.dossier_id.name, row.papers] for row in handover.line_ids.sorted("id")],
        }

    def _signature_images(self):
        """Override: what was drawn on screen."""
        return self.sudo().signature_ids._images()


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    def _check_list(self, handover, origin):
        """Override: nothing is added to a list that somebody signed.

        :raise UserError: the list is signed
        """
        if handover.sudo().signature_ids:
            raise UserError(
                self.env._("List %s is signed: hand these papers over on a new one.", handover.name)
            )
        return super()._check_list(handover, origin)
