from odoo import fields, models


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    def get_notice_table(self):
        """The notices as a table for the form, asked for when its page is opened.

        :raise AccessError: the dossier is not this user's to read
        """
        self.ensure_one()
        self.check_access("read")
        notices = self.env["tthc.notice"].search([("dossier_id", "=", self.id)], order="id")
        return self.env["ir.qweb"]._render("tthc_notice.notice_table", self._notice_values(notices))

    def _notice_values(self, notices):
        labels = {
            name: dict(notices._fields[name]._description_selection(self.env))
            for name in ("key", "channel", "state", "why")
        }
        return {"dossier": self, "notices": notices, "labels": labels}

    def action_view_notices(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_notice.action_notices")
        return {**action, "domain": [("dossier_id", "=", self.id)], "context": {}}

    def _apology_mail_recipients(self):
        """Override: where the centre tells by e-mail, the letter's news goes out as a notice and
        not twice."""
        owners = super()._apology_mail_recipients()
        rule = self.env["tthc.notice.rule"]._for("apology", self.company_id.sudo())
        if rule and "email" in rule._channels(self.company_id.sudo()):
            return owners.browse()
        return owners

    def _portal_values(self):
        """Adds ``notices``: what the user of the portal was sent about the dossier."""
        notices = self.env["tthc.notice"]
        own = notices.sudo().search(
            notices._own_domain() & fields.Domain("dossier_id", "=", self.id), order="id"
        )
        return {**super()._portal_values(), "notices": own._portal_rows()}
