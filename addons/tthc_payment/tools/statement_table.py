"""Find the table of movements in the sheets of a spreadsheet and read its rows."""

from dataclasses import replace

from odoo.addons.tthc_catalogue.tools.sheet.cells import (
    CellError,
    as_text,
    parse_amount,
    parse_date,
    split_two_lines,
)
from odoo.addons.tthc_catalogue.tools.sheet.titles import best_tables, padded
from odoo.addons.tthc_catalogue.tools.sheet.workbook_xlsx import Formula

from .statement_error import StatementError
from .statement_frame import Frame, is_label_row, is_numbering_row, is_total_row
from .statement_rows import Row, Statement
from .text import fold


def read_tables(readings, layouts, on_error=None):
    """Return the statements in the readings of a file, see :func:`.statement.read_accounts`."""
    statements = []
    for sheet, (header, columns, layout) in best_tables(readings, layouts):
        statements += TableReader(layout, header, columns, sheet.merged, on_error).read(
            sheet.open()
        )
    return statements


class TableReader:
    """Reads one sheet: the block above the table, the movements, and what follows them.

    A file may hold several accounts, one under the other, each with its own block and totals.
    """

    def __init__(self, layout, header, columns, merged=None, on_error=None):
        self.layout = layout
        self.header = header
        self.columns = columns
        self.width = max(columns.values()) + 1
        self.merged = merged or {}
        self.on_error = on_error
        self.frame = Frame()
        self.rows = []
        self.taken_back = []  # places of the rows with a negative debit
        self.plain_debits = False
        self.said = (0, 0, 0)  # the largest total: its row, debits, credits
        self.done = []
        self.totals = [0, 0]
        self.last_date = None

    def read(self, rows):
        """Return the statements of the sheet whose ``rows`` are given from its first one."""
        for index, cells in enumerate(rows):
            try:
                movement = self._movement(cells, index) if index > self.header else None
                if movement:
                    self._keep(movement, cells)
                elif index != self.header:
                    self._look(cells, index)
            except StatementError as error:
                if not self.on_error:
                    raise
                self.on_error(error)
        self._finish()
        error = self._missing()
        if error and not self.on_error:
            raise error
        if error:
            self.on_error(error)
        return self.done

    def _keep(self, movement, cells):
        self.rows.append(movement)
        self.totals[0] += movement.debit
        self.totals[1] += movement.credit
        if movement.debit:
            debit = _debit_cell(cells, self.columns)
            if debit < 0:
                self.taken_back.append(len(self.rows) - 1)
            self.plain_debits = self.plain_debits or debit > 0

    def _look(self, cells, index):
        if not any(cell is not None and cell != "" for cell in cells):
            return
        fresh = Frame()
        fresh.look(cells, index + 1)
        if self.rows and fresh.account and fresh.account != self.frame.account:
            self._finish()
        self.frame.look(cells, index + 1)

    def _settle_signs(self):
        """Some banks write every debit with a minus. Where only some have one, these are debits
        that the bank took back: money in."""
        for place in self.taken_back if self.plain_debits else ():
            row = self.rows[place]
            self.rows[place] = replace(row, credit=row.debit, debit=0, reversal=True)

    def _finish(self):
        """Close the block of one account: its rows, by account where a column names it."""
        self._settle_signs()
        by_account = {}
        for row in self.rows:
            number = row.account or self.frame.account
            by_account.setdefault(number, []).append(row)
        frame = self.frame
        alone = len(by_account) <= 1
        for number, rows in by_account.items() or [(frame.account, [])]:
            self.done.append(
                Statement(
                    self.layout,
                    number,
                    rows,
                    frame.opening if alone else None,
                    frame.closing if alone else None,
                    names_account=bool(number),
                    period=frame.period,
                )
            )
        self.frame, self.rows, self.totals = Frame(), [], [0, 0]
        self.taken_back, self.plain_debits = [], False
        self.frame.period = frame.period

    def _movement(self, cells, index):
        """Return the movement in ``cells``, or None for a blank, title, total or footer row."""
        columns = self.columns
        cells = padded(cells, self.width)
        raw = cells[columns["date"]]
        reference = cells[columns["reference"]] if "reference" in columns else None
        if columns.get("reference") == columns["date"]:
            raw, reference = split_two_lines(raw)
        moment = parse_date(raw)
        if moment:
            self.last_date = (index, moment)
        elif self.last_date and self.merged.get((index, columns["date"])) == self.last_date[0]:
            moment = self.last_date[1]
        if self._is_around(cells, moment, reference):
            self._note_total(cells, index + 1)
            return None
        try:
            amounts = self._amounts(cells, moment)
        except CellError as error:
            if moment is None:
                return None  # a footer sentence below an amount column
            raise StatementError(error.code, index + 1, value=self._shown(cells)) from error
        if amounts is None:
            self._check_nothing(cells, index + 1, moment, reference)
            return None
        credit, debit, balance = amounts
        if credit and debit:
            if moment is None and self._is_total(credit, debit):
                return None
            raise StatementError("both", index + 1)
        if moment is None:
            if self._is_total(credit, debit):
                return None
            code = "formula" if isinstance(raw, Formula) else "date"
            raise StatementError(code, index + 1, value=as_text(raw))
        return self._row(cells, index + 1, moment, reference, credit, debit, balance)

    def _is_around(self, cells, moment, reference):
        """Tell whether a row is a total, a balance or a numbering of the columns. One with a date
        is, if it has neither the number nor the balance that movements have there."""
        if not moment:
            return is_numbering_row(cells) or is_label_row(cells)
        if as_text(reference) or self._text(cells, "balance"):
            return False
        told = "reference" in self.columns or "balance" in self.columns
        return told and is_label_row(cells)

    def _note_total(self, cells, number):
        """Remember the largest total; where there are balances they tell what is missing."""
        columns = self.columns
        if not {"amount", "balance"}.isdisjoint(columns) or "debit" not in columns:
            return
        try:
            credit, debit = _movement_amounts(cells, columns)
        except CellError:
            return
        if is_total_row(cells) and max(credit, debit) > max(self.said[1:]):
            self.said = (number, debit, credit)

    def _missing(self):
        """The error of a sheet whose total has more than its rows, or None.

        A total that has less may be of a page or a day, or a number of rows.
        """
        number, *said = self.said
        sums = [
            sum(getattr(row, key) for one in self.done for row in one.rows)
            for key in ("debit", "credit")
        ]
        for found, expected in zip(said, sums, strict=True):
            if found > expected:
                return StatementError("total", number, found=found, expected=expected)
        return None

    def _check_nothing(self, cells, number, moment, reference):
        """Refuse a numbered movement whose amount is not there; balances would show the gap."""
        if not moment or not as_text(reference) or "balance" in self.columns:
            return
        texts = [self._text(cells, key) for key in ("credit", "debit", "amount")]
        if self._text(cells, "memo") and not any(text and _is_amount(text) for text in texts):
            raise StatementError("amount", number, value=", ".join(filter(None, texts)))

    def _text(self, cells, key):
        return as_text(cells[self.columns[key]]) if key in self.columns else ""

    def _amounts(self, cells, moment):
        columns = self.columns
        credit, debit = _movement_amounts(cells, columns)
        if not credit and not debit:
            return None
        balance = None
        if "balance" in columns and as_text(cells[columns["balance"]]) and moment:
            balance = parse_amount(cells[columns["balance"]])
        return credit, debit, balance

    def _is_total(self, credit, debit):
        """A row with nothing but the sums of the rows above is a total without its word."""
        return bool(self.rows) and [debit, credit] == self.totals

    def _row(self, cells, number, moment, reference, credit, debit, balance):
        columns = self.columns
        if "currency" in columns:
            code = fold(as_text(cells[columns["currency"]])).upper()
            if code not in ("", "VND", "DONG", "D"):
                raise StatementError("currency", number, found=code[:10])
        texts = []
        for key in ("memo", "account", "counter_account", "counter_name"):
            cell = cells[columns[key]] if key in columns else None
            if isinstance(cell, Formula):
                raise StatementError("formula", number, value=as_text(cell))
            texts.append(as_text(cell))
        memo, account, counter_account, counter_name = texts
        account = account.replace(" ", "")
        return Row(
            number, moment, credit, debit, memo, as_text(reference), balance,
            account if account.isalnum() else "", counter_account, counter_name,
            fee=self._fee(cells),
        )  # fmt: skip

    def _fee(self, cells):
        fee = 0
        for key in ("fee", "vat"):
            if key in self.columns:
                try:
                    fee += abs(parse_amount(cells[self.columns[key]]))
                except CellError:
                    return 0
        return fee

    def _shown(self, cells):
        """The cells that are no amounts, as they stand in the file."""
        names = ("credit", "debit", "amount", "sign", "balance")
        cells = [cells[self.columns[key]] for key in names if key in self.columns]
        bad = [as_text(cell) for cell in cells if not _is_amount(cell)]
        return ", ".join(bad or filter(None, map(as_text, cells)))


