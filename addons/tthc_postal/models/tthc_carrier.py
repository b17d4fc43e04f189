from urllib.parse import quote

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools import s10


class TthcCarrier(models.Model):
    """A postal company that carries papers for a centre ("doanh nghiệp bưu chính").

    Public postal service (BCCI) is what QĐ 45/2016/QĐ-TTg speaks of; other carriers may be
    entered. What a carrier's own system offers (labels, prices, tracking) is added by modules of
    their own, each one a ``connector``.
    """

    _name = "tthc.carrier"
    _description = "Carrier"
    _inherit = ["tthc.cache.source"]
    _order = "sequence, name"

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Short code, capital letters.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_ids = fields.Many2many("res.company", string="Centres", help="Empty: every centre.")
    tracking_kind = fields.Selection(
        [("s10", "UPU S10 (RR473124829VN)"), ("free", "Carrier's Own")],
        "Tracking Numbers",
        required=True,
        default="free",
        help="Numbers of the Universal Postal Union carry a check digit and are checked.",
    )
    connector = fields.Selection(
        [("file", "File Exchange")],
        "Exchange",
        required=True,
        default="file",
        help="How the carrier's system is told of shipments and tells of them. Lists in a file "
        "always work; other ways come with modules of their own.",
    )
    weight_tolerance = fields.Integer(
        "Weight Tolerance (g)",
        default=50,
        help="Grams by which the carrier may weigh otherwise than the centre.",
    )
    silent_days = fields.Integer(
        "Days without News",
        default=7,
        help="A shipment on its way of which nothing was heard for longer is an exception.",
    )
    number_source = fields.Selection(
        [
            ("entered", "Scanned, or Told by the Carrier"),
            ("range", "From a Range of the Centre's"),
        ],
        "Numbers Come",
        required=True,
        default="entered",
        help="From a range: every envelope gets its tracking number when it is packed.",
    )
    range_ids = fields.One2many("tthc.s10.range", "carrier_id", "Ranges")
    service = fields.Char("Usual Service", help="Service proposed for new shipments.")
    phone = fields.Char("Hotline")
    tracking_url = fields.Char(
        "Tracking Page", help="Address of the carrier's tracking page; {number} stands in for it."
    )

    _limits_positive = models.Constraint(
        "CHECK (weight_tolerance >= 0 AND silent_days > 0)",
        "The weight tolerance cannot be negative, and days without news begin with 1.",
    )
    _code_unique = models.UniqueIndex("(code)", "This carrier code is in use already.")

    @api.constrains("tracking_url")
    def _check_tracking_url(self):
        for carrier in self:
            url = carrier.tracking_url
            if url and not (url.startswith("https://") and url.count("{number}") == 1):
                raise ValidationError(
                    self.env._(
                        "The tracking page must begin with https:// and hold {number} once, "
                        "where the tracking number goes."
                    )
                )

    @api.model
    @tools.ormcache("company_id")
    def _default_id(self, company_id):
        """Id of the first carrier that serves a company; ``False`` without one."""
        return self.sudo().search([("company_ids", "in", [company_id, False])], limit=1).id

    @api.model
    @tools.ormcache("name")
    def _days(self, name):
        """Pairs of a number of days in the field ``name``, and the ids of the carriers that have
        it."""
        found = {}
        carriers = self.sudo().with_context(active_test=False)
        for carrier in carriers.search_fetch([], [name]):
            found.setdefault(carrier[name], []).append(carrier.id)
        return tuple((days, tuple(ids)) for days, ids in sorted(found.items()))

    def _normalise_number(self, number):
        """A tracking number as it is stored: capitals without spaces, and for S10 without signs."""
        if self.tracking_kind == "s10":
            return s10.normalise(number)
        return "".join((number or "").split()).upper()

    def _check_number(self, number, country=None):
        """Check a tracking number of this carrier.

        :param country: two letters that an S10 number must end with; ``None``: any
        :raise ValidationError: the number cannot exist, and what to do about it
        """
        if not number or self.tracking_kind != "s10":
            return
        try:
            s10.parse(number, country=country)
        except s10.S10Error as error:
            reasons = {
                "shape": self.env._(
                    "%(carrier)s numbers have two letters, nine digits and two letters, e.g. "
                    "RR473124829VN; “%(number)s” does not. Scan the barcode of the label again, "
                    "or choose the carrier that issued this number.",
                    carrier=self.name,
                    number=number,
                ),
                "check_digit": self.env._(
                    "“%(number)s” has a wrong check digit: at least one digit was misread. Scan "
                    "the barcode again, or compare the number with the label digit by digit.",
                    number=number,
                ),
                "country": self.env._(
                    "“%(number)s” was issued abroad, but this shipment leaves from here: its "
                    "number must end with VN. Scan the label of this shipment.",
                    number=number,
                ),
            }
            raise ValidationError(reasons.get(error.code, str(error))) from error

    def _tracking_link(self, number):
        """Address of the carrier's page about ``number``; empty when there is none."""
        if not self.tracking_url or not number:
            return ""
        return self.tracking_url.replace("{number}", quote(number, safe=""))
