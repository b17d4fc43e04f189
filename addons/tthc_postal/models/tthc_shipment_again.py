from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import outbox, status

#: Side at fault → who pays what is carried again (QĐ 45/2016/QĐ-TTg: the cost follows the fault).
BEARERS = {"centre": "centre", "carrier": "carrier", "citizen": "recipient"}
#: Kind of wish → request to the carrier's system.
REQUESTS = {
    "again": outbox.REDELIVER,
    "address": outbox.REDELIVER,
    "back": outbox.SEND_BACK,
}
FAULTS = [
    ("centre", "The Centre"),
    ("carrier", "The Carrier"),
    ("citizen", "The Citizen"),
]


class TthcShipment(models.Model):
    """What it costs and who pays; the other way of the same papers; and carrying them again."""

    _inherit = "tthc.shipment"

    payer = fields.Selection(
        [
            ("sender", "The Sender"),
            ("recipient", "The Recipient"),
            ("centre", "The Centre"),
            ("carrier", "The Carrier (its fault)"),
        ],
        "Postage Is Paid by",
        compute="_compute_payer",
        store=True,
        readonly=False,
        precompute=True,
        help="Who pays the carrier. What the centre asks of the citizen beforehand, with the "
        "fees, is paid to the carrier by the centre.",
    )
    pair_id = fields.Many2one(
        "tthc.shipment",
        "Other Way",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The citizen chose the post both ways: this one collects, the other one delivers.",
    )
    replaces_id = fields.Many2one(
        "tthc.shipment",
        "Sent Again for",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    replaced_by_ids = fields.One2many("tthc.shipment", "replaces_id", "Sent Again as")
    redelivery_ids = fields.One2many(
        "tthc.shipment.redelivery", "shipment_id", "Carried Again", readonly=True
    )
    fault = fields.Selection(
        FAULTS, "Side at Fault", readonly=True, copy=False, help="Why it had to be carried again."
    )
    proof_signature = fields.Image(
        "Signature of the Receiver", max_width=800, max_height=400, readonly=True, copy=False
    )

    @api.depends("direction")
    def _compute_payer(self):
        for shipment in self:
            shipment.payer = "centre" if shipment.direction == "deliver" else "sender"

    @api.private
    def _pair_up(self):
        """Let the two ways of a dossier's papers know each other."""
        for shipment in self.sudo():
            dossiers = shipment.item_ids.dossier_id
            if shipment.pair_id or not dossiers:
                continue
            other = self.sudo().search(
                [
                    ("item_ids.dossier_id", "in", dossiers.ids),
                    ("direction", "!=", shipment.direction),
                    ("pair_id", "=", False),
                    ("state", "not in", (status.RETURNED, status.LOST)),
                ],
                order="id desc",
                limit=1,
            )
            if other:
                shipment._set({"pair_id": other.id})
                other._set({"pair_id": shipment.id})

    def action_open_again(self):
        """Ask what is to happen with a delivery that failed, and whose fault it was."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deliver Again"),
            "res_model": "tthc.shipment.again",
            "view_mode": "form",
            "target": "new",
            "context": {"default_shipment_id": self.id},
        }

    def action_send_again(self, fault=None):
        """A new shipment for what came back or was lost; it refers to this one, and the side at
        fault pays for it.

        :param fault: key of ``fault``; default the one that was recorded
        :return: the action that opens the new shipment
        :raise UserError: nothing came back, or no fault is known
        """
        self.ensure_one()
        self.check_access("write")
        fault = fault or self.fault
        if self.state not in (status.RETURNED, status.LOST):
            raise UserError(
                self.env._(
                    "%s is not back: its papers can only be sent again once they are at the "
                    "centre, by a signed hand-over record.",
                    self.display_name,
                )
            )
        if not fault:
            raise UserError(
                self.env._(
                    "Record first why it came back and which side was at fault: the cost of "
                    "sending it again follows from that."
                )
            )
        return self._sent_again(fault)._open()

    def _sent_again(self, fault):
        """The draft that replaces this shipment."""
        old = self.sudo()
        dossiers = old.item_ids.dossier_id.filtered(lambda dossier: dossier.state == "done")
        if not dossiers:
            raise UserError(
                self.env._("None of its dossiers waits for its result any more: nothing to send.")
            )
        drafts = self.browse()
        for dossier in dossiers:
            drafts |= dossier._open_item().shipment_id or dossier._make_shipment()
        new = drafts[:1].sudo()
        if new.state == status.DRAFT and not new.replaces_id:
            names = ("recipient_name", "recipient_phone", "recipient_street", "recipient_commune")
            new.write(
                {
                    **{name: old[name] for name in names},
                    "recipient_state_id": old.recipient_state_id.id,
                    "payer": BEARERS[fault],
                }
            )
            new._set({"replaces_id": old.id, "pair_id": old.pair_id.id})
            if not old.fault:
                old._set({"fault": fault})
        return new.sudo(False)

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    @api.private
    def _ask_again(self, values):
        """Keep the wish and put the new address or phone on the shipment; the label outside stays
        as it is, the carrier is told.

        :param values: fields of ``tthc.shipment.redelivery``
        :return: the new row
        """
        self.ensure_one()
        self._lock()
        allowed = (*status.OUT, status.RETURNED, status.LOST)
        if self.state not in allowed:
            raise UserError(
                self.env._(
                    "%s is not with the post: change its address on the shipment itself.",
                    self.display_name,
                )
            )
        old = {"old_phone": self.recipient_phone, "old_address": self.recipient_address}
        new = {
            name: values[name]
            for name in (
                "recipient_phone",
                "recipient_street",
                "recipient_commune",
                "recipient_state_id",
            )
            if values.get(name)
        }
        if new and self.state in status.FINAL:
            raise UserError(
                self.env._("%s is over: enter the new address on the new shipment.", self.name)
            )
        self._set({**new, "fault": values.get("fault") or self.fault})
        row = (
            self.env["tthc.shipment.redelivery"]
            .sudo()
            ._append_rows(
                [
                    {
                        "shipment_id": self.id,
                        "at": self._now(),
                        "user_id": self.env.uid,
                        "kind": values["kind"],
                        "asked_by": values["asked_by"],
                        "fault": values.get("fault"),
                        "cost": round(values.get("cost") or 0),
                        "bearer": BEARERS.get(values.get("fault")),
                        "note": values.get("note"),
                        **old,
                        "new_phone": self.recipient_phone,
                        "new_address": self.recipient_address,
                    }
                ]
            )
        )
        self._redelivery_asked(row)
        return row

    def _redelivery_asked(self, row):
        """Tell the carrier's system, where there is one.

        :param row: the ``tthc.shipment.redelivery``
        """
        if self.state in status.OUT and row.kind in REQUESTS:
            self._carrier_request(REQUESTS[row.kind])

    @api.private
    def _again_words(self):
        """What the courier has to know of the last wish: Vietnamese at source."""
        row = self.sudo().redelivery_ids[:1]
        parts = [row.note]
        if row.kind == "address":
            parts += [f"Địa chỉ: {row.new_address}", f"ĐT: {row.new_phone}"]
        return " – ".join(filter(None, parts))
