from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    tthc_cash_and_books = fields.Boolean(
        "Cashier and Accountant",
        compute="_compute_tthc_cash_and_books",
        search="_search_tthc_cash_and_books",
        compute_sudo=True,
        help="Who handles the money should not keep the books.",
    )

    @api.depends("group_ids")
    def _compute_tthc_cash_and_books(self):
        both = self._tthc_cash_and_books_groups()
        for user in self:
            user.tthc_cash_and_books = both <= user.all_group_ids

    def _search_tthc_cash_and_books(self, operator, value):
        if operator != "in":
            return NotImplemented
        both = fields.Domain.AND(
            fields.Domain("all_group_ids", "in", group.ids)
            for group in self._tthc_cash_and_books_groups()
        )
        found = self.sudo()._search(both)
        return [("id", "in" if True in value else "not in", found)]

    @api.model
    def _tthc_cash_and_books_groups(self):
        return self.env.ref("tthc_payment.group_cashier") | self.env.ref(
            "tthc_payment.group_accountant"
        )
