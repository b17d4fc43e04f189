from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_shipment_redelivery import KINDS as REDELIVERY_KINDS

WINDOWS = [
    ("any", "At Any Time"),
    ("morning", "In the Morning (8:00 to 11:30)"),
    ("afternoon", "In the Afternoon (13:30 to 17:00)"),
    ("evening", "In the Evening (17:00 to 20:00)"),
    ("weekend", "On Saturday or Sunday"),
]
#: Kind of wish → kind of ``tthc.shipment.redelivery`` that fulfils it.
FULFILLED_BY = {"again": "again", "address": "address", "fetch": "back"}
assert set(FULFILLED_BY.values()) <= {kind for kind, _label in REDELIVERY_KINDS}


class TthcShipmentWish(models.Model):
    """What the recipient asks for after a delivery that failed: another attempt, or to fetch the
    result at the centre. A person at the desk takes it to the carrier, or says why not."""

    _name = "tthc.shipment.wish"
    _description = "Request of the Recipient"
    _order = "id desc"
    _rec_name = "shipment_id"

    shipment_id = fields.Many2one(
        "tthc.shipment", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="shipment_id.company_id", store=True, index=True)
    recipient_name = fields.Char(related="shipment_id.recipient_name")
    shipment_state = fields.Selection(related="shipment_id.state", string="State of the Shipment")
    at = fields.Datetime("Asked on", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("again", "Another Attempt"),
            ("address", "Another Attempt, with a Corrected Address or Phone"),
            ("fetch", "Fetched at the Centre"),
        ],
        "Wish",
        required=True,
        readonly=True,
    )
    time_slot = fields.Selection(WINDOWS, "Part of the Day", readonly=True)
    phone = fields.Char(readonly=True)
    street = fields.Char("Address", readonly=True, help="In the same commune.")
    note = fields.Char("Words of the Recipient", readonly=True)
    state = fields.Selection(
        [
            ("open", "Waiting for an Answer"),
            ("taken", "Passed on"),
            ("refused", "Refused"),
            ("over", "No Longer Needed"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    answer = fields.Char(help="The recipient reads it.")
    decided_at = fields.Datetime("Answered on", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Answered by", readonly=True, ondelete="restrict")

    _one_open = models.UniqueIndex(
        "(shipment_id) WHERE state = 'open'", "This was asked for already and waits for an answer."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: entered by hand; see ``tthc.shipment._ask_redelivery``"""
        if not self.env.context.get("tthc_asked") or not self.env.su:
            raise UserError(self.env._("Only the recipient asks for this, on the portal."))
        return super().create(vals_list)

    def write(self, vals):
        """:raise UserError: anything but the answer, or the answer of one that is over"""
        if set(vals) - {"answer"} or any(wish.state != "open" for wish in self):
            raise UserError(
                self.env._("What the recipient asked for stays as it is: only answer it, once.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What the recipient asked for stays on record."))

    @api.private
    def _set(self, vals):
        """Write what only the actions write."""
        return super(TthcShipmentWish, self.sudo()).write(vals)

    @api.private
    def _decide(self, state, answer=None):
        """Close open wishes.

        :param state: ``taken``, ``refused`` or ``over``
        """
        values = {
            "state": state,
            "decided_at": fields.Datetime.now(),
            "decided_by_id": self.env.uid,
            **({"answer": answer} if answer else {}),
        }
        self._set(values)
        kinds = {"taken": "post_wish_taken", "refused": "post_wish_refused"}
        for wish in self.sudo() if state in kinds else ():
            wish.shipment_id._tell_wish(kinds[state], wish.answer)

    # The desk -------------------------------------------------------------------------------------

    def action_take(self):
        """Pass it on: opens the form of carrying again, filled in with what was asked for."""
        self._check_decision()
        wish = self.sudo()
        context = {
            "default_shipment_id": wish.shipment_id.id,
            "default_wish_id": wish.id,
            "default_kind": FULFILLED_BY[wish.kind],
            "default_asked_by": "citizen",
            "default_note": wish._words(),
        }
        if wish.kind == "address":
            context["default_recipient_phone"] = wish.phone
            context["default_recipient_street"] = wish.street
        return {**wish.shipment_id.action_open_again(), "context": context}

    def action_refuse(self):
        """Say no, with the reason that the recipient reads.

        :raise UserError: no answer entered
        """
        self._check_decision()
        if not (self.answer or "").strip():
            raise UserError(self.env._("Enter the answer that the recipient reads, then refuse."))
        self._decide("refused")
        return True

    def _check_decision(self):
        """Take the shipment; the wish waits still, and this user may answer it."""
        self.ensure_one()
        self.check_access("write")
        self.shipment_id.check_access("write")
        self.shipment_id._lock()
        self.invalidate_recordset(["state"])
        if self.state != "open":
            raise UserError(self.env._("This was answered already."))

    def _words(self):
        """What the carrier is told: Vietnamese at source."""
        slot = self.time_slot not in (False, "any") and self.with_context(lang="vi_VN")
        when = slot and f"Phát lại: {slot._label('time_slot')}"
        return " – ".join(filter(None, [when, self.note]))

    def _label(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _text(self):
        """What was asked for, in the user's words."""
        parts = [self._label("kind"), self._label("time_slot")]
        if self.kind == "address":
            parts += [self.street, self.phone]
        return " – ".join(filter(None, [*parts, self.note]))
