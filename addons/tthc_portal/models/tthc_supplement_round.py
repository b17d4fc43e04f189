from odoo import api, fields, models


class TthcSupplementRound(models.Model):
    """What came online counts from the moment of sending: a person who sent in time did not miss
    the deadline because the desk has not looked yet."""

    _inherit = "tthc.supplement.round"

    supply_ids = fields.One2many("tthc.online.supply", "round_id", "Sent Online", readonly=True)
    is_supplied = fields.Boolean(
        "Sent Online, to Be Checked",
        compute="_compute_is_supplied",
        search="_search_is_supplied",
    )

    @api.depends("supply_ids.state")
    def _compute_is_supplied(self):
        for row in self:
            row.is_supplied = any(supply.state == "sent" for supply in row.sudo().supply_ids)

    def _search_is_supplied(self, operator, value):
        if operator != "in":
            return NotImplemented
        supplied = fields.Domain("supply_ids", "any!", [("state", "=", "sent")])
        return supplied if True in value else ~supplied

    @api.depends("supply_ids.state")
    def _compute_is_unanswered(self):
        """Override: not while an answer that was sent in time waits for the desk."""
        result = super()._compute_is_unanswered()
        for row in self.filtered("is_unanswered"):
            waiting = row.sudo().supply_ids.filtered(lambda one: one.state == "sent")
            if any(not supply.late for supply in waiting):
                row.is_unanswered = False
        return result

    def _search_is_unanswered(self, operator, value):
        """Override: as computed."""
        domain = super()._search_is_unanswered(operator, value)
        if domain is NotImplemented:
            return domain
        in_time = [
            row.id
            for row in self.sudo().search([("is_supplied", "=", True)])
            if any(one.state == "sent" and not one.late for one in row.supply_ids)
        ]
        known = fields.Domain("id", "in", in_time)
        return domain & ~known if True in value else domain | known
