from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import ledger_forms, wall_time


class TthcLedgerPrint(models.TransientModel):
    """What of a ledger book is printed, and the pages of it ("Sổ theo dõi hồ sơ")."""

    _name = "tthc.ledger.print"
    _description = "Print of the Ledger Book"

    book_id = fields.Many2one("tthc.ledger.book", required=True)
    date_from = fields.Date(
        "From", compute="_compute_dates", store=True, precompute=True, readonly=False, required=True
    )
    date_to = fields.Date(
        "To", compute="_compute_dates", store=True, precompute=True, readonly=False, required=True
    )
    kind = fields.Selection(
        [
            ("all", "All Dossiers"),
            ("local", "Of the Centre's Own Competence"),
            ("elsewhere", "Non-territorial (Phi địa giới)"),
        ],
        "Which",
        required=True,
        default="all",
    )

    @api.depends("book_id")
    def _compute_dates(self):
        for record in self:
            year = record.book_id.year
            record.date_from = year and date(year, 1, 1)
            record.date_to = year and date(year, 12, 31)

    def action_print(self):
        """The book of the period as PDF.

        :raise UserError: nothing was accepted in the period
        """
        self.ensure_one()
        if not self._entries():
            raise UserError(
                self.env._(
                    "Nothing to print: the book has no such line between %(start)s and %(end)s.",
                    start=self.date_from.strftime("%d/%m/%Y"),
                    end=self.date_to.strftime("%d/%m/%Y"),
                )
            )
        return self._print_form("ledger")

    def _entries(self):
        """Lines of the period in the order of the book."""
        domain = fields.Domain(
            [
                ("company_id", "=", self.book_id.company_id.id),
                ("year", "=", self.book_id.year),
                ("day", ">=", self.date_from),
                ("day", "<=", self.date_to),
            ]
        )
        if self.kind != "all":
            domain &= fields.Domain("non_territorial", "=", self.kind == "elsewhere")
        return self.env["tthc.ledger.entry"].search(domain, order="number")

    def _pages(self):
        """Values of the printed form: the pages with their lines."""
        entries = self._entries()
        zone = self.book_id.company_id.sudo()._tthc_zone()
        rows = [self._row(entry, zone) for entry in entries]
        pages = ledger_forms.paginate(rows)
        return {
            "book": self.book_id,
            "company": self.book_id.company_id.sudo(),
            "pages": pages,
            "count": len(rows),
            "first": rows[0]["number"] if rows else "",
            "last": rows[-1]["number"] if rows else "",
            "closed_at": self._local(self.book_id.closed_at, zone),
            "whole": self.kind == "all"
            and (self.date_from, self.date_to)
            == (date(self.book_id.year, 1, 1), date(self.book_id.year, 12, 31)),
        }

    def _row(self, entry, zone):
        return {
            "number": entry.number,
            "name": entry.name,
            "procedure": entry.procedure_name or "",
            "owner": entry.owner_name or "",
            "address": entry.address_phone or "",
            "agency": entry.agency_name or "",
            "received": self._local(entry.received_at, zone),
            "due": self._local(entry.due_at, zone),
            "returned": self._local(entry.returned_at, zone),
            "method": entry.return_method or "",
            "remark": entry.remark or "",
        }

    @staticmethod
    def _local(instant, zone):
        return wall_time.to_local(instant, zone).strftime("%d/%m/%Y") if instant else ""
