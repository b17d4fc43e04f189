from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import identity

from ..tools import status

#: Event of the dossier for a status of its shipment to the citizen; the rest is no news for it.
DOSSIER_KINDS = {
    status.HANDED_OVER: "post_handed_over",
    status.OUT_FOR_DELIVERY: "post_out_for_delivery",
    status.FAILED: "post_failed",
    status.DELIVERED: "post_delivered",
    status.RETURNED: "post_returned",
    status.LOST: "post_lost",
}
#: What a receptionist does too; the rest is the postal clerk's.
DESK_STATUSES = (status.PACKED,)


class TthcShipment(models.Model):
    """The actions of a shipment: check, record an event, move the state, tell the dossiers."""

    _inherit = "tthc.shipment"

    # The actions ----------------------------------------------------------------------------------

    def action_pack(self):
        """Seal the envelope: it gets its number and waits for the post.

        :raise UserError: everything that is missing, per shipment, or that stands against
            returning the result (an unpaid fee, say)
        """
        for shipment in self:
            shipment._check_position(status.PACKED, self._now())
            obstacles = shipment._pack_obstacles()
            if obstacles:
                raise UserError("\n".join([shipment.display_name, *obstacles]))
            if not shipment.service and shipment.carrier_id.service:
                shipment.service = shipment.carrier_id.service
            shipment._perform(status.PACKED)
        return True

    def action_hand_over(self, at=None, note=None):
        """The post has the envelope. Normally done by signing a hand-over record.

        :param at: naive UTC instant of the hand-over, default now
        """
        return self._perform(status.HANDED_OVER, at=at, note=note)

    def action_in_transit(self, at=None, place=None, note=None):
        """The carrier reports the envelope on its way, or tries again after a failure."""
        return self._perform(status.IN_TRANSIT, at=at, place=place, note=note)

    def action_out_for_delivery(self, at=None, place=None, note=None):
        """The courier is on the way to the recipient's door."""
        return self._perform(status.OUT_FOR_DELIVERY, at=at, place=place, note=note)

    def action_turn_back(self, at=None, place=None, note=None):
        """The carrier gave up and brings the envelope back; the papers are at the centre only
        when a hand-over record says so."""
        return self._perform(status.RETURNING, at=at, place=place, note=note)

    def action_deliver(
        self,
        receiver_name=None,
        relation="self",
        picture=None,
        at=None,
        place=None,
        note=None,
        signature=None,
    ):
        """The envelope was delivered; with it, the results of its dossiers are returned.

        :param receiver_name: who took it (required: it is the proof of delivery)
        :param relation: key of ``receiver_relation``
        :param picture: signed slip or photograph, base64
        :param signature: drawn by the receiver, PNG in base64
        :param at: naive UTC instant of delivery, default now
        :raise UserError: no receiver, or the state does not allow it
        """
        if not (receiver_name or "").strip():
            raise UserError(
                self.env._(
                    "Enter who received the papers: the name on the delivery slip is the proof "
                    "that the result was returned."
                )
            )
        at = at or self._now()
        values = {
            "delivered_at": at,
            "receiver_name": receiver_name.strip(),
            "receiver_relation": relation,
            **({"proof_picture": picture} if picture else {}),
            **({"proof_signature": signature} if signature else {}),
        }
        return self._perform(status.DELIVERED, at=at, place=place, note=note, values=values)

    def action_fail(self, reason=None, at=None, place=None):
        """Delivery was tried in vain; the dossier stays as it is.

        :raise UserError: no reason given
        """
        if not (reason or "").strip():
            raise UserError(
                self.env._("Enter why delivery failed: nobody at home, wrong address, refused…")
            )
        return self._perform(status.FAILED, at=at, place=place, note=reason.strip())

    def action_return_to_centre(self, note=None, at=None):
        """The envelope is back at the centre, or was taken back before it left.

        Its dossiers stay processed: they can be returned at the counter or sent again.
        """
        return self._perform(status.RETURNED, at=at, note=note)

    def action_lose(self, reason=None, at=None):
        """The carrier cannot find the envelope any more: it is over, and its dossiers may be sent
        again once their results are issued anew.

        :raise UserError: no reason given
        """
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Enter what the carrier says about the loss: number and day of its answer."
                )
            )
        return self._perform(status.LOST, at=at, note=reason.strip())

    # For the views ------------------------------------------------------------------------------

    def action_open_delivery(self):
        """Ask who received it."""
        return self._open_outcome("deliver", self.env._("Proof of Delivery"))

    def action_open_failure(self):
        """Ask why delivery failed."""
        return self._open_outcome("fail", self.env._("Delivery Failed"))

    def action_open_loss(self):
        """Ask what the carrier says about a loss."""
        return self._open_outcome("lose", self.env._("Lost in the Post"))

    def _open_outcome(self, kind, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "tthc.shipment.outcome",
            "view_mode": "form",
            "target": "new",
            "context": {"default_shipment_id": self.id, "default_kind": kind},
        }

    def action_make_handover(self):
        """Open a new hand-over record to the post for these packed shipments.

        :raise UserError: they belong to several centres or carriers, or one is not packed
        """
        if len(self.company_id) != 1 or len(self.carrier_id) != 1:
            raise UserError(
                self.env._("One hand-over record is for one centre and one carrier: select those.")
            )
        handover = self.env["tthc.postal.handover"].create(
            {
                "company_id": self.company_id.id,
                "carrier_id": self.carrier_id.id,
                "line_ids": [(0, 0, {"shipment_id": shipment.id}) for shipment in self],
            }
        )
        return handover._open()

    # Engine -------------------------------------------------------------------------------------

    def _now(self):
        """The instant of an action, naive UTC; superuser code may give it in the context."""
        given = self.env.context.get("tthc_now")
        return given if given and self.env.su else fields.Datetime.now()

    def _perform(self, new, at=None, place=None, note=None, values=None):
        """Move each shipment to the state ``new``, by hand.

        :raise AccessError: this user may not do it
        :raise UserError: the state does not allow it, or the instant cannot be right
        """
        self.check_access("write")
        if new not in DESK_STATUSES and not self._desk_may_take_back(new):
            self._check_clerk()
        at = at or self._now()
        self._lock()
        for shipment in self:
            shipment._check_position(new, at)
        self._record(new, at, place=place, note=note, values=values)
        return True

    def _desk_may_take_back(self, new):
        """What never left may be taken back by the receptionist who packed it."""
        return new == status.RETURNED and set(self.mapped("state")) == {status.PACKED}

    @api.private
    def _carrier_news(self, new, at, place=None, note=None):
        """Take in what a carrier's system reports; late or repeated news is kept but moves
        nothing.

        :param new: the state that the news means
        :param at: naive UTC instant at which it happened, as the carrier says
        :return: the shipments that moved
        """
        self._lock()
        return self._record(new, at, place=place, note=note, source="carrier")

    def _record(self, new, at, place=None, note=None, values=None, source="manual"):
        """Append one event to each shipment; move those whose state it changes.

        The rows are locked and, for hand-made actions, checked by the caller.

        :return: the shipments that moved
        """
        rows, moved = [], self.browse()
        for shipment in self:
            position = shipment._position()
            moves = status.apply(position, new, at) is not position
            moved += shipment if moves else self.browse()
            rows.append(
                {
                    "shipment_id": shipment.id,
                    "status": new,
                    "at": at,
                    "place": place or False,
                    "note": note or False,
                    "moved": moves,
                    "source": source,
                    "user_id": self.env.uid,
                }
            )
        left = moved.filtered(lambda shipment: shipment.state in status.OUT)
        self.env["tthc.shipment.event"].sudo()._append(rows)
        if moved:
            moved._mint_numbers()
            moved._set({**(values or {}), "state": new, "last_event_at": at})
            if new in status.FINAL:
                moved.sudo().item_ids._close()
            # What was only packed never left: its return is no news for the dossier.
            (left if new == status.RETURNED else moved)._tell_dossiers(new, at, note)
        return moved

    def _mint_numbers(self):
        """Give a number to those that leave the draft; drafts may still be deleted."""
        for shipment in self.filtered(lambda shipment: not shipment.name):
            number = shipment.company_id._tthc_postal_number("tthc.shipment")
            shipment._set({"name": number})

    def _position(self):
        return status.Position(self.direction, self.state, self.last_event_at or None)

    def _lock(self):
        """Take the rows until the end of the transaction, in a fixed order."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "SELECT id FROM tthc_shipment WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                tuple(self.ids) or (0,),
            )
        )

    def _check_position(self, new, at):
        """Refuse a status that cannot come now, and say why."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        if not status.may_follow(self.direction, self.state, new):
            raise UserError(
                self.env._(
                    "%(shipment)s is “%(state)s” and cannot become “%(new)s”.",
                    shipment=self.display_name,
                    state=labels[self.state],
                    new=labels[new],
                )
            )
        if at > self._now():
            raise UserError(self.env._("This time lies in the future: correct it."))
        if self.last_event_at and at < self.last_event_at:
            raise UserError(
                self.env._(
                    "%(shipment)s is “%(state)s” since %(since)s: what happened earlier does not "
                    "change that. Correct the time.",
                    shipment=self.display_name,
                    state=labels[self.state],
                    since=self._local_text(self.last_event_at),
                )
            )

    def _check_clerk(self):
        if self.env.su or self.env.user.has_group("tthc_postal.group_postal_clerk"):
            return
        raise AccessError(
            self.env._(
                "Only a postal clerk records what happens to a shipment that left the centre."
            )
        )

    def _pack_obstacles(self):
        """What is missing before the envelope can be sealed: translated sentences."""
        obstacles = []
        if not self.item_ids:
            obstacles.append(self.env._("Enter the papers that it holds."))
        if not self.carrier_id:
            obstacles.append(self.env._("Choose the carrier."))
        elif not self._carrier_serves():
            obstacles.append(self._carrier_obstacle())
        if not (self.recipient_street or "").strip():
            obstacles.append(self.env._("Enter the recipient's address."))
        if not self.recipient_phone or not identity.check_phone(self.recipient_phone).ok:
            obstacles.append(
                self.env._("Enter a phone number at which the courier reaches the recipient.")
            )
        for item in self.item_ids.sudo():
            obstacles += item._pack_obstacles()
        return obstacles

    # The dossiers -------------------------------------------------------------------------------

    def _tell_dossiers(self, new, at, note):
        """Record in the dossiers what happened to their papers."""
        for shipment in self.sudo():
            if shipment.direction == "collect":
                if new == status.DELIVERED:
                    shipment._submit_dossiers(shipment.item_ids)
                continue
            for dossier in shipment.item_ids.dossier_id if new in DOSSIER_KINDS else ():
                dossier = dossier.with_context(tthc_now=at)
                dossier._lock()
                if new == status.DELIVERED:
                    shipment._return_result(dossier, note)
                else:
                    dossier._log_event(
                        DOSSIER_KINDS[new],
                        note=shipment._dossier_note(note),
                        facts=shipment._dossier_facts(note if new == status.FAILED else None),
                    )

    def _dossier_note(self, note, receiver=None):
        """What the dossier's event says: number, carrier, and the reason or receiver."""
        parts = [self.name, self.carrier_id.name, self.tracking_number, receiver, note]
        return " – ".join(filter(None, parts))

    def _dossier_facts(self, reason=None):
        """What the dossier's event keeps of the way, for the notices to its people.

        :param reason: why it was not delivered, as the citizen may read it
        """
        facts = {
            "shipment": self.name,
            "carrier": self.carrier_id.name,
            "carrier_phone": self.carrier_id.phone,
            "tracking_number": self.tracking_number,
            "tracking_url": self.tracking_link,
            "reason_text": reason,
        }
        return {key: value for key, value in facts.items() if value}

    def _return_result(self, dossier, note):
        """The citizen has the result in hand: record it and return the result.

        What still stands against that (a fee, say) cannot undo the delivery: the dossier then
        stays processed, and its event says why.
        """
        note = self._dossier_note(note, self.receiver_name)
        obstacles = dossier._action_obstacles("return_result") if dossier.state == "done" else []
        dossier._log_event(
            "post_delivered", note="\n".join([note, *obstacles]), facts=self._dossier_facts()
        )
        if dossier.state == "done" and not obstacles:
            dossier.action_return_result(note=note)

    @api.private
    def _submit_dossiers(self, items):
        """Papers came by post: a dossier counts as submitted when the hand-over record was
        signed at the centre, not when the citizen posted it (QĐ 45/2016/QĐ-TTg)."""
        self.ensure_one()
        at = self.sudo().delivered_at
        for dossier in items.sudo().dossier_id:
            if dossier.state not in ("draft", "registered"):
                continue
            dossier = dossier.with_context(tthc_now=at)
            dossier._lock()
            dossier._log_event(
                "post_received",
                note=self.sudo()._dossier_note(None, self.sudo().receiver_name),
                extra={"submitted_at": at},
            )
