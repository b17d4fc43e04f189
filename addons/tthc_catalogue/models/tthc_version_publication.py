from odoo import models
from odoo.tools import SQL


class TthcProcedureVersion(models.Model):
    """What the publication of a version asks for beyond that of everything published."""

    _inherit = "tthc.procedure.version"

    def _submission_gaps(self):
        """Override: with those of its cases."""
        self.ensure_one()
        gaps = super()._submission_gaps()
        if not self.procedure_id.active:
            gaps.append(self.env._("The procedure is archived: restore it first."))
        if not self.decision:
            gaps.append(self.env._("Enter the publication decision."))
        if self.online_level == "partial" and not self.partial_reason:
            gaps.append(self.env._("Enter the reason why it is only partly online."))
        if not self.case_ids:
            gaps.append(self.env._("Add at least one case."))
        return gaps + self.case_ids._submission_gaps()

    def action_submit(self):
        """Override.

        :return: a notification when a cited document is out of force, else ``False``
        """
        super().action_submit()
        return self._legal_warning()

    def action_review_publication(self):
        """Show the publisher what would change, before it is published or sent back."""
        self.ensure_one()
        self._require_publisher()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.version.publish",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Publish"),
            "context": {"default_version_id": self.id, "dialog_size": "extra-large"},
        }

    def _publish(self, override_reason=None):
        """Override.

        :param override_reason: why these are published in spite of documents out of force; it is
            recorded on those that cite one
        :raise UserError: besides, a version cites a document out of force without such a reason
        """
        super()._publish(override_reason=(override_reason or "").strip())
        self._watch_legal_basis()
        return True

    def _before_publish(self):
        """Override: let one publication of a procedure wait for the other."""
        self.env.cr.execute(
            SQL(
                "SELECT id FROM tthc_procedure WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                self.procedure_id.ids,
            )
        )

    def _publication_obstacles(self, override_reason=None):
        """Override: documents out of force, unless there is a reason to publish all the same."""
        obstacles = super()._publication_obstacles()
        if obstacles or override_reason:
            return obstacles
        problems = self._legal_sentences()
        if problems:
            problems.append(
                self.env._(
                    "Send it back, or publish it from its form with the reason of an override."
                )
            )
        return problems

    def _make_published(self, override_reason=None):
        """Override: keep the reason on a version that needs it."""
        if override_reason and self._legal_sentences():
            self._record_override(override_reason)
        return super()._make_published()

    def _published_values(self):
        """Override: the last day as decided, which the eve of the next version may precede."""
        return {**super()._published_values(), "decided_date_to": self.date_to}
