from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import scan_code

from ..tools import status

#: Labels that are printed at once, while the user waits; more go through a job.
AT_ONCE = 60


class TthcPostalBatch(models.Model):
    """What goes to a carrier in one bag on one day ("chuyến thư"): shipments that are packed or
    to be packed, their labels, the seal of the bag and the hand-over record that both sides sign.

    Each envelope is scanned into the bag. Closing takes those that are in it; what is missing
    stays behind for the next batch.
    """

    _name = "tthc.postal.batch"
    _description = "Postal Batch"
    _order = "date desc, id desc"

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    carrier_id = fields.Many2one(
        "tthc.carrier",
        required=True,
        ondelete="restrict",
        domain="[('company_ids', 'in', [company_id, False])]",
        default=lambda self: self.env["tthc.carrier"]._default_id(self.env.company.id),
    )
    date = fields.Date("Day", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [
            ("open", "Being Filled"),
            ("closed", "Sealed"),
            ("handed_over", "Handed Over"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
    )
    shipment_ids = fields.One2many("tthc.shipment", "batch_id", "Shipments", readonly=True)
    seal_numbers = fields.Char(
        "Seals", help="Numbers of the seals on the bags, with commas between them."
    )
    handover_id = fields.Many2one(
        "tthc.postal.handover", "Hand-over Record", readonly=True, copy=False, index=True
    )
    closed_at = fields.Datetime("Sealed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", "Sealed by", readonly=True, copy=False, ondelete="restrict"
    )
    signed_by_post = fields.Char(related="handover_id.signed_by_post")
    signed_by_centre_id = fields.Many2one(related="handover_id.signed_by_centre_id")
    signed_at = fields.Datetime(related="handover_id.signed_at")
    note = fields.Char()
    shipment_count = fields.Integer("Shipments in it", compute="_compute_counts")
    unpacked_count = fields.Integer("To Pack", compute="_compute_counts")
    missing_count = fields.Integer("Not yet in the Bag", compute="_compute_counts")
    bagged_count = fields.Integer("In the Bag", compute="_compute_counts")
    delivered_count = fields.Integer("Delivered", compute="_compute_counts")
    total_weight = fields.Integer("Total Weight (g)", compute="_compute_counts")
    original_count = fields.Integer("Originals", compute="_compute_original_count")

    _name_unique = models.UniqueIndex("(company_id, name)")
    _day_index = models.Index("(company_id, carrier_id, date)")

    @api.depends("state", "shipment_ids.state", "shipment_ids.bagged_at", "shipment_ids.weight")
    def _compute_counts(self):
        groups = self.env["tthc.shipment"]._read_group(
            [("batch_id", "in", self.ids)],
            ["batch_id", "state"],
            ["__count", "bagged_at:count", "weight:sum"],
        )
        for batch in self:
            rows = [row[1:] for row in groups if row[0] == batch]
            counts = {state: count for state, count, _bagged, _weight in rows}
            batch.shipment_count = sum(counts.values())
            batch.bagged_count = sum(bagged for _state, _count, bagged, _weight in rows)
            batch.missing_count = (
                batch.shipment_count - batch.bagged_count if batch.state == "open" else 0
            )
            batch.unpacked_count = counts.get(status.DRAFT, 0)
            batch.delivered_count = counts.get(status.DELIVERED, 0)
            batch.total_weight = sum(weight or 0 for *_rest, weight in rows)

    @api.depends("shipment_ids.item_ids.originals")
    def _compute_original_count(self):
        for batch in self:
            batch.original_count = sum(batch.shipment_ids.item_ids.mapped("originals"))

    @api.model_create_multi
    def create(self, vals_list):
        companies = self.env["res.company"]
        for vals in vals_list:
            if vals.get("state", "open") != "open":
                raise UserError(self.env._("A batch is sealed by its action."))
            company = companies.browse(vals.get("company_id") or self.env.company.id)
            vals["name"] = company._tthc_postal_number("tthc.postal.batch")
        return super().create(vals_list)

    def write(self, vals):
        """:raise UserError: sealed, or a value that only an action gives"""
        given = {"state", "name", "handover_id", "closed_at", "closed_by_id"} & set(vals)
        fixed = set(vals) - {"note"}
        if given or fixed and any(batch.state != "open" for batch in self):
            raise UserError(self.env._("A sealed batch can no longer be changed."))
        if {"carrier_id", "company_id"} & set(vals) and self.shipment_ids:
            raise UserError(self.env._("Take the shipments out first."))
        return super().write(vals)

    @api.private
    def _set(self, vals):
        """Write what only the actions write."""
        return super(TthcPostalBatch, self.sudo()).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_empty(self):
        for batch in self:
            if batch.state != "open" or batch.shipment_ids:
                raise UserError(
                    self.env._("%s has shipments and stays on record: cancel it.", batch.name)
                )

    # Filling --------------------------------------------------------------------------------------

    def action_collect(self):
        """Add what waits for this carrier: packed shipments, and those that nothing stands
        against packing."""
        shipments = self.env["tthc.shipment"]
        for batch in self:
            batch._check_open()
            waiting = shipments.search(
                [
                    ("company_id", "=", batch.company_id.id),
                    ("carrier_id", "=", batch.carrier_id.id),
                    ("direction", "=", "deliver"),
                    ("state", "in", (status.DRAFT, status.PACKED)),
                    ("batch_id", "=", False),
                    ("handover_line_ids", "not any", [("handover_id.state", "=", "draft")]),
                ],
                order="id",
            )
            ready = waiting.filtered(
                lambda row: row.state == status.PACKED or not row._pack_obstacles()
            )
            ready._set({"batch_id": batch.id, "bagged_at": False})
        return True

    def action_pack_all(self):
        """Pack what is in the batch and not packed yet; what something stands against leaves the
        batch and is named.

        :return: a notification of what was left out, or ``True``
        """
        left = []
        for batch in self:
            batch._check_open()
            for row in batch.shipment_ids.filtered(lambda row: row.state == status.DRAFT):
                obstacles = row._pack_obstacles()
                if obstacles:
                    left.append(f"{row.display_name}: {' '.join(obstacles)}")
                    row._set({"batch_id": False})
                else:
                    row.action_pack()
        return self._left_out(left) if left else True

    def _left_out(self, left):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Not packed, and left out of the batch: %s", len(left)),
                "message": "\n".join(left[:10]),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def scan_item(self, code):
        """An envelope was put into the bag: its label was scanned.

        :param code: what the scanner read
        :return: dict of ``ok`` and ``message``
        """
        self.ensure_one()
        self._check_open()
        text = scan_code.clean(code)
        shipment = self._find_envelope(text)
        if not shipment:
            shown = scan_code.shown(text)
            return self._said(False, self.env._("No shipment of this batch: %s", shown))
        if shipment.batch_id != self:
            return self._take_into(shipment)
        if shipment.state != status.PACKED:
            return self._said(False, self.env._("%s is not packed.", shipment.display_name))
        if shipment.bagged_at:
            return self._said(True, self.env._("%s is in the bag already.", shipment.name))
        shipment._set({"bagged_at": fields.Datetime.now()})
        return self._said(True, self._bag_text(shipment))

    def _find_envelope(self, text):
        """By tracking number or our own number; this batch's first."""
        shipments = self.env["tthc.shipment"]
        rows = shipments.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", (status.DRAFT, status.PACKED)),
                *shipments._scanned_domain(text),
            ]
        )
        return rows.sorted(lambda row: row.batch_id != self)[:1]

    def _take_into(self, shipment):
        """A packed envelope of the same carrier that lies in no other batch is taken along."""
        if shipment.carrier_id != self.carrier_id:
            return self._said(
                False,
                self.env._(
                    "%(shipment)s goes with %(carrier)s: put it aside.",
                    shipment=shipment.display_name,
                    carrier=shipment.carrier_id.name,
                ),
            )
        if shipment.batch_id or shipment.state != status.PACKED:
            return self._said(
                False,
                self.env._(
                    "%(shipment)s is in batch %(batch)s or not packed: put it aside.",
                    shipment=shipment.display_name,
                    batch=shipment.batch_id.name or "…",
                ),
            )
        shipment._set({"batch_id": self.id, "bagged_at": fields.Datetime.now()})
        return self._said(True, self._bag_text(shipment))

    def _bag_text(self, shipment):
        self.invalidate_recordset(["bagged_count", "missing_count", "shipment_count"])
        return self.env._(
            "%(shipment)s, %(name)s: in the bag. %(done)s of %(all)s.",
            shipment=shipment.name,
            name=shipment.recipient_name,
            done=self.bagged_count,
            all=self.shipment_count,
        )

    @staticmethod
    def _said(ok, message):
        return {"ok": ok, "message": message}

    def action_all_in_bag(self):
        """Everything that is packed was counted into the bag without a scanner."""
        for batch in self:
            batch._check_open()
            rows = batch.shipment_ids.filtered(
                lambda row: row.state == status.PACKED and not row.bagged_at
            )
            rows._set({"bagged_at": fields.Datetime.now()})
        return True

    # Closing --------------------------------------------------------------------------------------

    def action_close(self):
        """Seal the bag: what is in it goes on the hand-over record; the rest stays behind.

        :return: the action that opens the record, to be signed
        :raise UserError: nothing is in the bag, or the seal is missing
        """
        self.ensure_one()
        self._check_open()
        self._lock()
        inside = self.shipment_ids.filtered(lambda row: row.bagged_at)
        if not inside:
            raise UserError(
                self.env._(
                    "Nothing is in the bag: scan the envelopes, or choose “All Are in the Bag”."
                )
            )
        seals = ", ".join(filter(None, map(str.strip, (self.seal_numbers or "").split(","))))
        if self.company_id.sudo().tthc_postal_seal and not seals:
            raise UserError(self.env._("Enter the number of the seal on the bag."))
        (self.shipment_ids - inside)._set({"batch_id": False, "bagged_at": False})
        handover = self.env["tthc.postal.handover"].create(
            {
                "company_id": self.company_id.id,
                "carrier_id": self.carrier_id.id,
                "date": self.date,
                "seal_number": seals or False,
                "line_ids": [(0, 0, {"shipment_id": row.id}) for row in inside.sorted("id")],
            }
        )
        self._set(
            {
                "state": "closed",
                "handover_id": handover.id,
                "closed_at": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
                "seal_numbers": seals or False,
            }
        )
        return handover._open()

    def action_cancel(self):
        """Give an open batch up; its shipments wait for another one."""
        for batch in self:
            batch._check_open()
        self.shipment_ids._set({"batch_id": False, "bagged_at": False})
        self._set({"state": "cancelled"})
        return True

    @api.private
    def _signed(self):
        """Its hand-over record was signed: what was struck off there stays behind."""
        for batch in self.sudo():
            listed = batch.handover_id.line_ids.shipment_id
            (batch.shipment_ids - listed)._set({"batch_id": False, "bagged_at": False})
            batch._set({"state": "handed_over"})

    @api.private
    def _reopened(self):
        """Its hand-over record was given up: the bag is open again."""
        self._set({"state": "open", "handover_id": False, "closed_at": False})

    def action_open_handover(self):
        self.ensure_one()
        self.check_access("read")
        return self.handover_id._open()

    def _check_open(self):
        self.check_access("write")
        if self.state != "open":
            raise UserError(self.env._("Batch %s is sealed already.", self.name))

    def _lock(self):
        self.flush_recordset()
        self.shipment_ids._lock()

    # Paper ----------------------------------------------------------------------------------------

    def action_print_labels(self):
        """Labels of what is packed, at once or, when they are many, by a job."""
        self.ensure_one()
        self.check_access("read")
        rows = self.shipment_ids.filtered("name").sorted("id")
        return rows.action_print_labels()

    def action_export_orders(self):
        """Ask for the form of the list that tells the carrier of what is packed."""
        self.ensure_one()
        self.check_access("read")
        packed = self.shipment_ids.filtered(lambda row: row.state == status.PACKED)
        return packed.action_export_orders()

    def action_print_pick_list(self):
        self.ensure_one()
        self.check_access("read")
        return self.env.ref("tthc_postal.action_report_pick_list").report_action(self)

    def _pick_rows(self):
        """What has to be fetched, in the order in which it lies: agency, then number."""
        rows = [
            {
                "place": self._place_of(item.dossier_id),
                "dossier": item.dossier_number or "",
                "papers": item.papers or "",
                "originals": item.originals,
                "copies": item.copies,
                "name": shipment.recipient_name,
                "commune": shipment.recipient_commune or "",
                "shipment": shipment.name or "",
                "doubtful": shipment.address_state == "doubtful",
            }
            for shipment in self.shipment_ids
            for item in shipment.item_ids.sudo()
        ]
        return sorted(rows, key=lambda row: (row["place"], row["dossier"]))

    def _place_of(self, dossier):
        """Where the result of ``dossier`` lies, in words: extension point. Here its agency."""
        return dossier.sudo().competent_agency_id.name or dossier.sudo().agency_id.name or ""
