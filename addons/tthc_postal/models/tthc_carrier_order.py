from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import outbox

KINDS = [
    (outbox.QUOTE, "Price"),
    (outbox.CREATE, "Order"),
    (outbox.CANCEL, "Cancellation"),
    (outbox.TRACK, "State"),
    (outbox.REDELIVER, "Deliver Again"),
    (outbox.SEND_BACK, "Bring Back"),
]
STATES = [
    (outbox.WAITING, "Waiting"),
    (outbox.SENDING, "On Its Way"),
    (outbox.UNKNOWN, "Answer Lost"),
    (outbox.DONE, "Done"),
    (outbox.DEAD, "Given Up"),
    (outbox.DROPPED, "Dropped"),
]


class TthcCarrierOrder(models.Model):
    """The outbox to carriers' systems: one row for each request about a shipment.

    A request is written in the transaction of whatever causes it and sent by a job
    (``tthc_carrier_order_send``), the requests of one shipment strictly in order. When it may be
    sent again is the rule of ``tools/outbox.py``.
    """

    _name = "tthc.carrier.order"
    _description = "Request to a Carrier"
    _order = "id desc"
    _rec_names_search = ["reference", "number", "shipment_id.name"]

    shipment_id = fields.Many2one(
        "tthc.shipment", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, readonly=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "tthc.carrier.account", required=True, index=True, readonly=True, ondelete="restrict"
    )
    carrier_id = fields.Many2one(
        "tthc.carrier", required=True, index=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    state = fields.Selection(
        STATES, required=True, readonly=True, default=outbox.WAITING, index=True
    )
    reference = fields.Char(
        "Our Reference", required=True, readonly=True, help="By which the carrier knows it too."
    )
    create_order_id = fields.Many2one(
        "tthc.carrier.order",
        "Concerns",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The order that is cancelled, followed or instructed.",
    )
    withdrawn = fields.Boolean(readonly=True, help="It was taken back, or is to be.")
    number = fields.Char("Tracking Number", readonly=True, index="btree_not_null")
    fee = fields.Monetary("Carrier's Price", readonly=True)
    weight = fields.Integer("Weighed (g)", readonly=True)
    error = fields.Char("Last Answer", readonly=True)
    tries = fields.Integer(readonly=True, default=0)
    asked = fields.Integer("Times Asked", readonly=True, default=0)
    absent = fields.Integer("Times Not Found", readonly=True, default=0)
    next_at = fields.Datetime("Not Before", readonly=True)
    claimed_at = fields.Datetime(readonly=True)
    sent_at = fields.Datetime("Sent on", readonly=True)
    done_at = fields.Datetime("Done on", readonly=True)
    log_ids = fields.One2many("tthc.carrier.log", "order_id", readonly=True)

    _one_order = models.UniqueIndex(
        "(shipment_id) WHERE kind = 'create' AND NOT withdrawn AND state != 'dropped'",
        "This shipment has been given to the carrier already.",
    )
    _reference_index = models.Index("(account_id, reference)")
    _due_index = models.Index("(next_at, id) WHERE state IN ('waiting', 'sending', 'unknown')")
    _order_index = models.Index("(shipment_id, id)")

    @api.depends("shipment_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for order in self:
            order.display_name = f"{order.reference} – {kinds.get(order.kind, '')}"

    # Writing requests ---------------------------------------------------------------------------

    @api.model
    @api.private
    def _queue(self, shipment, account, kind):
        """One request, unless it is waiting already. The shipment is locked by the caller."""
        made = self._standing(shipment)
        if kind == outbox.CREATE and made:
            return made
        same = self.search(
            [
                ("shipment_id", "=", shipment.id),
                ("kind", "=", kind),
                ("state", "in", outbox.OPEN),
                ("withdrawn", "=", False),
            ],
            limit=1,
        )
        if same and kind != outbox.CREATE:
            return same
        about = kind in (outbox.CANCEL, outbox.TRACK, outbox.REDELIVER, outbox.SEND_BACK)
        if about and not made:
            return self.browse()
        order = self.create(
            {
                "shipment_id": shipment.id,
                "company_id": shipment.company_id.id,
                "account_id": account.id,
                "carrier_id": account.carrier_id.id,
                "kind": kind,
                "reference": made.reference if about else self._reference(shipment, account),
                "create_order_id": made.id if about else False,
                "next_at": fields.Datetime.now(),
            }
        )
        self.env["tthc.carrier.log"]._append(account, "queued", order)
        return order

    def _reference(self, shipment, account):
        """Our number at the carrier; another one when the shipment is ordered anew."""
        before = self.search_count(
            [("shipment_id", "=", shipment.id), ("kind", "=", outbox.CREATE)]
        )
        again = f"-{before + 1}" if before else ""
        return f"{account.reference_prefix or ''}{shipment.name or shipment.id}{again}"

    @api.model
    @api.private
    def _standing(self, shipments):
        """The orders that carriers have, or may get, for these shipments."""
        return self.sudo().search(
            [
                ("shipment_id", "in", shipments.ids),
                ("kind", "=", outbox.CREATE),
                ("withdrawn", "=", False),
                ("state", "!=", outbox.DROPPED),
            ]
        )

    @api.private
    def _withdraw(self):
        """Take these orders back: what the carrier cannot have is dropped, the rest cancelled."""
        for order in self:
            if order.state in (outbox.WAITING, outbox.DEAD):
                order._drop()
                continue
            account = order.account_id
            if account._has_connector() and outbox.CANCEL in account._kinds():
                self._queue(order.shipment_id, account, outbox.CANCEL)
            order.withdrawn = True

    @api.private
    def _drop(self, note=None):
        """It is not to be sent any more, nor what concerns it."""
        rows = self + self.search(
            [
                ("create_order_id", "in", self.ids),
                ("state", "in", (outbox.WAITING, outbox.DEAD)),
            ]
        )
        rows.write({"state": outbox.DROPPED, "next_at": False})
        for order in rows:
            self.env["tthc.carrier.log"]._append(order.account_id, "dropped", order, note)

    # What a person does -------------------------------------------------------------------------

    def action_send_again(self):
        """Send what was given up once more, by a person's decision.

        :raise UserError: it was not given up
        """
        self._check_clerk()
        for order in self:
            if order.state != outbox.DEAD:
                raise UserError(
                    self.env._(
                        "%s was not given up: only what nobody tries any more is sent again.",
                        order.display_name,
                    )
                )
        for order in self:
            self.env["tthc.carrier.log"]._append(order.account_id.sudo(), "again", order)
        self.sudo()._wait_again()
        return True

    def action_drop(self):
        """What was given up, or has not been sent yet, is not needed any more.

        :raise UserError: the carrier may have it
        """
        self._check_clerk()
        for order in self:
            if order.state not in (outbox.WAITING, outbox.DEAD):
                raise UserError(
                    self.env._(
                        "%s was sent: the carrier may have it. Cancel the shipment instead.",
                        order.display_name,
                    )
                )
        for order in self:
            order.sudo().shipment_id._lock()
        self.invalidate_recordset(["state"])
        self.sudo().filtered(lambda row: row.state in (outbox.WAITING, outbox.DEAD))._drop()
        return True

    def action_decide(self):
        """Ask what is known of a request whose answer was lost."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Was It Made?"),
            "res_model": "tthc.carrier.decision",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    @api.private
    def _wait_again(self):
        """Back into the queue, with all its tries before it."""
        self.write(
            {
                "state": outbox.WAITING,
                "tries": 0,
                "asked": 0,
                "absent": 0,
                "next_at": fields.Datetime.now(),
                "claimed_at": False,
            }
        )
        self._send_soon()

    @api.private
    def _decide(self, decision, number, note):
        """What a person found out about a lost answer; see ``tthc.carrier.decision``."""
        self.ensure_one()
        order = self.sudo()
        order.shipment_id._lock()
        order.invalidate_recordset()
        if order.state != outbox.UNKNOWN:
            raise UserError(
                self.env._("%s is known by now: nothing is to be decided.", order.display_name)
            )
        words = dict(
            self.env["tthc.carrier.decision"]._fields["decision"]._description_selection(self.env)
        )
        text = " – ".join(filter(None, (words[decision], number, note)))
        self.env["tthc.carrier.log"]._append(order.account_id, "decided", self, text)
        if decision == "made":
            order._taken(outbox.Answer(number=number or ""))
        elif decision == "again" and not order.withdrawn:
            order._wait_again()
        else:
            order._drop(note)

    def _check_clerk(self):
        """:raise AccessError: the user is no postal clerk of the centre"""
        self.check_access("read")
        self.shipment_id.check_access("write")
        if not (self.env.su or self.env.user.has_group("tthc_postal.group_postal_clerk")):
            raise AccessError(self.env._("Only a postal clerk decides about a carrier's orders."))

    @api.model
    @api.private
    def _send_soon(self):
        self.env.ref("tthc_postal.cron_carrier_send").sudo()._trigger()
