from odoo import fields, models
from odoo.exceptions import UserError

from ..models.tthc_statement_errors import explain
from ..tools import statement_reader
from ..tools.statement_error import StatementError

MAX_FILES = 60


class TthcStatementImport(models.TransientModel):
    """Take statement files from the accountant's computer, one or many at once."""

    _name = "tthc.statement.import"
    _description = "Statement Import"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    account_id = fields.Many2one(
        "tthc.collection.account",
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self._default_account(),
        help="Empty: the account that each file names.",
    )
    bank_id = fields.Many2one(related="account_id.bank_id")
    layout_id = fields.Many2one(
        "tthc.statement.layout",
        domain="[('bank_id', '=', bank_id)]",
        help="Empty: every layout of the bank is tried.",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Statement Files")
    line_ids = fields.One2many("tthc.statement.import.line", "wizard_id", "Result", readonly=True)

    def _default_account(self):
        accounts = self.env["tthc.collection.account"].search(
            [("company_id", "=", self.env.company.id)], limit=2
        )
        return accounts if len(accounts) == 1 else accounts.browse()

    def action_import(self):
        """Import the files and show what became of each."""
        self.ensure_one()
        self.env["tthc.payment.match"]._check_accountant()
        self.account_id.check_access("read")
        files = [(row.name, row.raw or b"") for row in self.attachment_ids.sorted("id")]
        if not files:
            raise UserError(self.env._("Choose a statement file first."))
        if len(files) > MAX_FILES:
            raise UserError(self.env._("Import at most %s files at once.", MAX_FILES))
        if len(files) == 1:
            name, data = files[0]
            return self._show(self._take_in(name, data))
        lines = [values for name, data in files for values in self._try(name, data)]
        self.line_ids = [
            fields.Command.clear(),
            *(fields.Command.create(values) for values in lines),
        ]
        # Their content is in the statements now; refused ones are to be chosen again.
        self.attachment_ids.sudo().unlink()
        return self._result()

    def _take_in(self, name, data):
        """Import a file into the account chosen, or into those that it names."""
        statements = self.env["tthc.statement"]
        for account in self.account_id or self._accounts_named(name, data):
            statements += statements._import(account, data, name, self.layout_id)
        return statements

    def _try(self, name, data):
        """Import one file of several: what is wrong with it does not hold up the others."""
        try:
            with self.env.cr.savepoint():
                statements = self._take_in(name, data)
        except UserError as error:
            return [{"name": name, "state": "refused", "message": error.args[0]}]
        return [
            {"name": name, "state": "done", "statement_id": statement.id}
            for statement in statements
        ]

    def _accounts_named(self, name, data):
        """The accounts of this centre that a file shows.

        :raise UserError: it names none of them, or cannot be read
        """
        accounts = self.env["tthc.collection.account"].search(
            [("company_id", "=", self.company_id.id)]
        )
        problem, readable = None, accounts.browse()
        for bank in accounts.bank_id:
            of_bank = accounts.filtered(lambda account, bank=bank: account.bank_id == bank)
            try:
                numbers = self._numbers(of_bank, data)
            except StatementError as error:
                problem = problem or error
                continue
            named = of_bank.filtered(lambda account, seen=numbers: account.number in seen)
            if named:
                return named
            readable += of_bank
        if len(readable) == 1 and not self._numbers(readable, data):
            return readable
        if problem and not readable:
            raise UserError(explain(self.env, problem, name)) from problem
        raise UserError(
            self.env._(
                "“%s” does not say which account of this centre it is from. Choose the account "
                "and import it again. Nothing was changed.",
                name,
            )
        )

    def _numbers(self, accounts, data):
        """Numbers of the accounts that a file of their bank has movements of."""
        reader = statement_reader.pick(self.env["tthc.statement"]._readers(), data)
        layouts = accounts.layout_id or accounts.bank_id.sudo().layout_ids
        plain = [layout._plain() for layout in layouts.sudo()]
        if reader.by_layout and not plain:
            return set()
        return {one.account for one in reader.read(data, plain) if one.rows and one.account}

    # What is shown ------------------------------------------------------------------------------

    def _show(self, statements):
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Bank Statements"),
            "res_model": "tthc.statement",
        }
        if len(statements) == 1:
            return {**action, "res_id": statements.id, "views": [(False, "form")]}
        return {
            **action,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", statements.ids)],
        }

    def _result(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Result of the Import"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }


class TthcStatementImportLine(models.TransientModel):
    """What became of one file."""

    _name = "tthc.statement.import.line"
    _description = "Result of a Statement Import"

    wizard_id = fields.Many2one("tthc.statement.import", required=True, ondelete="cascade")
    name = fields.Char("File", required=True)
    state = fields.Selection([("done", "Taken In"), ("refused", "Refused")], required=True)
    message = fields.Text("What Is Wrong")
    statement_id = fields.Many2one("tthc.statement")
    account_id = fields.Many2one(related="statement_id.account_id")
    new_count = fields.Integer(related="statement_id.new_count")
    known_count = fields.Integer(related="statement_id.known_count")

    def action_open(self):
        """The statement that this file became."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.statement",
            "res_id": self.statement_id.id,
            "views": [(False, "form")],
        }
