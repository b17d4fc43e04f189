from datetime import datetime, time, timedelta

from odoo import api, models

from ..tools import wall_time

#: Rows that are here at a time.
CHUNK = 2_000


class TthcBook(models.AbstractModel):
    """Books of a centre and a period, row by row, to be written as a workbook or on paper (see
    ``tthc.book.print``). Printed: Vietnamese at source."""

    _name = "tthc.book"
    _description = "Books"

    @api.model
    @api.private
    def _books(self):
        """Extension point: ``{key: (title, sheet, columns)}``. A book ``x`` has its rows from
        ``_rows_of_x(company, start, end)``, and its key is a choice of the dialog."""
        return {}

    @api.model
    @api.private
    def _rows(self, kind, company, first, last):
        """Rows of a book: tuples of cells in the order of its columns, oldest first.

        :param date first: first day (the centre's), and ``last`` the last one
        :raise AccessError: for whoever may not read what the book is made of
        """
        zone = company._tthc_zone()
        start = wall_time.to_utc(datetime.combine(first, time.min), zone)
        end = wall_time.to_utc(datetime.combine(last + timedelta(days=1), time.min), zone)
        for row in getattr(self, f"_rows_of_{kind}")(company, start, end):
            yield tuple(
                wall_time.to_local(cell, zone) if isinstance(cell, datetime) else cell
                for cell in row
            )

    def _read(self, model, query):
        """Rows of a query that come from the server by and by, in the same transaction: neither
        are all of them held here, nor do other queries in between disturb them.

        :param str model: what has to be readable for whoever asks
        """
        self.env[model].check_access("read")
        self.env.flush_all()
        with self.env.cr._cnx.cursor(name=self._table) as cursor:
            cursor.itersize = CHUNK
            cursor.execute(query.code, query.params)
            yield from cursor
