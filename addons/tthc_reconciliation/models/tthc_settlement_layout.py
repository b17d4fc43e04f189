from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import settlement

_WORDS_HELP = (
    "Words of the column title, best first, separated by semicolons, without accents. "
    "A word finds every title that contains it; =word only the title that is exactly the word."
)


class TthcSettlementLayout(models.Model):
    """How a gateway or card acquirer names the columns of its settlement file."""

    _name = "tthc.settlement.layout"
    _description = "Settlement Layout"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    source = fields.Selection(
        [("gateway", "Payment Gateway"), ("card", "Card Acquirer")],
        required=True,
        default="gateway",
        help="Whose takings the file settles: lines are looked for among those.",
    )
    provider_code = fields.Char(
        "Gateway", help="Code of the payment provider, e.g. vnpay; empty for a card acquirer."
    )
    bank_id = fields.Many2one("tthc.bank", "Acquirer", ondelete="restrict")
    is_verified = fields.Boolean(
        "Compared with a Real File",
        help="Layouts that came with the module were made from descriptions: compare the words "
        "with a file of the source before you rely on them.",
    )
    memo_words = fields.Char(
        "Words in the Bank's Memo",
        help="How the source names itself when it pays into the account, separated by semicolons: "
        "a credit of exactly the net amount that bears one of them is taken as its settlement.",
    )
    charge_words = fields.Char("Charge", help=_WORDS_HELP)
    net_words = fields.Char("Net", help=_WORDS_HELP)
    kind_words = fields.Char("Payment or Refund", help=_WORDS_HELP)
    settled_on_words = fields.Char("Settled on", help=_WORDS_HELP)
    paid_at_words = fields.Char("Paid on", help=_WORDS_HELP)
    gateway_number_words = fields.Char("Number at the Gateway", help=_WORDS_HELP)
    order_number_words = fields.Char("Order Number", help=_WORDS_HELP)
    slip_number_words = fields.Char("Card Approval", help=_WORDS_HELP)
    terminal_words = fields.Char("Terminal", help=_WORDS_HELP)
    batch_words = fields.Char("Settlement Number", help=_WORDS_HELP)
    amount_words = fields.Char("Amount", required=True, help=_WORDS_HELP)
    note_words = fields.Char("Description", help=_WORDS_HELP)

    @api.constrains("charge_words", "net_words", *(f"{key}_words" for key in settlement.NUMBERS))
    def _check_columns(self):
        for layout in self:
            if not (layout.charge_words or layout.net_words) or not any(
                layout[f"{key}_words"] for key in settlement.NUMBERS
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” needs the title of the charge or of the net amount, and of one of "
                        "the numbers: at the gateway, of the order, or of the card approval.",
                        layout.name,
                    )
                )

    def _plain(self):
        """The layout as the plain value that :mod:`..tools.settlement` reads with."""
        self.ensure_one()
        return settlement.SettlementLayout(
            self.name, {key: self._words(f"{key}_words") for key in settlement.COLUMNS}
        )

    def _words(self, name):
        return tuple(word.strip() for word in (self[name] or "").split(";") if word.strip())

    def _provider(self, company):
        """The gateway of ``company``, or of a centre above it, that writes these files."""
        self.ensure_one()
        providers = self.env["payment.provider"].sudo()
        if not self.provider_code:
            return providers
        found = providers.search(
            [("code", "=", self.provider_code), ("company_id", "parent_of", company.id)]
        )
        return found.sorted(lambda row: (row.company_id != company, row.state == "disabled"))[:1]
