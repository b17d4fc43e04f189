import logging

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.tthc_payment.tools.gateway import BadSignature, Unavailable

from .. import const
from ..tools import bill as bills
from ..tools import keypay

_logger = logging.getLogger(__name__)


class PaymentProvider(models.Model):
    """What a payment is for, and the look-up by which a citizen pays it on the national portal."""

    _inherit = "payment.provider"

    dvcqg_unit_code = fields.Char(
        "Unit Code", help="MaDonVi: the centre's identifier on the platform."
    )
    dvcqg_unit_name = fields.Char("Unit Name", help="TenDonVi. Empty: the centre's name.")
    dvcqg_service_kind = fields.Char(
        "Kind of Service", default="2", help="MaDichVu: 2 for fees and charges."
    )
    dvcqg_service_suffix = fields.Char(
        "Service Suffix", help="MaDVC is the procedure's code followed by this."
    )
    dvcqg_fee_code = fields.Char("Fee Code", default="2", help="MaPhiLePhi of every fee.")
    dvcqg_send_identity = fields.Boolean(
        "Send Identity Number",
        default=True,
        help="SoCMNDNguoiNop: the personal number of the payer goes to the platform.",
    )
    dvcqg_fixed = fields.Text(
        "Fixed Values",
        help="Lines “Name = value”: fields of bill_info that always have this value, such as the "
        "platform's own code of the bank (MaNHThuHuong).",
    )
    dvcqg_names = fields.Text(
        "Other Names", help="Lines “Our name = name on the platform”, for fields it renamed."
    )
    dvcqg_lookup_signed = fields.Char(
        "Look-up Signed Over",
        default=" ".join(keypay.LOOKUP),
        help="Fields that the checksum of a look-up covers, in this order.",
    )

    @api.constrains("dvcqg_fixed", "dvcqg_names")
    def _check_dvcqg_pairs(self):
        for provider in self:
            for text in (provider.dvcqg_fixed, provider.dvcqg_names):
                try:
                    keypay.read_pairs(text)
                except ValueError as error:
                    raise ValidationError(
                        self.env._("“%s” is not of the form “Name = value”.", error)
                    ) from error

    @api.constrains("dvcqg_lookup_signed", "code")
    def _check_dvcqg_lookup_signed(self):
        for provider in self.filtered(lambda row: row.code == const.CODE):
            if "MaHoSo" not in (provider.dvcqg_lookup_signed or "").split():
                raise ValidationError(
                    self.env._("The checksum of a look-up has to cover the dossier (MaHoSo).")
                )

    # Bill ---------------------------------------------------------------------------------------

    def _dvcqg_bill(self, attempt):
        """What ``attempt`` pays for. The platform knows one dossier in a payment: a collective one
        goes by its own reference, and its content names the dossiers.

        :raise Unavailable: the centre has no collection account
        """
        debt = attempt._tthc_debt()
        requests, company = debt._requests().sorted("id"), debt.company_id
        dossier = requests[:1].dossier_id
        account = debt.account_id or debt.account_id._for_company(company)
        if not account:
            raise Unavailable(self.env._("%s has no collection account.", company.name))
        numbers = [
            row.dossier_id.name or row.dossier_id.national_code or row.reference for row in requests
        ]
        number = numbers[0] if len(requests) == 1 else debt.reference
        return bills.Bill(
            dossier=number,
            procedure_code=dossier.procedure_id.code,
            procedure_name=dossier.procedure_id.name,
            # Read on the national platform, whatever the language of our page.
            content=f"Nộp phí, lệ phí hồ sơ {', '.join(numbers)}",
            amount=round(attempt.amount),
            unit_code=self.dvcqg_unit_code or "",
            unit_name=self.dvcqg_unit_name or company.name,
            service_kind=self.dvcqg_service_kind or "",
            service_suffix=self.dvcqg_service_suffix or "",
            fee_code=self.dvcqg_fee_code or "",
            lines=tuple(
                bills.Line(line.name, line.kind, round(line.amount)) for line in requests.line_ids
            ),
            account=bills.Account(account.number, account.bank_id.bin, account.holder),
            payer=self._dvcqg_payer(requests[:1]._payer_values()),
        )

    def _dvcqg_payer(self, values):
        """Who pays, from the values of the request; a payer may be a name without a contact."""
        person = values["partner"]
        number = person.tthc_identity_number or values["tax_code"]
        parts = (person.street, person.street2, person.city)
        return bills.Payer(
            name=values["name"],
            identity=number if self.dvcqg_send_identity else "",
            address=", ".join(filter(None, parts)),
            province=person.state_id.name or "",
        )

    def _dvcqg_bill_info(self, bill):
        return bills.bill_info(
            bill, keypay.read_pairs(self.dvcqg_fixed), keypay.read_pairs(self.dvcqg_names)
        )

    # Look-up ------------------------------------------------------------------------------------

    def _dvcqg_lookup(self, message):
        """Answer ``dptracuuthanhtoanhs``: what the dossier named by MaHoSo has to pay.

        :return: status and body: ``error_code`` -1 unknown (or not asked by the portal), 0 nothing
            to pay, 1 with the payable data in ``message``
        """
        names = (self.dvcqg_lookup_signed or "").split()
        try:
            asked = self._dvcqg_read(message, names)
        except BadSignature as error:
            _logger.warning("%s: look-up refused, %s", self.code, error)
            return 403, {"error_code": const.UNKNOWN, "message": []}
        dossier = self._dvcqg_dossier(asked.get("MaHoSo"))
        if not dossier:
            return 200, {"error_code": const.UNKNOWN, "message": []}
        requests = dossier.expected_ids
        requests._lock()
        request = requests.filtered(lambda row: row._is_open()).sorted("id")[:1]
        if not request:
            return 200, {"error_code": const.NOTHING, "message": []}
        attempt = self._dvcqg_offered(request)
        try:
            bill = self._dvcqg_bill(attempt)
        except Unavailable:
            return 200, {"error_code": const.NOTHING, "message": []}
        info = {
            **self._dvcqg_bill_info(bill),
            "MaTraCuuTT": bills.lookup_code(bill.dossier, fields.Datetime.now()),
            "transaction_id": attempt.tthc_order_number,
            "client_id": self.dvcqg_client_id,
        }
        return 200, {"error_code": const.PAYABLE, "message": info}

    def _dvcqg_dossier(self, number):
        dossiers = self.env["tthc.dossier"]
        if not isinstance(number, str) or not number.strip():
            return dossiers
        domain = fields.Domain("name", "=", number.strip())
        domain |= fields.Domain("national_code", "=", number.strip())
        domain &= fields.Domain("company_id", "child_of", self.company_id.id)
        return dossiers.search(domain, limit=1)

    def _dvcqg_offered(self, request):
        """The attempt that the portal pays: the one offered before, if it is still as it was.

        The caller holds the lock of the request, which is open.
        """
        open_attempts = request.attempt_ids.filtered(
            lambda attempt: (
                attempt.provider_id == self
                and attempt.dvcqg_by_lookup
                and attempt.state in ("draft", "pending")
                and attempt.amount == request.due_amount
            )
        )
        attempt = open_attempts[:1]
        if not attempt:
            attempt = request._start_attempt(self)
            attempt.dvcqg_by_lookup = True
            attempt._tthc_started()
        return attempt
