from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import sms_text
from .tthc_notice_choice import CHANNELS
from .tthc_notice_rule import KEYS

#: States of a notice that nobody has to look after any more.
SETTLED = ("sent", "told")
#: States from which a person may have it sent again.
AGAIN = ("sent", "dead", "uncertain", "bounced", "suppressed")
#: States after which whom the law wants told was not reached.
UNREACHED = ("dead", "uncertain", "bounced", "suppressed")


class TthcNotice(models.Model):
    """The outbox and its log: one row for each event (or reminder), rule, person and channel, with
    the words that were sent. Rows are written by the job that reads the ledger, sent by the next
    one, and stay.

    Files: the words ``tthc_notice_facts``, from the ledger ``tthc_notice_derive``, reminders
    ``tthc_notice_remind``, sending ``tthc_notice_send``.
    """

    _name = "tthc.notice"
    _description = "Notice"
    _order = "id desc"
    _rec_names_search = ["dossier_id.name", "partner_id.name", "address"]

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, readonly=True, ondelete="restrict"
    )
    rule_id = fields.Many2one("tthc.notice.rule", required=True, readonly=True, ondelete="restrict")
    key = fields.Selection(KEYS, "Told of", required=True, readonly=True, index=True)
    legal = fields.Boolean("Required by Law", readonly=True)
    occasion = fields.Char(
        required=True, readonly=True, help="The event, or the reminder, that it is about."
    )
    event_id = fields.Many2one("tthc.dossier.event", readonly=True, ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, readonly=True, ondelete="restrict"
    )
    channel = fields.Selection(CHANNELS, required=True, readonly=True, index=True)
    address = fields.Char("Sent to", readonly=True, help="As it was then.")
    subject = fields.Char(readonly=True)
    body = fields.Html("E-mail", readonly=True, sanitize=False)
    text = fields.Text("Text Message", readonly=True)
    sms_parts = fields.Integer("Messages Paid for", readonly=True)
    facts = fields.Json(readonly=True)
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("retry", "Failed, Tried Again"),
            ("sending", "On Its Way"),
            ("sent", "Sent"),
            ("suppressed", "Not Sent"),
            ("dead", "Given Up"),
            ("uncertain", "Uncertain"),
            ("bounced", "Came Back"),
            ("told", "Told in Another Way"),
        ],
        required=True,
        readonly=True,
        default="queued",
        index=True,
    )
    why = fields.Selection(
        [
            ("opted_out", "The person does not want it"),
            ("no_address", "No address or number"),
            ("bad_address", "The address or number is wrong"),
            ("same_address", "Another person of the dossier has the same address"),
            ("late", "The event came too late to be announced"),
            ("mandate", "The representative's mandate has ended"),
            ("text", "The text could not be written"),
        ],
        "Why Not",
        readonly=True,
    )
    error = fields.Char("Last Answer", readonly=True)
    tries = fields.Integer(readonly=True)
    next_at = fields.Datetime("Not Before", readonly=True, index=True)
    claimed_at = fields.Datetime(readonly=True)
    sent_at = fields.Datetime("Sent on", readonly=True, index=True)
    message_id = fields.Char("Message-Id", readonly=True, index="btree_not_null")
    entry_ids = fields.One2many("tthc.notice.entry", "notice_id", "Log", readonly=True)
    unreached = fields.Boolean(
        "To Be Told on Paper",
        compute="_compute_unreached",
        search="_search_unreached",
        help="The law wants the person told, and no notice about it got through by any channel.",
    )

    _once = models.UniqueIndex("(occasion, rule_id, partner_id, channel)")
    _due_index = models.Index("(next_at, id) WHERE state IN ('queued', 'retry', 'sending')")

    @api.depends("key", "dossier_id", "channel")
    def _compute_display_name(self):
        keys = dict(self._fields["key"]._description_selection(self.env))
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for notice in self:
            notice.display_name = " – ".join(
                part
                for part in (
                    notice.dossier_id.display_name,
                    keys.get(notice.key),
                    channels.get(notice.channel),
                )
                if part
            )

    def _unreached_domain(self):
        """What the law wants told and did not go out; whoever no longer represents anybody need
        not be told."""
        return [("legal", "=", True), ("state", "in", UNREACHED), ("why", "!=", "mandate")]

    @api.depends("legal", "state", "why", "occasion", "partner_id")
    def _compute_unreached(self):
        open_rows = self.filtered_domain(self._unreached_domain())
        reached = open_rows._reached_otherwise()
        for notice in self:
            notice.unreached = notice in open_rows and notice not in reached

    def _reached_otherwise(self):
        """Those of these whose person was told of the same by another channel."""
        same = self.sudo().search(
            [
                ("occasion", "in", self.mapped("occasion")),
                ("partner_id", "in", self.partner_id.ids),
                ("state", "not in", UNREACHED),
            ]
        )
        told = {(row.occasion, row.partner_id) for row in same}
        return self.filtered(lambda row: (row.occasion, row.partner_id) in told)

    def _search_unreached(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_rows = self.sudo().search(self._unreached_domain())
        found = open_rows - open_rows._reached_otherwise()
        return [("id", "in" if True in value else "not in", found.ids)]

    def _now(self):
        return self.env["tthc.dossier"]._now()

    # What a person does -------------------------------------------------------------------------

    def action_send_again(self):
        """Put it into the queue again, by a person's decision, with the words it has.

        :raise AccessError: for whoever may not act for the centre
        :raise UserError: it is on its way, or cannot be sent at all
        """
        self._check_desk()
        for notice in self:
            if notice.state not in AGAIN:
                raise UserError(
                    self.env._("%s is on its way already: wait for it.", notice.display_name)
                )
            row = notice.sudo()
            address, why = row._address(row.partner_id, row.channel, row._own_key())
            if why:
                raise UserError(
                    self.env._(
                        "%(notice)s cannot be sent: %(why)s. Correct it in the contact, or tell "
                        "the person in another way.",
                        notice=notice.display_name,
                        why=dict(self._fields["why"]._description_selection(self.env))[why],
                    )
                )
            row.write(
                {
                    "state": "queued",
                    "address": address,
                    "why": False,
                    "error": False,
                    "tries": 0,
                    "next_at": row._earliest(),
                    "claimed_at": False,
                }
            )
            if not (row.body or row.text):
                row._write_words()
        self.env["tthc.notice.entry"]._append(self, "again")
        return True

    def action_told(self):
        """The person was told on paper, by telephone or in person.

        :raise AccessError: for whoever may not act for the centre
        :raise UserError: it was sent, or is on its way
        """
        self._check_desk()
        for notice in self:
            if notice.state not in UNREACHED:
                raise UserError(
                    self.env._("%s needs nothing else: it was sent.", notice.display_name)
                )
            notice.sudo().state = "told"
        self.env["tthc.notice.entry"]._append(self, "told")
        return True

    def _check_desk(self):
        """:raise AccessError: the user is neither of the desk nor the manager of the centre"""
        self.check_access("read")
        user = self.env.user
        if self.env.su:
            return
        desk = user.has_group("tthc_dossier.group_receptionist") or user.has_group(
            "tthc_dossier.group_manager"
        )
        for notice in self:
            if not desk or notice.sudo().company_id not in user.company_ids:
                raise AccessError(
                    self.env._(
                        "Notices are sent again by the desk or the manager of %s.",
                        notice.sudo().company_id.name,
                    )
                )

    def action_open_dossier(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
        }

    def _own_key(self):
        """The kind, where the person may refuse it alone; ``False`` for what the law wants told."""
        return not self.legal and self.key

    # Words --------------------------------------------------------------------------------------

    def _write_words(self):
        """Render the rule's text and keep it; what cannot be rendered is put aside."""
        for notice in self:
            try:
                with self.env.cr.savepoint():
                    notice.write(notice._words(notice.rule_id))
            except UserError as error:
                # Whatever an administrator wrote into a template stops this notice only.
                notice.write({"state": "suppressed", "why": "text", "error": str(error)[:500]})

    def _words(self, rule, plain=None):
        """Subject and body, or text, of this notice, as values.

        :param plain: a text message without diacritics; ``None``: as the centre has it
        """
        self.ensure_one()
        if self.channel == "sms":
            template = rule.sms_template_id.sudo()
            text = template._render_field("body", self.ids)[self.id].strip()
            if self.company_id.tthc_sms_plain if plain is None else plain:
                text = sms_text.without_diacritics(text)
            return {"text": text, "sms_parts": sms_text.measure(text).parts}
        template = rule.mail_template_id.sudo()
        message = template._render_field("body_html", self.ids)[self.id]
        return {
            "subject": template._render_field("subject", self.ids)[self.id].strip(),
            "body": self.env["ir.qweb"]._render(
                "tthc_notice.mail_layout", {"notice": self, "message": message}
            ),
        }