def _is_amount(cell):
    try:
        parse_amount(cell)
    except CellError:
        return False
    return True


def _movement_amounts(cells, columns):
    """Return (credit, debit) in VND; debits are stored without sign by some banks."""
    if "amount" not in columns:
        return _two_columns(
            cells[columns["credit"]], cells[columns["debit"]] if "debit" in columns else None
        )
    amount = parse_amount(cells[columns["amount"]])
    sign = fold(as_text(cells[columns["sign"]])) if "sign" in columns else ""
    if sign.startswith(("-", "d", "n", "ghi no", "chi", "out")):  # Debit, Nợ
        amount = -abs(amount)
    elif sign and not sign.startswith(("+", "c", "ghi co", "thu", "in")):  # Credit, Có
        raise CellError("sign")
    return max(amount, 0), max(-amount, 0)


def _debit_cell(cells, columns):
    if "amount" in columns or "debit" not in columns:
        return 0
    return _amount_or_words(cells[columns["debit"]]) or 0


def _two_columns(credit_cell, debit_cell):
    """A column may hold words where it has no amount; both at once is a row to be looked at."""
    credit, debit = _amount_or_words(credit_cell), _amount_or_words(debit_cell)
    if credit is None and debit is None:
        raise CellError("amount")
    credit, debit = credit or 0, debit or 0
    if credit < 0:
        return 0, -credit + abs(debit)
    return credit, abs(debit)


def _amount_or_words(cell):
    try:
        return parse_amount(cell)
    except CellError as error:
        words = isinstance(cell, str) and not any(char.isdigit() for char in cell)
        if error.code == "amount" and words and not cell.startswith("#"):
            return None
        raise
