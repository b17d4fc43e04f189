from odoo import fields, models


class TthcNoticeSeen(models.Model):
    """An event that the notices have dealt with. Events are numbered when they are written and
    seen when they are committed, in another order: a plain "last one" would skip the late ones.
    Rows are kept a day, see ``tthc.notice._next_events``."""

    _name = "tthc.notice.seen"
    _description = "Event Dealt with"

    event_id = fields.Integer(required=True, readonly=True)
    seen_at = fields.Datetime(required=True, readonly=True)

    _once = models.UniqueIndex("(event_id)")
