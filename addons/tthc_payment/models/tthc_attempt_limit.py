from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import attempts


class TooManyAttempts(UserError):
    """The payer has begun too often; ``free_at`` (naive UTC) says when the next try may begin."""

    def __init__(self, message, free_at):
        super().__init__(message)
        self.free_at = free_at


class ResCompany(models.Model):
    _inherit = "res.company"

    tthc_attempts_most = fields.Integer(
        "Tries to Pay Online",
        default=5,
        help="So often somebody may begin to pay the same fee at a gateway within the minutes "
        "beside it. Nothing stands in the way of the VietQR code and the counter. 0: no limit.",
    )
    tthc_attempts_minutes = fields.Integer("Within Minutes", default=15)
    tthc_attempts_day = fields.Integer(
        "Tries in 24 Hours",
        default=20,
        help="So often somebody may begin to pay the same fee at a gateway within 24 hours. 0: no "
        "limit.",
    )

    _tthc_attempts_sane = models.Constraint(
        "CHECK (tthc_attempts_most >= 0 AND tthc_attempts_day >= 0 "
        "AND tthc_attempts_minutes BETWEEN 1 AND 1440)",
        "Tries to pay online are limited to a number that is not negative, within 1 to 1,440 "
        "minutes.",
    )


class TthcPayable(models.AbstractModel):
    """A payer may not begin at gateways without end: every attempt is one more that is asked
    about, and one more that may be paid by mistake."""

    _inherit = "tthc.payable"

    @api.private
    def _try_attempt(self, provider):
        """A new attempt at ``provider`` for a payer on the page. Those begun before may still
        succeed.

        :raise TooManyAttempts: begun too often
        :raise UserError: nothing is due any more
        """
        self.ensure_one()
        payable = self.sudo()
        payable._requests()._lock()
        free_at = payable._free_at()
        if free_at:
            raise TooManyAttempts(
                self.env._("Too many tries: the next one from %s on.", payable._clock(free_at)),
                free_at,
            )
        return payable._start_attempt(provider)

    def _free_at(self):
        """When the next attempt may begin; ``None`` for now."""
        company = self.company_id
        limits = [
            (company.tthc_attempts_most, timedelta(minutes=company.tthc_attempts_minutes)),
            (company.tthc_attempts_day, timedelta(days=1)),
        ]
        begun = [
            attempt.create_date.replace(microsecond=0)
            for attempt in self._counted_attempts().filtered("tthc_order_number")
        ]
        return attempts.free_at(begun, fields.Datetime.now(), limits)

    def _counted_attempts(self):
        return self.attempt_ids

    def _clock(self, instant):
        """``instant`` as the clock of the centre shows it, the minute after it has begun."""
        local = wall_time.to_local(instant + timedelta(minutes=1), self.company_id._tthc_zone())
        return local.strftime("%H:%M %d/%m/%Y")


class TthcPaymentBundle(models.Model):
    _inherit = "tthc.payment.bundle"

    def _counted_attempts(self):
        """Override: those at other choices of the same fees count as well."""
        return self.request_ids.bundle_ids.attempt_ids
