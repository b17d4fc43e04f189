from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from ..tools import status

#: On its way to somebody, where news is expected.
MOVING = (status.HANDED_OVER, status.IN_TRANSIT, status.OUT_FOR_DELIVERY, status.RETURNING)


class TthcShipment(models.Model):
    """Shipments of which nothing was heard for too long."""

    _inherit = "tthc.shipment"

    is_silent = fields.Boolean(
        "No News",
        compute="_compute_is_silent",
        search="_search_is_silent",
        help="On the way, and nothing was heard for longer than the days set for the carrier.",
    )

    def _compute_is_silent(self):
        silent = self.filtered_domain(self._silent_domain())
        for shipment in self:
            shipment.is_silent = shipment in silent

    def _search_is_silent(self, operator, value):
        if operator != "in":
            return NotImplemented
        silent = self._silent_domain()
        return silent if True in value else ~silent

    def _silent_domain(self):
        """What is on its way and was not heard of for the days that its carrier has."""
        now = fields.Datetime.now()
        kinds = [
            Domain("carrier_id", "in", ids) & self._unheard_since(now - timedelta(days=days))
            for days, ids in self.env["tthc.carrier"]._days("silent_days")
        ]
        return Domain("state", "in", MOVING) & Domain.OR(kinds)

    def _unheard_since(self, instant):
        never = Domain("last_news_at", "=", False) & Domain("last_event_at", "<", instant)
        return Domain("last_news_at", "<", instant) | never
