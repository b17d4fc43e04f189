import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import vietqr
from ..tools.statement import reference_key


class TthcCollectionAccount(models.Model):
    """A bank account into which a centre collects fees."""

    _name = "tthc.collection.account"
    _description = "Collection Account"
    _order = "sequence, id"
    _rec_names_search = ("number", "holder")
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, default=lambda self: self.env.company
    )
    bank_id = fields.Many2one("tthc.bank", required=True, ondelete="restrict")
    number = fields.Char(
        "Account Number",
        required=True,
        size=vietqr.ACCOUNT_LIMIT,
        help="Up to 19 digits or letters; a virtual account works too.",
    )
    holder = fields.Char("Account Holder", required=True)
    sequence = fields.Integer(
        default=10, help="Citizens are asked to pay into the first account of the centre."
    )
    active = fields.Boolean(default=True)
    layout_id = fields.Many2one(
        "tthc.statement.layout",
        "Statement Layout",
        ondelete="set null",
        domain="[('bank_id', '=', bank_id)]",
        help="Empty: every layout of the bank is tried.",
    )

    _number_unique = models.Constraint(
        "UNIQUE (bank_id, number)", "This account number is there already for this bank."
    )

    @api.depends("bank_id.name", "number", "holder")
    def _compute_display_name(self):
        for account in self:
            account.display_name = f"{account.bank_id.name or ''} {account.number or ''}".strip()

    @api.constrains("number")
    def _check_number(self):
        for account in self:
            if not re.fullmatch(r"[A-Za-z0-9]{1,19}", account.number):
                raise ValidationError(
                    self.env._(
                        "The account number “%s” may hold up to 19 digits or letters, without "
                        "spaces or dots.",
                        account.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["number"] = self._clean_number(vals.get("number"))
        return super().create(vals_list)

    def write(self, vals):
        """Refuse another bank, number or centre once money was asked for or came in."""
        if "number" in vals:
            vals = {**vals, "number": self._clean_number(vals["number"])}
        for account in self:
            changed = [
                name
                for name in ("bank_id", "number", "company_id")
                if name in vals
                and vals[name] != account._fields[name].convert_to_write(account[name], account)
            ]
            if changed and account.sudo()._is_used():
                raise UserError(
                    self.env._(
                        "Payments were asked for or received on %s: its bank, number and centre "
                        "stay. Archive it and create another account.",
                        account.display_name,
                    )
                )
        return super().write(vals)

    @api.model
    def _clean_number(self, number):
        return re.sub(r"[\s.\-]", "", number or "")

    def _is_used(self):
        self.ensure_one()
        domain = [("account_id", "=", self.id)]
        return bool(
            self.env["tthc.expected.payment"].search_count(domain, limit=1)
            or self.env["tthc.incoming.money"].search_count(domain, limit=1)
        )

    @api.model
    def _for_company(self, company):
        """The account that a centre collects into: its own first one, else its parent's."""
        accounts = self.sudo().search_fetch(
            [("company_id", "parent_of", company.id)],
            ["company_id", "bank_id", "number", "holder", "virtual_prefix"],
        )
        own = accounts.filtered(lambda account: account.company_id == company)
        return (own or accounts)[:1]

    def _reference_key(self, reference, amount, booked_at):
        """``source_key`` of a movement on this account that the bank numbers: the one that the
        statement with the same movement gives it."""
        self.ensure_one()
        day = None
        if self._scope() == "day":
            zone = self.company_id._tthc_zone()
            day = wall_time.to_local(booked_at, zone).date().isoformat()
        key = reference_key(self.number, reference, amount, day)
        return f"{self.bank_id.bin}|{key}|1"

    def _payload(self, reference, amount):
        """VietQR payload of a transfer of ``amount`` VND with ``reference`` as its memo.

        :raise tools.vietqr.VietQRError: more than one NAPAS 247 transfer carries
        """
        self.ensure_one()
        return vietqr.build(self.bank_id.bin, self._number_for(reference), amount, reference)
