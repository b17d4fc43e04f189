from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_catalogue.tools.numbers import grouped

from ..tools import status


class TthcPostalCollection(models.Model):
    """Money that the post collected from a citizen: fees with a dossier, cash on delivery with a
    result, postage of its own.

    QĐ 45/2016/QĐ-TTg: postal workers may take fees and give the receipt. What is recorded stays;
    a mistake is voided with its reason. Fees and cash on delivery are owed to the centre until
    the carrier has remitted them; postage is the carrier's.
    """

    _name = "tthc.postal.collection"
    _description = "Collected by the Post"
    _order = "collected_at desc, id desc"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    carrier_id = fields.Many2one(
        "tthc.carrier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    shipment_id = fields.Many2one(
        "tthc.shipment", required=True, readonly=True, index=True, ondelete="restrict"
    )
    handover_line_id = fields.Many2one(
        "tthc.postal.handover.line", "Hand-over Line", readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [("fee", "Fees"), ("cod", "Cash on Delivery"), ("postage", "Postage")],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(required=True, readonly=True)
    receipt_number = fields.Char("Receipt of the Post", readonly=True)
    collected_at = fields.Datetime("Collected on", required=True, readonly=True, index=True)
    note = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", "Recorded by", readonly=True, ondelete="restrict")
    remittance_id = fields.Many2one(
        "tthc.postal.remittance", "On the List", readonly=True, index="btree_not_null"
    )
    voided = fields.Boolean(readonly=True)
    void_reason = fields.Char("Voided Because", readonly=True)
    state = fields.Selection(
        [
            ("open", "Not Remitted"),
            ("listed", "On a List"),
            ("remitted", "Remitted"),
            ("kept", "The Carrier's"),
            ("voided", "Voided"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    tracking_number = fields.Char(related="shipment_id.tracking_number")
    age_days = fields.Integer("Waiting (days)", compute="_compute_age_days")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "What was collected is more than zero."
    )
    _cod_once = models.UniqueIndex(
        "(shipment_id) WHERE kind = 'cod' AND voided IS NOT TRUE",
        "The cash on delivery of this shipment is recorded already.",
    )
    _line_once = models.UniqueIndex(
        "(handover_line_id) WHERE handover_line_id IS NOT NULL AND voided IS NOT TRUE",
        "The fees of this line are recorded already.",
    )

    @api.depends("kind", "receipt_number", "shipment_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            parts = (labels.get(row.kind), row.shipment_id._scan_label(), row.receipt_number)
            row.display_name = " – ".join(filter(None, parts))

    @api.depends("kind", "voided", "remittance_id.state")
    def _compute_state(self):
        for row in self:
            if row.voided:
                row.state = "voided"
            elif row.kind == "postage":
                row.state = "kept"
            elif row.remittance_id.state in ("remitted", "closed"):
                row.state = "remitted"
            else:
                row.state = "listed" if row.remittance_id else "open"

    @api.depends("collected_at", "state")
    def _compute_age_days(self):
        today = fields.Date.context_today(self)
        for row in self:
            row.age_days = row._days_until(today) if row.state in ("open", "listed") else 0

    def _days_until(self, day):
        """Calendar days from the collection to ``day``."""
        return (day - fields.Datetime.context_timestamp(self, self.collected_at).date()).days

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(
            self.env._(
                "What the post collected is recorded by a hand-over, a delivery or “Record”."
            )
        )

    def write(self, vals):
        raise UserError(self.env._("What was collected does not change: void it and record anew."))

    def unlink(self):
        raise UserError(self.env._("What was collected stays on record: void it instead."))

    @api.private
    def _set(self, vals):
        """Write what the remittance and voiding write."""
        return super(TthcPostalCollection, self.sudo()).write(vals)

    @api.model
    @api.private
    def _collect(self, rows):
        """Record collections; the amounts are whole VND.

        :param rows: dicts of ``shipment_id``, ``kind``, ``amount``, ``collected_at`` and, where
            known, ``receipt_number``, ``note``, ``handover_line_id``
        :raise UserError: no amount, or a time in the future
        """
        shipments = self.env["tthc.shipment"].sudo()
        values = []
        for row in rows:
            shipment = shipments.browse(row["shipment_id"])
            if round(row["amount"]) <= 0:
                raise UserError(self.env._("Enter the amount that was collected."))
            if row["collected_at"] > shipment._now():
                raise UserError(self.env._("This time lies in the future: correct it."))
            values.append(
                {
                    **row,
                    "amount": round(row["amount"]),
                    "company_id": shipment.company_id.id,
                    "carrier_id": shipment.carrier_id.id,
                    "user_id": self.env.uid,
                }
            )
        made = super(TthcPostalCollection, self.sudo()).create(values)
        made._after_collected()
        return made

    def _after_collected(self):
        """Extension point: these collections were recorded just now."""

    # Actions ------------------------------------------------------------------------------------

    def action_void(self):
        """Ask why the record was wrong."""
        self.ensure_one()
        self.check_access("read")
        self._check_keeper()
        return self.env["tthc.postal.collection.sheet"]._open(self.shipment_id, self)

    @api.model
    def _check_keeper(self):
        """Extension point: who records and settles what the post collected.

        :raise AccessError: for anybody else
        """
        if not (self.env.su or self.env.user.has_group("tthc_postal.group_postal_clerk")):
            raise AccessError(self.env._("Only a postal clerk records what the post collected."))

    @api.private
    def _void(self, reason):
        """Take a record back that was wrong.

        :raise UserError: no reason, voided before, or on a list
        """
        self.ensure_one()
        self.check_access("read")
        self._check_keeper()
        self.sudo().lock_for_update()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the reason is kept with the record."))
        if self.voided or self.remittance_id:
            raise UserError(
                self.env._("It is on a list or was voided before: take it off the list first.")
            )
        self._set({"voided": True, "void_reason": reason.strip()})


class TthcShipment(models.Model):
    """What the courier takes with the result."""

    _inherit = "tthc.shipment"

    collection_ids = fields.One2many(
        "tthc.postal.collection",
        "shipment_id",
        "Collected",
        readonly=True,
        groups="tthc_postal.group_postal_clerk,tthc_dossier.group_manager,"
        "tthc_dossier.group_inspector",
    )

    def _tell_dossiers(self, new, at, note):
        """Override: cash on delivery is in the courier's hand before the result counts as
        returned."""
        if new == status.DELIVERED:
            self._note_cod()
        return super()._tell_dossiers(new, at, note)

    @api.private
    def _note_cod(self):
        """Record the cash on delivery of those that were delivered, once."""
        due = self.sudo().filtered(
            lambda row: (
                row.direction == "deliver" and row.state == status.DELIVERED and row.cod_amount > 0
            )
        )
        known = due.collection_ids.filtered(lambda row: row.kind == "cod" and not row.voided)
        return self.env["tthc.postal.collection"]._collect(
            [
                {
                    "shipment_id": shipment.id,
                    "kind": "cod",
                    "amount": shipment.cod_amount,
                    "collected_at": shipment.delivered_at or shipment.last_event_at,
                }
                for shipment in due - known.shipment_id
            ]
        )

    def action_record_collection(self):
        """Ask what the post collected for this shipment."""
        self.ensure_one()
        self.check_access("read")
        self.env["tthc.postal.collection"]._check_keeper()
        return self.env["tthc.postal.collection.sheet"]._open(self)


class TthcPostalHandover(models.Model):
    _inherit = "tthc.postal.handover"

    def _sign(self, at):
        """Override: the fees that the post took with the dossiers are recorded."""
        result = super()._sign(at)
        self.env["tthc.postal.collection"]._collect(
            [
                {
                    "shipment_id": line.shipment_id.id,
                    "handover_line_id": line.id,
                    "kind": "fee",
                    "amount": line.fee_amount,
                    "receipt_number": line.fee_receipt,
                    "collected_at": self.signed_at,
                }
                for line in self.line_ids
                if line.fee_amount > 0 and self.direction == "from_post"
            ]
        )
        return result


class TthcPostalHandoverLine(models.Model):
    _inherit = "tthc.postal.handover.line"

    currency_id = fields.Many2one(related="company_id.currency_id")
    fee_amount = fields.Monetary("Fees Collected", help="VND that the post took with the dossier.")
    fee_receipt = fields.Char("Receipt of the Post")

    _fee_positive = models.Constraint(
        "CHECK (fee_amount >= 0)", "What was collected cannot be negative."
    )

    def _content(self):
        return [*super()._content(), round(self.fee_amount), self.fee_receipt or ""]

    def _report_row(self):
        """Override: what the post took; the same column shows cash on delivery the other way."""
        row = super()._report_row()
        if not self.facts and self.fee_amount:
            row["cod"] = grouped(self.fee_amount)
            row["fee_receipt"] = self.fee_receipt or ""
        return row
