from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models

#: Lines of a digest's note; what is beyond is counted.
NOTE_LINES = 20
#: A line with a link that works in Odoo and, made absolute, in a mail.
LINE = Markup(
    "<li><a href='/mail/view?model=tthc.dossier&amp;res_id=%s' data-oe-model='tthc.dossier' "
    "data-oe-id='%s'>%s</a> – %s: %s</li>"
)


class TthcDeadlineDigest(models.Model):
    """What one person is told on one day about dates that come near: one activity and one notice,
    however many dossiers there are."""

    _name = "tthc.deadline.digest"
    _description = "Deadline Digest"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "day desc, id desc"
    _mail_post_access = "read"

    user_id = fields.Many2one(
        "res.users", "For", required=True, readonly=True, index=True, ondelete="cascade"
    )
    day = fields.Date(required=True, readonly=True)
    told_at = fields.Datetime("Up to Date of", required=True, readonly=True)
    warning_ids = fields.Many2many(
        "tthc.deadline.warning", compute="_compute_warning_ids", string="Standing Warnings"
    )
    warning_count = fields.Integer("Dossiers", compute="_compute_warning_ids")

    _once_a_day = models.UniqueIndex("(user_id, day)")

    @api.depends("user_id")
    def _compute_warning_ids(self):
        for digest in self:
            standing = digest.env["tthc.deadline.warning"].search(
                [("user_ids", "in", digest.user_id.ids), ("is_open", "=", True)]
            )
            digest.warning_ids = standing
            digest.warning_count = len(standing.dossier_id)

    @api.depends("day", "user_id")
    def _compute_display_name(self):
        for digest in self:
            digest.display_name = self.env._(
                "Dates that come near, %s", digest.day.strftime("%d/%m/%Y")
            )

    @api.model
    @api.private
    def _tell(self, now, day):
        """Bring everybody's activity in line with the warnings that stand at ``now``; whoever got
        a new one and has no digest of ``day`` yet gets it. Safe to run again at any time."""
        standing = defaultdict(self.env["tthc.deadline.warning"].browse)
        for warning in self.env["tthc.deadline.warning"].search([("is_open", "=", True)]):
            for user in warning.user_ids:
                standing[user] |= warning
        for digest in self.search([("activity_ids", "!=", False)]):
            if digest.user_id not in standing:
                digest.activity_ids.unlink()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(standing))
        for user, warnings in standing.items():
            self._tell_user(user, warnings, now, day)
            cron._commit_progress(1)

    def _tell_user(self, user, warnings, now, day):
        digest = self.search([("user_id", "=", user.id)], limit=1)
        new = any(not digest or warning.warned_at > digest.told_at for warning in warnings)
        if new and (not digest or digest.day < day):
            digest.activity_ids.unlink()
            digest = self.create({"user_id": user.id, "day": day, "told_at": now})
            digest.with_context(lang=user.lang)._schedule(warnings)
        elif new or digest.activity_ids:
            # The day's notice has been given: only the list is brought up to date.
            digest.told_at = now if new else digest.told_at
            quiet = digest.with_context(lang=user.lang, mail_activity_quick_update=True)
            quiet._schedule(warnings)

    def _schedule(self, warnings):
        """The digest's one activity, with the list of ``warnings``."""
        values = {"note": self._note(warnings), "summary": self._summary(warnings)}
        if self.activity_ids:
            self.activity_ids[0].write(values)
        else:
            self.activity_schedule(
                "tthc_dossier.activity_deadline", self.day, user_id=self.user_id.id, **values
            )

    def _summary(self, warnings):
        return self.env._("%s dossiers are due soon", len(warnings.dossier_id))

    def _note(self, warnings):
        """The dossiers with links, the most urgent first, each once."""
        first = {}
        for warning in warnings.sorted(lambda row: (row.due_at, row.id)):
            first.setdefault(warning.dossier_id, warning)
        lines = [
            LINE
            % (
                dossier.id,
                dossier.id,
                dossier.name,
                dossier._local_text(warning.due_at),
                warning.task_id.name or dossier.procedure_id.display_name,
            )
            for dossier, warning in list(first.items())[:NOTE_LINES]
        ]
        if len(first) > NOTE_LINES:
            lines.append(Markup("<li>%s</li>") % self.env._("and %s more", len(first) - NOTE_LINES))
        return Markup("<ul>%s</ul>") % Markup("").join(lines)
