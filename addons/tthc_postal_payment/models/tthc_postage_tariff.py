from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import tariff as rules


class TthcPostageTariff(models.Model):
    """A price of the post ("cước bưu chính") that a centre asks of citizens, and its days.

    Prices are agreed with the carrier or follow its public tariff: they are data of the centre. A
    price that changed ends, and a new one begins; what was asked for stays as it was.
    """

    _name = "tthc.postage.tariff"
    _description = "Postage Tariff"
    _inherit = ["tthc.cache.source"]
    _order = "company_id, carrier_id, area, weight_to, date_from desc"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    carrier_id = fields.Many2one("tthc.carrier", ondelete="restrict", help="Empty: any carrier.")
    area = fields.Selection(
        [("province", "Within the Province"), ("country", "To Another Province")],
        help="Where the citizen's contact is; empty: anywhere.",
    )
    weight_to = fields.Integer("Up to (g)", help="0: any weight.")
    amount = fields.Monetary("Postage", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("In Force from", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until")
    source = fields.Char(help="Tariff of the carrier, contract or decision.")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0 AND weight_to >= 0)", "Postage is more than zero."
    )
    _days = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A price ends after it began."
    )

    def _rate(self):
        return rules.Rate(
            self.id,
            self.carrier_id.id or None,
            self.area or None,
            self.weight_to,
            self.date_from,
            self.date_to or None,
            round(self.amount),
        )

    @api.constrains("company_id", "carrier_id", "area", "weight_to", "date_from", "date_to")
    def _check_overlap(self):
        for price in self:
            others = self.search([("company_id", "=", price.company_id.id), ("id", "!=", price.id)])
            if any(rules.overlap(price._rate(), other._rate()) for other in others):
                raise ValidationError(
                    self.env._(
                        "Another price for the same carrier, area and weight is in force on these "
                        "days: end that one first."
                    )
                )

    @api.model
    @tools.ormcache("company_id")
    def _rates(self, company_id):
        """All prices of a centre, as :class:`..tools.tariff.Rate`."""
        return tuple(
            price._rate() for price in self.sudo().search([("company_id", "=", company_id)])
        )

    @api.model
    @api.private
    def _for(self, dossier, carrier_id=None, weight=0):
        """The price for the result of ``dossier`` on the day of now; empty without one."""
        rates = self._rates(dossier.company_id.id)
        if not rates:
            return self.browse()
        day = wall_time.to_local(dossier._now(), dossier.company_id.sudo()._tthc_zone()).date()
        rate = rules.choose(rates, day, carrier_id, self._area(dossier), weight)
        return self.browse(rate.id if rate else ())

    @api.model
    def _area(self, dossier):
        """Where the contact of the citizen is, as seen from the centre; ``None``: not known."""
        there = dossier.sudo().owner_id.state_id
        here = dossier.company_id.sudo().state_id
        if not there or not here:
            return None
        return "province" if there == here else "country"

    def _note(self, carrier):
        """What the citizen reads of the price, in Vietnamese: payment requests are."""
        areas = {"province": "nội tỉnh", "country": "liên tỉnh"}
        parts = [
            (self.carrier_id or carrier).name,
            areas.get(self.area),
            self.weight_to and f"đến {self.weight_to} g",
            self.source,
        ]
        return ", ".join(filter(None, parts)) or "Theo biểu cước của trung tâm"
