from odoo import api, fields, models

#: Red, orange, yellow, green, blue and grey of the calendar's palette.
COLOURS = {"late": 1, "today": 2, "soon": 3, "in_time": 10, "paused": 4, "finished": 8}


class TthcLiveClock(models.AbstractModel):
    """The colour of the urgency in a calendar; its words stand beside it wherever it is shown."""

    _inherit = "tthc.live.clock"

    urgency_colour = fields.Integer(
        compute="_compute_urgency_colour", aggregator=None, exportable=False
    )

    @api.depends("urgency")
    @api.depends_context("tthc_now", "uid")
    def _compute_urgency_colour(self):
        for record in self:
            record.urgency_colour = COLOURS.get(record.urgency, 0)
