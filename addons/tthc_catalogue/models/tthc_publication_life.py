from psycopg2.errors import ExclusionViolation

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger


class TthcPublication(models.AbstractModel):
    """From draft to publication: the editor submits, the publisher publishes or sends back."""

    _inherit = "tthc.publication"

    def _require_role(self, group, refusal):
        """:raise UserError: the user has not the role; the superuser acts for every role"""
        if not self.env.su and not self.env.user.has_group(f"tthc_catalogue.{group}"):
            raise UserError(refusal)

    def _require_editor(self):
        self._require_role(
            "group_catalogue_editor",
            self.env._("Only a catalogue editor may submit this or withdraw it."),
        )
        self.check_access("write")

    def _require_publisher(self):
        self._require_role(
            "group_catalogue_publisher",
            self.env._("Only a catalogue publisher may publish this, send it back or end it."),
        )
        self.check_access("read")

    def _refuse(self, title, reasons):
        """:raise UserError: there are ``reasons``, a dictionary of record and sentences"""
        if reasons:
            blocks = (
                "\n".join([record.display_name, *(f"– {reason}" for reason in found)])
                for record, found in reasons.items()
            )
            raise UserError("\n\n".join([title, *blocks]))

    # Submission -------------------------------------------------------------------------------

    def _submission_gaps(self):
        """What keeps this record from being submitted: sentences, empty when nothing does."""
        self.ensure_one()
        if self.date_from:
            return []
        return [self.env._("Enter the day from which it is in force.")]

    def action_submit(self):
        """Hand drafts to the publishers. From now on they are read-only.

        :raise UserError: not an editor, or one among these is no draft or incomplete; each is
            named with its reasons
        """
        self._require_editor()
        reasons = {}
        for record in self:
            if record.state != "draft":
                reasons[record] = [self.env._("It is not a draft.")]
            elif gaps := record._submission_gaps():
                reasons[record] = gaps
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
        return True

    def action_withdraw(self):
        """Take what was submitted back to drafts, for another change.

        :raise UserError: not an editor, or not submitted
        """
        self._require_editor()
        return self._back_to_draft()

    def action_send_back(self):
        """Ask the publisher why these are sent back to the editor."""
        self._require_publisher()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.publication.send.back",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Send Back"),
            "context": {"default_res_model": self._name, "default_res_ids": self.ids},
        }

    def _send_back(self, reason):
        """Make these drafts again, tell why in the chatter, and ask the editor to act.

        :raise UserError: not a publisher, not submitted, or no reason given
        """
        self._require_publisher()
        if not (reason or "").strip():
            raise UserError(self.env._("Tell the editor why this is sent back."))
        editors = {record: record.submitter_id or record.editor_id for record in self}
        self._back_to_draft()
        for record, editor in editors.items():
            record.message_post(body=self.env._("Sent back: %s", reason))
            record.sudo().activity_schedule(
                "tthc_catalogue.activity_sent_back", user_id=editor.id, note=reason
            )
        return True

    def _back_to_draft(self):
        if any(record.state != "submitted" for record in self):
            raise UserError(
                self.env._("Only what was submitted can be withdrawn or sent back to draft.")
            )
        return self._write_unguarded(
            {"state": "draft", "submitter_id": False, "submitted_at": False}
        )

    # Publication ------------------------------------------------------------------------------

    def action_publish(self):
        """Publish what was submitted, from its first day on, which may lie ahead.

        The one before each is ended on the eve.

        :raise UserError: not a publisher; or one among these is not submitted, was edited last
            or submitted by the same person (four eyes), is incomplete, or overlaps in time with
            another one: each is named with its reasons
        """
        return self._publish()

    def _publish(self, **decision):
        """See :meth:`action_publish`.

        :param decision: what the publisher says on it, for the models whose
            :meth:`_publication_obstacles` and :meth:`_make_published` know it
        """
        self._require_publisher()
        self._before_publish()
        reasons = {}
        for record in self.sorted(lambda row: row.date_from or fields.Date.today()):
            if obstacles := record._publication_obstacles(**decision):
                reasons[record] = obstacles
            else:
                record._make_published(**decision)
        self._refuse(self.env._("This cannot be published:"), reasons)
        return True

    def _before_publish(self):
        """Take the locks that publication needs, for models to override."""

    def _publication_obstacles(self):
        """Sentences on what keeps the present user from publishing this record."""
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
        return obstacles or self._overlaps()

    def _overlaps(self):
        """Sentences on the records in force on days of this one that do not simply end on its
        eve, because they begin on its first day or later."""
        self.ensure_one()
        domain = (
            self._domain_effective()
            & self._domain_siblings()
            & fields.Domain("date_from", ">=", self.date_from)
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
                self._write_unguarded(self._published_values())
                self.flush_recordset()
        except ExclusionViolation:
            # Published by another transaction, which this one cannot see yet.
            raise UserError(
                self.env._(
                    "Somebody has just published another version of %s for the same days. Reload "
                    "the page and look at it first.",
                    self.display_name,
                )
            ) from None

    def _published_values(self):
        """What publication writes on this record."""
        return {
            "state": "published",
            "publisher_id": self.env.uid,
            "published_at": fields.Datetime.now(),
        }

    def _end_predecessors(self):
        """End the one before this record on its eve; one that ended earlier keeps its day."""
        self.ensure_one()
        before = self.search(
            self._domain_in_force(self.date_from)
            & self._domain_siblings()
            & fields.Domain("date_from", "<", self.date_from)
        )
        before._write_unguarded({"date_to": fields.Date.subtract(self.date_from, days=1)})
        before.flush_recordset(["date_to"])

    def _retire(self, **values):
        """Take published records out of use, with ``values`` on their end.

        :raise UserError: not a publisher, or not published
        """
        self._require_publisher()
        if any(record.state != "published" for record in self):
            raise UserError(self.env._("Only what is published can be retired."))
        return self._write_unguarded({"state": "retired", **values})
