import re
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import reference as references
from ..tools.text import strip_accents

#: Characters of a prefix by which a virtual account number is told from another number in a memo.
SHORTEST_PREFIX = 3


class TthcCollectionAccount(models.Model):
    """Virtual accounts (tài khoản định danh): the bank gives each payment a number of its own, a
    prefix agreed with the centre and the digits of the payment reference. What the payer writes as
    memo does not matter then; the reference still stands in the code."""

    _inherit = "tthc.collection.account"

    virtual_prefix = fields.Char(
        "Virtual Account Prefix",
        size=8,
        copy=False,
        help="As agreed with the bank: up to 8 capital letters or digits, which its virtual "
        "account numbers have before the 11 digits of the payment reference. Empty: transfers go "
        "to the account itself.",
    )

    _virtual_prefix_unique = models.Constraint(
        "UNIQUE (bank_id, virtual_prefix)",
        "Another account of this bank has this virtual account prefix.",
    )

    @api.constrains("virtual_prefix")
    def _check_virtual_prefix(self):
        for account in self:
            if not re.fullmatch(r"[A-Z0-9]{0,8}", account.virtual_prefix or ""):
                raise ValidationError(
                    self.env._(
                        "The virtual account prefix “%s” may hold up to 8 capital letters or "
                        "digits.",
                        account.virtual_prefix,
                    )
                )

    def _number_for(self, reference):
        """The account number that the payer of ``reference`` transfers to."""
        if not self.virtual_prefix:
            return self.number
        return self.virtual_prefix + reference.removeprefix(references.PREFIX)

    def _reference_of(self, number):
        """The payment reference in a virtual account number of this account, else ``None``."""
        prefix, number = self.virtual_prefix, self._clean_number(number).upper()
        if not prefix or not number.startswith(prefix):
            return None
        reference = references.PREFIX + number.removeprefix(prefix)
        return reference if references.is_valid(reference) else None

    def _scan(self, memo):
        """The references in a memo, those of virtual account numbers of this account included,
        which a bank may tell in the memo only. A shorter prefix could stand there by chance."""
        scan = references.find_references(memo)
        if len(self.virtual_prefix or "") < SHORTEST_PREFIX:
            return scan
        numbers = re.findall(
            rf"(?<![A-Z0-9]){self.virtual_prefix}[0-9]{{{references.BODY_LENGTH + 1}}}(?![A-Z0-9])",
            strip_accents(memo or "").upper(),
        )
        named = [reference for number in numbers if (reference := self._reference_of(number))]
        return replace(scan, valid=tuple(dict.fromkeys([*scan.valid, *named])))


class TthcIncomingMoney(models.Model):
    _inherit = "tthc.incoming.money"

    def _pick_reference(self):
        """Override: the bank's virtual account says more than what the payer wrote."""
        reference = self.account_id._reference_of(self.virtual_account)
        return (reference, None) if reference else super()._pick_reference()

    def _scan_memo(self):
        """Override: virtual accounts too."""
        return self.account_id._scan(self.memo)


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    def _tthc_account(self, notice):
        """Override: the collection account may be a virtual one itself, or be named only by one of
        its virtual accounts."""
        account = super()._tthc_account(notice)
        if not notice.virtual_account or self._tthc_kind() != "feed":
            return account
        accounts = account.search([("company_id", "child_of", self.company_id.id)])
        number = accounts._clean_number(notice.virtual_account)
        same = accounts.filtered(lambda row: row.number == number)
        mine = accounts.filtered(lambda row: row._reference_of(number))
        return same[:1] or account or mine[:1]

    def _tthc_source_key(self, notice, account):
        """Override: statements are of the account behind a virtual one."""
        behind = super()._tthc_account(notice)
        return super()._tthc_source_key(notice, behind or account)
