from odoo import api, models


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_postage(self):
        """A tariff of the province (invented prices), and two citizens who choose the post: one
        has paid at the cash desk, one still has to."""
        tariffs = self.env["tthc.postage.tariff"].sudo()
        if tariffs.search_count([], limit=1):
            return
        company = self.env.ref("tthc_catalogue.centre_province")
        chief = self.env.ref("tthc_payment.user_chief_accountant")
        tariffs.with_user(chief).sudo().create(
            [
                {
                    "company_id": company.id,
                    "area": area,
                    "amount": amount,
                    "date_from": "2026-01-01",
                    "source": "biểu cước minh họa",
                }
                for area, amount in ((False, 30_000), ("province", 26_000))
            ]
        )
        dossiers = (
            self.env["tthc.dossier"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "processing"),
                    ("return_method", "=", "counter"),
                    ("processing_system", "=", "local"),
                ],
                order="id desc",
                limit=2,
            )
        )
        desk = self._receptionist(company)
        for dossier in dossiers:
            address = dossier.owner_id.street or "Số 1, đường Lý Thái Tổ"
            dossier.with_user(desk).write({"return_method": "post", "return_address": address})
        cashier = self.env.ref("tthc_payment.user_cashier")
        asked = dossiers[:1]._postage_requests()
        if asked:
            asked.with_user(cashier).sudo()._take_at_desk(tendered=round(asked.due_amount))
