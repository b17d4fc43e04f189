from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import status

#: Fixed once the record is signed or cancelled.
SIGNED = frozenset({"name", "state", "signed_at", "signed_by_centre_id"})


class TthcPostalHandover(models.Model):
    """Hand-over record between the centre and the post ("Biên bản giao nhận hồ sơ").

    QĐ 45/2016/QĐ-TTg: dossiers, waybill numbers, completeness and time, signed by both sides.
    Towards the post it hands packed shipments over; from the post its signing is the submission
    time of the dossiers that came, and takes back what could not be delivered.
    """

    _name = "tthc.postal.handover"
    _description = "Postal Hand-over Record"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    direction = fields.Selection(
        [("to_post", "Centre to Post"), ("from_post", "Post to Centre")],
        required=True,
        default="to_post",
    )
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
    date = fields.Date(required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed"), ("cancelled", "Cancelled")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    line_ids = fields.One2many("tthc.postal.handover.line", "handover_id", "Shipments")
    shipment_count = fields.Integer("Number of Shipments", compute="_compute_totals")
    total_weight = fields.Integer("Total Weight (g)", compute="_compute_totals")
    seal_number = fields.Char(help="Number of the seal on the mail bag.")
    signed_at = fields.Datetime("Signed on", readonly=True, copy=False)
    signed_by_centre_id = fields.Many2one(
        "res.users", "Signed for the Centre", readonly=True, copy=False, ondelete="restrict"
    )
    signed_by_post = fields.Char("Signed for the Post", copy=False)
    note = fields.Text()

    _name_unique = models.UniqueIndex("(company_id, name) WHERE name IS NOT NULL")

    @api.depends("name")
    def _compute_display_name(self):
        for handover in self:
            handover.display_name = handover.name or self.env._("New Hand-over Record")

    @api.depends("line_ids.shipment_id.weight")
    def _compute_totals(self):
        for handover in self:
            handover.shipment_count = len(handover.line_ids)
            handover.total_weight = sum(handover.line_ids.shipment_id.mapped("weight"))

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_signed(vals)
        quiet = self.with_context(
            mail_create_nosubscribe=True, mail_create_nolog=True, tracking_disable=True
        )
        return super(TthcPostalHandover, quiet).create(vals_list).with_env(self.env)

    def write(self, vals):
        """Refuse changes of a record that is no longer a draft.

        :raise UserError: signed or cancelled, or a value that only signing gives
        """
        self._refuse_signed(vals)
        own = set(vals) - {"message_follower_ids", "message_ids", "note"}
        for handover in self:
            if own and handover.state != "draft":
                raise UserError(
                    self.env._(
                        "Hand-over record %s was signed or cancelled: it can no longer be changed.",
                        handover.display_name,
                    )
                )
        return super().write(vals)

    def _refuse_signed(self, vals):
        refused = SIGNED & set(vals)
        if refused - {"state"} or vals.get("state", "draft") != "draft" or (self and refused):
            labels = (self._fields[name]._description_string(self.env) for name in sorted(refused))
            raise UserError(
                self.env._("%s cannot be entered: signing the record sets it.", ", ".join(labels))
            )

    @api.private
    def _set(self, vals):
        """Write what only the actions write."""
        return super(TthcPostalHandover, self.sudo().with_context(tracking_disable=True)).write(
            vals
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never_signed(self):
        if any(handover.state == "signed" for handover in self):
            raise UserError(self.env._("A signed hand-over record stays on record."))

    # Actions ------------------------------------------------------------------------------------

    def action_add_waiting(self):
        """Add the shipments that belong on this record and are on no other draft."""
        for handover in self:
            handover._check_draft()
            waiting = self.env["tthc.shipment"].search(
                [
                    ("company_id", "=", handover.company_id.id),
                    ("carrier_id", "=", handover.carrier_id.id),
                    *handover._waiting_domain(),
                    ("handover_line_ids", "not any", [("handover_id.state", "=", "draft")]),
                ],
                order="id",
            )
            handover.write(
                {"line_ids": [(0, 0, {"shipment_id": shipment.id}) for shipment in waiting]}
            )
        return True

    def _waiting_domain(self):
        """Shipments that are expected on a record of this direction."""
        if self.direction == "to_post":
            return [("direction", "=", "deliver"), ("state", "=", status.PACKED)]
        return [
            "|",
            "&",
            ("direction", "=", "collect"),
            ("state", "in", [status.DRAFT, *status.OUT]),
            "&",
            ("direction", "=", "deliver"),
            ("state", "in", (status.FAILED, status.RETURNING)),
        ]

    def _fitting_domain(self):
        """Shipments that may stand on a record of this direction. The post brings back what it
        never reported as failed, too."""
        if self.direction == "to_post":
            return self._waiting_domain()
        return [
            "|",
            ("state", "in", status.OUT),
            "&",
            ("direction", "=", "collect"),
            ("state", "=", status.DRAFT),
        ]

    def action_sign(self, at=None):
        """Both sides have signed: the shipments change hands at this instant.

        :param at: naive UTC instant of signing, default now
        :raise UserError: nothing on it, no name for the post, or a shipment that does not fit
        """
        at = fields.Datetime.to_datetime(at) or self._now()
        for handover in self:
            handover._sign(at)
        return True

    def _sign(self, at):
        self.check_access("write")
        self._check_draft()
        self._check_complete()
        shipments = self.line_ids.shipment_id
        number = self.company_id._tthc_postal_number("tthc.postal.handover")
        self._set(
            {
                "state": "signed",
                "name": number,
                "signed_at": at,
                "signed_by_centre_id": self.env.uid,
            }
        )
        if self.direction == "to_post":
            shipments.action_hand_over(at=at, note=number)
            return
        collected = shipments.filtered(lambda shipment: shipment.direction == "collect")
        if collected:
            collected.action_deliver(
                receiver_name=self.env.user.name, relation="office", at=at, note=number
            )
        if shipments - collected:
            (shipments - collected).action_return_to_centre(at=at, note=number)

    def action_cancel(self):
        """Give a draft up; its shipments wait for another record."""
        self.check_access("write")
        for handover in self:
            handover._check_draft()
        self._set({"state": "cancelled"})
        return True

    def action_print(self):
        return self.env.ref("tthc_postal.action_report_handover").report_action(self)

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _now(self):
        """The instant of an action, naive UTC; superuser code may give it in the context."""
        given = self.env.context.get("tthc_now")
        return given if given and self.env.su else fields.Datetime.now()

    def _check_draft(self):
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "Hand-over record %s was signed or cancelled already.", self.display_name
                )
            )

    def _check_complete(self):
        """Everything a signature needs, and only shipments that belong here."""
        if not self.line_ids:
            raise UserError(
                self.env._("Add the shipments that change hands: “Add all Waiting” lists them.")
            )
        if not (self.signed_by_post or "").strip():
            raise UserError(self.env._("Enter the name of the postal worker who signs."))
        allowed = self.line_ids.shipment_id.filtered_domain(
            [
                ("company_id", "=", self.company_id.id),
                ("carrier_id", "=", self.carrier_id.id),
                *self._fitting_domain(),
            ]
        )
        strange = self.line_ids.shipment_id - allowed
        if strange:
            raise ValidationError(
                self.env._(
                    "These shipments cannot stand on this record, because of their centre, "
                    "carrier or state:\n%s\nRemove them from the list.",
                    "\n".join(f"– {shipment.display_name}" for shipment in strange),
                )
            )

    # Report -------------------------------------------------------------------------------------

    def _report_values(self):
        """What the printed record says beyond plain fields; the post's side and the centre's
        change places with the direction."""
        self.ensure_one()
        zone = self.company_id.sudo()._tthc_zone()
        signed = wall_time.to_local(self.signed_at, zone) if self.signed_at else None
        centre = (self.company_id.sudo().name, self.signed_by_centre_id.sudo().name)
        post = (self.carrier_id.name, self.signed_by_post)
        giver, taker = (centre, post) if self.direction == "to_post" else (post, centre)
        return {
            "day": signed or self.date,
            "signed": signed and signed.strftime("%H giờ %M phút, ngày %d/%m/%Y"),
            "giver": giver[0],
            "giver_person": giver[1],
            "taker": taker[0],
            "taker_person": taker[1],
            "rows": [line._report_row() for line in self.line_ids],
        }
