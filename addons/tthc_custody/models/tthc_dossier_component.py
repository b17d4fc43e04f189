from odoo import models
from odoo.exceptions import UserError

from ..tools import custody

COUNTED = frozenset({"received", *custody.COUNTS.values()})


class TthcDossierComponent(models.Model):
    """A paper that was received is not made to disappear by a smaller number."""

    _inherit = "tthc.dossier.component"

    def write(self, vals):
        """Override: once its dossier was accepted, a paper's numbers can only grow.

        :raise UserError: fewer papers than were received
        """
        if COUNTED & set(vals) and not self.env.context.get("tthc_custody_correction"):
            for row in self:
                row._check_not_fewer(vals)
        return super().write(vals)

    def _check_not_fewer(self, vals):
        if not (self.received and self.dossier_id.accepted_at):
            return
        gone = [name for name in custody.COUNTS.values() if vals.get(name, self[name]) < self[name]]
        if gone or not vals.get("received", True):
            raise UserError(
                self.env._(
                    "“%(paper)s” was received with %(dossier)s: its number cannot be lowered. "
                    "Give it back to the person or record its loss on the page “Papers”; for a "
                    "typing error, use “Correct the Number” there.",
                    paper=self.name,
                    dossier=self.dossier_id.display_name,
                )
            )

    def _received_counts(self):
        """How many papers came in with the dossier: ``{(component id, kind): count}``. What the
        person only shows he keeps. Online they come as files; paper that is brought later is
        received as such."""
        return {
            (row.id, kind): row[name]
            for row in self
            if row.received and row.requirement != "show" and row.dossier_id.channel != "online"
            for kind, name in custody.COUNTS.items()
            if row[name] > 0
        }
