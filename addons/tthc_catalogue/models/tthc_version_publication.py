from psycopg2.errors import ExclusionViolation

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger


class TthcProcedureVersion(models.Model):
    """From draft to publication: the editor submits, the publisher publishes or sends back."""

    _inherit = "tthc.procedure.version"

    def _require_role(self, group, refusal):
        """:raise UserError: the user has not the role; the superuser acts for every role"""
        if not self.env.su and not self.env.user.has_group(f"tthc_catalogue.{group}"):
            raise UserError(refusal)

    def _require_editor(self):
        self._require_role(
            "group_catalogue_editor",
            self.env._("Only a catalogue editor may submit or withdraw a version."),
        )
        self.check_access("write")

    def _require_publisher(self):
        self._require_role(
            "group_catalogue_publisher",
            self.env._("Only a catalogue publisher may publish, send back or end a version."),
        )
        self.check_access("read")

    def _refuse(self, title, reasons):
        """:raise UserError: there are ``reasons``, a dictionary of version and sentences"""
        if reasons:
            blocks = (
                "\n".join([version.display_name, *(f"– {reason}" for reason in found)])
                for version, found in reasons.items()
            )
            raise UserError("\n\n".join([title, *blocks]))

    # Submission -------------------------------------------------------------------------------

    def _submission_gaps(self):
        """What keeps this version from being submitted: sentences, empty when nothing does."""
        self.ensure_one()
        gaps = []
        if not self.procedure_id.active:
            gaps.append(self.env._("The procedure is archived: restore it first."))
        if not self.date_from:
            gaps.append(self.env._("Enter the day from which it is in force."))
        if not self.decision:
            gaps.append(self.env._("Enter the publication decision."))
        if self.online_level == "partial" and not self.partial_reason:
            gaps.append(self.env._("Enter the reason why it is only partly online."))
        if not self.case_ids:
            gaps.append(self.env._("Add at least one case."))
        return gaps + self.case_ids._submission_gaps()

    def action_submit(self):
        """Hand drafts to the publishers. From now on they are read-only.

        :raise UserError: not an editor, or a version among these is no draft or incomplete;
            each is named with its reasons
        :return: a notification when a cited document is out of force, else ``False``
        """
        self._require_editor()
        reasons = {}
        for version in self:
            if version.state != "draft":
                reasons[version] = [self.env._("It is not a draft.")]
            elif gaps := version._submission_gaps():
                reasons[version] = gaps
        self._refuse(self.env._("This cannot be submitted yet:"), reasons)
        self._hold_drafts()
        self._write_unguarded(
            {
                "state": "submitted",
                "submitter_id": self.env.uid,
                "submitted_at": fields.Datetime.now(),
            }
        )
        self.activity_unlink(["tthc_catalogue.activity_sent_back"])
        return self._legal_warning()

    def action_withdraw(self):
        """Take submitted versions back to drafts, for another change.

        :raise UserError: not an editor, or not submitted
        """
        self._require_editor()
        return self._back_to_draft()

    def action_send_back(self):
        """Ask the publisher why these are sent back to the editor."""
        self._require_publisher()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.version.send.back",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Send Back"),
            "context": {"default_version_ids": self.ids},
        }

    def _send_back(self, reason):
        """Make these drafts again, tell why in the chatter, and ask the editor to act.

        :raise UserError: not a publisher, not submitted, or no reason given
        """
        self._require_publisher()
        if not (reason or "").strip():
            raise UserError(self.env._("Tell the editor why the version is sent back."))
        editors = {version: version.submitter_id or version.editor_id for version in self}
        self._back_to_draft()
        for version, editor in editors.items():
            version.message_post(body=self.env._("Sent back: %s", reason))
            version.sudo().activity_schedule(
                "tthc_catalogue.activity_sent_back", user_id=editor.id, note=reason
            )
        return True

    def _back_to_draft(self):
        if any(version.state != "submitted" for version in self):
            raise UserError(
                self.env._("Only a submitted version can be withdrawn or sent back to draft.")
            )
        return self._write_unguarded(
            {"state": "draft", "submitter_id": False, "submitted_at": False}
        )

    # Publication ------------------------------------------------------------------------------

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

    def action_publish(self):
        """Publish submitted versions, from their first day on, which may lie ahead.

        The version before each is ended on the eve.

        :raise UserError: not a publisher; or a version among these is not submitted, was edited
            last or submitted by the same person (four eyes), is incomplete, or overlaps in time
            with another one, or cites a document that is out of force: each is named with its
            reasons
        """
        return self._publish()

    def _publish(self, override_reason=None):
        """See :meth:`action_publish`. ``override_reason``: why these are published in spite of
        documents out of force; it is recorded on those that cite one."""
        self._require_publisher()
        self._lock_procedures()
        reasons = {}
        for version in self.sorted(lambda row: (row.procedure_id.id, row.date_from or row.id)):
            obstacles = version._publication_obstacles() or version._overlaps()
            problems = [] if obstacles else version._legal_sentences()
            if problems and (override_reason or "").strip():
                version._record_override(override_reason)
            elif problems:
                problems.append(
                    self.env._(
                        "Send it back, or publish it from its form with the reason of an override."
                    )
                )
                obstacles = problems
            if obstacles:
                reasons[version] = obstacles
            else:
                version._make_published()
        self._refuse(self.env._("This cannot be published:"), reasons)
        self._watch_legal_basis()
        return True

    def _lock_procedures(self):
        """Let one publication of a procedure wait for the other."""
        self.env.cr.execute(
            SQL(
                "SELECT id FROM tthc_procedure WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                self.procedure_id.ids,
            )
        )

    def _publication_obstacles(self):
        """Sentences on what keeps the present user from publishing this version."""
        self.ensure_one()
        if self.state == "draft":
            return [self.env._("It is a draft: an editor submits it first.")]
        if self.state != "submitted":
            return [self.env._("It was published already.")]
        obstacles = self._submission_gaps()
        # The superuser is nobody's account; a person's rights raised by sudo() are still theirs.
        if self.env.uid != SUPERUSER_ID:
            if self.editor_id == self.env.user:
                obstacles.append(
                    self.env._("You edited it last: somebody other than its last editor publishes.")
                )
            elif self.submitter_id == self.env.user:
                obstacles.append(self.env._("You submitted it: somebody other must publish it."))
        return obstacles

    def _overlaps(self):
        """Sentences on the versions in force on days of this one that do not simply end on its
        eve, because they begin on its first day or later."""
        self.ensure_one()
        domain = self._domain_effective() & fields.Domain(
            [("procedure_id", "=", self.procedure_id.id), ("date_from", ">=", self.date_from)]
        )
        if self.date_to:
            domain &= fields.Domain("date_from", "<=", self.date_to)
        return [
            self.env._(
                "It would be in force together with %(other)s, which begins on %(day)s: change "
                "the dates, or end the other one first.",
                other=other.display_name,
                day=other.date_from.strftime("%d/%m/%Y"),
            )
            for other in self.search(domain, order="date_from")
        ]

    def _make_published(self):
        self.ensure_one()
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self._end_predecessors()
                self._write_unguarded(
                    {
                        "state": "published",
                        "publisher_id": self.env.uid,
                        "published_at": fields.Datetime.now(),
                        "decided_date_to": self.date_to,
                    }
                )
                self.flush_recordset()
        except ExclusionViolation:
            # Published by another transaction, which this one cannot see yet.
            raise UserError(
                self.env._(
                    "Somebody has just published another version of %s for the same days. Reload "
                    "the page and look at it first.",
                    self.procedure_id.display_name,
                )
            ) from None

    def _end_predecessors(self):
        """End the version before this one on its eve; one that ended earlier keeps its day."""
        self.ensure_one()
        before = self.search(
            self._domain_in_force(self.date_from)
            & fields.Domain("procedure_id", "=", self.procedure_id.id)
            & fields.Domain("date_from", "<", self.date_from)
        )
        before._write_unguarded({"date_to": fields.Date.subtract(self.date_from, days=1)})
        before.flush_recordset(["date_to"])
