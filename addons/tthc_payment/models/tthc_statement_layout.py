from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import statement

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
        [("account", "For Ever"), ("day", "Within a Day")],
        "Reference Is Unique",
        required=True,
        default="account",
        help="How long the bank does not use a reference again. Within a day: the same number on "
        "another day is another movement.",
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
