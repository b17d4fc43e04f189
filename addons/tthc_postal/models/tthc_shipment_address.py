from odoo import api, fields, models

from odoo.addons.tthc_catalogue.tools.fold import fold
from odoo.addons.tthc_dossier.tools.communes import split_kind

from ..tools import address


class TthcShipment(models.Model):
    """Both ends of a shipment: the citizen's address, checked against the list of communes, and
    what stands on the envelope as its sender."""

    _inherit = "tthc.shipment"

    recipient_commune_id = fields.Many2one(
        "tthc.commune",
        "Commune of the List",
        compute="_compute_recipient_commune_id",
        store=True,
        precompute=True,
        readonly=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    address_state = fields.Selection(
        [("checked", "Checked"), ("doubtful", "Doubtful"), ("unlisted", "No List to Check with")],
        "Address Check",
        compute="_compute_address_state",
        store=True,
        precompute=True,
        help="Checked: the commune is on the list of its province. Doubtful: it is not, or "
        "something is missing.",
    )
    address_hint = fields.Char(compute="_compute_address_hint")
    address_proposed_ids = fields.Many2many(
        "tthc.commune", string="Perhaps Meant", compute="_compute_address_hint"
    )
    sender_name = fields.Char(
        "Sender", compute="_compute_sender", store=True, readonly=False, precompute=True
    )
    sender_phone = fields.Char(
        "Sender's Phone", compute="_compute_sender", store=True, readonly=False, precompute=True
    )
    sender_address = fields.Char(
        "Sender's Address",
        compute="_compute_sender",
        store=True,
        readonly=False,
        precompute=True,
        help="The centre; of a collection the citizen, from whom it is fetched.",
    )

    @api.depends("direction", "company_id")
    def _compute_sender(self):
        """The centre is the sender of what it sends; a collection's sender is the citizen, who
        stands in the fields of the citizen's end."""
        for shipment in self:
            if shipment.direction == "deliver":
                partner = shipment.company_id.sudo().partner_id
                shipment.sender_name = partner.name
                shipment.sender_phone = partner.phone
                shipment.sender_address = partner._tthc_address_line()
            else:
                shipment.sender_name = shipment.recipient_name
                shipment.sender_phone = shipment.recipient_phone
                shipment.sender_address = shipment.recipient_address

    @api.depends("recipient_commune", "recipient_state_id")
    def _compute_recipient_commune_id(self):
        listed = self._listed_communes()
        for shipment in self:
            shipment.recipient_commune_id = shipment._address_verdict(listed).found

    def _has_address(self):
        return bool(self.recipient_commune or self.recipient_state_id)

    @api.depends("recipient_commune", "recipient_state_id", "recipient_commune_id", "direction")
    def _compute_address_state(self):
        # Nothing is sent to the address of what is announced to the centre.
        unknown = self.filtered(lambda one: one.direction == "collect" and not one._has_address())
        unknown.address_state = False
        known = self.filtered("recipient_commune_id")
        known.address_state = "checked"
        listed = (self - known - unknown)._listed_communes()
        for shipment in self - known - unknown:
            reason = shipment._address_verdict(listed).reason
            shipment.address_state = "unlisted" if reason == "no_list" else "doubtful"

    @api.depends("recipient_commune", "recipient_state_id", "address_state")
    def _compute_address_hint(self):
        doubtful = self.filtered(lambda shipment: shipment.address_state == "doubtful")
        (self - doubtful).update({"address_hint": False, "address_proposed_ids": False})
        listed = doubtful._listed_communes()
        for shipment in doubtful:
            verdict = shipment._address_verdict(listed, shipment._communes_of_name())
            communes = self.env["tthc.commune"].browse(verdict.proposed)
            shipment.address_proposed_ids = communes
            shipment.address_hint = shipment._hint(verdict.reason, communes)

    def _hint(self, reason, communes):
        """What is doubtful about the address, and what to do."""
        hints = {
            "no_province": self.env._("The province is missing: choose one of the 34."),
            "no_commune": self.env._(
                "The commune is missing: since 01/7/2025 an address ends with commune and province."
            ),
            "former": self.env._("The commune has an old name. Today it is part of:"),
            "elsewhere": self.env._("This province has no such commune, another one has:"),
            "unknown": self.env._("This province has no such commune."),
        }
        names = ", ".join(communes.mapped("display_name"))
        if reason == "unknown" and names:
            return self.env._("This province has no such commune. Perhaps meant: %s", names)
        return " ".join(filter(None, [hints.get(reason), names]))

    def _address_verdict(self, listed, others=()):
        """:class:`..tools.address.Verdict` on this citizen's end.

        :param listed: see :meth:`_listed_communes`
        :param others: communes of other provinces that may be meant
        """
        return address.look_up(
            self.recipient_commune or "",
            self.recipient_state_id.name or "",
            [*listed.get(self.recipient_state_id.id, ()), *others],
        )

    def _communes_of_name(self):
        """Communes of other provinces that are called as this address says."""
        name = split_kind(self.recipient_commune or "")[1]
        if not name:
            return []
        communes = self.env["tthc.commune"].sudo()
        day = communes._domain_in_force(fields.Date.context_today(self))
        found = communes.search(
            [("name", "=ilike", name), ("state_id", "!=", self.recipient_state_id.id), *day],
            limit=address.MOST_PROPOSED,
        )
        return [self._listed(row) for row in found]

    @api.model
    def _listed(self, row):
        former = tuple(fold(line) for line in (row.former_names or "").splitlines())
        return address.Commune(row.id, row.full_name, row.state_id.name, former)

    def _listed_communes(self):
        """Communes in force of the provinces of these shipments, by the province's id; one query
        for any number of shipments."""
        communes = self.env["tthc.commune"].sudo()
        states = self.recipient_state_id.filtered("id").ids
        if not states:
            return {}
        rows = communes.search_fetch(
            [
                ("state_id", "in", states),
                *communes._domain_in_force(fields.Date.context_today(self)),
            ],
            ["full_name", "state_id", "former_names"],
        )
        listed = {}
        for row in rows:
            listed.setdefault(row.state_id.id, []).append(self._listed(row))
        return listed

    @api.onchange("recipient_commune_id")
    def _onchange_commune_of_list(self):
        commune = self.recipient_commune_id._origin
        if commune:
            self.recipient_commune = commune.full_name
            self.recipient_state_id = commune.state_id

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_commune_text(vals) for vals in vals_list])

    def write(self, vals):
        """Override: a commune of the list brings its words and its province."""
        return super().write(self._with_commune_text(vals))

    def _with_commune_text(self, vals):
        commune = self.env["tthc.commune"].sudo().browse(vals.get("recipient_commune_id") or ())
        if not commune or "recipient_commune" in vals:
            return vals
        words = {
            "recipient_commune": commune.full_name,
            "recipient_state_id": commune.state_id.id,
        }
        return {**words, **vals}

    def action_take_proposal(self):
        """Put the one commune that is proposed into the address."""
        for shipment in self:
            if len(shipment.address_proposed_ids) == 1:
                shipment.write({"recipient_commune_id": shipment.address_proposed_ids.id})
        return True

    @api.model
    def _recipient_values(self, partner, address_text=None):
        """Override: a line of text is taken apart into street, commune and province."""
        values = super()._recipient_values(partner, address_text)
        if not address_text:
            return values
        parts = address.split(address_text)
        state = self._province(parts.province)
        return {
            **values,
            "recipient_street": parts.street,
            "recipient_commune": parts.commune or False,
            "recipient_state_id": state.id,
        }

    @api.model
    def _province(self, name):
        """The province of this name among Vietnam's; empty for none."""
        states = self.env["res.country.state"].sudo()
        if not name:
            return states
        found = states.search([("country_id.code", "=", "VN"), ("name", "ilike", name)])
        return found.filtered(lambda state: address.province_of(state.name) == name)[:1]

    def _ends(self):
        """``(sender, receiver)`` as dicts of ``name``, ``phone``, ``street``, ``commune``,
        ``commune_code``, ``province``, ``province_code``, for labels and carriers' systems."""
        self.ensure_one()
        centre, citizen = self._centre_end(), self._citizen_end()
        return (centre, citizen) if self.direction == "deliver" else (citizen, centre)

    def _citizen_end(self):
        commune = self.recipient_commune_id.sudo()
        return {
            "name": self.recipient_name or "",
            "phone": self.recipient_phone or "",
            "street": self.recipient_street or "",
            "commune": self.recipient_commune or "",
            "commune_code": commune.code or "",
            "province": self.recipient_state_id.name or "",
            "province_code": self.recipient_state_id.code or "",
        }

    def _centre_end(self):
        partner = self.company_id.sudo().partner_id
        mine = self.direction == "deliver"
        return {
            "name": (mine and self.sender_name) or partner.name,
            "phone": (mine and self.sender_phone) or partner.phone or "",
            "street": partner.street or "",
            "commune": partner.tthc_commune or "",
            "commune_code": partner.tthc_commune_id.code or "",
            "province": partner.state_id.name or "",
            "province_code": partner.state_id.code or "",
        }
