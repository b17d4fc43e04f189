from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, drop_view_if_exists

from ..tools import status
from .tthc_shipment import STATES

#: What the envelope shows of the shipment, read before the database is asked.
SHIPMENT = [
    "name",
    "tracking_number",
    "company_id",
    "carrier_id",
    "direction",
    "state",
    "recipient_name",
    "recipient_phone",
    "recipient_street",
    "recipient_commune",
    "recipient_state_id",
    "service",
    "weight",
    "cod_amount",
    "payer",
    "price",
    "last_event_at",
    "delivered_at",
]
#: Shipments that a postal worker may know of: packed or further, and announced collections.
#: Selected of ``shipment``.
KNOWN = (
    "shipment.carrier_id IS NOT NULL AND (shipment.direction = 'collect' "
    "OR shipment.state <> 'draft')"
)


def _make_view(model, query):
    """Make the view of a model anew; ``{known}`` in the query is :data:`KNOWN`."""
    drop_view_if_exists(model.env.cr, model._table)
    model.env.cr.execute(
        SQL("CREATE VIEW %s AS (%s)", SQL.identifier(model._table), SQL(query.format(known=KNOWN)))
    )


class TthcPostalEnvelope(models.Model):
    """What stands on an envelope, for the people of the post office.

    A view of its own instead of hidden fields of the shipment: what is not selected here can
    neither be read nor searched, sorted, grouped or exported, whatever the shipment gets later.
    """

    _name = "tthc.postal.envelope"
    _description = "Envelope"
    _auto = False
    _order = "id desc"
    _depends = {"tthc.shipment": SHIPMENT}
    _rec_names_search = ["name", "tracking_number", "recipient_name"]

    name = fields.Char("Number", readonly=True)
    tracking_number = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    carrier_id = fields.Many2one("tthc.carrier", readonly=True)
    direction = fields.Selection(
        [("deliver", "To the Citizen"), ("collect", "To the Centre")], readonly=True
    )
    state = fields.Selection(STATES, readonly=True)
    recipient_name = fields.Char("Recipient", readonly=True)
    recipient_phone = fields.Char("Phone", readonly=True)
    recipient_street = fields.Char("Address", readonly=True)
    recipient_commune = fields.Char("Commune", readonly=True)
    recipient_state_id = fields.Many2one("res.country.state", "Province", readonly=True)
    service = fields.Char(readonly=True)
    weight = fields.Integer("Weight (g)", readonly=True)
    cod_amount = fields.Monetary("Cash on Delivery", readonly=True)
    postage_amount = fields.Monetary(
        "Postage to Collect", readonly=True, help="The recipient pays the courier."
    )
    last_event_at = fields.Datetime("State Since", readonly=True)
    delivered_at = fields.Datetime("Delivered on", readonly=True)

    def _compute_display_name(self):
        for envelope in self:
            known = envelope.tracking_number or envelope.name or envelope.recipient_name
            envelope.display_name = known or str(envelope.id)

    def init(self):
        _make_view(
            self,
            """SELECT shipment.id, shipment.name, shipment.tracking_number, shipment.company_id,
                company.currency_id, shipment.carrier_id, shipment.direction, shipment.state,
                shipment.recipient_name, shipment.recipient_phone, shipment.recipient_street,
                shipment.recipient_commune, shipment.recipient_state_id, shipment.service,
                shipment.weight, shipment.cod_amount, shipment.last_event_at,
                CASE WHEN shipment.payer = 'recipient' AND shipment.direction = 'deliver'
                     THEN shipment.price END AS postage_amount,
                shipment.delivered_at
            FROM tthc_shipment shipment
            JOIN res_company company ON company.id = shipment.company_id
            WHERE {known}""",
        )

    def action_open_delivery(self):
        """Ask who received it."""
        return self._open_outcome("deliver", self.env._("Proof of Delivery"))

    def action_open_failure(self):
        """Ask why delivery failed."""
        return self._open_outcome("fail", self.env._("Delivery Failed"))

    def _open_outcome(self, kind, title):
        self.ensure_one()
        self._check_mine()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "tthc.postal.envelope.outcome",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_envelope_id": self.id, "default_kind": kind},
        }

    def _check_mine(self):
        """:raise AccessError: for anybody but a worker of the envelope's carrier"""
        self.check_access("read")
        if not self.env.user.has_group("tthc_postal.group_post_office"):
            raise AccessError(self.env._("Only a worker of the post office does this."))

    def _shipment(self):
        """The shipment, as superuser, for what the post may record about it.

        :raise AccessError: for anybody but a worker of the envelope's carrier
        :raise UserError: it does not go to a citizen, or is not with the post
        """
        self.ensure_one()
        self._check_mine()
        self.invalidate_recordset(["direction", "state"])
        if self.direction != "deliver" or self.state not in status.OUT:
            raise UserError(
                self.env._(
                    "%s is not on its way to a recipient: nothing is recorded about it.",
                    self.display_name,
                )
            )
        return self.env["tthc.shipment"].sudo().browse(self.id)
