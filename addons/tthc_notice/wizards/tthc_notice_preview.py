from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import sms_text


class TthcNoticePreview(models.TransientModel):
    """The texts of a rule as they would be with a dossier. Nothing is kept and nothing is sent."""

    _name = "tthc.notice.preview"
    _description = "Preview of a Notice"

    rule_id = fields.Many2one("tthc.notice.rule", required=True, ondelete="cascade")
    dossier_id = fields.Many2one(
        "tthc.dossier",
        "With Dossier",
        required=True,
        default=lambda self: self.env["tthc.dossier"].search([("name", "!=", False)], limit=1),
        ondelete="cascade",
    )
    subject = fields.Char(compute="_compute_words")
    body = fields.Html("E-mail", compute="_compute_words", sanitize=False)
    text = fields.Text("SMS", compute="_compute_words")
    plain = fields.Text("SMS without Diacritics", compute="_compute_words")
    size = fields.Char("Length", compute="_compute_words")
    plain_size = fields.Char("Length without Diacritics", compute="_compute_words")

    @api.depends("rule_id", "dossier_id")
    def _compute_words(self):
        for sheet in self:
            words = sheet._words() if sheet.rule_id and sheet.dossier_id else {}
            text = words.get("text") or ""
            plain = sms_text.without_diacritics(text)
            sheet.subject = words.get("subject")
            sheet.body = words.get("body")
            sheet.text, sheet.plain = text, plain
            sheet.size, sheet.plain_size = sheet._size(text), sheet._size(plain)

    def _size(self, text):
        size = sms_text.measure(text)
        return self.env._(
            "%(units)s characters (%(encoding)s), %(parts)s message(s)",
            units=size.units,
            encoding=size.encoding,
            parts=size.parts,
        )

    def _words(self):
        """Both texts, of notices that are not kept."""
        # Read with the rights of whoever looks: a preview shows no dossier that is not theirs.
        self.dossier_id.check_access("read")
        dossier, rule = self.dossier_id.sudo(), self.rule_id.sudo()
        notices = self.env["tthc.notice"].sudo()
        events = dossier.event_ids.sorted("seq")
        event = events.filtered(lambda row: notices._key_of(row) == rule.key)[-1:] or events[-1:]
        facts = {
            **notices._facts_of(dossier, event, dossier.owner_id),
            **notices._key_facts(dossier, rule.key),
        }
        words = {}
        with self.env.cr.savepoint() as savepoint:
            for channel in ("email", "sms"):
                notice = notices.create(
                    {
                        "dossier_id": dossier.id,
                        "company_id": dossier.company_id.id,
                        "rule_id": rule.id,
                        "key": rule.key,
                        "occasion": f"preview {self.env.uid}",
                        "partner_id": dossier.owner_id.id,
                        "channel": channel,
                        "facts": facts,
                    }
                )
                try:
                    words.update(notice._words(rule, plain=False))
                except UserError as error:
                    # What an administrator wrote wrongly is what the preview is there to show.
                    words["text" if channel == "sms" else "subject"] = str(error)
            savepoint.rollback()
        notices.invalidate_model()
        return words
