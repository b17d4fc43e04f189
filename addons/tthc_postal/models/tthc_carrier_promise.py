from odoo import fields, models

AREAS = [("province", "Within the Province"), ("country", "To Another Province")]


class TthcCarrierPromise(models.Model):
    """How many days a carrier has for an envelope, from the hand-over to the delivery.

    Agreed with the carrier or published by it; a promise that changed is followed by another one,
    and what was handed over before is measured by the old one. The most precise counts: that of
    the centre before that of all centres, that of the area before that of any.
    """

    _name = "tthc.carrier.promise"
    _description = "Promised Delivery Time"
    _order = "carrier_id, company_id, area, date_from desc"
    _rec_name = "carrier_id"

    carrier_id = fields.Many2one("tthc.carrier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", "Centre", ondelete="cascade", help="Empty: every centre."
    )
    area = fields.Selection(AREAS, help="Where the recipient lives; empty: anywhere.")
    days = fields.Integer(
        required=True, default=3, help="Calendar days after the day of the hand-over."
    )
    date_from = fields.Date("In Force from", required=True, default=fields.Date.context_today)
    source = fields.Char(help="Contract, published standard or decision.")

    _days_positive = models.Constraint("CHECK (days > 0)", "A promise has at least one day.")
    _from_unique = models.UniqueIndex(
        "(carrier_id, COALESCE(company_id, 0), COALESCE(area, ''), date_from)",
        "There is a promise for this carrier, centre and area from this day on.",
    )
