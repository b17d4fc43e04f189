from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: What may still be written when it is no draft: the talk about it. Its state and its end change
#: through the actions only.
TALK = {"message_follower_ids", "message_ids", "activity_ids"}
#: Written by the actions only, for nobody to claim somebody else's deed.
ACTION_FIELDS = frozenset(
    {"state", "editor_id", "submitter_id", "submitted_at", "publisher_id", "published_at"}
)


class TthcPublication(models.AbstractModel):
    """What is edited as a draft, submitted by an editor, published by somebody other, and
    read-only from its submission on: a change is a new one.

    When it is in force follows from its dates alone. The rows below it inherit
    ``tthc.publication.part``. This file keeps it from being changed; the way from draft to
    publication is in ``tthc_publication_life.py``.
    """

    _name = "tthc.publication"
    _description = "Publication"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _action_fields = ACTION_FIELDS

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("published", "Published"),
            ("retired", "Retired"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_from = fields.Date("In Force from", copy=False, tracking=True)
    date_to = fields.Date("In Force until", copy=False, tracking=True, help="Last day, included.")
    editor_id = fields.Many2one("res.users", "Last Editor", readonly=True, copy=False)
    submitter_id = fields.Many2one("res.users", "Submitted by", readonly=True, copy=False)
    submitted_at = fields.Datetime("Submitted on", readonly=True, copy=False)
    publisher_id = fields.Many2one(
        "res.users", "Published by", readonly=True, copy=False, ondelete="restrict"
    )
    published_at = fields.Datetime("Published on", readonly=True, copy=False)

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The last day in force cannot come before the first.",
    )

    def _check_editable(self):
        """Refuse a change to what is no draft, whoever asks and by whatever door.

        :raise UserError: one among these was submitted or published
        """
        for record in self:
            if record.state == "submitted":
                raise UserError(
                    self.env._(
                        "%(record)s was submitted for publication and can no longer be changed: "
                        "withdraw it first.",
                        record=record.display_name,
                    )
                )
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(record)s was published and can no longer be changed. Make a new "
                        "version of it instead.",
                        record=record.display_name,
                    )
                )

    def _hold_drafts(self):
        """Refuse a change to what is no draft, and keep it a draft until the transaction ends.

        A row below it may change without its own row: without the lock, an edit begun before
        publication could be committed after it.
        """
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM %s WHERE id = ANY(%s) FOR SHARE",
                    SQL.identifier(self._table),
                    list(self.ids),
                )
            )
        self._check_editable()

    def _touch(self):
        """Record who last edited a row below these drafts."""
        self._hold_drafts()
        others = self.filtered(lambda record: record.editor_id.id != self.env.uid)
        if others:
            others._write_unguarded({"editor_id": self.env.uid})

    @api.model_create_multi
    def create(self, vals_list):
        """Open drafts; what only the actions write is left out.

        :raise UserError: another state is given
        """
        drafts = []
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(
                    self.env._("This begins as a draft: submit it, then a publisher publishes it.")
                )
            given = {key: value for key, value in vals.items() if key not in self._action_fields}
            drafts.append({**given, "editor_id": self.env.uid})
        return super().create(drafts)

    def write(self, vals):
        """Change drafts.

        :raise UserError: one among these is no draft, or a value changes by an action only
        """
        if not set(vals) <= TALK:
            if self._action_fields & set(vals):
                raise UserError(
                    self.env._(
                        "The state changes by submitting, publishing or ending this, never by hand."
                    )
                )
            self._hold_drafts()
            vals = {**vals, "editor_id": self.env.uid}
        return super().write(vals)

    def _write_unguarded(self, vals):
        """Write what :meth:`write` refuses to everybody: for the actions, which check the role
        themselves (a publisher has no right to write)."""
        return super(TthcPublication, self.sudo()).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_editable()

    # In force ---------------------------------------------------------------------------------

    @api.model
    def _domain_effective(self):
        """Domain of the records that are, were or will be in force."""
        return fields.Domain("state", "=", "published")

    @api.model
    def _domain_in_force(self, on_date):
        """Domain of the records in force on ``on_date``, be it past or to come."""
        return (
            self._domain_effective()
            & fields.Domain("date_from", "<=", on_date)
            & (fields.Domain("date_to", "=", False) | fields.Domain("date_to", ">=", on_date))
        )

    def _domain_siblings(self):
        """Domain of the records of which one at most is in force on a day, this one included;
        of none when several may be."""
        return fields.Domain.FALSE

    def action_new_version(self):
        """Open a draft copy of this record as the next one."""
        self.ensure_one()
        return self.copy(self._new_version_values())._open_form()

    def _new_version_values(self):
        """What the next one does not take over from this record, for models to override."""
        return {}

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }
