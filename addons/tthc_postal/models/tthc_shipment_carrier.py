from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import outbox, status
from .tthc_shipment import ENVELOPE


class TthcShipment(models.Model):
    """What a shipment asks of its carrier's system, where the centre has an account there."""

    _inherit = "tthc.shipment"

    connector = fields.Selection(related="carrier_id.connector")
    carrier_order_ids = fields.One2many(
        "tthc.carrier.order", "shipment_id", "Carrier's System", readonly=True
    )

    @api.private
    def _carrier_request(self, kind):
        """Write a request to the carrier's system; a job sends it.

        :param kind: one of :data:`~..tools.outbox.KINDS`
        :return: the requests; none for a carrier without an interface, or without an account
        """
        orders = self.env["tthc.carrier.order"].sudo()
        accounts = self.env["tthc.carrier.account"]
        self._lock()
        for shipment in self.sudo():
            account = accounts._for(shipment.company_id, shipment.carrier_id)
            if account and kind in account._kinds():
                if kind == outbox.CREATE:
                    shipment._mint_numbers()
                orders += orders._queue(shipment, account, kind)
        if orders:
            orders._send_soon()
        return orders

    @api.private
    def _carrier_withdraw(self):
        """Take back what was ordered of carriers for these shipments."""
        standing = self.env["tthc.carrier.order"]._standing(self)
        if standing:
            self._lock()
            standing.invalidate_recordset()
            standing._withdraw()
            standing._send_soon()

    # When it happens by itself ------------------------------------------------------------------

    def _perform(self, new, at=None, place=None, note=None, values=None):
        """Packed: the carrier is told. Taken back before it left: the order is cancelled."""
        unsent = self.filtered(lambda row: row.state in (status.DRAFT, status.PACKED))
        result = super()._perform(new, at=at, place=place, note=note, values=values)
        if new == status.PACKED:
            self._carrier_request(outbox.CREATE)
        elif new == status.RETURNED:
            unsent._carrier_withdraw()
        return result

    def write(self, vals):
        """What stands on an envelope changes before it has left: the order is made anew."""
        changed = self.browse()
        if ENVELOPE & set(vals):
            packed = self.filtered(lambda row: row.state == status.PACKED)
            standing = self.env["tthc.carrier.order"]._standing(packed)
            changed = standing.shipment_id.filtered(lambda row: row._envelope_differs(vals))
            changed = changed.with_env(self.env)
        result = super().write(vals)
        for shipment in changed:
            number = shipment.tracking_number
            orders = self.env["tthc.carrier.order"]._standing(shipment)
            shipment._carrier_withdraw()
            theirs = map(shipment.carrier_id._normalise_number, orders.mapped("number"))
            if number and number in theirs:
                shipment.sudo().tracking_number = False
            shipment._carrier_request(outbox.CREATE)
        return result

    def _envelope_differs(self, vals):
        return any(
            ((self[name].id if self._fields[name].relational else self[name]) or False)
            != (vals[name] or False)
            for name in ENVELOPE & set(vals)
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_without_order(self):
        if self.sudo().carrier_order_ids:
            raise UserError(
                self.env._("The carrier was told of this shipment: it cannot be deleted.")
            )

    # What a person asks for ---------------------------------------------------------------------

    def action_carrier_quote(self):
        """Ask the carrier for the price."""
        return self._ask_carrier(outbox.QUOTE, tuple(status.PHASES))

    def action_carrier_create(self):
        """Give it to the carrier: a dossier to be fetched, or one whose order was dropped."""
        states = [status.PACKED]
        if set(self.mapped("direction")) == {"collect"}:
            states.append(status.DRAFT)
        return self._ask_carrier(outbox.CREATE, states)

    def action_carrier_track(self):
        """Ask the carrier where it is."""
        return self._ask_carrier(outbox.TRACK, tuple(status.PHASES))

    def action_carrier_redeliver(self):
        """Instruct the carrier to try the delivery again."""
        return self._ask_carrier(outbox.REDELIVER, status.OUT)

    def action_carrier_send_back(self):
        """Instruct the carrier to bring it back."""
        return self._ask_carrier(outbox.SEND_BACK, status.OUT)

    def _ask_carrier(self, kind, states):
        """:raise UserError: the shipment or its carrier does not allow it"""
        self.check_access("write")
        self._check_clerk()
        kinds = dict(
            self.env["tthc.carrier.order"]._fields["kind"]._description_selection(self.env)
        )
        for shipment in self:
            if shipment.state not in states or not shipment._carrier_request(kind):
                raise UserError(
                    self.env._(
                        "“%(what)s” cannot be asked of %(carrier)s for %(shipment)s now: it needs "
                        "an account at a carrier whose system can do that, and an order there.",
                        what=kinds[kind],
                        carrier=shipment.carrier_id.name or "…",
                        shipment=shipment.display_name,
                    )
                )
        return True


class TthcCarrierAccount(models.Model):
    _inherit = "tthc.carrier.account"

    @api.private
    def _quiet_shipments(self):
        """Shipments with the post of which nothing was heard for long."""
        since = fields.Datetime.now() - timedelta(hours=self.track_hours)
        standing = self.env["tthc.carrier.order"].search(
            [
                ("account_id", "=", self.id),
                ("kind", "=", outbox.CREATE),
                ("state", "=", outbox.DONE),
                ("withdrawn", "=", False),
                ("shipment_id.state", "in", status.OUT),
                ("shipment_id.last_event_at", "<", since),
                "|",
                ("shipment_id.last_news_at", "=", False),
                ("shipment_id.last_news_at", "<", since),
            ],
            limit=1000,
        )
        asked = self.env["tthc.carrier.order"].search(
            [
                ("shipment_id", "in", standing.shipment_id.ids),
                ("kind", "=", outbox.TRACK),
                ("create_date", ">=", since),
            ]
        )
        return standing.shipment_id - asked.shipment_id
