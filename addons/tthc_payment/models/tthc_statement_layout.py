import csv
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open

from ..tools import statement

_MODULE = Path(__file__).parents[1].name
_SHIPPED = f"{_MODULE}/data/tthc.statement.layout.csv"
_WORDS = [f"{column}_words" for column in statement.COLUMNS]

_WORDS_HELP = (
    "Words of the column title, best first, separated by semicolons, without accents. "
    "A word finds every title that contains it; =word only the title that is exactly the word."
)


class TthcStatementLayout(models.Model):
    """How a bank names the columns of its statement file; columns may stand in any order."""

    _name = "tthc.statement.layout"
    _description = "Statement Layout"
    _order = "bank_id, sequence, id"

    name = fields.Char(required=True)
    bank_id = fields.Many2one("tthc.bank", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    reference_scope = fields.Selection(
        [("account", "For Ever"), ("day", "Within a Day"), ("none", "Never")],
        "Reference Is Unique",
        required=True,
        default="account",
        help="How long the bank does not use a reference again. Within a day: the same number on "
        "another day is another movement. Never: the number says nothing; movements are told apart "
        "by day, amount, memo, balance and place.",
    )
    shipped_words = fields.Json(
        readonly=True,
        copy=False,
        help="The words as they came with the module: what differs was changed here and stays.",
    )
    date_words = fields.Char("Date", required=True, help=_WORDS_HELP)
    reference_words = fields.Char(
        "Bank Reference",
        help=_WORDS_HELP + " May be the same cell as the date, on its second line.",
    )
    debit_words = fields.Char("Money Out", help=_WORDS_HELP)
    credit_words = fields.Char("Money In", help=_WORDS_HELP)
    amount_words = fields.Char(
        "Amount", help=_WORDS_HELP + " For files with one column of amounts."
    )
    sign_words = fields.Char("Plus or Minus", help=_WORDS_HELP)
    balance_words = fields.Char("Balance", help=_WORDS_HELP)
    memo_words = fields.Char("Memo", required=True, help=_WORDS_HELP)
    account_words = fields.Char(
        "Own Account", help=_WORDS_HELP + " For files that hold several accounts."
    )
    counter_account_words = fields.Char("Payer's Account", help=_WORDS_HELP)
    counter_name_words = fields.Char("Payer's Name", help=_WORDS_HELP)

    @api.constrains("credit_words", "amount_words")
    def _check_amounts(self):
        for layout in self:
            if not layout.credit_words and not layout.amount_words:
                raise ValidationError(
                    self.env._(
                        "“%s” needs the title of the column of money in, or of a column of "
                        "amounts.",
                        layout.name,
                    )
                )

    def _plain(self):
        """The layout as the plain value that :mod:`..tools.statement` reads with."""
        self.ensure_one()
        words = {}
        for column in statement.COLUMNS:
            text = self[f"{column}_words"]
            if text:
                words[column] = tuple(word.strip() for word in text.split(";") if word.strip())
        return statement.Layout(self.name, words, self.reference_scope)

    # Words that come with the module ------------------------------------------------------------

    @api.model
    def _shipped_rows(self):
        with file_open(_SHIPPED) as file:
            return list(csv.DictReader(file))

    @api.model
    def _shipped_ids(self):
        """External names of the shipped layouts that exist."""
        data = self.env["ir.model.data"].sudo()
        return set(
            data.search([("module", "=", _MODULE), ("model", "=", self._name)]).mapped("name")
        )

    @api.model
    def _remember_shipped(self, rows, but=()):
        """Note with each layout the words it came with, where that is not known yet."""
        for row in rows:
            layout = self.env.ref(f"{_MODULE}.{row['id']}", raise_if_not_found=False)
            if layout and row["id"] not in but and not layout.shipped_words:
                layout.shipped_words = {name: row[name] for name in _WORDS}

    @api.model
    def _update_shipped(self):
        """Bring better words to shipped layouts, but not to a title that somebody changed."""
        for row in self._shipped_rows():
            layout = self.env.ref(f"{_MODULE}.{row['id']}", raise_if_not_found=False)
            before = layout and layout.shipped_words
            if not before:
                continue
            words = {
                name: row[name] or False
                for name in _WORDS
                if (layout[name] or "") == before.get(name, "") != row[name]
            }
            if words:
                layout.write({**words, "shipped_words": {**before, **_texts(words)}})


def _texts(words):
    return {name: text or "" for name, text in words.items()}
