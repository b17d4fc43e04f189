from odoo import api, models

from odoo.addons.tthc_dossier.tools.desk import Figure, Figures


class TthcDesk(models.AbstractModel):
    """On the desks of reception and manager: papers that the post has for long, and differences."""

    _inherit = "tthc.desk"

    def _section_receptionist(self):
        section = super()._section_receptionist()
        section.blocks.append(self._papers_in_post())
        return section

    def _section_manager(self):
        section = super()._section_manager()
        section.blocks.append(self._papers_in_post())
        return section

    @api.model
    def _papers_in_post(self):
        days = self.env.company._tthc_post_days()
        return Figures(
            self.env._("Papers in the Post"),
            [
                self._posted_papers(
                    "long",
                    self.env._("Over %s Days", days),
                    domain=[("is_open", "=", True), ("at", "<", f"today -{days}d")],
                    action="action_papers_in_post",
                    tone="danger",
                ),
                self._posted_papers(
                    "differs",
                    self.env._("Book and Envelope Differ"),
                    domain=[("differs", "=", True), ("settled_at", "=", False)],
                    action="action_papers_differ",
                    tone="warning",
                    help=self.env._(
                        "What the post took or brought, and the book of papers says otherwise."
                    ),
                ),
            ],
            empty=self.env._("No papers are missing in the post."),
        )

    def _posted_papers(self, key, label, domain, action, **more):
        own = ("company_id", "in", self.env.companies.ids)
        return Figure(
            f"post_papers_{key}",
            label,
            "tthc.shipment.papers",
            domain=[own, *domain],
            action=f"tthc_postal_custody.{action}",
            **more,
        )
