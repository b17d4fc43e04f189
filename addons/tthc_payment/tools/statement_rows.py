"""The plain values of a bank statement: how a bank names its columns, a movement, a statement."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

# In the order in which columns are given away: the narrow names before the wide ones.
COLUMNS = (
    "credit", "debit", "balance", "sign", "amount", "counter_account", "counter_name",
    "date", "reference", "memo", "account",
)  # fmt: skip
# Titles that mean the same at every bank; a layout does not name them.
COMMON_WORDS = {
    "currency": ("loai tien te", "=loai tien", "=currency", "=ccy", "=tien te"),
    "fee": ("=phi", "=fee", "=charge", "phi giao dich"),
    "vat": ("=vat", "=thue", "thue vat", "thue gtgt"),
}


@dataclass(frozen=True)
class Layout:
    """How one bank names its columns. ``words[column]`` are header words, best first.

    A word matches a header cell that contains it; a word starting with ``=`` only one that equals
    it. ``reference_scope`` says where the bank's reference is unique: ``account`` (for ever),
    ``day`` or ``none``.
    """

    name: str
    words: dict
    reference_scope: str = "account"

    #: Columns that tell no layout from another.
    common = frozenset(COMMON_WORDS)
    #: Some banks print the reference in the cell of the date.
    shares = {"reference": "date"}

    @property
    def required(self):
        """The columns without which the layout does not fit."""
        return ("date", "memo", "credit" if self.words.get("credit") else "amount")

    @property
    def wanted(self):
        """{column: its header words}, in the order in which columns are given away."""
        words = {**COMMON_WORDS, **{key: found for key, found in self.words.items() if found}}
        return {key: words[key] for key in (*COLUMNS, *COMMON_WORDS) if key in words}


@dataclass(frozen=True, slots=True)
class Row:
    """One movement. Amounts are VND, ``booked_at`` the bank's local time, ``row`` counts from 1.

    ``reversal`` marks that the bank took a booking back: such money is never a payment by itself.
    """

    row: int
    booked_at: datetime
    credit: int
    debit: int
    memo: str
    reference: str = ""
    balance: int | None = None
    account: str = ""
    counter_account: str = ""
    counter_name: str = ""
    reversal: bool = False
    fee: int = 0  # charge and tax that some banks print beside the amount
    key: str = ""


@dataclass(frozen=True)
class Statement:
    """A statement read and checked; rows are oldest first.

    Until it is checked by :func:`choose` the rows are in the order of the file.
    """

    layout: Layout | None
    account: str
    rows: list
    opening: int | None = None
    closing: int | None = None
    left_out: dict = field(default_factory=dict)  # other account -> number of rows
    names_account: bool = False  # the file itself says whose movements these are
    period: tuple[date, date] | None = None  # the days the file says it covers

    def with_rows(self, rows):
        """The same statement with other rows."""
        return replace(self, rows=rows)
