from odoo import models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import actions


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    def _after_action(self, action, event):
        """Extends the engine: the desk's receipt answers what was sent online; what still waits
        ends with the dossier."""
        result = super()._after_action(action, event)
        if not self.supplement_count:
            return result
        if action == "receive_supplement":
            self._answer_supplies("checked", event)
        elif self.state in actions.FINAL_STATES:
            self._answer_supplies("ended", event)
        return result

    def _check_deadline_passed(self, chosen):
        """Override: what was sent in time was brought in time, looked at or not."""
        result = super()._check_deadline_passed(chosen)
        waiting = self._waiting_round().supply_ids.filtered(
            lambda supply: supply.state == "sent" and not supply.late
        )
        if chosen.needs_deadline and waiting:
            raise UserError(
                self.env._(
                    "%s was sent in time and waits for the desk: check it first.",
                    waiting[:1].display_name,
                )
            )
        return result

    def _answer_supplies(self, state, event):
        supplies = self.env["tthc.online.supply"].sudo()
        waiting = supplies.search([("dossier_id", "=", self.id), ("state", "=", "sent")])
        if waiting:
            waiting._answer(state, event.at, self.env.uid, event.note or False)

    def _portal_next_step(self):
        """Override: whoever sent online waits for the desk."""
        if self.state == actions.SUPPLEMENT and self._waiting_round().is_supplied:
            return self.env._("Nothing now: the desk looks at the files that you sent.")
        return super()._portal_next_step()

    def _portal_values(self):
        """Adds ``supplies``: what the parties sent online, and ``may_supply``: whether something
        is asked for now."""
        supplies = self.env["tthc.online.supply"].sudo()
        return {
            **super()._portal_values(),
            "supplies": supplies.search(
                [("dossier_id", "=", self.id), ("state", "!=", "draft")], order="id"
            ),
            "may_supply": self.state == actions.SUPPLEMENT and bool(self._waiting_round()),
        }
