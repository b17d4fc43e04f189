from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools import series as rules

#: Namespace of the advisory locks: numbers of a series.
SERIES_LOCK = 0x7263


class TthcReceiptBook(models.Model):
    """The numbers of a series that one unit uses: all of them, or the range allotted to a branch
    or a delegate. Ranges of a unit are used in ascending order (NĐ 254/2026/NĐ-CP Art. 25).

    Numbers have no gap and no duplicate, whatever runs at once and whatever is killed, as with
    the ledger book of the dossiers: an advisory lock of the series lets one transaction number at
    a time until it ends, and the last number is read through a cursor that sees what the lock's
    last holder committed. No row is updated, so nobody fails on somebody else's change.
    """

    _name = "tthc.receipt.book"
    _description = "Receipt Book"
    _order = "series_id, number_from, id"

    series_id = fields.Many2one(
        "tthc.receipt.series", required=True, index=True, ondelete="cascade"
    )
    body_id = fields.Many2one(related="series_id.company_id", string="Collecting Body", store=True)
    company_id = fields.Many2one(
        "res.company",
        "Used by",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    number_from = fields.Integer(
        "From Number",
        required=True,
        aggregator=None,
        default=lambda self: self._default_from(),
    )
    number_to = fields.Integer(
        "To Number", required=True, aggregator=None, default=rules.LAST_NUMBER
    )
    delegation_id = fields.Many2one(
        "tthc.receipt.delegation",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('company_id', '=', body_id), ('delegate_id', '=', company_id)]",
        help="Needed where a unit outside the collecting body issues its receipts.",
    )
    state = fields.Selection(
        [("open", "In Use"), ("closed", "Closed")], required=True, readonly=True, default="open",
        copy=False,
    )  # fmt: skip
    issued_count = fields.Integer("Issued", compute="_compute_issued", compute_sudo=True)
    next_number = fields.Integer(compute="_compute_issued", compute_sudo=True, aggregator=None)
    left_count = fields.Integer("Left", compute="_compute_issued", compute_sudo=True)

    _range = models.Constraint(
        f"CHECK (1 <= number_from AND number_from <= number_to AND number_to <= "
        f"{rules.LAST_NUMBER})",
        "Numbers go from 1 to 99999999.",
    )

    @api.model
    def _default_from(self):
        taken = self.search([("series_id", "=", self.env.context.get("default_series_id"))])
        free = rules.free_range([(book.number_from, book.number_to) for book in taken])
        return free[0] if free else 1

    @api.depends("series_id", "number_from", "number_to")
    def _compute_display_name(self):
        for book in self:
            book.display_name = (
                f"{book.series_id.display_name} "
                f"{rules.number_text(book.number_from)}–{rules.number_text(book.number_to)}"
            )

    @api.depends("number_from", "number_to", "state")
    def _compute_issued(self):
        last = dict(
            self.env["tthc.receipt"]._read_group(
                [("book_id", "in", self.ids)], ["book_id"], ["number:max"]
            )
        )
        for book in self:
            used = last.get(book._origin) or book.number_from - 1
            book.issued_count = used - book.number_from + 1
            book.next_number = used + 1 if used < book.number_to else 0
            book.left_count = book.number_to - used

    @api.constrains("series_id", "number_from", "number_to")
    def _check_overlap(self):
        for series in self.series_id:
            series._lock()
            books = self.search([("series_id", "=", series.id)])
            clash = rules.overlaps([(book.number_from, book.number_to) for book in books])
            if clash:
                raise ValidationError(
                    self.env._(
                        "Two books of %(series)s share the numbers from %(first)s on: a number is "
                        "given to one unit only.",
                        series=series.display_name,
                        first=clash[1][0],
                    )
                )

    @api.constrains("series_id", "company_id", "delegation_id")
    def _check_unit(self):
        """A branch uses its body's books; another unit needs a delegation in writing."""
        for book in self.sudo():
            body, unit, written = book.series_id.company_id, book.company_id, book.delegation_id
            if written and (written.company_id, written.delegate_id) != (body, unit):
                raise ValidationError(
                    self.env._("%s is the delegation of other units.", written.display_name)
                )
            if body not in unit.parent_ids and not written:
                raise ValidationError(
                    self.env._(
                        "%(unit)s is no branch of %(body)s: name the written delegation under "
                        "which it issues these receipts.",
                        unit=unit.name,
                        body=body.name,
                    )
                )

    def write(self, vals):
        """:raise UserError: receipts were issued, and the numbers are to be others"""
        fixed = {"series_id", "company_id", "number_from", "delegation_id"} & set(vals)
        for book in self.filtered("issued_count"):
            changed = any(
                vals[name] != book._fields[name].convert_to_write(book[name], book)
                for name in fixed
            )
            short = "number_to" in vals and vals["number_to"] < book.next_number - 1
            if changed or short:
                raise UserError(
                    self.env._("Receipts were issued from %s: it stays.", book.display_name)
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        if any(book.issued_count for book in self):
            raise UserError(self.env._("A book that was in use stays on record: close it."))

    def action_close(self):
        """Issue nothing more from this book; its unused numbers are reported as such."""
        self.check_access("write")
        self._lock_series(self.series_id)
        self.write({"state": "closed"})
        return True

    def action_reopen(self):
        """Use the book again."""
        self.check_access("write")
        self.write({"state": "open"})
        return True

    # Numbers ------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _candidates(self, company, day, amount):
        """Books from which ``company`` may issue a receipt of ``amount`` VND on ``day``, in the
        order in which they are used: its own before those of the body it is a branch of, series
        whose face value is the amount before those without, then by series and number."""
        series = fields.Domain(
            [
                ("state", "=", "open"),
                ("year", "=", day.year),
                ("face_value", "in", (0, amount)),
                ("symbol_id.date_from", "<=", day),
            ]
        ) & fields.Domain.OR(
            [[("symbol_id.date_to", "=", False)], [("symbol_id.date_to", ">=", day)]]
        )
        delegated = fields.Domain("delegation_id.date_from", "<=", day) & fields.Domain.OR(
            [[("delegation_id.date_to", "=", False)], [("delegation_id.date_to", ">=", day)]]
        )
        books = self.sudo().search(
            fields.Domain(
                [("company_id", "parent_of", company.id), ("state", "=", "open")],
            )
            & fields.Domain("series_id", "any", series)
            & (fields.Domain("delegation_id", "=", False) | delegated)
        )
        own = books.filtered(lambda book: book.company_id == company) or books
        return own.sorted(
            lambda book: (
                not book.series_id.face_value,
                book.series_id.name,
                book.number_from,
            )
        )

    @api.private
    def _take_number(self):
        """The next number of the first of these books that has one left; final with the caller's
        transaction.

        :return: ``(book, number)``; nothing and 0 when the books are used up or were closed
        """
        if not self:
            return self, 0
        self._lock_series(self.series_id)
        query = SQL(
            """SELECT book.id, book.number_from, book.number_to,
                      book.state = 'open' AND series.state = 'open',
                      (SELECT MAX(receipt.number) FROM tthc_receipt receipt
                        WHERE receipt.book_id = book.id)
                 FROM tthc_receipt_book book JOIN tthc_receipt_series series
                   ON series.id = book.series_id
                WHERE book.id IN %s""",
            tuple(self.ids),
        )
        own = {row[0]: row[1:] for row in self.env.execute_query(query)}
        committed = self.env["tthc.ledger.entry"]._read_committed(query)
        seen = {row[0]: row[1:] for row in committed or ()}
        for book in self:
            first, last, is_open, used = own[book.id]
            _first, last, is_open, others = seen.get(book.id, (first, last, is_open, 0))
            number = max(used or 0, others or 0, first - 1) + 1
            if is_open and number <= last:
                return book, number
        return self.browse(), 0

    @api.model
    @api.private
    def _lock_series(self, series):
        """Let nobody else number in ``series`` until this transaction ends; in the order of
        their ids, so that two transactions never wait for each other."""
        self.env.flush_all()
        for series_id in sorted(series.ids):
            self.env.execute_query(
                SQL("SELECT pg_advisory_xact_lock(%s, %s)", SERIES_LOCK, series_id)
            )
