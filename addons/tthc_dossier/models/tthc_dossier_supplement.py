from odoo import models

from ..tools import actions


class TthcDossier(models.Model):
    """Supplements: what the person has to bring before the dossier goes on."""

    _inherit = "tthc.dossier"

    def _do_request_supplement(self, note, task, legal_basis=None):
        effect = {"clock_effect": "pause", "clock_category": "supplement"}
        values = {"state": actions.SUPPLEMENT, "supplement_count": self.supplement_count + 1}
        return values, {
            **(effect if self.accepted_at else {}),
            "legal_basis": legal_basis or False,
        }

    def _do_receive_supplement(self, note, task):
        if not self.accepted_at:
            return {"state": actions.REGISTERED}, {}
        return {"state": self._state_of_task()}, {
            "clock_effect": "restart",
            "clock_category": "supplement",
        }
