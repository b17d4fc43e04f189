import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools import bulk
from odoo.addons.tthc_dossier.tools import wall_time
from odoo.addons.tthc_payment.const import BATCH
from odoo.addons.tthc_payment.tools.statement_error import StatementError

from ..tools.settlement import read_settlements
from .tthc_settlement_errors import explain


class TthcSettlement(models.Model):
    """What a payment gateway or card acquirer pays into the account for the takings of a day, less
    its charge. Read from its file once; what changes is only what is known about it."""

    _name = "tthc.settlement"
    _description = "Settlement"
    _order = "settled_on desc, id desc"
    _rec_names_search = ("name", "number")

    name = fields.Char(required=True, readonly=True)
    number = fields.Char(
        "Settlement Number", readonly=True, help="As the source numbers what it pays in one sum."
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        "tthc.collection.account",
        "Paid into",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    layout_id = fields.Many2one(
        "tthc.settlement.layout",
        "Settlement Layout",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    provider_id = fields.Many2one(
        "payment.provider",
        "Gateway",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    bank_id = fields.Many2one("tthc.bank", "Acquirer", readonly=True, ondelete="restrict")
    settled_on = fields.Date(required=True, readonly=True)
    gross_amount = fields.Monetary("Gross", required=True, readonly=True)
    charge_amount = fields.Monetary("Charge", required=True, readonly=True)
    net_amount = fields.Monetary("Net", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    line_ids = fields.One2many("tthc.settlement.line", "settlement_id", "Lines", readonly=True)
    line_count = fields.Integer("Payments", required=True, readonly=True)
    known_count = fields.Integer(
        "Known", readonly=True, help="Lines that an earlier file had settled; not counted here."
    )
    unknown_count = fields.Integer("Not Found", compute="_compute_counts")
    differs_count = fields.Integer("Lines that Differ", compute="_compute_counts")
    filename = fields.Char("File Name", required=True, readonly=True)
    file = fields.Binary(
        attachment=True,
        readonly=True,
        groups="tthc_payment.group_accountant,tthc_payment.group_auditor",
    )
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    history = fields.Text(
        readonly=True, help="Which credit was taken as this settlement, by whom and why."
    )

    _file_once = models.UniqueIndex(
        "(company_id, sha256, settled_on, COALESCE(number, ''))",
        "This settlement file was imported before.",
    )
    _adds_up = models.Constraint(
        "CHECK (gross_amount - charge_amount = net_amount)",
        "The net amount is the gross amount less the charge.",
    )

    def _compute_counts(self):
        counts = {}
        for settlement, state, count in self.env["tthc.settlement.line"]._read_group(
            [("settlement_id", "in", self.ids), ("state", "!=", "matched")],
            ["settlement_id", "state"],
            ["__count"],
        ):
            counts[settlement.id, state] = count
        for settlement in self:
            settlement.unknown_count = counts.get((settlement.id, "unknown"), 0)
            settlement.differs_count = counts.get((settlement.id, "differs"), 0)

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(self.env._("A settlement is kept as it was imported."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Settlements stay on record, also those read by mistake."))

    def copy_data(self, default=None):
        raise UserError(self.env._("A settlement cannot be duplicated."))

    @api.private
    def _set(self, vals):
        """Write what became known about it: the one door past :meth:`write`."""
        return super(TthcSettlement, self.sudo()).write(vals)

    @api.private
    def _check_accountant(self):
        """:raise AccessError: for anybody but an accountant of the centre"""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("tthc_payment.group_accountant")):
            raise AccessError(self.env._("Only an accountant settles what gateways pay in."))

    # Importing ----------------------------------------------------------------------------------

    @api.model
    @api.private
    def _import(self, account, data, filename, layout, bank=None, settled_on=None):
        """Take in a settlement file whose sums go to ``account``: all of it or nothing.

        Lines that an earlier file had are left out.

        :param bytes data: the file
        :param bank: the acquirer, where the layout names none
        :param settled_on: the day of rows that do not say theirs
        :return: the settlements, one for each day or number
        :raise AccessError: for anybody but an accountant of the account's centre
        :raise UserError: imported before, or what is wrong with which row
        """
        self._check_accountant()
        account.check_access("read")
        if not self.env.su and account.company_id not in self.env.user.company_ids:
            raise AccessError(self.env._("This account belongs to another centre."))
        company, layout = account.company_id, layout.sudo()
        digest = hashlib.sha256(data).hexdigest()
        # Whoever imports for the centre at the same time waits here.
        self.env.execute_query(
            SQL("SELECT pg_advisory_xact_lock(hashtext(%s))", f"tthc_settlement|{company.id}")
        )
        self._refuse_second_import(company, digest)
        try:
            found, _used = read_settlements(data, [layout._plain()], settled_on)
        except StatementError as error:
            raise UserError(explain(self.env, error, filename)) from error
        source = self._source_values(account, data, filename, digest, layout, bank)
        settlements = self.sudo()
        for one in self._leave_known_out(found, source):
            settlements |= self.sudo()._take_in(*one, source)
        if not settlements:
            raise UserError(
                self.env._(
                    "Every payment of “%s” was settled by an earlier file. Nothing was changed.",
                    filename,
                )
            )
        settlements.line_ids._match()
        settlements._find_credits()
        return settlements.with_env(self.env)

    def _source_values(self, account, data, filename, digest, layout, bank):
        company = account.company_id
        return {
            "company_id": company.id,
            "account_id": account.id,
            "layout_id": layout.id,
            "provider_id": layout._provider(company).id,
            "bank_id": layout.source == "card" and (bank or layout.bank_id or account.bank_id).id,
            "currency_id": company.currency_id.id,
            "filename": filename,
            "file": base64.b64encode(data),
            "sha256": digest,
        }

    def _refuse_second_import(self, company, digest):
        first = self.sudo().search(
            [("company_id", "=", company.id), ("sha256", "=", digest)], limit=1
        )
        if first:
            raise UserError(
                self.env._(
                    "This file was imported before: “%(name)s” by %(who)s. Nothing was changed.",
                    name=first.filename,
                    who=first.create_uid.name,
                )
            )

    def _leave_known_out(self, found, source):
        """Yield (settlement, its new lines by their keys) for those that have new lines."""
        prefix = self._prefix(source)
        keys = [f"{prefix}{line.key}" for one in found for line in one.lines]
        lines = self.env["tthc.settlement.line"].sudo()
        known = set(
            lines.search_fetch([("source_key", "in", keys)], ["source_key"]).mapped("source_key")
        )
        for one in found:
            fresh = {f"{prefix}{line.key}": line for line in one.lines}
            fresh = {key: line for key, line in fresh.items() if key not in known}
            if fresh:
                yield one, fresh

    @api.model
    def _prefix(self, source):
        """What tells the numbers of one source from those of another."""
        if source["provider_id"]:
            return f"provider|{source['provider_id']}|"
        return f"{source['company_id']}|{source['bank_id'] or source['layout_id']}|"

    def _take_in(self, one, fresh, source):
        """Keep one settlement with the lines that are new."""
        layout = self.env["tthc.settlement.layout"].browse(source["layout_id"])
        day = one.settled_on.strftime("%d/%m/%Y")
        settlement = self.create(
            {
                **source,
                "name": " – ".join(filter(None, (layout.name, day, one.batch))),
                "number": one.batch or False,
                "settled_on": one.settled_on,
                "gross_amount": sum(line.amount for line in fresh.values()),
                "charge_amount": sum(line.charge for line in fresh.values()),
                "net_amount": sum(line.net for line in fresh.values()),
                "line_count": len(fresh),
                "known_count": len(one.lines) - len(fresh),
            }
        )
        terminals = settlement._terminals()
        values = [settlement._line_values(key, line, terminals) for key, line in fresh.items()]
        lines = self.env["tthc.settlement.line"]
        for start in range(0, len(values), BATCH):
            bulk.insert(lines, values[start : start + BATCH])
        settlement.invalidate_recordset()
        return settlement

    def _line_values(self, key, line, terminals):
        paid_at = line.paid_at and wall_time.to_utc(line.paid_at, self.company_id._tthc_zone())
        return {
            "source_key": key,
            "settlement_id": self.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "row": line.row,
            "kind": line.kind,
            "paid_at": paid_at or False,
            "order_number": line.order_number,
            "gateway_number": line.gateway_number,
            "terminal_number": line.terminal,
            "terminal_id": terminals.get(line.terminal.upper(), False),
            "slip_number": line.slip_number,
            "amount": line.amount,
            "charge": line.charge,
            "net": line.net,
            "state": "unknown",
            "difference": 0,
        }

    def _terminals(self):
        """{terminal number: id} of the centre's card terminals."""
        terminals = self.env["tthc.card.terminal"].with_context(active_test=False)
        found = terminals.search_fetch([("company_id", "=", self.company_id.id)], ["tid"])
        return {terminal.tid.upper(): terminal.id for terminal in found}
