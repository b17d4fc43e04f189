from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_dossier.tools import wall_time

from .tthc_postal_collection import OWED


class TthcPostalCollection(models.Model):
    """Money that the post still holds: no transfer of its list is in the account."""

    _inherit = "tthc.postal.collection"

    is_held = fields.Boolean(
        "Held by the Post",
        compute="_compute_held",
        search="_search_is_held",
        compute_sudo=True,
        help="Until the credit of the bank is matched with the remittance list; where the centre "
        "has no account, until the list is closed.",
    )
    held_days = fields.Integer("Held (days)", compute="_compute_held", compute_sudo=True)
    is_overdue = fields.Boolean(
        "Held Too Long",
        compute="_compute_held",
        search="_search_is_overdue",
        compute_sudo=True,
        help="Longer than the days within which the carrier remits.",
    )

    @api.depends("kind", "voided", "collected_at", "remittance_id.credit_ids")
    def _compute_held(self):
        today = fields.Date.context_today(self)
        for row in self:
            listed = row.remittance_id
            in_account = listed and (listed.state == "closed" or listed.credit_ids)
            row.is_held = row.kind in OWED and not row.voided and not in_account
            row.held_days = row._days_until(today) if row.is_held else 0
            row.is_overdue = row.is_held and row.held_days > row.carrier_id.remit_days

    @api.model
    def _held_domain(self):
        in_account = Domain("state", "=", "closed") | Domain("credit_ids", "!=", False)
        listed = self.env["tthc.postal.remittance"].sudo()._search(in_account)
        return (
            Domain("kind", "in", OWED)
            & Domain("voided", "=", False)
            & (Domain("remittance_id", "=", False) | Domain("remittance_id", "not in", listed))
        )

    def _search_is_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._held_domain() if True in value else ~self._held_domain()

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self._held_domain() & Domain.OR(
            Domain("carrier_id", "in", ids) & Domain("collected_at", "<", self._before(days))
            for days, ids in self.env["tthc.carrier"]._days("remit_days")
        )
        return found if True in value else ~found

    def _before(self, days):
        """Naive UTC instant before which money was taken that is held for more than ``days``."""
        today = fields.Date.context_today(self)
        midnight = datetime.combine(today - timedelta(days=days), time.min)
        return wall_time.to_utc(midnight, self.env.company.sudo()._tthc_zone())
