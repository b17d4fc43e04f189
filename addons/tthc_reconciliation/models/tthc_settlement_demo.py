import csv
import io
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_dossier.tools import wall_time

_GATEWAY_TITLES = (
    "Mã giao dịch VNPAY", "Mã đơn hàng", "Thời gian giao dịch", "Ngày quyết toán",
    "Số tiền giao dịch", "Phí giao dịch", "Số tiền thực nhận",
)  # fmt: skip
_CARD_TITLES = (
    "Mã máy", "Mã chuẩn chi", "Ngày giao dịch", "Ngày thanh toán", "Số tiền giao dịch",
    "Phí chiết khấu", "Số tiền thanh toán",
)  # fmt: skip
_CHARGE = 1_100


class TthcDemo(models.AbstractModel):
    """What gateways and the card acquirer pay in, and what leaves the account, at the province."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_settlements(self):
        """A gateway's settlement that the bank credited, one with a difference, one of cards that
        is not credited yet; a refund, a charge and a transfer among what leaves the account."""
        if self.env["tthc.settlement"].sudo().search_count([], limit=1):
            return
        company = self.env.ref("tthc_catalogue.centre_province")
        account = self.env["tthc.collection.account"]._for_company(company)
        settlements = self._demo_gateway_settlements(company, account)
        self._demo_card_settlement(company, account)
        rows = self._demo_money_out(company)
        rows += [
            (
                settlement.net_amount - less,
                f"VNPAY thanh toan giao dich {settlement.settled_on:%d%m}",
            )
            for settlement, less in zip(settlements, (0, _CHARGE), strict=False)
        ]
        statement = self._demo_second_statement(account, rows)
        self._demo_explain(statement, settlements[1:])

    # Settlements --------------------------------------------------------------------------------

    def _demo_gateway_settlements(self, company, account):
        layout = self.env.ref("tthc_reconciliation.settlement_layout_vnpay")
        provider = layout._provider(company)
        requests = self._demo_copies(company, 3)
        settlements = self.env["tthc.settlement"]
        if not provider or len(requests) < 3:
            return settlements
        now = fields.Datetime.now()
        for number, (some, days) in enumerate(((requests[:2], 2), (requests[2:], 1))):
            rows = []
            for request in some:
                paid_at = now - timedelta(days=days, hours=2)
                rows.append(self._demo_gateway_row(provider, request, paid_at))
            if number:
                rows.append((f"14990{number}", "KHONGRO01", paid_at, 30_000))
            settlements |= self._demo_settle(
                account, layout, _GATEWAY_TITLES, rows, f"vnpay-{number + 1}.csv"
            )
        return settlements

    def _demo_copies(self, company, count):
        """New requests for more copies of a result, so that those of other screens stay open."""
        dossiers = self.env["tthc.dossier"].sudo()
        dossiers = dossiers.search(
            [("company_id", "=", company.id), ("state", "in", ("processing", "done"))],
            order="accepted_at, id",
            limit=count,
        )
        requests = self.env["tthc.expected.payment"].sudo()
        for number, dossier in enumerate(dossiers, 1):
            line = {
                "name": "Phí cấp thêm bản sao kết quả",
                "kind": "phi",
                "quantity": 2 * number,
                "amount": 16_000 * number,
                "explanation": "Theo đề nghị của người nộp hồ sơ",
            }
            requests |= requests._open(dossier, [line], "supplement")
        return requests

    def _demo_gateway_row(self, provider, request, paid_at):
        """The request is paid at the gateway; the row of its file that says so."""
        amount = round(request.due_amount)
        methods = provider.with_context(active_test=False).payment_method_ids
        attempt = request._create_attempt(provider, methods[:1], amount, "online_redirect")
        number, order = f"1450{request.id:06d}", f"{request.reference}01"
        attempt.write({"tthc_order_number": order})
        self.env["tthc.incoming.money"].sudo()._receive(
            [
                {
                    "source": "gateway",
                    "source_key": f"{provider.code}|{provider.id}|{number}",
                    "provider_id": provider.id,
                    "company_id": request.company_id.id,
                    "booked_at": paid_at,
                    "amount": amount,
                    "currency_id": request.currency_id.id,
                    "memo": request.reference,
                    "bank_reference": number,
                }
            ],
            attempt=attempt,
        )
        return (number, order, paid_at, amount)

    def _demo_card_settlement(self, company, account):
        """The acquirer settles a card that the cashier took today."""
        cashier = self.env.ref("tthc_payment.user_cashier")
        terminal = self.env["tthc.card.terminal"].sudo()
        terminal = terminal.search([("company_id", "=", company.id)], limit=1)
        shift = self.env["tthc.cash.shift"].with_user(cashier).sudo()._current(company)
        request = self._demo_copies(company, 1)
        if not (terminal and request and shift.state == "open"):
            return
        request.with_user(cashier).sudo()._take_at_desk("card", terminal=terminal, slip="A10023")
        amount = round(request.matched_amount)
        layout = self.env.ref("tthc_reconciliation.settlement_layout_card")
        rows = [(terminal.tid, "A10023", fields.Datetime.now(), amount)]
        self._demo_settle(account, layout, _CARD_TITLES, rows, "pos.csv", days=0)

    def _demo_settle(self, account, layout, titles, rows, name, days=1):
        """Import a file of (number, number, paid at, amount)."""
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(titles)
        for first, second, paid_at, amount in rows:
            paid = wall_time.to_local(paid_at.replace(microsecond=0))
            settled = (paid + timedelta(days=days)).strftime("%d/%m/%Y")
            money = (f"{amount:,}", f"{_CHARGE:,}", f"{amount - _CHARGE:,}")
            writer.writerow([first, second, paid.strftime("%d/%m/%Y %H:%M:%S"), settled, *money])
        accountant = self.env.ref("tthc_payment.user_accountant")
        settlements = self.env["tthc.settlement"].with_user(accountant).sudo()
        return settlements._import(account, stream.getvalue().encode("utf-8-sig"), name, layout)

    # Money out ----------------------------------------------------------------------------------

    def _demo_money_out(self, company):
        """(amount below zero, memo) of what leaves the account; an approved refund is among it."""
        accountant = self.env.ref("tthc_payment.user_accountant")
        refund = self.env["tthc.refund"].sudo()
        refund = refund.search(
            [("company_id", "=", company.id), ("way", "=", "bank"), ("state", "=", "approved")],
            limit=1,
        )
        rows = [(-11_000, "Phi quan ly tai khoan"), (-1_500_000, "Nop NSNN phi le phi thu duoc")]
        if refund:
            refund.with_user(accountant).sudo().action_export()
            number = refund.name.replace("/", "")
            rows.append((-round(refund.amount), f"{number} hoan phi CT di"))
        return rows

    def _demo_second_statement(self, account, rows):
        """Import what the account moved by since the first statement."""
        moment = wall_time.to_local(fields.Datetime.now() - timedelta(hours=1))
        moment = moment.replace(microsecond=0)
        lines = [
            (moment, f"FT27{number:03d}{account.id:04d}", round(amount), memo)
            for number, (amount, memo) in enumerate(rows)
        ]
        accountant = self.env.ref("tthc_payment.user_accountant")
        statements = self.env["tthc.statement"].with_user(accountant).sudo()
        data = self._demo_csv(lines, account.bank_id.bin)
        return statements._import(account, data, f"sao-ke-{account.number}-2.csv")

    def _demo_explain(self, statement, differing):
        """The accountant explains the charge, and takes the credit of another sum."""
        accountant = self.env.ref("tthc_payment.user_accountant")
        charges = statement.sudo().debit_ids.filtered(lambda row: row.amount == 11_000)
        charges.with_user(accountant).sudo()._explain("charge", "Biểu phí của ngân hàng")
        waiting = statement.sudo().incoming_ids.filtered(lambda row: row.state == "exception")
        for settlement, credit in zip(differing, waiting, strict=False):
            settlement.with_user(accountant).sudo()._take_credit(
                credit, "VNPAY thu thêm một khoản phí, đã đề nghị gửi bảng kê"
            )
