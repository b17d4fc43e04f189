from odoo import api, models

from odoo.addons.tthc_dossier.tools.desk import Figures

DUE, LISTS = "tthc_remittance.action_remittance_due", "tthc_remittance.action_remittance"


class TthcDesk(models.AbstractModel):
    """What was collected and is not remitted, and the lists that wait."""

    _inherit = "tthc.desk"

    @api.model
    def _section_accountant(self):
        section = super()._section_accountant()
        section.blocks.append(self._accountant_remittance())
        return section

    def _due(self, key, label, domain, **more):
        return self._here(key, label, "tthc.remittance.due", domain=domain, action=DUE, **more)

    def _accountant_remittance(self):
        return Figures(
            self.env._("Collected and Not Remitted, by Age"),
            [
                self._due("due_today", self.env._("Today"), domain=[("age", "=", "0_today")]),
                self._due("due_week", self.env._("1 to 7 Days"), domain=[("age", "=", "1_week")]),
                self._due(
                    "due_month",
                    self.env._("8 to 30 Days"),
                    domain=[("age", "=", "2_month")],
                    tone="warning",
                ),
                self._due(
                    "due_older",
                    self.env._("Over 30 Days"),
                    domain=[("age", "=", "3_older")],
                    tone="danger",
                ),
                self._due(
                    "due_late", self.env._("Late"), domain=[("late", "=", True)], tone="danger"
                ),
                self._here(
                    "lists_order",
                    self.env._("Lists to Order"),
                    "tthc.remittance",
                    domain=[("state", "=", "approved")],
                    action=LISTS,
                    tone="warning",
                ),
            ],
            empty=self.env._("All that was collected is remitted."),
        )

    def _section_chief(self):
        section = super()._section_chief()
        section.blocks.append(
            Figures(
                self.env._("Remittance"),
                [
                    self._here(
                        "lists",
                        self.env._("Lists to Approve"),
                        "tthc.remittance",
                        domain=[("state", "=", "submitted")],
                        action=LISTS,
                        tone="warning",
                    ),
                    self._here(
                        "signoffs",
                        self.env._("Periods to Sign off"),
                        "tthc.period.signoff",
                        domain=[("state", "=", "agreed")],
                        action="tthc_remittance.action_period_signoff",
                        tone="warning",
                    ),
                ],
                empty=self.env._("No list and no period waits for you."),
            )
        )
        return section
