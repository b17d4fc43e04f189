import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_catalogue.tools.sheet.cells import as_text
from odoo.addons.tthc_payment.models.tthc_statement_errors import reason
from odoo.addons.tthc_payment.tools.statement import COLUMNS
from odoo.addons.tthc_payment.tools.statement_error import StatementError

from ..tools import guide

SAMPLE_LIMIT = 3 * 1024 * 1024
SHOWN_MOVEMENTS = 30
SHOWN_ERRORS = 30
_ORDER = (
    "date", "memo", "credit", "debit", "amount", "sign", "balance", "reference", "account",
    "counter_account", "counter_name",
)  # fmt: skip


class TthcStatementGuide(models.TransientModel):
    """Teach the system a bank's statement file by showing it one.

    Everything is guessed first; each choice shows at once what would be read.
    """

    _name = "tthc.statement.guide"
    _description = "New Statement Layout from a Sample"

    bank_id = fields.Many2one("tthc.bank", required=True)
    name = fields.Char(
        "Name of the Layout", compute="_compute_name", store=True, readonly=False, required=True
    )
    reference_scope = fields.Selection(
        lambda self: (
            self.env["tthc.statement.layout"]
            ._fields["reference_scope"]
            ._description_selection(self.env)
        ),
        "Reference Is Unique",
        required=True,
        default="account",
    )
    file = fields.Binary("Sample File", attachment=False)
    filename = fields.Char()
    choices = fields.Json("Columns")
    preview = fields.Json(compute="_compute_preview")

    @api.depends("bank_id", "filename")
    def _compute_name(self):
        for wizard in self:
            wizard.name = wizard.name or wizard.bank_id.name

    @api.depends("file", "choices", "reference_scope")
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = wizard._preview()

    def _data(self):
        try:
            return base64.b64decode(self.with_context(bin_size=False).file or b"", validate=True)
        except (binascii.Error, TypeError, ValueError):
            return b""

    def _trial(self):
        """Read the sample with the choices made.

        :raise StatementError: it cannot be opened, or needs no layout
        """
        data = self._data()
        if len(data) > SAMPLE_LIMIT:
            raise StatementError("sample_big")
        if any(reader.accepts(data) for reader in self._readers_without_layout()):
            raise StatementError("no_layout_needed")
        known = [layout._plain() for layout in self.env["tthc.statement.layout"].search([])]
        return guide.trial(data, known, self._clean_choices(), self.reference_scope or "account")

    def _readers_without_layout(self):
        return [row for row in self.env["tthc.statement"]._readers() if not row.by_layout]

    def _clean_choices(self):
        """The choices with nothing in them but what the reader knows: they come from a browser."""
        given = self.choices if isinstance(self.choices, dict) else {}
        clean = {
            key: given[key]
            for key in ("sheet", "header")
            if isinstance(given.get(key), int) and not isinstance(given.get(key), bool)
        }
        clean["two_rows"] = bool(given.get("two_rows"))
        columns = given.get("columns")
        if isinstance(columns, dict):
            clean["columns"] = {
                key: index
                for key, index in columns.items()
                if key in COLUMNS and type(index) is int and index >= 0
            }
        return clean

    # What the form shows ------------------------------------------------------------------------

    def _preview(self):
        if not self.file:
            return {}
        try:
            trial = self._trial()
        except StatementError as error:
            return {"problem": self._say(error)}
        width = min(max(map(len, trial.rows), default=0), guide.SHOWN_COLUMNS)
        return {
            "sheets": trial.sheets,
            "sheet": trial.sheet,
            "header": trial.header,
            "two_rows": trial.two_rows,
            "columns": trial.columns,
            "letters": [guide.letter(index) for index in range(width)],
            "titles": [title[:80] for title in trial.titles[:width]],
            "rows": [[as_text(cell)[:80] for cell in row[:width]] for row in trial.rows],
            "fields": self._field_names(),
            **self._outcome(trial),
        }

    def _field_names(self):
        layout = self.env["tthc.statement.layout"]
        names = layout.fields_get([f"{key}_words" for key in _ORDER], ["string"])
        return [
            {
                "key": key,
                "label": names[f"{key}_words"]["string"],
                "needed": key in ("date", "memo"),
            }
            for key in _ORDER
        ]

    def _outcome(self, trial):
        rows = [row for statement in trial.statements for row in statement.rows]
        return {
            "movements": [self._movement(row) for row in rows[:SHOWN_MOVEMENTS]],
            "count": len(rows),
            "credit": grouped(sum(row.credit for row in rows)),
            "debit": grouped(sum(row.debit for row in rows)),
            "errors": [
                {"row": error.row or 0, "text": self._say(error)}
                for error in trial.errors[:SHOWN_ERRORS]
            ],
            "check": self._check(trial),
            "can_save": bool(rows) and not trial.errors,
        }

    def _movement(self, row):
        when = row.booked_at.strftime("%d/%m/%Y %H:%M:%S").removesuffix(" 00:00:00")
        return {
            "row": row.row,
            "date": when,
            "credit": grouped(row.credit) if row.credit else "",
            "debit": grouped(row.debit) if row.debit else "",
            "balance": "" if row.balance is None else grouped(row.balance),
            "reference": row.reference,
            "memo": row.memo,
            "account": row.account,
            "name": " ".join(part for part in (row.counter_name, row.counter_account) if part),
        }

    def _check(self, trial):
        """Sentences on opening balance, movements and closing balance of each account."""
        if trial.errors:
            return []
        return [self._check_one(statement) for statement in trial.statements]

    def _check_one(self, statement):
        account = statement.account or self.env._("the account")
        if statement.opening is None and statement.closing is None:
            return self.env._(
                "%s: the file has no balances; nothing can be checked against them.", account
            )
        opening, closing = statement.opening or 0, statement.closing or 0
        chained = any(row.balance is not None for row in statement.rows)
        text = self.env._(
            "%(account)s: %(opening)s + %(credit)s − %(debit)s = %(closing)s.",
            account=account,
            opening=grouped(opening),
            credit=grouped(sum(row.credit for row in statement.rows)),
            debit=grouped(sum(row.debit for row in statement.rows)),
            closing=grouped(closing),
        )
        if chained:
            text += " " + self.env._("The balance of every row follows from the one before.")
        return text

    def _say(self, error):
        """The sentence for what is wrong, with a capital letter."""
        texts = {
            "needs_columns": self.env._("Choose the columns of the date and of the memo."),
            "needs_amount": self.env._(
                "Choose the column of money in, or of a column of amounts with plus and minus."
            ),
            "no_title": self.env._(
                "Column %s has no title in this row. Choose the row of the titles.",
                error.params.get("column"),
            ),
            "same_title": self.env._(
                "The title of column %(column)s (“%(title)s”) stands in another column too or was "
                "chosen twice: they cannot be told apart.",
                column=error.params.get("column"),
                title=error.params.get("title"),
            ),
            "sample_big": self.env._("The sample is too large: export a few days only."),
            "no_layout_needed": self.env._(
                "This is a message of the bank (camt or MT940): it needs no layout. Import it as "
                "it is."
            ),
        }
        text = texts.get(error.code) or reason(self.env, error)
        return text[:1].upper() + text[1:]

    # Saving -------------------------------------------------------------------------------------

    def action_save(self):
        """Keep the layout for the bank; every later file of this bank is tried with it.

        :raise UserError: nothing can be read with these choices, or a row cannot
        """
        self.ensure_one()
        layouts = self.env["tthc.statement.layout"]
        layouts.check_access("create")
        if not self.file:
            raise UserError(self.env._("Choose a sample file of the bank first."))
        try:
            trial = self._trial()
        except StatementError as error:
            raise UserError(self._say(error)) from error
        if trial.errors:
            raise UserError(self._say(trial.errors[0]))
        layout = layouts.create(
            {
                "name": self.name,
                "bank_id": self.bank_id.id,
                "reference_scope": self.reference_scope,
                "sequence": 5,
                **{f"{key}_words": word for key, word in trial.words.items()},
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.statement.layout",
            "res_id": layout.id,
            "views": [(False, "form")],
        }
