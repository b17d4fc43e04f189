from odoo import api, fields, models

#: The channel of money that carriers took for a centre.
POST = "post"


class TthcReconciliationDay(models.Model):
    """A day of the money that one carrier took for a centre: fees handed in with dossiers, and
    cash on delivery.

    Our books say what the post took on the day, its agreed remittance lists what it owns up to,
    and the bank which of these lists it has paid.
    """

    _inherit = "tthc.reconciliation.day"

    channel = fields.Selection(selection_add=[(POST, "Post")], ondelete={POST: lambda days: None})
    carrier_id = fields.Many2one("tthc.carrier", readonly=True, ondelete="restrict")
    list_amount = fields.Monetary(
        "To Be Transferred by Lists of This Day",
        readonly=True,
        help="Of the remittance lists that were agreed on this day, less what the carrier keeps.",
    )
    post_amount = fields.Monetary(
        "Of These, by the Post's Lists",
        readonly=True,
        help="Credits by which carriers paid their remittance lists. Their fees are counted where "
        "the post took them.",
    )

    _once = models.UniqueIndex(
        "(company_id, channel, COALESCE(account_id, 0), COALESCE(provider_id, 0), "
        "COALESCE(carrier_id, 0), day)",
        "This day is there already.",
    )
    _post_has_carrier = models.Constraint(
        "CHECK ((channel = 'post') = (carrier_id IS NOT NULL))",
        "A day of the post is of one carrier.",
    )

    @api.model
    def _place_fields(self):
        return (*super()._place_fields(), "carrier_id")

    @api.depends("carrier_id")
    def _compute_place(self):
        result = super()._compute_place()
        for day in self.filtered("carrier_id"):
            day.place = day.carrier_id.name
        return result

    def _facts(self):
        """Override: of the post, which carrier and what its lists owe. The other channels keep the
        text that they were sealed with before this addon was there."""
        facts = super()._facts()
        if self.channel != POST:
            return facts
        return {**facts, "carrier": self.carrier_id.code, "list_amount": round(self.list_amount)}

    def _channel_names(self):
        return {**super()._channel_names(), POST: "Bưu chính thu hộ"}

    def _record_figures(self):
        """Override: the transfers of the post, on the day of either side."""
        rows = super()._record_figures()
        if self.channel == POST:
            return [*rows, ("Phải chuyển theo bảng kê lập trong ngày", self.list_amount)]
        if self.post_amount:
            rows.append(("Trong đó: bưu chính chuyển tiền thu hộ", self.post_amount))
        return rows

    def _source_names(self):
        return {**super()._source_names(), POST: "Theo bảng kê của bưu chính"}
