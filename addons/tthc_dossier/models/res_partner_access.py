from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    tthc_access_ids = fields.One2many("tthc.access.log", "partner_id", "Access to the Data")

    def action_view_tthc_access(self):
        """Who looked at this person's data."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_dossier.action_access_log")
        people = [("partner_id", "=", self.id), ("partner_id.tthc_merged_into_id", "=", self.id)]
        return {**action, "domain": ["|", *people], "context": {"active_test": False}}
