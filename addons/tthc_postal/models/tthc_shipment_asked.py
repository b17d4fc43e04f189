from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import identity

from ..tools import status
from .tthc_shipment_wish import WINDOWS

#: Wishes of one shipment on the portal; more are for the telephone.
MOST_WISHES = 5
#: Longest text of the recipient.
MOST_LETTERS = 200


class TthcShipment(models.Model):
    """What the recipient asks for on the portal after a delivery that failed."""

    _inherit = "tthc.shipment"

    wish_ids = fields.One2many("tthc.shipment.wish", "shipment_id", "Requests", readonly=True)
    open_wish_id = fields.Many2one(
        "tthc.shipment.wish", "Request of the Recipient", compute="_compute_open_wish_id"
    )

    @api.depends("wish_ids.state")
    def _compute_open_wish_id(self):
        wishes = self.env["tthc.shipment.wish"].sudo()
        found = wishes.search([("shipment_id", "in", self.ids), ("state", "=", "open")])
        by_shipment = {wish.shipment_id.id: wish.id for wish in found}
        for shipment in self:
            shipment.open_wish_id = by_shipment.get(shipment.id)

    def action_open_wish(self):
        """The request that waits for an answer."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request of the Recipient"),
            "res_model": "tthc.shipment.wish",
            "res_id": self.open_wish_id.id,
            "view_mode": "form",
        }

    @api.private
    def _ask_redelivery(self, fetch=False, time_slot="any", phone="", street="", note=""):
        """The recipient asks for another attempt, or to fetch the result; the desk answers.

        :param fetch: bring it back, I come to the centre
        :param time_slot: key of ``WINDOWS``
        :param phone: at which the courier reaches the recipient
        :param street: house number and street in the same commune
        :return: the ``tthc.shipment.wish``
        :raise UserError: it cannot be asked for now, or what was entered cannot be right
        """
        self.ensure_one()
        self._lock()
        self.invalidate_recordset(["state", "last_event_at"])
        obstacle = self._wish_obstacle()
        if obstacle:
            raise UserError(obstacle)
        phone, street = phone.strip()[:20], street.strip()[:MOST_LETTERS]
        values = {"kind": "fetch"}
        if not fetch:
            self._check_wish(time_slot, phone, street)
            known = identity.normalise_phone(self.recipient_phone or "")
            changed = (
                street != (self.recipient_street or "").strip()
                or identity.normalise_phone(phone) != known
            )
            values = {
                "kind": "address" if changed else "again",
                "time_slot": time_slot,
                "phone": phone,
                "street": street,
            }
        wish = (
            self.env["tthc.shipment.wish"]
            .sudo()
            .with_context(tthc_asked=True)
            .create(
                {
                    **values,
                    "shipment_id": self.id,
                    "at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "note": note.strip()[:MOST_LETTERS] or False,
                }
            )
        )
        self._tell_wish("post_wish", wish._label("kind"))
        return wish

    def _check_wish(self, time_slot, phone, street):
        if time_slot not in dict(WINDOWS):
            raise UserError(self.env._("Choose when the courier may come."))
        if not identity.check_phone(phone).ok:
            raise UserError(
                self.env._("Enter a phone number at which the courier reaches the recipient.")
            )
        if not street:
            raise UserError(self.env._("Enter house number and street, or the hamlet."))

    def _wish_obstacle(self):
        """Why nothing can be asked for now: a translated sentence, empty when it can."""
        if self.direction != "deliver" or self.state != status.FAILED:
            return self.env._(
                "The delivery has not failed, or the post is bringing the result back: ask the "
                "centre, please."
            )
        wishes = self.sudo().wish_ids
        if wishes.filtered(lambda wish: wish.state == "open"):
            return self.env._("You have asked already: the centre will answer.")
        since = self.last_event_at
        if wishes.filtered(lambda wish: wish.state == "taken" and wish.at >= since):
            return self.env._("The centre has passed your request on: the post will come again.")
        if len(wishes) >= MOST_WISHES:
            return self.env._("You have asked several times: call the centre, please.")
        return ""

    def _may_wish(self):
        """Whether the user may ask on the portal: every paper in the envelope is one's own."""
        dossiers = self.sudo().item_ids.dossier_id
        return bool(dossiers and self._is_all_my_own() and not self.sudo()._wish_obstacle())

    def _is_all_my_own(self):
        """Whether no paper of anybody else is in the envelope."""
        return all(self.sudo().item_ids.dossier_id.mapped("is_my_own"))

    def _tell_wish(self, kind, note):
        """Keep it in the ledgers of the dossiers in the envelope."""
        for dossier in self.sudo().item_ids.dossier_id:
            dossier._lock()
            dossier._log_event(kind, note=self._dossier_note(note), facts=self._dossier_facts())

    def _portal_row(self):
        """Override: adds ``may_ask`` and the last ``wish`` with its ``state``, ``text``, ``at`` and
        ``answer``, of the envelope's own people only."""
        row = super()._portal_row()
        wish = self.sudo().wish_ids.sorted("id")[-1:] if self._is_all_my_own() else None
        row.update(
            id=self.id,
            may_ask=self._may_wish(),
            wish=wish
            and {
                "state": wish.state,
                "label": wish._label("state"),
                "text": wish._text(),
                "at": self._local_text(wish.at),
                "answer": wish.answer or "",
            },
        )
        return row

    # It is over -----------------------------------------------------------------------------------

    def _record(self, new, at, place=None, note=None, values=None, source="manual"):
        """Override: what came or comes back leaves nothing to ask for."""
        moved = super()._record(new, at, place=place, note=note, values=values, source=source)
        if new in status.ENDING:
            moved._end_wishes()
        return moved

    @api.private
    def _carried(self, moves, entries):
        """Override of the same, for news of carriers."""
        result = super()._carried(moves, entries)
        self.browse(
            [one.id for one, entry in moves.items() if entry.verdict.new in status.ENDING]
        )._end_wishes()
        return result

    def _end_wishes(self):
        wishes = self.env["tthc.shipment.wish"].sudo()
        if self:
            wishes.search([("shipment_id", "in", self.ids), ("state", "=", "open")])._decide("over")
