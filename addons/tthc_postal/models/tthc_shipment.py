from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import status

STATES = [
    ("draft", "To Pack"),
    ("packed", "Packed"),
    ("handed_over", "Handed Over"),
    ("in_transit", "On the Way"),
    ("out_for_delivery", "Out for Delivery"),
    ("failed", "Delivery Failed"),
    ("returning", "On the Way Back"),
    ("delivered", "Delivered"),
    ("returned", "Back at the Centre"),
    ("lost", "Lost"),
]
#: Written by the actions only.
PROTECTED = frozenset(
    {
        "name",
        "state",
        "last_event_at",
        "delivered_at",
        "receiver_name",
        "receiver_relation",
        "proof_picture",
        "proof_signature",
        "pair_id",
        "replaces_id",
        "fault",
        "batch_id",
        "bagged_at",
    }
)
#: What stands on the envelope or decides where it goes: frozen once the post has it.
ENVELOPE = frozenset(
    {
        "company_id",
        "direction",
        "carrier_id",
        "recipient_id",
        "recipient_name",
        "recipient_phone",
        "recipient_street",
        "recipient_commune",
        "recipient_commune_id",
        "recipient_state_id",
        "sender_name",
        "sender_phone",
        "sender_address",
        "cod_amount",
    }
)


class TthcShipment(models.Model):
    """Papers in the post ("bưu gửi"): a result on its way to a citizen, or a dossier to the centre.

    The state moves through the actions only, by the pure rule of ``tools/status.py``; each news
    is an event of the shipment. One envelope may hold papers of several dossiers.
    """

    _name = "tthc.shipment"
    _description = "Shipment"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _mail_post_access = "read"
    _rec_names_search = ["name", "tracking_number", "recipient_name"]

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    direction = fields.Selection(
        [("deliver", "To the Citizen"), ("collect", "To the Centre")],
        required=True,
        default="deliver",
        help="QĐ 45/2016/QĐ-TTg: the post returns results and collects dossiers.",
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    state_text = fields.Char("State in Words", compute="_compute_state_text")
    item_ids = fields.One2many("tthc.shipment.item", "shipment_id", "Contents")
    event_ids = fields.One2many("tthc.shipment.event", "shipment_id", "Events", readonly=True)
    handover_line_ids = fields.One2many(
        "tthc.postal.handover.line", "shipment_id", "Hand-over Records", readonly=True
    )
    last_event_at = fields.Datetime("State Since", readonly=True, copy=False, index=True)

    # The citizen's end: recipient of a delivery, sender of a collection
    recipient_id = fields.Many2one(
        "res.partner", "Citizen", index="btree_not_null", ondelete="restrict"
    )
    recipient_name = fields.Char("Recipient", required=True)
    recipient_phone = fields.Char("Phone")
    recipient_street = fields.Char("Address", help="House number, street, hamlet.")
    recipient_commune = fields.Char("Commune", help="Xã, phường or đặc khu.")
    recipient_state_id = fields.Many2one(
        "res.country.state", "Province", domain=[("country_id.code", "=", "VN")]
    )
    recipient_address = fields.Char("Full Address", compute="_compute_recipient_address")

    carrier_id = fields.Many2one(
        "tthc.carrier",
        index=True,
        ondelete="restrict",
        domain="[('company_ids', 'in', [company_id, False])]",
        default=lambda self: self.env["tthc.carrier"]._default_id(self.env.company.id),
    )
    service = fields.Char()
    tracking_number = fields.Char(copy=False, index="trigram", tracking=True)
    tracking_link = fields.Char(compute="_compute_tracking_link")
    weight = fields.Integer("Weight (g)")
    price = fields.Monetary("Postage", help="VND, asked by the carrier.")
    cod_amount = fields.Monetary(
        "Cash on Delivery", help="VND that the carrier collects from the recipient."
    )
    note = fields.Char()

    delivered_at = fields.Datetime("Delivered on", readonly=True, copy=False)
    receiver_name = fields.Char("Received by", readonly=True, copy=False)
    receiver_relation = fields.Selection(
        [
            ("self", "The Recipient"),
            ("family", "Family Member"),
            ("office", "Office or Colleague"),
            ("proxy", "Authorised Person"),
            ("other", "Other"),
        ],
        "Relation",
        readonly=True,
        copy=False,
    )
    proof_picture = fields.Image(
        "Proof of Delivery", max_width=1600, max_height=1600, readonly=True, copy=False
    )

    _name_unique = models.UniqueIndex("(company_id, name) WHERE name IS NOT NULL")
    _tracking_unique = models.UniqueIndex(
        "(carrier_id, tracking_number) WHERE tracking_number IS NOT NULL"
        " AND state NOT IN ('delivered', 'returned', 'lost')",
        "Another shipment that is not yet delivered has this tracking number.",
    )
    _desk_index = models.Index("(company_id, state, last_event_at)")
    _amounts_positive = models.Constraint(
        "CHECK (weight >= 0 AND price >= 0 AND cod_amount >= 0)",
        "Weight, postage and cash on delivery cannot be negative.",
    )

    @api.depends("name", "direction", "tracking_number", "item_ids.dossier_number")
    def _compute_display_name(self):
        for shipment in self:
            numbers = ", ".join(filter(None, shipment.item_ids.mapped("dossier_number")))
            if shipment.name:
                shipment.display_name = shipment.name
            elif shipment.direction == "collect":
                known = numbers or shipment.tracking_number
                shipment.display_name = self.env._("Announced – %s", known or "…")
            else:
                shipment.display_name = self.env._("To pack – %s", numbers or "…")

    @api.depends("state", "direction")
    def _compute_state_text(self):
        for shipments in self.grouped("direction").values():
            labels = shipments[:1]._state_labels()
            for shipment in shipments:
                shipment.state_text = labels.get(shipment.state)

    @api.depends("recipient_street", "recipient_commune", "recipient_state_id")
    def _compute_recipient_address(self):
        for shipment in self:
            parts = (
                shipment.recipient_street,
                shipment.recipient_commune,
                shipment.recipient_state_id.name,
            )
            shipment.recipient_address = ", ".join(filter(None, parts))

    @api.depends("tracking_number", "carrier_id")
    def _compute_tracking_link(self):
        for shipment in self:
            shipment.tracking_link = shipment.carrier_id._tracking_link(shipment.tracking_number)

    @api.onchange("recipient_id")
    def _onchange_recipient_id(self):
        if self.recipient_id:
            self.update(self._recipient_values(self.recipient_id))

    @api.onchange("carrier_id")
    def _onchange_carrier_id(self):
        self.service = self.carrier_id.service

    @api.constrains("tracking_number", "carrier_id", "direction")
    def _check_tracking_number(self):
        for shipment in self:
            if shipment.tracking_number and not shipment.carrier_id:
                raise ValidationError(
                    self.env._(
                        "Choose the carrier that issued the tracking number %s.",
                        shipment.tracking_number,
                    )
                )
            country = "VN" if shipment.direction == "deliver" else None
            shipment.carrier_id._check_number(shipment.tracking_number, country)

    @api.constrains("carrier_id", "company_id")
    def _check_carrier(self):
        """A draft is checked when it is packed, which keeps the making of drafts lean."""
        for shipment in self:
            if shipment.state != status.DRAFT and not shipment._carrier_serves():
                raise ValidationError(shipment._carrier_obstacle())

    def _carrier_serves(self):
        # A carrier of other centres only is hidden from the people of this one.
        centres = self.sudo().carrier_id.company_ids
        return not centres or self.company_id in centres

    def _carrier_obstacle(self):
        return self.env._(
            "%(carrier)s does not work for %(centre)s: choose another carrier.",
            carrier=self.sudo().carrier_id.name,
            centre=self.company_id.name,
        )

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Shipments begin as drafts; number, state and proof come from the actions.

        :raise UserError: a value that only an action may give
        """
        for vals in vals_list:
            self._refuse_protected(vals)
            if vals.get("tracking_number"):
                carriers = self.env["tthc.carrier"]
                company_id = vals.get("company_id") or self.env.company.id
                vals.setdefault("carrier_id", carriers._default_id(company_id))
                self._normalise_tracking(vals, carriers)
        quiet = self.with_context(
            mail_create_nosubscribe=True, mail_create_nolog=True, tracking_disable=True
        )
        return super(TthcShipment, quiet).create(vals_list).with_env(self.env)

    def write(self, vals):
        """Refuse what only actions write, and the envelope once the post has it.

        :raise UserError: for a protected or frozen field
        """
        self._refuse_protected(vals)
        for shipment in self:
            if shipment.state not in (status.DRAFT, status.PACKED):
                shipment._check_changes_when_out(vals)
        if vals.get("tracking_number"):
            self._normalise_tracking(vals, self.carrier_id)
        return super().write(vals)

    def _check_changes_when_out(self, vals):
        """Once out, the envelope is fixed and the rest (number, postage) is the clerk's."""
        if ENVELOPE & set(vals):
            raise UserError(
                self.env._(
                    "%s is with the post or was delivered: recipient, carrier and cash on "
                    "delivery can no longer be changed. When the address is wrong, have it "
                    "returned and send a new shipment.",
                    self.display_name,
                )
            )
        if {"tracking_number", "weight", "price", "service"} & set(vals):
            self._check_clerk()

    def _refuse_protected(self, vals):
        refused = PROTECTED & set(vals)
        if refused - {"state"} or vals.get("state", "draft") != "draft" or (self and refused):
            raise UserError(
                self.env._(
                    "%(fields)s cannot be entered: only the actions of the shipment change it.",
                    fields=", ".join(
                        self._fields[name]._description_string(self.env) for name in sorted(refused)
                    ),
                )
            )

    def _normalise_tracking(self, vals, carriers):
        """Store a number as its carrier writes it (``vals`` is changed)."""
        carrier = carriers.browse(vals["carrier_id"]) if vals.get("carrier_id") else carriers[:1]
        vals["tracking_number"] = carrier._normalise_number(vals["tracking_number"])

    @api.private
    def _set(self, vals):
        """Write protected fields, from an action."""
        return super(TthcShipment, self.sudo().with_context(tracking_disable=True)).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for shipment in self:
            if shipment.state != status.DRAFT or shipment.event_ids:
                raise UserError(
                    self.env._(
                        "%s cannot be deleted: it was packed and stays on record. Take it back "
                        "to the centre instead.",
                        shipment.display_name,
                    )
                )

    @api.model
    def _recipient_values(self, partner, address=None):
        """The citizen's end of a shipment, from a partner and a free address text."""
        partner = partner.sudo()
        values = {
            "recipient_id": partner.id,
            "recipient_name": partner.name,
            "recipient_phone": partner.phone,
        }
        if address:
            return {
                **values,
                "recipient_street": address,
                "recipient_commune": False,
                "recipient_state_id": False,
            }
        return {
            **values,
            "recipient_street": partner.street,
            "recipient_commune": partner.tthc_commune,
            "recipient_state_id": partner.state_id.id,
        }

    def _local_text(self, instant, pattern="%H:%M %d/%m/%Y"):
        """An instant in the centre's own time; empty for none."""
        if not instant:
            return ""
        zone = self.company_id.sudo()._tthc_zone()
        return wall_time.to_local(instant, zone).strftime(pattern)
