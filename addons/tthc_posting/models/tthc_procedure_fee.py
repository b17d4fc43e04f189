from odoo import models


def dong(amount):
    """An amount of VND as it is written: 1.200.000."""
    return f"{int(amount):,}".replace(",", ".")


class TthcProcedureFee(models.Model):
    _inherit = "tthc.procedure.fee"

    def _posting_price(self):
        """The price in words for the posting, e.g. "2.000 đồng / trang; từ trang thứ 3: 1.000
        đồng; tối đa 200.000 đồng"."""
        self.ensure_one()
        if self.amount_kind == "free":
            return self.env._("Free of charge")
        if self.amount_kind == "local":
            return self.env._("By resolution of the province's People's Council")
        units = dict(self._fields["unit"]._description_selection(self.env))
        unit = units.get(self.unit, "").lower()
        words = [self.env._("%(amount)s VND per %(unit)s", amount=dong(self.amount), unit=unit)]
        for tier in self.tier_ids:
            words.append(
                self.env._(
                    "from %(unit)s %(number)s on: %(amount)s VND",
                    unit=unit,
                    number=tier.start,
                    amount=dong(tier.amount),
                )
            )
        if self.ceiling:
            words.append(self.env._("at most %s VND", dong(self.ceiling)))
        return "; ".join(words)
