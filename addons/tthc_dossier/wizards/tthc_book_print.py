import base64
import itertools
import tempfile

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_catalogue.tools import book as rules

from ..models.ir_actions_report import Paper

A4 = Paper("A4", "landscape")
#: Rows that are printed; more than that nobody reads on paper, and the printer takes too long.
MOST_PRINTED = 3_000


class TthcBookPrint(models.AbstractModel):
    """A dialog that makes a book of a centre and a period, as a workbook or on paper.

    A dialog of its own inherits it and says its ``kind`` (a Selection), whose keys are those of
    ``_book_model``.
    """

    _name = "tthc.book.print"
    _description = "Book to Print"

    #: Name of the ``tthc.book`` that gives the rows.
    _book_model = "tthc.book"
    #: Who signs the book below, from left to right; Vietnamese at source.
    _book_signers = ("NGƯỜI LẬP", "", "THỦ TRƯỞNG ĐƠN VỊ")

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("From", required=True, default=lambda self: self._month())
    date_to = fields.Date(
        "Until", required=True, default=lambda self: fields.Date.context_today(self)
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.model
    def _month(self):
        return fields.Date.context_today(self).replace(day=1)

    def action_xlsx(self):
        """The book as a workbook."""
        rows = self._checked_rows()
        title, sheet, columns = self._book()
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            try:
                rules.write_workbook(file.name, sheet, self._heads(title), columns, rows)
            except rules.TooManyRows as error:
                raise UserError(
                    self.env._(
                        "The book has more than %s rows, which is more than a sheet holds. Take a "
                        "shorter period.",
                        rules.MOST_ROWS,
                    )
                ) from error
            return self._download("xlsx", file.read())

    def action_pdf(self):
        """The book on paper."""
        rows = list(itertools.islice(self._checked_rows(), MOST_PRINTED + 1))
        if len(rows) > MOST_PRINTED:
            raise UserError(
                self.env._(
                    "The book has more than %s rows: take a shorter period, or the workbook.",
                    MOST_PRINTED,
                )
            )
        reports = self.env["ir.actions.report"].sudo()
        pdf = reports._tthc_paper("tthc_dossier.book_document", self._page_values(rows), A4)
        return self._download("pdf", pdf)

    def _checked_rows(self):
        """The rows of the book.

        :raise AccessError: not a centre of this person, or not a book for this person
        :raise UserError: the period ends before it begins, or is longer than a year
        """
        self.ensure_one()
        everywhere = self.env.user.has_group("tthc_dossier.group_inspector")
        if self.company_id not in self.env.companies and not everywhere:
            raise AccessError(self.env._("Books are for the staff of the centre."))
        if self.date_to < self.date_from:
            raise UserError(self.env._("The period ends before it begins."))
        if self.date_to > self.date_from + relativedelta(years=1):
            raise UserError(self.env._("Take a period of one year at most."))
        books = self.env[self._book_model]
        rows = books._rows(self.kind, self.company_id, self.date_from, self.date_to)
        first = next(rows, None)  # rights are checked before anything is written
        return itertools.chain([] if first is None else [first], rows)

    def _book(self):
        return self.env[self._book_model]._books()[self.kind]

    def _period(self):
        return f"Từ ngày {self.date_from:%d/%m/%Y} đến ngày {self.date_to:%d/%m/%Y}"

    def _below_name(self):
        """Extension point: lines below the centre's name; Vietnamese at source."""
        return ()

    def _heads(self, title):
        """The lines above the table; the title is the third."""
        below = next(iter(self._below_name()), "")
        return (self.company_id.sudo().name, below, title, self._period())

    def _page_values(self, rows):
        title, _sheet, columns = self._book()
        summed = {
            index: rules.shown(sum(row[index] or 0 for row in rows), rules.MONEY)
            for index, column in enumerate(columns)
            if column.summed
        }
        return {
            "title": title,
            "company": self.company_id.sudo(),
            "below_name": self._below_name(),
            "signers": self._book_signers,
            "period": self._period(),
            "columns": columns,
            "rows": [
                [rules.shown(cell, column.kind) for cell, column in zip(row, columns, strict=True)]
                for row in rows
            ],
            "sums": [summed.get(index, "") for index in range(len(columns))],
            "day": fields.Date.context_today(self),
        }

    def _download(self, suffix, content):
        name = f"{self.kind}-{self.date_from:%Y%m%d}-{self.date_to:%Y%m%d}.{suffix}"
        self.write({"file_name": name, "file": base64.b64encode(content)})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{name}?download=true",
            "target": "self",
        }
