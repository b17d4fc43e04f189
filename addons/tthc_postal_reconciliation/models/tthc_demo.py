from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_dossier.tools import wall_time
from odoo.addons.tthc_postal.tools import remittance_list as lists

#: What the post took for more copies of results, in VND; it tells of the first 5.000 less.
TAKEN = (32_000, 48_000, 16_000)


class TthcDemo(models.AbstractModel):
    """A list of the post that the bank has credited, with one amount that differs."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_post_days(self):
        """Three sums taken on delivery three days ago, agreed on the day after, paid since."""
        days = self.env["tthc.reconciliation.day"].sudo()
        if days.search_count([("channel", "=", "post")], limit=1):
            return
        company = self.env.ref("tthc_catalogue.centre_province")
        carrier = self.env.ref("tthc_postal.carrier_vnpost")
        now = fields.Datetime.now().replace(microsecond=0)
        taken = self._demo_taken(company, carrier, now - timedelta(days=3))
        if taken:
            self._demo_list_paid(company, carrier, now)
        made = days._make_days(company)
        account = self.env["tthc.collection.account"]._for_company(company)
        today = wall_time.to_local(now, company.sudo()._tthc_zone()).date()
        of_account = [("account_id", "=", account.id), ("day", "=", today), ("state", "=", "open")]
        for day in made | days.search(of_account):
            day._refresh()

    def _demo_taken(self, company, carrier, at):
        shipments = (
            self.env["tthc.shipment"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("carrier_id", "=", carrier.id),
                    ("direction", "=", "deliver"),
                    ("state", "=", "delivered"),
                    ("item_ids.dossier_id", "!=", False),
                ],
                order="id",
                limit=len(TAKEN),
            )
        )
        requests, rows = self.env["tthc.expected.payment"].sudo(), []
        for number, (shipment, amount) in enumerate(zip(shipments, TAKEN, strict=False), 1):
            line = {
                "name": "Phí cấp thêm bản sao kết quả",
                "kind": "phi",
                "quantity": amount // 8_000,
                "amount": amount,
                "explanation": "Theo đề nghị của người nộp hồ sơ",
            }
            requests._open(shipment.item_ids.dossier_id[:1], [line], "supplement")
            rows.append(
                {
                    "shipment_id": shipment.id,
                    "kind": "fee",
                    "amount": amount,
                    "collected_at": at,
                    "receipt_number": f"BD26T-{5200 + number:07d}",
                }
            )
        clerk = self._clerk()
        return self.env["tthc.postal.collection"].with_user(clerk).sudo()._collect(rows)

    def _demo_list_paid(self, company, carrier, now):
        """The post tells of one sum less than it took, pays what it tells, and names the list."""
        remittances = self.env["tthc.postal.remittance"].with_user(self._clerk()).sudo()
        day = wall_time.to_local(now - timedelta(days=3), company.sudo()._tthc_zone()).date()
        remittance = remittances.create(
            {"company_id": company.id, "carrier_id": carrier.id, "date_to": day}
        )
        remittance.action_fill()
        told = [
            lists.Entry(
                row, "", lists.plain(line.receipt_number), round(line.amount) - 5_000 * (not row)
            )
            for row, line in enumerate(remittance.line_ids)
        ]
        remittance._compare(told)
        wrong = remittance.line_ids.filtered("difference")
        wrong.explanation = "Bưu cục ghi thiếu, chuyển bổ sung ở bảng kê sau"
        remittance.action_agree()
        remittance._set({"agreed_at": now - timedelta(days=2)})
        account = self.env["tthc.collection.account"]._for_company(company)
        number = remittance.name.replace("/", "")
        local = wall_time.to_local(now - timedelta(hours=2))
        row = (local, f"FT28{account.id:07d}", round(remittance.net_amount), f"VNPOST TT {number}")
        accountant = self.env.ref("tthc_payment.user_accountant")
        statements = self.env["tthc.statement"].with_user(accountant).sudo()
        data = self._demo_csv([row], account.bank_id.bin)
        statements._import(account, data, f"sao-ke-{account.number}-3.csv")
        credit = (
            self.env["tthc.incoming.money"]
            .sudo()
            .search([("bank_reference", "=", row[1]), ("state", "=", "exception")])
        )
        if credit:
            remittance.with_user(accountant)._take_credit(credit)
