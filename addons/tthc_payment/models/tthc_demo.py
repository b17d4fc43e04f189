import csv
import io
from datetime import datetime, timedelta

from odoo import api, models

from odoo.addons.tthc_dossier.tools import wall_time

#: How banks wrap the payer's memo; each keeps the reference in its own way.
WRAPPERS = (
    "{ref}",
    "MBVCB.{n}.{ref}.CT tu 0123456789012 NGUYEN VAN A toi {account} TTPVHCC",
    "CT nhanh 247 den: {lower} nop phi (CT{n})",
    "Chuyen tien den tu NAPAS Noi dung: {ref}",
    "{n}.221126.093000.{split}",
    "TKThe :0123456xxx, tai MBBank. {ref} -CTLNHIDI{n}-CRE-001",
)


#: Column titles of the statements of the demo's three banks, by BIN.
TITLES = {
    "970436": ("Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Mô tả"),
    "970405": ("Ngày hạch toán", "Số chứng từ", "Số tiền giao dịch", "+/-", "Diễn giải"),
    "970422": ("Ngày giao dịch", "Bút toán", "Phát sinh nợ", "Phát sinh có", "Nội dung"),
}


class TthcDemo(models.AbstractModel):
    """Fees and payments of the demo dossiers, through the real chain."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_payments(self):
        """Ask the accepted demo dossiers for their fees and have most of them paid.

        Every fifth request is paid in cash, most of the others by transfers that come in with one
        statement per centre; some stay open, and the statements carry exceptions of each kind.
        """
        if self.env["tthc.expected.payment"].sudo().search_count([], limit=1):
            return
        dossiers = (
            self.env["tthc.dossier"]
            .sudo()
            .search(
                [
                    ("accepted_at", "!=", False),
                    ("state", "!=", "stopped"),
                    ("processing_system", "=", "local"),
                ],
                order="accepted_at, id",
            )
        )
        for dossier in dossiers:
            self._at(dossier, dossier.accepted_at)._request_case_fees()
        for dossier in dossiers.filtered(lambda row: row.state == "financial"):
            self._demo_supplement(dossier)
        by_company = {}
        for index, request in enumerate(dossiers.expected_ids.sorted("id")):
            if index % 5 == 4:
                self._demo_cash(request)
            elif index % 5 in (1, 3) and request.dossier_id.state != "returned":
                request._ensure_attempt()
            else:
                by_company.setdefault(request.company_id, []).append(request)
        for company, requests in by_company.items():
            self._demo_statement(company, requests)

    def _demo_supplement(self, dossier):
        line = {
            "name": "Phí thẩm định bổ sung",
            "kind": "phi",
            "quantity": 1,
            "amount": 150000,
            "explanation": "Theo thông báo của cơ quan giải quyết",
        }
        self.env["tthc.expected.payment"].sudo()._open(dossier, [line], "supplement")

    def _demo_cash(self, request):
        cashier = self.env.ref("tthc_payment.user_cashier")
        instant = max(request.dossier_id.event_ids.mapped("at"))
        self._at(request, instant, cashier).action_receive_cash()

    def _demo_statement(self, company, requests):
        account = self.env["tthc.collection.account"]._for_company(company)
        rows = [
            self._demo_row(
                account,
                request.dossier_id.accepted_at,
                request.amount,
                self._demo_memo(account, request.reference, index),
                index,
            )
            for index, request in enumerate(requests)
        ]
        rows += self._demo_exceptions(account, requests, len(rows))
        rows.sort(key=lambda row: row[0])
        accountant = self.env.ref("tthc_payment.user_accountant")
        statements = self.env["tthc.statement"].with_user(accountant).sudo()
        statement = statements._import(
            account, self._demo_csv(rows, account.bank_id.bin), f"sao-ke-{account.number}.csv"
        )
        self._demo_manual_match(statement)

    def _demo_memo(self, account, reference, index):
        return WRAPPERS[index % len(WRAPPERS)].format(
            ref=reference,
            lower=reference.lower(),
            split=f"{reference[:8]} {reference[8:]}",
            account=account.number,
            n=1234567000 + index * 37,
        )

    def _demo_row(self, account, asked_at, amount, memo, index):
        """A statement row a few hours after the fee was asked for: sortable day first."""
        paid = min(asked_at + timedelta(hours=2 + index % 20), datetime.now())
        local = wall_time.to_local(paid.replace(microsecond=0))
        return (local, f"FT26{index:03d}{account.id:04d}", round(amount), memo)

    def _demo_exceptions(self, account, paid, start):
        """Rows that need an accountant: one of each kind, as far as the requests allow."""
        requests = self.env["tthc.expected.payment"].sudo()
        known = [("state", "=", "open"), ("id", "not in", [request.id for request in paid])]
        own = requests.search([*known, ("company_id", "=", account.company_id.id)], order="id")
        foreign = requests.search(
            [*known, ("company_id", "!=", account.company_id.id)], order="id desc", limit=1
        )
        misspelt = paid[0].reference[:-1] + str((int(paid[0].reference[-1]) + 1) % 10)
        rows = [
            (8000, "NGUYEN VAN A nop le phi khai sinh"),
            (8000, "NGUYEN VAN A nop le phi khai sinh"),
            (50000, misspelt),
            (50000, "HCC26999999990 nop phi"),
            (paid[0].amount, f"MBVCB.{paid[0].reference}.chuyen lai"),
        ]
        rows += [(request.amount, f"nop phi {request.reference}") for request in foreign]
        rows += [
            (request.amount, request.reference)
            for request in self._demo_cancelled(account.company_id)
        ]
        rows += [(request.amount - 1000, request.reference) for request in own[:1]]
        rows += [(request.amount, "TRAN THI BICH nop tien ho so") for request in own[1:2]]
        if len(own) > 3:
            both = own[2:4]
            rows.append((sum(both.mapped("amount")), " va ".join(both.mapped("reference"))))
        for request in own[4:5]:
            request._set({"expires_at": datetime.now() - timedelta(days=2)})
            rows.append((request.amount, request.reference))
        yesterday = datetime.now() - timedelta(days=1)
        return [
            self._demo_row(account, yesterday, amount, memo, start + number)
            for number, (amount, memo) in enumerate(rows)
        ]

    def _demo_manual_match(self, statement):
        """The accountant finds by telephone whose money it was."""
        money = statement.sudo().incoming_ids.filtered(lambda row: "BICH" in (row.memo or ""))
        request = self.env["tthc.expected.payment"].search(
            [
                ("company_id", "=", statement.company_id.id),
                ("state", "=", "open"),
                ("amount", "=", money.amount),
            ],
            order="id",
            limit=1,
        )
        if money and request:
            statement.env["tthc.payment.match"]._match_manually(
                money, request, money.amount, "Người nộp xác nhận qua điện thoại."
            )
        self.env["tthc.expected.payment"]._cron_expire()

    def _demo_cancelled(self, company):
        """The request of a stopped dossier, cancelled as stopping does."""
        dossier = (
            self.env["tthc.dossier"]
            .sudo()
            .search(
                [
                    ("state", "=", "stopped"),
                    ("accepted_at", "!=", False),
                    ("company_id", "=", company.id),
                ],
                limit=1,
            )
        )
        if dossier:
            self._at(dossier, dossier.accepted_at)._request_case_fees()
        requests = dossier.expected_ids
        requests._cancel("Hồ sơ đã dừng giải quyết.")
        return requests[:1]

    def _demo_csv(self, rows, bank_bin):
        """The rows as a file in the words of the bank; amounts below zero are money out."""
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(TITLES[bank_bin])
        signed = "+/-" in TITLES[bank_bin]
        for local, reference, amount, memo in rows:
            shown, out = f"{abs(amount):,}", amount < 0
            if signed:
                money = (shown, "-" if out else "+")
            else:
                money = (shown, "") if out else ("", shown)
            writer.writerow([local.strftime("%d/%m/%Y %H:%M:%S"), reference, *money, memo])
        return stream.getvalue().encode("utf-8-sig")
