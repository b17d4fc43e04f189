from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import dossier_code, wall_time

#: Namespaces of the advisory locks: numbers of a centre's book, numbers of a unit.
BOOK_LOCK, UNIT_LOCK = 0x746B, 0x746E


class TthcLedgerEntry(models.Model):
    """A line of the ledger book ("Sổ theo dõi hồ sơ"): made at acceptance, with the dossier's
    number and its number in the year's book, and never touched again.

    Both numbers have no gap and no duplicate, whatever runs at once and whatever is killed:

    - an advisory lock of the centre, held until the accepting transaction ends, lets one
      acceptance number at a time; PostgreSQL gives it back only after the commit is visible;
    - Odoo's transactions see the database as of their first statement (REPEATABLE READ), so the
      last number is read through a cursor of its own, opened under the lock: what the lock's
      last holder committed is in it. What this transaction entered itself is added;
    - no row is updated, so nobody waits for or fails on somebody else's row; unique indexes
      stand behind it all. A rollback takes the lines with it, and their numbers come again.

    The locks come after the dossier's own row lock, and those of several centres are taken in the
    order in which the caller accepts: a batch goes by centre.
    """

    _name = "tthc.ledger.entry"
    _description = "Ledger Book Line"
    _inherit = ["tthc.append.only"]
    _order = "company_id, year desc, number desc"
    _log_access = False

    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    year = fields.Integer(required=True, aggregator=None)
    number = fields.Integer("No.", required=True, aggregator=None, help="STT in the year's book.")
    dossier_id = fields.Many2one("tthc.dossier", required=True, ondelete="restrict")
    name = fields.Char("Dossier Number", required=True)
    day = fields.Date("Accepted on", required=True, help="Day of acceptance at the centre.")
    series = fields.Char(help="The number with {seq} in place of its running number.")
    serial = fields.Integer("Running Number", aggregator=None)

    _number_unique = models.UniqueIndex("(company_id, year, number)")
    _serial_unique = models.UniqueIndex("(series, serial)")
    _dossier_unique = models.UniqueIndex("(dossier_id)")
    _day_index = models.Index("(company_id, day)")

    @api.model
    @api.private
    def _enter(self, dossier, instant):
        """Number a dossier and enter it in the book; final with the caller's transaction.

        :param instant: naive UTC instant of acceptance
        :return: the new line
        :raise UserError: no unit identifier, no pattern in force, or the year's book is closed
        """
        company = dossier.company_id.sudo()
        day = wall_time.to_local(instant, company._tthc_zone()).date()
        unit = company.tthc_unit_code
        pattern = self.env["tthc.number.pattern"]._in_force(company, day)
        try:
            series = dossier_code.series_of(pattern, unit, day)
        except dossier_code.DossierCodeError as error:
            raise UserError(
                self.env._(
                    "The number pattern “%(pattern)s” does not fit the unit identifier %(unit)s: "
                    "%(reason)s An administrator corrects one of the two.",
                    pattern=pattern,
                    unit=unit,
                    reason=str(error),
                )
            ) from error
        serial, number = self._next_numbers(company, day.year, unit, series)
        return self.sudo()._append_rows(
            [
                {
                    "company_id": company.id,
                    "year": day.year,
                    "number": number,
                    "dossier_id": dossier.id,
                    "name": dossier_code.format_code(pattern, unit, day, serial),
                    "day": day,
                    "series": series,
                    "serial": serial,
                }
            ]
        )

    def _next_numbers(self, company, year, unit, series):
        """The next running number of ``series`` and the next one of the centre's book.

        :raise UserError: the book is closed
        """
        last = SQL(
            """(SELECT MAX(serial) FROM tthc_ledger_entry WHERE series = %(series)s),
               (SELECT MAX(number) FROM tthc_ledger_entry
                 WHERE company_id = %(company)s AND year = %(year)s),
               (SELECT state FROM tthc_ledger_book
                 WHERE company_id = %(company)s AND year = %(year)s)""",
            series=series,
            company=company.id,
            year=year,
        )
        own = self.env.execute_query(
            SQL(
                "SELECT %s, pg_advisory_xact_lock(%s, %s), pg_advisory_xact_lock(%s, hashtext(%s))",
                last,
                BOOK_LOCK,
                company.id,
                UNIT_LOCK,
                unit,
            )
        )[0]
        [committed] = self._read_committed(SQL("SELECT %s", last)) or [own]
        book = committed[2] or own[2]
        if book == "closed":
            raise UserError(
                self.env._(
                    "The ledger book of %(year)s of %(centre)s is closed: nothing is accepted "
                    "into it any more. Accept the dossier with the date of today.",
                    year=year,
                    centre=company.name,
                )
            )
        if not book:
            self.env["tthc.ledger.book"].sudo()._open(company, year)
        return (
            max(own[0] or 0, committed[0] or 0) + 1,
            max(own[1] or 0, committed[1] or 0) + 1,
        )

    def _read_committed(self, query):
        """The rows of ``query`` as everybody sees the database now; ``None`` while a module is
        being installed, when the tables themselves may not be committed yet."""
        if not self.env.registry.ready:
            return None
        # Not a read-only cursor: a replica lags behind.
        with self.env.registry.cursor() as cr:
            cr.execute(query)
            return cr.fetchall()
