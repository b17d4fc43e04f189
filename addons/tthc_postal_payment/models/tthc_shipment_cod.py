from odoo import models
from odoo.fields import Domain


class TthcDossier(models.Model):
    """Fees that the post takes: with the dossier, or from the recipient of the result."""

    _inherit = "tthc.dossier"

    def _make_shipment(self):
        """Override: the courier collects what is still due, where the centre says so."""
        shipment = super()._make_shipment()
        if self.company_id.sudo().tthc_fees_on_delivery:
            shipment.sudo().cod_amount = shipment.sudo()._still_due()
        return shipment

    def _after_action(self, action, event):
        """Override: fees that the post took with the dossier pay what acceptance asks for."""
        result = super()._after_action(action, event)
        if action == "accept":
            self.sudo().shipment_item_ids.shipment_id.collection_ids._settle_requests()
        return result

    def _fee_comes_later(self):
        """Override: what the courier collects does not keep the envelope here."""
        return bool(self.env.context.get("tthc_paid_on_delivery")) or super()._fee_comes_later()


class TthcShipmentItem(models.Model):
    _inherit = "tthc.shipment.item"

    def _pack_obstacles(self):
        """Override: a fee that the courier collects is no obstacle."""
        later = self.shipment_id._is_paid_on_delivery()
        item = self.with_context(tthc_paid_on_delivery=True) if later else self
        return super(TthcShipmentItem, item)._pack_obstacles()


class TthcShipment(models.Model):
    _inherit = "tthc.shipment"

    def _still_due(self):
        """VND that the dossiers in the envelope still owe, fees and postage."""
        requests = self.sudo().item_ids.dossier_id.expected_ids
        still_open = requests.filtered_domain(Domain("state", "in", ("open", "expired")))
        return round(sum(still_open.mapped("due_amount")))

    def _is_paid_on_delivery(self):
        """Whether the courier collects everything that is due."""
        self.ensure_one()
        due = self._still_due()
        return bool(due) and round(self.cod_amount) >= due

    def _pack_obstacles(self):
        """Override: the courier asks for no more than is owed."""
        obstacles = super()._pack_obstacles()
        due = self._still_due()
        fees_here = self.company_id.sudo().tthc_fees_on_delivery
        if fees_here and round(self.cod_amount) > due:
            obstacles.append(
                self.env._(
                    "Cash on delivery is %(cod)s, and only %(due)s is still due: correct it.",
                    cod=self.currency_id.format(self.cod_amount),
                    due=self.currency_id.format(due),
                )
            )
        return obstacles
