from odoo import api, fields, models


class WebTour(models.Model):
    """Guided tours by role: what they point at and say stands in static/src/tours, so that it is
    translated with the screens that it explains. Other addons add records and tours of their own.
    """

    _inherit = "web_tour.tour"

    tthc_group_id = fields.Many2one("res.groups", "For the Role", ondelete="set null")
    tthc_title = fields.Char("Title", translate=True)
    tthc_summary = fields.Char("What It Shows", translate=True)
    tthc_for_me = fields.Boolean(compute="_compute_tthc_for_me", search="_search_tthc_for_me")
    tthc_done = fields.Boolean("Seen", compute="_compute_tthc_for_me")

    @api.depends_context("uid")
    @api.depends("tthc_group_id", "user_consumed_ids")
    def _compute_tthc_for_me(self):
        groups = self.env.user.all_group_ids
        for tour in self:
            tour.tthc_for_me = tour.tthc_group_id in groups
            tour.tthc_done = self.env.user in tour.sudo().user_consumed_ids

    def _search_tthc_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = fields.Domain("tthc_group_id", "in", self.env.user.all_group_ids.ids)
        return mine if True in value else ~mine

    @api.model
    def get_current_tour(self):
        """Override: who works at a centre is led only through tours begun by that person, never
        on from one of ours into another app's."""
        if self.search_count([("tthc_for_me", "=", True)], limit=1):
            return False
        return super().get_current_tour()
