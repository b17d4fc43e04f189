from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .tthc_remittance_entry import KINDS
from .tthc_remittance_share import SHARES

#: What two rules that hold on the same day may not have in common.
_SAME = " ".join(
    f"int4range({term}, {term}, '[]') WITH &&,"
    for term in (
        "company_id",
        "COALESCE(agency_id, 0)",
        "hashtext(COALESCE(kind, ''))",
        "hashtext(share)",
    )
)


class TthcRemittanceAccount(models.Model):
    """Where a share of the money goes: receiving account and budget codes, from a day on.

    The more exact rule is taken: of the agency before that of all agencies, of the kind before
    that of all kinds. Codes are entered as the Treasury gave them; none of them is checked here.
    """

    _name = "tthc.remittance.account"
    _description = "Receiving Account"
    _order = "company_id, agency_id, share, kind, valid_from desc"
    _rec_name = "receiver"

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        "Beneficiary",
        ondelete="restrict",
        help="Empty: every agency without a rule.",
    )
    kind = fields.Selection(KINDS, help="Empty: every kind without a rule.")
    share = fields.Selection(SHARES, required=True, default="budget")
    receiver = fields.Char(required=True, help="Name of the account, as its keeper holds it.")
    number = fields.Char("Account", required=True)
    place = fields.Char(
        "Treasury Branch or Bank",
        required=True,
        help="E.g. the branch of the State Treasury (Kho bạc Nhà nước) that keeps the account.",
    )
    bank_id = fields.Many2one(
        "tthc.bank", ondelete="restrict", help="Where the account is with a bank."
    )
    chapter = fields.Char(help="Mã chương of the budget index (unverified).")
    sub_item = fields.Char(help="Mã NDKT (tiểu mục) of the budget index (unverified).")
    relation_code = fields.Char(
        "Budget Relation Code", help="Mã đơn vị có quan hệ với ngân sách (unverified)."
    )
    area_code = fields.Char(help="Mã địa bàn hành chính (unverified).")
    legal_basis = fields.Char()
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_to = fields.Date("Valid until")
    used = fields.Boolean(compute="_compute_used", compute_sudo=True)

    _ordered = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A rule ends after it begins."
    )
    _no_overlap = models.Constraint(
        f"EXCLUDE USING gist ({_SAME} daterange(valid_from, valid_to, '[]') WITH &&)",
        "Another receiving account is set for this share on some of these days: end that one "
        "first.",
    )

    @api.depends("receiver", "number")
    def _compute_display_name(self):
        for account in self:
            account.display_name = " – ".join(filter(None, (account.number, account.receiver)))

    @api.depends("valid_from")
    def _compute_used(self):
        lines = self.env["tthc.remittance.line"]
        groups = lines._read_group([("receiving_id", "in", self.ids)], ["receiving_id"])
        used = {account.id for [account] in groups}
        for account in self:
            account.used = account.id in used

    def write(self, vals):
        """:raise ValidationError: a list names the account, and more than its end is to change"""
        if set(vals) - {"valid_to", "legal_basis"} and any(self.mapped("used")):
            raise ValidationError(
                self.env._(
                    "A list was made with this account: enter its last day and add a new one."
                )
            )
        return super().write(vals)

    @api.model
    @api.private
    def _of_day(self, company, day):
        """The rules of a centre in force on ``day``, in a form that :meth:`_pick` reads."""
        found = self.search(
            [
                ("company_id", "=", company.id),
                ("valid_from", "<=", day),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", day),
            ]
        )
        return {(row.agency_id.id, row.kind or False, row.share): row for row in found}

    @api.model
    @api.private
    def _pick(self, rules, agency_id, kind, share):
        """The most exact of ``rules`` for a share, or an empty recordset."""
        for agency in dict.fromkeys((agency_id or False, False)):
            for some in (kind, False):
                if (agency, some, share) in rules:
                    return rules[agency, some, share]
        return self.browse()
