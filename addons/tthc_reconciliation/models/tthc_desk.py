from odoo import api, models

from odoo.addons.tthc_dossier.tools.desk import Figures

from .tthc_reconciliation_item import STILL_OPEN

DAYS = "tthc_reconciliation.action_reconciliation_day"


class TthcDesk(models.AbstractModel):
    """The finance desks: which days are not closed, and what differs since when."""

    _inherit = "tthc.desk"

    @api.model
    def _section_accountant(self):
        section = super()._section_accountant()
        section.blocks.insert(0, self._days_to_reconcile())
        section.blocks.insert(1, self._differences_by_age())
        return section

    def _days(self, key, label, domain, **more):
        return self._here(key, label, "tthc.reconciliation.day", domain, DAYS, **more)

    def _items(self, key, label, domain, **more):
        return self._here(
            key,
            label,
            "tthc.reconciliation.item",
            [*STILL_OPEN, *domain],
            "tthc_reconciliation.action_reconciliation_item",
            **more,
        )

    def _days_to_reconcile(self):
        over = ("day", "<", "today")
        return Figures(
            self.env._("Days Not Closed"),
            [
                self._days(
                    "days_open",
                    self.env._("To Be Submitted"),
                    domain=[over, ("state", "=", "open")],
                    tone="warning",
                ),
                self._days(
                    "days_old",
                    self.env._("Older than 3 Days"),
                    domain=[("day", "<", "today -3d"), ("state", "!=", "closed")],
                    tone="danger",
                ),
                self._days(
                    "days_submitted",
                    self.env._("To Be Closed by a Second Person"),
                    domain=[("state", "=", "submitted")],
                    tone="info",
                ),
            ],
            empty=self.env._("Every day that is over is closed."),
        )

    def _differences_by_age(self):
        return Figures(
            self.env._("Differences Not Cleared, by Age"),
            [
                self._items(
                    "items_unexplained",
                    self.env._("Not Explained"),
                    domain=[("state", "=", "open"), ("day", "<", "today")],
                    tone="danger",
                ),
                self._items(
                    "items_week",
                    self.env._("Explained, up to 7 Days"),
                    domain=[("state", "=", "explained"), ("happened_on", ">=", "today -7d")],
                ),
                self._items(
                    "items_month",
                    self.env._("Explained, 8 to 30 Days"),
                    domain=[
                        ("state", "=", "explained"),
                        ("happened_on", "<", "today -7d"),
                        ("happened_on", ">=", "today -30d"),
                    ],
                    tone="warning",
                ),
                self._items(
                    "items_older",
                    self.env._("Explained, over 30 Days"),
                    domain=[("state", "=", "explained"), ("happened_on", "<", "today -30d")],
                    tone="danger",
                ),
            ],
            empty=self.env._("Nothing differs that is not cleared."),
        )
