from odoo import api, fields, models

#: What a bank tells of a movement in words of people: it names them.
TOLD = ("memo", "counter_account", "counter_name")
MEMO_READERS = "tthc_payment.group_cashier,tthc_payment.group_accountant,tthc_payment.group_auditor"


class TthcBankMemo(models.AbstractModel):
    """The words of a bank about a movement: memo, account and name of the other side.

    People write names, telephone numbers and the like into a memo: the finance roles read it, and
    nobody else. Who supervises without being one of them sees the movement named by the bank's
    number.
    """

    _name = "tthc.bank.memo"
    _description = "Bank Memo"
    _rec_name = "memo"
    _rec_names_search = ("memo", "bank_reference")

    memo = fields.Char(readonly=True, groups=MEMO_READERS)
    bank_reference = fields.Char(readonly=True)
    counter_account = fields.Char(readonly=True, groups=MEMO_READERS)
    counter_name = fields.Char(readonly=True, groups=MEMO_READERS)

    @api.model
    @api.private
    def _reads_bank_memos(self):
        """Whether the user, also behind ``sudo()``, reads what banks tell."""
        user = self.env.user
        return (
            user._is_superuser()
            or user.has_group("tthc_payment.group_accountant")
            or user.has_group("tthc_payment.group_auditor")
        )

    @api.private
    def _with_open_memo(self):
        """Those of these records whose memo the user reads, also behind ``sudo()``."""
        return self if self._reads_bank_memos() else self.browse()

    # Names of records are computed behind sudo() for links to them: the user counts, not the mode.
    @api.depends("memo", "bank_reference")
    @api.depends_context("uid")
    def _compute_display_name(self):
        readable = set(self._with_open_memo()._ids)
        for record in self:
            memo = record.memo if record.id in readable else ""
            record.display_name = memo or record.bank_reference or f"#{record.id}"

    @api.model
    def _search_display_name(self, operator, value):
        """Override: nobody finds by a memo that they do not read."""
        if self._reads_bank_memos() or self.env.user.has_group("tthc_payment.group_cashier"):
            return super()._search_display_name(operator, value)
        return [("bank_reference", operator, value)]
