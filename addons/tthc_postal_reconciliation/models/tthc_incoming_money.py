from odoo import api, models
from odoo.exceptions import UserError


class TthcIncomingMoney(models.Model):
    """A credit of the post that is put back into the exceptions lets its list go."""

    _inherit = "tthc.incoming.money"

    @api.private
    def _take_back(self, reason):
        """Override: what is put back pays no list of the post.

        :raise UserError: no reason given, or the list is closed
        """
        remitted = self.filtered(lambda row: row.sudo().postal_remittance_id)
        if remitted:
            self.env["tthc.payment.match"]._check_accountant()
            remitted.check_access("read")
            if not (reason or "").strip():
                raise UserError(self.env._("Give a reason: it is kept on record."))
            for listed in remitted.sudo().postal_remittance_id.with_env(self.env):
                listed._release(reason.strip())
        return super(TthcIncomingMoney, self - remitted)._take_back(reason)


class TthcPostalRemittance(models.Model):
    """Which credit a list is, is a decision that is kept with the money."""

    _inherit = "tthc.postal.remittance"

    @api.private
    def _take_credit(self, money):
        result = super()._take_credit(money)
        money._log_decision("set_aside", money.sudo().set_aside_note)
        return result

    def action_release_credit(self):
        return self._release(f"Không phải tiền của bảng kê {self.name}")

    @api.private
    def _release(self, reason):
        """The credit is no remittance of the post after all."""
        self.ensure_one()
        self._check_accountant()
        money = self.sudo().credit_ids
        released = super().action_release_credit()
        if money:
            money.with_env(self.env)._log_decision("put_back", reason)
        return released
