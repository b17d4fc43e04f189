import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import wall_time
from .tthc_ledger_entry import BOOK_LOCK


class TthcLedgerBook(models.Model):
    """The ledger book of a centre and a year ("Sổ theo dõi hồ sơ", form ``ledger``).

    It opens by itself with the year's first acceptance and is closed once the year is over: from
    then on nothing is accepted into it, and its number of lines, its last number and a hash over
    them are kept. What happens to its dossiers later still shows in its columns.
    """

    _name = "tthc.ledger.book"
    _description = "Ledger Book"
    _order = "year desc, company_id"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, ondelete="restrict"
    )
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    state = fields.Selection(
        [("open", "Being Kept"), ("closed", "Closed")], required=True, readonly=True, default="open"
    )
    line_count = fields.Integer("Lines so Far", compute="_compute_line_count")
    closed_at = fields.Datetime("Closed on", readonly=True)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, ondelete="restrict")
    closed_count = fields.Integer("Lines at Closing", readonly=True, aggregator=None)
    last_number = fields.Integer(readonly=True, aggregator=None)
    digest = fields.Char(
        "Hash of the Content",
        readonly=True,
        help="Over the lines at closing: number, dossier number and hash of the acceptance.",
    )
    may_close = fields.Boolean(compute="_compute_may_close")

    _book_unique = models.UniqueIndex("(company_id, year)")

    @api.depends("company_id", "year")
    def _compute_display_name(self):
        for book in self:
            book.display_name = f"{book.year} – {book.company_id.sudo().name}"

    def _compute_line_count(self):
        counts = {
            (company.id, year): count
            for company, year, count in self.env["tthc.ledger.entry"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("year", "in", self.mapped("year")),
                ],
                ["company_id", "year"],
                ["__count"],
            )
        }
        for book in self:
            book.line_count = counts.get((book.company_id.id, book.year), 0)

    @api.depends("state", "year")
    @api.depends_context("uid")
    def _compute_may_close(self):
        for book in self:
            book.may_close = book.state == "open" and book._is_manager() and book._is_over()

    def write(self, vals):
        """:raise UserError: always; a book changes by being closed"""
        raise UserError(self.env._("A ledger book changes by being closed only."))

    def unlink(self):
        """:raise UserError: always"""
        raise UserError(self.env._("A ledger book stays on record."))

    @api.model
    @api.private
    def _open(self, company, year):
        """Open the book of a year; the caller holds the lock of the centre's book."""
        return self.create({"company_id": company.id, "year": year})

    # Closing ------------------------------------------------------------------------------------

    def _is_over(self):
        today = wall_time.to_local(
            fields.Datetime.now(), self.company_id.sudo()._tthc_zone()
        ).date()
        return today.year > self.year

    def _is_manager(self):
        user = self.env.user
        return (
            user.has_group("tthc_dossier.group_manager")
            and self.company_id.id in user._get_company_ids()
        )

    def action_close(self):
        """Close the book of a year that is over.

        :raise AccessError: not a manager of the centre
        :raise UserError: the year is not over, or the book is closed already
        """
        self.check_access("read")
        for book in self:
            centre = book.company_id.sudo()
            if not self.env.su and not book._is_manager():
                raise AccessError(
                    self.env._("The ledger book is closed by the manager of %s.", centre.name)
                )
            if book.state == "closed":
                raise UserError(self.env._("The ledger book of %s is closed already.", book.year))
            if not book._is_over():
                raise UserError(
                    self.env._(
                        "The ledger book of %(year)s is closed once the year is over, from "
                        "01/01/%(next)s on.",
                        year=book.year,
                        next=book.year + 1,
                    )
                )
            book._close()
        return True

    def _close(self):
        """Write down what is in the book. The lock keeps acceptances out until the commit; what
        the lock's last holder committed is read by a cursor of its own, as for a number."""
        self.env.execute_query(
            SQL("SELECT pg_advisory_xact_lock(%s, %s)", BOOK_LOCK, self.company_id.id)
        )
        count, last, digest = self._content()
        result = super(TthcLedgerBook, self.sudo()).write(
            {
                "state": "closed",
                "closed_at": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
                "closed_count": count,
                "last_number": last,
                "digest": digest,
            }
        )
        return result

    @api.private
    def _content(self):
        """Number of lines, last number, and hash of the book's lines as they are committed."""
        self.ensure_one()
        query = SQL(
            """SELECT entry.number, entry.name, MIN(event.digest)
                 FROM tthc_ledger_entry entry
                 LEFT JOIN tthc_dossier_event event
                   ON event.dossier_id = entry.dossier_id AND event.kind = 'accept'
                WHERE entry.company_id = %s AND entry.year = %s
                GROUP BY entry.id ORDER BY entry.number""",
            self.company_id.id,
            self.year,
        )
        # Several transactions at once cannot have lines of one book: the lock keeps them apart.
        own = self.env.execute_query(query)
        committed = self.env["tthc.ledger.entry"]._read_committed(query) or []
        rows = max(own, committed, key=len)
        text = "\n".join(f"{number}:{name}:{digest}" for number, name, digest in rows)
        return len(rows), rows[-1][0] if rows else 0, hashlib.sha256(text.encode()).hexdigest()

    # For the screen -----------------------------------------------------------------------------

    def action_lines(self):
        """The lines of the book."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_dossier.action_ledger_entries")
        action["domain"] = [("company_id", "=", self.company_id.id), ("year", "=", self.year)]
        action["display_name"] = self.display_name
        return action

    def action_print(self):
        """Choose a period of the book and print it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_dossier.action_ledger_print")
        action["context"] = {"default_book_id": self.id}
        return action
