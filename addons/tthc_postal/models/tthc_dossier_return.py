from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import actions, identity

from ..tools import address, status

#: States after which nobody chooses any more how the result comes.
_OVER = (actions.DRAFT, *actions.FINAL_STATES)


class TthcDossier(models.Model):
    """How the result comes back, chosen at intake or later, by the desk or by the citizen."""

    _inherit = "tthc.dossier"

    return_phone = fields.Char(
        "Phone for the Courier", help="Empty: the phone of the dossier's owner."
    )
    post_service = fields.Selection(
        [
            ("collect", "Dossier Sent by Post"),
            ("deliver", "Result Returned by Post"),
            ("both", "Both by Post"),
        ],
        "Postal Service",
        compute="_compute_post_service",
        help="QĐ 45/2016/QĐ-TTg: sending the dossier, receiving the result, or both.",
    )

    @api.depends("channel", "return_method")
    def _compute_post_service(self):
        for dossier in self:
            sent, back = dossier.channel == "post", dossier.return_method == "post"
            dossier.post_service = (
                "both" if sent and back else "collect" if sent else "deliver" if back else False
            )

    def _make_shipment(self):
        """Override: the courier's phone, and the other way of the same papers."""
        shipment = super()._make_shipment()
        if self.return_phone:
            shipment.sudo().recipient_phone = self.return_phone
        if self.channel == "post":
            shipment._pair_up()
        return shipment

    def _return_obstacles(self):
        """What stands against choosing another way of return: translated sentences."""
        self.ensure_one()
        if self.state in _OVER:
            return [self.env._("The dossier is over: its result was returned, or there is none.")]
        shipment = self._open_item().shipment_id
        if shipment.direction == "deliver" and shipment.state == status.PACKED:
            return [
                self.env._(
                    "The result is packed in shipment %s: take that back first.",
                    shipment.display_name,
                )
            ]
        if shipment.direction == "deliver" and shipment.state in status.OUT:
            return [self.env._("The result is with the post: shipment %s.", shipment.display_name)]
        return []

    @api.private
    def _choose_post(self, street, commune, state, phone=None, who=""):
        """The result goes by post to this address; with a result that is ready, its shipment is
        made.

        :param street: house number, street, hamlet
        :param commune: its name, "Phường Võ Cường"
        :param state: the province (``res.country.state``)
        :param phone: at which the courier reaches the citizen; default the owner's
        :param who: says in the ledger who chose
        :raise UserError: an address that no courier finds, or what stands against it
        """
        self.ensure_one()
        self._lock()
        obstacles = self._return_obstacles()
        obstacles += self._address_obstacles(street, commune, state, phone)
        if obstacles:
            raise UserError("\n".join(obstacles))
        self._drop_draft_shipment()
        line = address.join(street, commune, state.name)
        self.write({"return_method": "post", "return_address": line, "return_phone": phone})
        self._log_event("post_chosen", note=" – ".join(filter(None, [who, line, phone])))
        if self.state == actions.DONE:
            self._make_shipment()

    @api.private
    def _choose_counter(self, who=""):
        """The result is fetched at the counter after all; an envelope that nobody packed is given
        up.

        :raise UserError: what stands against it
        """
        self.ensure_one()
        self._lock()
        obstacles = self._return_obstacles()
        if obstacles:
            raise UserError("\n".join(obstacles))
        if self.return_method == "counter":
            return
        self._drop_draft_shipment()
        self.write({"return_method": "counter"})
        self._log_event("counter_chosen", note=who or None)

    def _address_obstacles(self, street, commune, state, phone):
        obstacles = []
        if not (street or "").strip():
            obstacles.append(self.env._("Enter house number and street, or the hamlet."))
        if not (commune or "").strip():
            obstacles.append(self.env._("Choose the commune (xã, phường, đặc khu)."))
        if not state or state.country_id.code != "VN":
            obstacles.append(self.env._("Choose the province."))
        elif (commune or "").strip():
            obstacles += self._commune_obstacles(commune, state)
        number = phone or self.owner_id.sudo().phone
        if not number or not identity.check_phone(number).ok:
            obstacles.append(
                self.env._("Enter a phone number at which the courier reaches the recipient.")
            )
        return obstacles

    def _commune_obstacles(self, commune, state):
        """A commune that its province does not have, where the list says so."""
        probe = self.env["tthc.shipment"].new(
            {"recipient_commune": commune, "recipient_state_id": state.id}
        )
        return [probe.address_hint] if probe.address_state == "doubtful" else []

    def action_open_return(self):
        """Ask how and where the result is to come back."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Way of Return"),
            "res_model": "tthc.dossier.return",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_id": self.id},
        }

    def _portal_values(self):
        """Adds ``post_choice``: whether the owner may still choose how the result comes."""
        values = super()._portal_values()
        values["post_choice"] = self._may_choose_return()
        return values

    def _may_choose_return(self):
        """Whether the citizen may choose on the portal."""
        dossier = self.sudo()
        return dossier.return_method != "electronic" and not dossier._return_obstacles()

    def _portal_return_values(self):
        """What the citizen's form shows first: the address that was given, or the owner's."""
        dossier = self.sudo()
        owner = dossier.owner_id
        parts = address.split(dossier.return_address)
        state = self.env["tthc.shipment"]._province(parts.province) or owner.state_id
        states = self.env["res.country.state"].sudo().search([("country_id.code", "=", "VN")])
        return {
            "method": dossier.return_method,
            "street": parts.street or owner.street or "",
            "commune": parts.commune or owner.tthc_commune or "",
            "state_id": state.id,
            "phone": dossier.return_phone or owner.phone or "",
            "states": states,
            "communes": self._communes_for_choice(),
        }

    def _communes_for_choice(self):
        """Names of the communes in force, each once, for the list of proposals."""
        communes = self.env["tthc.commune"].sudo()
        domain = communes._domain_in_force(fields.Date.context_today(self))
        return [name for (name,) in communes._read_group(domain, ["full_name"])]
