from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import status

#: What a result's envelope holds, until somebody says it better; printed on the hand-over record.
RESULT_PAPERS = "Kết quả giải quyết thủ tục hành chính"


class TthcDossier(models.Model):
    """A dossier whose papers travel by post."""

    _inherit = "tthc.dossier"

    shipment_item_ids = fields.One2many(
        "tthc.shipment.item", "dossier_id", "In Shipments", groups="tthc_catalogue.group_staff"
    )
    shipment_count = fields.Integer(
        "Number of Shipments", compute="_compute_shipment_count", compute_sudo=True
    )

    @api.depends("shipment_item_ids")
    def _compute_shipment_count(self):
        counts = dict(
            self.env["tthc.shipment.item"]._read_group(
                [("dossier_id", "in", self.ids)], ["dossier_id"], ["__count"]
            )
        )
        for dossier in self:
            dossier.shipment_count = counts.get(dossier, 0)

    # Extension points ---------------------------------------------------------------------------

    def _after_action(self, action, event):
        """Make the shipment of a result that goes by post; give up one that is still open in the
        centre when the result is returned at the counter instead."""
        result = super()._after_action(action, event)
        if action == "issue_result" and self.return_method == "post":
            self._make_shipment()
        elif action == "return_result":
            self._drop_draft_shipment()
        return result

    def _action_obstacles(self, action):
        """A result that is in an envelope cannot be handed out at the counter."""
        obstacles = super()._action_obstacles(action)
        if action == "return_result":
            shipment = self._open_item().shipment_id
            if shipment.state == status.PACKED:
                obstacles.append(
                    self.env._(
                        "The result is packed in shipment %s: take that back first.",
                        shipment.display_name,
                    )
                )
            elif shipment.state in status.OUT:
                obstacles.append(
                    self.env._(
                        "The result is with the post (shipment %s): it is returned when the "
                        "post delivers it, or can be returned here once it is back.",
                        shipment.display_name,
                    )
                )
        return obstacles

    # Shipments ----------------------------------------------------------------------------------

    def _open_item(self):
        """The row of this dossier in a shipment that is neither delivered nor back."""
        return (
            self.env["tthc.shipment.item"]
            .sudo()
            .search([("dossier_id", "=", self.id), ("is_open", "=", True)], limit=1)
        )

    def _make_shipment(self):
        """A draft shipment of this dossier's result, to its owner's return address."""
        shipments = self.env["tthc.shipment"].sudo()
        carrier_id = self.env["tthc.carrier"]._default_id(self.company_id.id)
        return shipments.create(
            {
                "company_id": self.company_id.id,
                "carrier_id": carrier_id,
                **shipments._recipient_values(self.owner_id, self.return_address),
                "item_ids": [(0, 0, {"dossier_id": self.id, "papers": RESULT_PAPERS})],
            }
        )

    def _drop_draft_shipment(self):
        """Take this dossier out of a shipment that nobody has packed."""
        item = self._open_item()
        shipment = item.shipment_id
        if shipment.direction == "deliver" and shipment.state == status.DRAFT:
            item.unlink()
            if not shipment.item_ids:
                shipment.unlink()

    def action_send_by_post(self):
        """Make a shipment for a result that is ready: the first one was returned, or the citizen
        chose the post later.

        :raise UserError: there is no result, or it is in a shipment already
        """
        self.ensure_one()
        self.env["tthc.shipment"].check_access("create")
        self.check_access("read")
        if self.state != "done":
            raise UserError(
                self.env._("Only a result that was issued and not yet returned can be sent.")
            )
        item = self._open_item()
        shipment = item.shipment_id or self._make_shipment()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.shipment",
            "res_id": shipment.id,
            "view_mode": "form",
        }

    def action_view_shipments(self):
        """The shipments that this dossier's papers were in."""
        self.ensure_one()
        domain = [("item_ids.dossier_id", "=", self.id)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Shipments"),
            "res_model": "tthc.shipment",
            "view_mode": "list,form",
            "domain": domain,
        }
