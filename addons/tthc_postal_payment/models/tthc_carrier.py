from odoo import api, fields, models, tools


class TthcCarrier(models.Model):
    _inherit = "tthc.carrier"

    remit_days = fields.Integer(
        "Remits Within (Days)",
        required=True,
        default=5,
        help="By the contract: days after which money that the carrier collected has to be in the "
        "account. 5 is an assumption that no source at hand confirms: enter what was agreed.",
    )

    _remit_days_positive = models.Constraint(
        "CHECK (remit_days > 0)", "The days within which a carrier remits begin with 1."
    )

    @api.model
    @tools.ormcache()
    def _remit_days(self):
        """Pairs of a number of days within which carriers remit, and the ids of these carriers."""
        found = {}
        carriers = self.sudo().with_context(active_test=False)
        for carrier in carriers.search_fetch([], ["remit_days"]):
            found.setdefault(carrier.remit_days, []).append(carrier.id)
        return tuple((days, tuple(ids)) for days, ids in sorted(found.items()))
