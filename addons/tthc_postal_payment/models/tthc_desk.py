from odoo import api, models

from odoo.addons.tthc_dossier.tools.desk import Figures

COLLECTIONS = "tthc_postal_payment.action_postal_held"
HELD = ("is_held", "=", True)


class TthcDesk(models.AbstractModel):
    """The finance desk: money that the post took and has not brought."""

    _inherit = "tthc.desk"

    @api.model
    def _section_accountant(self):
        section = super()._section_accountant()
        section.blocks.append(self._held_by_post())
        return section

    def _taken(self, key, label, domain, **more):
        return self._here(
            key, label, "tthc.postal.collection", domain=domain, action=COLLECTIONS, **more
        )

    def _held_by_post(self):
        return Figures(
            self.env._("Money Held by the Post"),
            [
                self._taken("post_held", self.env._("In All"), domain=[HELD]),
                self._taken(
                    "post_not_listed",
                    self.env._("On No List"),
                    domain=[HELD, ("state", "=", "open")],
                    tone="warning",
                ),
                self._taken(
                    "post_overdue",
                    self.env._("Longer than Agreed"),
                    domain=[("is_overdue", "=", True)],
                    tone="danger",
                    help=self.env._(
                        "Longer than the days within which the carrier remits by its contract "
                        "(set on the carrier)."
                    ),
                ),
            ],
            empty=self.env._("The post holds no money of the centre."),
        )
