from odoo import api, fields, models
from odoo.exceptions import ValidationError

KEYS = [
    ("registered", "Handed in Online or by Post"),
    ("accepted", "Accepted"),
    ("supplement_asked", "Supplement Asked for"),
    ("supplement_received", "Supplement Received"),
    ("fee_asked", "Fee Asked for"),
    ("new_date", "New Appointment"),
    ("apology", "Apology and New Date"),
    ("ready", "Result Ready"),
    ("ready_early", "Result Ready Early"),
    ("rejected", "Answered with a Refusal"),
    ("returned", "Result Returned"),
    ("post_received", "Papers Arrived by Post"),
    ("posted", "Result Posted"),
    ("post_out", "Result Out for Delivery"),
    ("post_failed", "Delivery by Post Failed"),
    ("post_delivered", "Result Delivered by Post"),
    ("post_back", "Result Back from the Post"),
    ("post_lost", "Result Lost in the Post"),
    ("refused", "Not Accepted"),
    ("stopped", "Stopped"),
    ("withdrawal_answered", "Withdrawal Answered"),
    ("supplement_reminder", "Supplement Runs Out"),
    ("uncollected", "Result Not Collected"),
]


class TthcNoticeRule(models.Model):
    """Of what people are told, to whom, by which channel, in which words. A centre may have a rule
    of its own for a kind, which then holds there instead of the general one."""

    _name = "tthc.notice.rule"
    _description = "Notice Rule"
    _order = "sequence, id"
    _rec_name = "key"

    key = fields.Selection(KEYS, "Told of", required=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Only at",
        index=True,
        ondelete="cascade",
        domain=[("tthc_is_centre", "=", True)],
        help="Empty: every centre that has no rule of its own for this.",
    )
    legal = fields.Boolean(
        "Required by Law",
        help="The law wants the person told, usually on paper: an e-mail or SMS that was not sent, "
        "for whatever reason, is listed so that the person is told in another way.",
    )
    legal_basis = fields.Char(help="Shown to staff; say where it is not verified.")
    by_email = fields.Boolean("By E-mail", default=True)
    by_sms = fields.Boolean("By SMS", default=True)
    mail_template_id = fields.Many2one(
        "mail.template",
        "E-mail Text",
        ondelete="restrict",
        domain=[("model", "=", "tthc.notice")],
    )
    sms_template_id = fields.Many2one(
        "sms.template", "SMS Text", ondelete="restrict", domain=[("model", "=", "tthc.notice")]
    )
    to_owner = fields.Boolean("Owner", default=True)
    to_submitter = fields.Boolean("Submitter", default=True)
    to_representative = fields.Boolean("Representative", default=True)
    days = fields.Integer(
        help="Working days before a supplement runs out; calendar days after a result was ready, "
        "and between two reminders of it."
    )
    times = fields.Integer("Reminders", default=1, help="How often a result is reminded of.")
    is_reminder = fields.Boolean(compute="_compute_is_reminder")

    _once = models.UniqueIndex(
        "(key, COALESCE(company_id, 0)) WHERE active",
        "There is a rule for this already.",
    )
    _positive = models.Constraint("CHECK (days >= 0 AND times >= 0)", "Give days and times from 0.")

    @api.depends("key")
    def _compute_is_reminder(self):
        for rule in self:
            rule.is_reminder = rule.key in ("supplement_reminder", "uncollected")

    @api.depends("key", "company_id")
    def _compute_display_name(self):
        labels = dict(self._fields["key"]._description_selection(self.env))
        for rule in self:
            centre = rule.company_id.sudo().name
            label = labels.get(rule.key, "")
            rule.display_name = f"{label} ({centre})" if centre else label

    @api.constrains("by_email", "by_sms", "mail_template_id", "sms_template_id")
    def _check_texts(self):
        for rule in self:
            if (rule.by_email and not rule.mail_template_id) or (
                rule.by_sms and not rule.sms_template_id
            ):
                raise ValidationError(
                    self.env._(
                        "“%s”: choose the text of each channel that is switched on.",
                        rule.display_name,
                    )
                )

    @api.model
    @api.private
    def _for(self, key, company):
        """The rule that holds at a centre; empty when nobody is told there."""
        rules = self.sudo().search([("key", "=", key), ("company_id", "in", (False, company.id))])
        return rules.filtered("company_id") or rules

    @api.model
    def _refusable(self):
        """Keys that a person may refuse alone, with the channels that tell of them: what the law
        wants told is not among them."""
        found = {}
        for rule in self.sudo().search([("legal", "=", False)]):
            channels = found.setdefault(rule.key, set())
            channels |= {name for name in ("email", "sms") if rule[f"by_{name}"]}
        return {key: channels for key, channels in found.items() if channels}

    def _channels(self, company):
        """Channels that this rule uses at a centre."""
        self.ensure_one()
        switches = {
            "email": self.by_email and company.tthc_notice_email,
            "sms": self.by_sms and company.tthc_notice_sms,
        }
        return [channel for channel, on in switches.items() if on]

    def _people(self, dossier):
        """Who is told: each person once, in the order owner, submitter, representative; nobody
        whose mandate has ended."""
        self.ensure_one()
        wanted = {
            "owner": self.to_owner,
            "submitter": self.to_submitter,
            "representative": self.to_representative,
        }
        people = dossier.owner_id if self.to_owner else dossier.owner_id.browse()
        acting = dossier.party_ids._lasting()
        for role in ("owner", "submitter", "representative"):
            if wanted[role]:
                people |= acting.filtered(lambda row, r=role: row.role == r).partner_id
        return people

    def action_preview(self):
        """Show the texts with a dossier."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview"),
            "res_model": "tthc.notice.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rule_id": self.id},
        }
